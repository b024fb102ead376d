using Orleans.Concurrency;

namespace Studio.Grains.Showcase;

/// <summary>
/// How a buyer of one session can be reached, kept apart from their holds: phone numbers are in no ledger, list or log. Key: <c>sessionId/guestId</c>.
/// </summary>
[Alias("studio.IContactGrain")]
public interface IContactGrain : IGrainWithStringKey
{
    /// <summary>Keeps a number. The same operation twice is the same as once.</summary>
    [Alias("Keep")] Task<Contact> Keep(string operationId, Contact contact);

    /// <summary>The contact, or null.</summary>
    [ReadOnly, Alias("Get")] Task<Contact?> Get();

    /// <summary>Forgets it.</summary>
    [Alias("Forget")] Task Forget();
}

/// <summary>A phone number as it is stored, and the consent to keep it.</summary>
/// <param name="Sealed">The number, encrypted by the edge.</param>
/// <param name="Masked">What lists may show: <c>138****5678</c>.</param>
/// <param name="Consent">Version of the text that the buyer agreed to.</param>
[GenerateSerializer, Immutable, Alias("studio.Contact")]
public sealed record Contact([property: Id(0)] string Sealed, [property: Id(1)] string Masked, [property: Id(2)] string Consent, [property: Id(3)] DateTimeOffset At);

using Microsoft.AspNetCore.DataProtection;
using PhoneNumbers;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Api.Showcase;

/// <summary>Phone numbers of buyers: checked, encrypted before they leave this process, masked wherever they are shown.</summary>
internal sealed class ContactBook(IGrainFactory grains, IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>Version of the consent that the room asks for today.</summary>
    public const string Consent = "2026-11";

    private readonly IDataProtector _seal = protection.CreateProtector("studio.contact.v1");

    /// <summary>Keeps a number that the buyer gave. Refused: validation.</summary>
    public async Task<Outcome<Contact>> KeepAsync(string sessionId, string guestId, string operationId, string phone, string consent)
    {
        var check = new Check();
        if (!string.Equals(consent, Consent, StringComparison.Ordinal)) check.Add("consent", FieldErrors.Required);
        if (Normal(phone) is not { } number) return check.Add("phone", FieldErrors.Invalid).Refusal!;
        if (check.Refusal is { } refusal) return refusal;
        return await Grain(sessionId, guestId).Keep(operationId, new Contact(_seal.Protect(number), Mask(number), consent, clock.GetUtcNow()));
    }

    /// <summary>What lists may show of a buyer's number, or null.</summary>
    public Task<Contact?> FindAsync(string sessionId, string guestId) => Grain(sessionId, guestId).Get();

    /// <summary>Forgets a number.</summary>
    public Task ForgetAsync(string sessionId, string guestId) => Grain(sessionId, guestId).Forget();

    /// <summary>The number itself, for an export that needs it.</summary>
    public string Open(Contact contact) => _seal.Unprotect(contact.Sealed);

    /// <summary>The number in its international form, or null: it is none.</summary>
    internal static string? Normal(string? phone)
    {
        if (phone is null || phone.Length > 40) return null;
        PhoneNumberUtil util = PhoneNumberUtil.GetInstance();
        try
        {
            PhoneNumber number = util.Parse(phone, "CN");
            return util.IsValidNumber(number) ? util.Format(number, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary><c>+8613812345678</c> → <c>138****5678</c>.</summary>
    internal static string Mask(string number)
    {
        string local = number.StartsWith("+86", StringComparison.Ordinal) ? number[3..] : number;
        int last = Math.Min(4, local.Length / 2), first = Math.Min(3, (local.Length - last) / 2);
        return $"{local[..first]}****{local[^last..]}";
    }

    private IContactGrain Grain(string sessionId, string guestId) => grains.GetGrain<IContactGrain>($"{sessionId}/{guestId}");
}

namespace Studio.Grains.Recording;

/// <summary>How the studio is set about publishers. They travel with each callback, so that the decisions about it are pure.</summary>
/// <param name="KeyOpensBefore">A key is valid from so long before its session's slot …</param>
/// <param name="KeyClosesAfter">… to so long after it.</param>
/// <param name="Grace">A picture that comes back within this was only interrupted; zero: each drop is a loss at once.</param>
/// <param name="TakeOver">Whether a second publisher takes the place of the first, or is refused.</param>
[GenerateSerializer, Immutable, Alias("studio.FeedRules")]
public sealed record FeedRules(
    [property: Id(0)] TimeSpan KeyOpensBefore, [property: Id(1)] TimeSpan KeyClosesAfter, [property: Id(2)] TimeSpan Grace, [property: Id(3)] bool TakeOver)
{
    /// <summary>A quarter of an hour before, ten minutes after, a minute of grace (platforms close a silent room after one or two), first come first served.</summary>
    public static FeedRules Usual { get; } = new(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(60), TakeOver: false);
}

/// <summary>A publisher that asks to come in.</summary>
/// <param name="KeyId">One-way id of the key that it brought; null: it comes through the session's own SRT door, which has asked for its secret.</param>
/// <param name="ClientId">Its connection at the ingest server.</param>
[GenerateSerializer, Immutable, Alias("studio.FeedArrival")]
public sealed record FeedArrival([property: Id(0)] string? KeyId, [property: Id(1)] string ClientId, [property: Id(2)] FeedRules Rules);

/// <summary>A publisher that was let in.</summary>
/// <param name="Replaced">The connection whose place it takes, to be sent away; null: the place was free, or the ingest server repeated itself.</param>
[GenerateSerializer, Immutable, Alias("studio.FeedEntry")]
public sealed record FeedEntry([property: Id(0)] Feed Feed, [property: Id(1)] string? Replaced);

/// <summary>The SRT door of a session: a listener of its own, behind a passphrase.</summary>
/// <param name="MadeBy">The operation that opened it; the passphrase is made from it (decisions/0006), so the store holds none.</param>
/// <param name="Port">UDP port.</param>
[GenerateSerializer, Immutable, Alias("studio.SrtDoor")]
public sealed record SrtDoor([property: Id(0)] string MadeBy, [property: Id(1)] int Port);

/// <summary>When a session is planned; no end: until somebody ends it.</summary>
[GenerateSerializer, Immutable, Alias("studio.Slot")]
public sealed record Slot([property: Id(0)] DateTimeOffset Start, [property: Id(1)] DateTimeOffset? End);

/// <summary>When a session's key opens its door; null: without a bound.</summary>
public sealed record KeyWindow(DateTimeOffset? From, DateTimeOffset? Until)
{
    /// <summary>The window around a slot. A session without a plan has none, and one without a planned end is open until it is ended.</summary>
    public static KeyWindow Of(Slot slot, FeedRules rules) => slot.Start == default
        ? new KeyWindow(null, null)
        : new KeyWindow(Before(slot.Start, rules.KeyOpensBefore), slot.End is { } end ? After(end, rules.KeyClosesAfter) : null);

    // A slot is what somebody typed: the first and the last of all days are possible.
    private static DateTimeOffset Before(DateTimeOffset at, TimeSpan span) => at - DateTimeOffset.MinValue > span ? at - span : DateTimeOffset.MinValue;

    private static DateTimeOffset After(DateTimeOffset at, TimeSpan span) => DateTimeOffset.MaxValue - at > span ? at + span : DateTimeOffset.MaxValue;
}

namespace Studio.Grains.Live;

/// <summary>Who has a console open, as the processes of the studio say. It lives as long as the grain: nobody is gone only because a grain moved.</summary>
/// <param name="begin">Since when it is known who is here.</param>
internal sealed class Presence(DateTimeOffset begin)
{
    // One missed renewal is no absence.
    private static readonly TimeSpan Believed = ObserverLease.Renewal * 2.5;

    private readonly Dictionary<string, (DateTimeOffset At, bool Open)> _seen = new(StringComparer.Ordinal);

    /// <summary>A console of the account is open, or its last one has just closed: it was here until now in either case.</summary>
    public void Note(string account, bool open, DateTimeOffset now) => _seen[account] = (now, open);

    /// <summary>When the account was last known to be here.</summary>
    public DateTimeOffset LastSeen(string? account) => account is not null && _seen.TryGetValue(account, out (DateTimeOffset At, bool Open) seen) ? seen.At : begin;

    /// <summary>Whether a console of the account is open.</summary>
    public bool IsHere(string? account, DateTimeOffset now) => account is not null && _seen.TryGetValue(account, out (DateTimeOffset At, bool Open) seen) && seen.Open && now - seen.At < Believed;
}

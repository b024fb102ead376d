namespace Studio.Grains.Figures;

/// <summary>Somebody watched from an instant to another; <paramref name="Until"/> null: still does.</summary>
/// <param name="Guest">Number of the guest in these visits.</param>
/// <param name="ByLease">The process fell silent: that they were there until its last word is all that is known.</param>
public readonly record struct Visit(int Guest, DateTimeOffset From, DateTimeOffset? Until, bool ByLease);

/// <summary>
/// Who watched when, made of the audience log alone. A guest on several pages or processes counts once; an absence below
/// <see cref="SameVisit"/> (a page that was loaded again, a phone that changed cells) is none; visits of a process that fell silent end
/// with its last word.
/// </summary>
public sealed class Visits
{
    /// <summary>A process with viewers says at least this often that it is there.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    /// <summary>So long after its last word a process counts as gone.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>Who is back within this time was not away.</summary>
    public static readonly TimeSpan SameVisit = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, int> _guests = new(StringComparer.Ordinal);
    private readonly List<(int Guest, DateTimeOffset From, DateTimeOffset Until)> _closed = [];
    private readonly Dictionary<(string Process, string Guest), DateTimeOffset> _open = [];
    private readonly Dictionary<string, DateTimeOffset> _lastWord = new(StringComparer.Ordinal);

    /// <summary>Words in the log so far.</summary>
    public int Reports { get; private set; }

    /// <summary>Changes that were lost.</summary>
    public long Dropped { get; private set; }

    /// <summary>Takes the next words of the log.</summary>
    public void Add(IEnumerable<AudienceReport> reports)
    {
        foreach (AudienceReport report in reports)
        {
            Reports++;
            Dropped += report.Dropped;
            _lastWord[report.Process] = report.At;
            foreach (AudienceChange change in report.Changes)
            {
                (string, string) key = (report.Process, change.Guest);
                if (change.Here) _open.TryAdd(key, change.At);
                else if (_open.Remove(key, out DateTimeOffset from)) _closed.Add((NumberOf(change.Guest), from, Later(from, change.At)));
            }
        }
    }

    /// <summary>The visits between two instants, as they are known at <paramref name="now"/>; sorted by their begin.</summary>
    public IReadOnlyList<Visit> Of(DateTimeOffset start, DateTimeOffset end, DateTimeOffset now)
    {
        List<Visit> all = [.. _closed.Select(visit => new Visit(visit.Guest, visit.From, visit.Until, false))];
        foreach (((string process, string guest), DateTimeOffset from) in _open)
        {
            bool silent = _lastWord[process] + Lease < now;
            all.Add(new Visit(NumberOf(guest), from, silent ? Later(from, _lastWord[process]) : null, silent));
        }
        all.Sort((a, b) => a.Guest != b.Guest ? a.Guest.CompareTo(b.Guest) : a.From.CompareTo(b.From));
        return [.. Clip(Joined(all), start, end, now).OrderBy(visit => visit.From).ThenBy(visit => visit.Guest)];
    }

    // Sorted by guest and begin: what overlaps, or follows soon, is one visit.
    private static IEnumerable<Visit> Joined(List<Visit> sorted)
    {
        Visit? current = null;
        foreach (Visit next in sorted)
        {
            if (current is not { } before) current = next;
            else if (before.Guest != next.Guest || before.Until is { } until && next.From - until > SameVisit)
            {
                yield return before;
                current = next;
            }
            else if (before.Until is { } ended && (next.Until is not { } later || later > ended)) current = before with { Until = next.Until, ByLease = next.ByLease };
        }
        if (current is { } last) yield return last;
    }

    // What was before going live is no watching of the broadcast: who was there already begins with it.
    private static IEnumerable<Visit> Clip(IEnumerable<Visit> visits, DateTimeOffset start, DateTimeOffset end, DateTimeOffset now)
    {
        foreach (Visit visit in visits)
        {
            DateTimeOffset from = Later(visit.From, start);
            DateTimeOffset? until = visit.Until is { } left ? left < end ? left : end : end < now ? end : null;
            if (visit.From >= end || until < start || until <= start && visit.From < start) continue;
            yield return visit with { From = from, Until = until, ByLease = visit.ByLease && visit.Until < end };
        }
    }

    private int NumberOf(string guest)
    {
        if (_guests.TryGetValue(guest, out int number)) return number;
        _guests.Add(guest, _guests.Count);
        return _guests.Count - 1;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}

using System.Collections.Concurrent;
using System.Collections.Frozen;
using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>A base's description made ready for decisions: who is part of what, what is closed when. Immutable; one for each revision of the description.</summary>
public sealed class BasePlan
{
    private const int MostDatesKept = 4_096;

    private readonly FrozenDictionary<string, Resource> _resources;
    private readonly FrozenDictionary<string, string[]> _lineage;
    private readonly FrozenDictionary<ResourceKind, Resource[]> _byKind;
    private readonly FrozenDictionary<string, Closure[]> _closures;
    private readonly Closure[] _closed;
    private readonly TimeSpan _before, _after;
    private readonly ConcurrentDictionary<(OpeningHours Hours, DateOnly Date), TimeRange[]> _open = new();
    private readonly ConcurrentDictionary<(string ResourceId, DateOnly Date), TimeRange> _daylight = new();

    /// <param name="description">A checked one: <see cref="BaseDescription.Checked"/>.</param>
    /// <param name="revision">Of the description.</param>
    public BasePlan(BaseDescription description, long revision = 0)
    {
        (Description, Revision) = (description, revision);
        Zone = BaseZone.Find(description.Zone) ?? BaseZone.China;
        _resources = description.Resources.ToFrozenDictionary(resource => resource.Id, StringComparer.Ordinal);
        _lineage = Lineage(description.Resources);
        // What can least go first: a room with a fridge is not given to somebody who needs none.
        _byKind = description.Resources.Where(resource => !resource.Retired).GroupBy(resource => resource.Kind)
            .ToFrozenDictionary(kind => kind.Key, kind => kind.OrderBy(Worth).ThenBy(resource => resource.Id, StringComparer.Ordinal).ToArray());
        _closed = [.. description.Closures.Where(closure => closure.ResourceId is null)];
        _closures = description.Closures.Where(closure => closure.ResourceId is not null).GroupBy(closure => closure.ResourceId!)
            .ToFrozenDictionary(of => of.Key, of => of.ToArray(), StringComparer.Ordinal);
        LongestGap = description.Changes.Select(change => change.Gap).Append(TimeSpan.Zero).Max();
        _before = description.Resources.Select(resource => resource.Before).Append(LongestGap).Max();
        _after = description.Resources.Select(resource => resource.After).Append(LongestGap).Max();
    }

    /// <summary>What it was made from.</summary>
    public BaseDescription Description { get; }

    /// <summary>The description's revision.</summary>
    public long Revision { get; }

    /// <summary>The base's clock.</summary>
    public BaseZone Zone { get; }

    /// <summary>The longest gap that a change rule asks for.</summary>
    public TimeSpan LongestGap { get; }

    /// <summary>As far as a booking of that time can be in the way of others: every date that this touches must know of it.</summary>
    public TimeRange ReachOf(TimeRange time) => time.Widened(_before, _after);

    /// <summary>The resource, or null; retired ones included.</summary>
    public Resource? Find(string id) => _resources.GetValueOrDefault(id);

    /// <summary>What is given out of a kind: what can least first, then by id.</summary>
    public IReadOnlyList<Resource> OfKind(ResourceKind kind) => _byKind.GetValueOrDefault(kind) ?? [];

    /// <summary>Its wholes and its parts, however deep: what a booking of it blocks, and what blocks it.</summary>
    public IReadOnlyList<string> LineageOf(string id) => _lineage.GetValueOrDefault(id) ?? [];

    /// <summary>When something is open on a date, in UTC and in order.</summary>
    public IReadOnlyList<TimeRange> OpenOn(Resource resource, DateOnly date)
    {
        OpeningHours hours = resource.Hours ?? Description.Hours;
        if (_open.TryGetValue((hours, date), out TimeRange[]? known)) return known;
        TimeRange[] open = [.. hours.On(date, PublicHolidays.KindOf(Description.Days, date)).OrderBy(window => window.From)
            .Select(window => new TimeRange(Zone.At(date, window.From), Zone.At(date, window.To)))];
        if (_open.Count < MostDatesKept) _open[(hours, date)] = open;
        return open;
    }

    /// <summary>From sunrise to sunset at a field live point.</summary>
    public TimeRange DaylightOn(Resource point, DateOnly date)
    {
        if (_daylight.TryGetValue((point.Id, date), out TimeRange known)) return known;
        TimeRange daylight = Sun.Daylight(date, point.Field!.Latitude, point.Field.Longitude);
        if (_daylight.Count < MostDatesKept) _daylight[(point.Id, date)] = daylight;
        return daylight;
    }

    /// <summary>Closures of the base, of the thing, of its wholes and of its parts: a whole whose part is closed is not whole.</summary>
    public IEnumerable<Closure> ClosuresOf(string id) => _closures.Count == 0 ? _closed
        : _closed.Concat(LineageOf(id).Append(id).SelectMany(of => _closures.GetValueOrDefault(of) ?? []));

    /// <summary>What must lie between an earlier and a later booking of a resource because they differ; zero: nothing.</summary>
    public TimeSpan GapBetween(Resource resource, string earlierCategory, string earlierPlace, string laterCategory, string laterPlace)
    {
        TimeSpan most = TimeSpan.Zero;
        foreach (ChangeRule rule in Description.Changes)
        {
            if (rule.Kind != resource.Kind || rule.Gap <= most) continue;
            (string earlier, string later) = rule.Of == ChangeOf.Category ? (earlierCategory, laterCategory) : (earlierPlace, laterPlace);
            if (!string.Equals(earlier, later, StringComparison.Ordinal) && Fits(rule.From, earlier) && Fits(rule.To, later)) most = rule.Gap;
        }
        return most;
    }

    private static bool Fits(string rule, string value) => rule == "*" || string.Equals(rule, value, StringComparison.Ordinal);

    private static int Worth(Resource resource) => (resource.Features?.Count ?? 0) + (resource.Host?.Skills?.Count ?? 0) + (resource.Host?.Products?.Count ?? 0) + (resource.Host?.Dialects?.Count ?? 0);

    private static FrozenDictionary<string, string[]> Lineage(IReadOnlyList<Resource> resources)
    {
        Dictionary<string, Resource> byId = resources.ToDictionary(resource => resource.Id, StringComparer.Ordinal);
        var lines = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (Resource resource in resources)
        {
            for (string? whole = resource.PartOf; whole is not null; whole = byId[whole].PartOf)
            {
                Of(resource.Id).Add(whole);
                Of(whole).Add(resource.Id);
            }
        }
        return lines.ToFrozenDictionary(line => line.Key, line => line.Value.ToArray(), StringComparer.Ordinal);

        List<string> Of(string id) => lines.TryGetValue(id, out List<string>? line) ? line : lines[id] = [];
    }
}

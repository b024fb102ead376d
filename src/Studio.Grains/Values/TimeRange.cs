namespace Studio.Grains.Values;

/// <summary>A piece of time in UTC; its end does not belong to it, so that what ends at ten does not touch what begins at ten.</summary>
/// <param name="From">Its first instant.</param>
/// <param name="To">The first instant behind it. Where it is not later than <paramref name="From"/>, the range is empty.</param>
[GenerateSerializer, Immutable, Alias("studio.TimeRange")]
public readonly record struct TimeRange([property: Id(0)] DateTimeOffset From, [property: Id(1)] DateTimeOffset To)
{
    /// <summary>How long it is; negative where it is reversed.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public TimeSpan Length => To - From;

    /// <summary>Whether two have an instant in common.</summary>
    public bool Overlaps(TimeRange other) => From < other.To && other.From < To;

    /// <summary>Whether another lies wholly in it.</summary>
    public bool Covers(TimeRange other) => From <= other.From && other.To <= To;

    /// <summary>With time before and after it.</summary>
    public TimeRange Widened(TimeSpan before, TimeSpan after) => new(From - before, To + after);

    /// <summary>What two have in common; empty or reversed where that is nothing.</summary>
    public TimeRange With(TimeRange other) => new(From > other.From ? From : other.From, To < other.To ? To : other.To);

    /// <summary>The range without what lies in others, in order.</summary>
    public IReadOnlyList<TimeRange> Without(IEnumerable<TimeRange> others)
    {
        List<TimeRange> left = [];
        DateTimeOffset from = From;
        foreach (TimeRange other in others.Where(Overlaps).OrderBy(other => other.From))
        {
            if (other.From > from) left.Add(new TimeRange(from, other.From));
            if (other.To > from) from = other.To;
        }
        if (from < To) left.Add(new TimeRange(from, To));
        return left;
    }
}

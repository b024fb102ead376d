using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>What is stored of a booking over several days or bases. Schema 1.</summary>
[GenerateSerializer, Alias("studio.SpanningState")]
internal sealed record SpanningState
{
    private const int AbandonedRemembered = 32;

    [Id(0)] public int Schema { get; init; } = 1;

    /// <summary>The booking; null before the first attempt came through.</summary>
    [Id(1)] public BookingRecord? Record { get; init; }

    /// <summary>What it was asked for with: asked again when a request is approved.</summary>
    [Id(2)] public BookSpanning? Command { get; init; }

    /// <summary>What it has, base by base.</summary>
    [Id(3)] public IReadOnlyList<SpanningPart> Parts { get; init; } = [];

    /// <summary>Who did what when.</summary>
    [Id(4)] public IReadOnlyList<SpanningStep> Steps { get; init; } = [];

    /// <summary>Attempts that must never come through any more: a day was told so.</summary>
    [Id(5)] public IReadOnlyList<string> Abandoned { get; init; } = [];

    /// <summary>The days do not all know yet how it stands.</summary>
    [Id(6)] public bool Untold { get; init; }

    /// <summary>The booking as a base's days know it.</summary>
    public BookingRecord Of(string baseId) => Record! with { Lines = Parts.FirstOrDefault(part => part.BaseId == baseId)?.Lines ?? [] };

    /// <summary>One step further.</summary>
    public SpanningState With(BookingRecord after, BookingAction action, DateTimeOffset at, string? by, string why = "") => this with
    {
        Record = after,
        // What was used stays taken on every day; what was not, nowhere.
        Parts = after.State == BookingState.Done ? [.. Parts.Select(part => part with { Lines = [.. part.Lines.Where(line => line.Time.From < at).Select(line => Cut(line, at))] })] : Parts,
        Steps = [.. Steps, new SpanningStep(action, Record?.State, after.State, at, by, why)],
        Untold = after.State != BookingState.Requested,
    };

    /// <summary>That attempt comes to nothing, for good.</summary>
    public SpanningState Without(string attempt) => this with { Abandoned = [.. Abandoned.TakeLast(AbandonedRemembered - 1), attempt] };

    private static Taken Cut(Taken line, DateTimeOffset at) => line.Time.To <= at ? line
        : line with { Time = line.Time with { To = at }, Busy = line.Busy with { To = at + (line.Busy.To - line.Time.To) } };
}

/// <summary>What a spanning booking has at one base.</summary>
/// <param name="Dates">The dates that know of it, in order.</param>
[GenerateSerializer, Immutable, Alias("studio.SpanningPart")]
internal sealed record SpanningPart([property: Id(0)] string BaseId, [property: Id(1)] IReadOnlyList<DateOnly> Dates, [property: Id(2)] IReadOnlyList<Taken> Lines)
{
    public IEnumerable<DayKey> Days() => Dates.Select(date => new DayKey(BaseId, date));
}

/// <summary>One step of a spanning booking.</summary>
[GenerateSerializer, Immutable, Alias("studio.SpanningStep")]
internal sealed record SpanningStep(
    [property: Id(0)] BookingAction Action, [property: Id(1)] BookingState? From, [property: Id(2)] BookingState To, [property: Id(3)] DateTimeOffset At, [property: Id(4)] string? By, [property: Id(5)] string Why);

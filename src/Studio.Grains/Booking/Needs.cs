using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>One need of a bundle: "any room with a fridge", "one host who sells fruit", "two of six lamps".</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Count">Pieces, 1–999: of one resource that has several, or of several that are alike.</param>
/// <param name="OneOf">Only these resources (ids); null: any. One id: that very one.</param>
/// <param name="Features">What it must have, all of them.</param>
/// <param name="Skills">What a host must be able to do, all of it.</param>
/// <param name="Products">What a host must know how to sell, all of it.</param>
/// <param name="Dialect">What a host must speak; null: nothing more than everybody.</param>
/// <param name="Signal">The least grade of a field point's uplink, 0–4.</param>
[GenerateSerializer, Immutable, Alias("studio.Need")]
public sealed record Need(
    [property: Id(0)] ResourceKind Kind, [property: Id(1)] int Count = 1, [property: Id(2)] IReadOnlyList<string>? OneOf = null, [property: Id(3)] IReadOnlyList<string>? Features = null,
    [property: Id(4)] IReadOnlyList<string>? Skills = null, [property: Id(5)] IReadOnlyList<string>? Products = null, [property: Id(6)] string? Dialect = null, [property: Id(7)] int Signal = 0);

/// <summary>What somebody wants to book: needs that are met together, at one time, or not at all.</summary>
/// <param name="Within">When: a range of exactly <paramref name="Length"/>, or a longer one (Thursday afternoon) in which the earliest time that fits is taken.</param>
/// <param name="Length">How long.</param>
/// <param name="Needs">1–12 needs.</param>
/// <param name="Category">What is sold, a code of the base; may be empty.</param>
/// <param name="Place">Where hosts and kit will be; empty: where the room or field point of the bundle is.</param>
[GenerateSerializer, Immutable, Alias("studio.Wish")]
public sealed record Wish(
    [property: Id(0)] TimeRange Within, [property: Id(1)] TimeSpan Length, [property: Id(2)] IReadOnlyList<Need> Needs, [property: Id(3)] string Category = "", [property: Id(4)] string Place = "")
{
    /// <summary>The longest range in which a time is looked for.</summary>
    public static readonly TimeSpan WidestWithin = TimeSpan.FromHours(24);

    /// <summary>Needs of a bundle.</summary>
    public const int MostNeeds = 12;

    /// <summary>What is wrong with it whatever is free; null: nothing. Refused: time-invalid, in-the-past, too-long, too-far-ahead, off-raster, validation.</summary>
    public Refusal? WhyNot(BasePlan plan, DateTimeOffset now)
    {
        BookingLimits limits = plan.Description.Limits;
        if (Length <= TimeSpan.Zero || Within.Length <= TimeSpan.Zero) return Refusal.With(RefusalCodes.TimeInvalid, "why", Length == TimeSpan.Zero || Within.Length == TimeSpan.Zero ? "empty" : "reversed");
        if (Within.Length < Length) return Refusal.With(RefusalCodes.TimeInvalid, "why", "window");
        if (Length > limits.Longest) return Refusal.With(RefusalCodes.TooLong, "mostMinutes", (int)limits.Longest.TotalMinutes);
        if (Within.Length > Length && Within.Length > WidestWithin) return Refusal.With(RefusalCodes.TimeInvalid, "why", "window");
        if (Within.To <= now || Within.To - Length < now) return new Refusal(RefusalCodes.InThePast);
        if (Within.From > now.AddDays(limits.DaysAhead)) return Refusal.With(RefusalCodes.TooFarAhead, "days", limits.DaysAhead);
        if (!OnRaster(Within.From, limits.Raster) || !OnRaster(Within.To, limits.Raster) || Length.Ticks % (limits.Raster * TimeSpan.TicksPerMinute) != 0) return Refusal.With(RefusalCodes.OffRaster, "minutes", limits.Raster);
        var check = new Check();
        if (Needs.Count is < 1 or > MostNeeds) check.Add("needs", FieldErrors.OutOfRange);
        else if (Needs.Any(need => need.Count is < 1 or > 999 || need.Signal is < 0 or > 4 || !Enum.IsDefined(need.Kind) || Terms(need).Count() > 200 || Terms(need).Any(term => term is null || term.Length > 40))) check.Add("needs", FieldErrors.OutOfRange);
        if (Category.Length > 40) check.Add("category", FieldErrors.TooLong);
        if (Place.Length > 40) check.Add("place", FieldErrors.TooLong);
        return check.Refusal;
    }

    /// <summary>The times at which it could begin, earliest first: one, where the range is exact.</summary>
    public IEnumerable<TimeRange> Times(BasePlan plan, DateTimeOffset now)
    {
        var step = TimeSpan.FromMinutes(plan.Description.Limits.Raster);
        for (DateTimeOffset from = Within.From; from + Length <= Within.To; from += step)
        {
            if (from >= now) yield return new TimeRange(from, from + Length);
        }
    }

    private static bool OnRaster(DateTimeOffset at, int minutes) => at.UtcTicks % (minutes * TimeSpan.TicksPerMinute) == 0;

    private static IEnumerable<string?> Terms(Need need) => [.. need.OneOf ?? [], .. need.Features ?? [], .. need.Skills ?? [], .. need.Products ?? []];
}

/// <summary>Why a candidate does not meet a need. Codes, each with its facts; the web has a sentence for each.</summary>
public static class MisfitCodes
{
    /// <summary>It lacks a feature; fact <c>feature</c>.</summary>
    public const string LacksFeature = "lacks-feature";

    /// <summary>The host cannot do it; fact <c>skill</c>.</summary>
    public const string LacksSkill = "lacks-skill";

    /// <summary>The host does not know the product; fact <c>product</c>.</summary>
    public const string LacksProduct = "lacks-product";

    /// <summary>The host does not speak it; fact <c>dialect</c>.</summary>
    public const string OtherDialect = "other-dialect";

    /// <summary>The host's licence ends before; fact <c>until</c> (a date).</summary>
    public const string LicenceEnds = "licence-ends";

    /// <summary>The uplink is weaker; facts <c>signal</c>, <c>least</c>.</summary>
    public const string WeakSignal = "weak-signal";

    /// <summary>There is nothing to show in the field; facts <c>from</c>, <c>to</c> (dates).</summary>
    public const string OutOfSeason = "out-of-season";

    /// <summary>The sun is not up; facts <c>sunrise</c>, <c>sunset</c>.</summary>
    public const string Dark = "dark";

    /// <summary>It is closed; facts <c>cause</c>, <c>from</c>, <c>to</c>, <c>note</c>.</summary>
    public const string Closed = "closed";

    /// <summary>Not open then; fact <c>open</c>: the windows of the day as "from/to", may be empty.</summary>
    public const string OutsideHours = "outside-hours";

    /// <summary>Not for so long; fact <c>mostMinutes</c>.</summary>
    public const string TooLong = "longer-than-allowed";

    /// <summary>Others have it, buffers included; facts <c>left</c>, <c>asked</c>, <c>freeAt</c>: when the last of those in the way is over.</summary>
    public const string Taken = "taken";

    /// <summary>A part or the whole of it is taken; facts <c>resourceId</c>, <c>freeAt</c>.</summary>
    public const string RelatedTaken = "related-taken";

    /// <summary>The change from the booking beside it takes longer; facts <c>gapMinutes</c>, <c>freeAt</c>.</summary>
    public const string ChangeGap = "change-gap";

    /// <summary>The host would work too much that day; facts <c>minutes</c>, <c>mostMinutes</c>.</summary>
    public const string DayFull = "day-full";

    /// <summary>The host would have no break for too long; facts <c>minutes</c>, <c>mostMinutes</c>.</summary>
    public const string NoBreak = "no-break";

    /// <summary>Would do, but another need of the same bundle takes it.</summary>
    public const string NeededElsewhere = "needed-elsewhere";
}

/// <summary>A candidate that does not meet a need, and why. Facts are numbers, instants and codes.</summary>
[GenerateSerializer, Immutable, Alias("studio.Misfit")]
public sealed record Misfit([property: Id(0)] string ResourceId, [property: Id(1)] string Code, [property: Id(2)] IReadOnlyDictionary<string, object>? Facts = null)
{
    /// <summary>It does not; nobody asked why.</summary>
    internal static readonly Misfit Unexplained = new("", "");

    internal Misfit And(string name, object fact) => ReferenceEquals(this, Unexplained)
        ? this
        : this with { Facts = new Dictionary<string, object>(Facts ?? new Dictionary<string, object>(StringComparer.Ordinal), StringComparer.Ordinal) { [name] = fact } };
}

/// <summary>How a need fared where the bundle could not be met.</summary>
/// <param name="Need">Its place in the wish, from 0.</param>
/// <param name="Met">Whether it could be met by itself at that time.</param>
/// <param name="Misfits">Why each candidate failed at the first time that was asked for; at most <see cref="MostMisfits"/>.</param>
/// <param name="Counts">How many candidates failed for each code, those that are not listed included.</param>
[GenerateSerializer, Immutable, Alias("studio.NeedReport")]
public sealed record NeedReport([property: Id(0)] int Need, [property: Id(1)] bool Met, [property: Id(2)] IReadOnlyList<Misfit> Misfits, [property: Id(3)] IReadOnlyDictionary<string, int> Counts)
{
    /// <summary>More reasons than that nobody reads.</summary>
    public const int MostMisfits = 100;
}

using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>What can be booked at a base, and when: written by its manager.</summary>
/// <param name="Zone">IANA name of the base's time zone.</param>
/// <param name="Resources">At most <see cref="MostResources"/>.</param>
/// <param name="Hours">When the base is open.</param>
/// <param name="Days">Public holidays and make-up working days: <see cref="PublicHolidays.Announced"/> and what the manager changed.</param>
/// <param name="Closures">At most <see cref="MostClosures"/>.</param>
/// <param name="Changes">What lies between two bookings that differ.</param>
/// <param name="Limits">What a booking may be like.</param>
[GenerateSerializer, Immutable, Alias("studio.BaseDescription")]
public sealed record BaseDescription(
    [property: Id(0)] string Zone, [property: Id(1)] IReadOnlyList<Resource> Resources, [property: Id(2)] OpeningHours Hours,
    [property: Id(3)] IReadOnlyList<CalendarDays> Days, [property: Id(4)] IReadOnlyList<Closure> Closures, [property: Id(5)] IReadOnlyList<ChangeRule> Changes,
    [property: Id(6)] BookingLimits Limits)
{
    /// <summary>Resources of one base.</summary>
    public const int MostResources = 20_000;

    /// <summary>Closures of one base, past ones included.</summary>
    public const int MostClosures = 5_000;

    private const int MostOthers = 1_000;
    private static readonly TimeSpan MostGap = TimeSpan.FromHours(4);

    /// <summary>A base that has nothing yet: open every day from 8 to 22.</summary>
    public static BaseDescription Empty { get; } = new("Asia/Shanghai", [], OpeningHours.Daily(480, 1_320), PublicHolidays.Announced, [], [], BookingLimits.Default);

    /// <summary>The description, or what is wrong with it (field → codes; a resource's fields as <c>resources.id.field</c>).</summary>
    public Outcome<BaseDescription> Checked()
    {
        var check = new Check();
        if (BaseZone.Find(Zone) is null) check.Add("zone", FieldErrors.Invalid);
        if (Resources.Count > MostResources) check.Add("resources", FieldErrors.OutOfRange);
        if (Closures.Count > MostClosures) check.Add("closures", FieldErrors.OutOfRange);
        if (Days.Count > MostOthers || Days.Any(days => days.To < days.From)) check.Add("days", FieldErrors.Invalid);
        if (Changes.Count > MostOthers || Changes.Any(change => change.Gap < TimeSpan.Zero || change.Gap > MostGap)) check.Add("changes", FieldErrors.OutOfRange);
        if (check.Refusal is { } many) return many;
        CheckHours(check, "hours", Hours);
        Limits.Check(check);
        var byId = new Dictionary<string, Resource>(StringComparer.Ordinal);
        foreach (Resource resource in Resources.Where(resource => !byId.TryAdd(resource.Id, resource))) check.Add($"resources.{resource.Id}.id", FieldErrors.Invalid);
        HashSet<string> wholes = [.. Resources.Where(resource => resource.PartOf is not null).Select(resource => resource.PartOf!)];
        var clean = new List<Resource>(Resources.Count);
        foreach (Resource resource in Resources) clean.Add(Clean(check, resource, byId, wholes));
        foreach (Closure closure in Closures.Where(closure => closure.Time.Length <= TimeSpan.Zero || (closure.ResourceId is { } of && !byId.ContainsKey(of)))) check.Add($"closures.{closure.Id}", FieldErrors.Invalid);
        return check.Refusal is { } refusal ? refusal : this with { Resources = clean };
    }

    private static Resource Clean(Check check, Resource resource, Dictionary<string, Resource> byId, HashSet<string> wholes)
    {
        string field = $"resources.{resource.Id}.";
        check.Text($"{field}id", resource.Id, 40);
        check.Range($"{field}quantity", resource.Quantity, 1, wholes.Contains(resource.Id) ? 1 : 999);
        check.Range($"{field}before", resource.Before, TimeSpan.Zero, MostGap);
        check.Range($"{field}after", resource.After, TimeSpan.Zero, MostGap);
        if (resource.Longest is { } longest) check.Range($"{field}longest", longest, TimeSpan.FromMinutes(1), BookingLimits.MostLongest);
        if (resource.Hours is { } hours) CheckHours(check, $"{field}hours", hours);
        if (resource.Kind == ResourceKind.FieldPoint != resource.Field is not null) check.Add($"{field}field", FieldErrors.Required);
        if (resource.Field is { } facts && !(Math.Abs(facts.Latitude) <= 66 && Math.Abs(facts.Longitude) <= 180 && facts.Signal is >= 0 and <= 4)) check.Add($"{field}field", FieldErrors.OutOfRange);
        if (resource.Host?.Rest is { } rest && (rest.MostADay <= TimeSpan.Zero || rest.LongestStretch <= TimeSpan.Zero || rest.Break < TimeSpan.Zero)) check.Add($"{field}host", FieldErrors.OutOfRange);
        if (IsOwnWhole(resource, byId)) check.Add($"{field}partOf", FieldErrors.Invalid);
        return resource with { Name = check.Text($"{field}name", resource.Name, 60) };
    }

    // An unknown whole, or a ring of parts.
    private static bool IsOwnWhole(Resource resource, Dictionary<string, Resource> byId)
    {
        int steps = 0;
        for (string? whole = resource.PartOf; whole is not null; whole = byId[whole].PartOf)
        {
            if (!byId.ContainsKey(whole) || ++steps > 8) return true; // deeper than any building
        }
        return false;
    }

    private static void CheckHours(Check check, string field, OpeningHours hours)
    {
        IEnumerable<DayWindow> windows = hours.Week.SelectMany(day => day).Concat(hours.Holiday ?? []).Concat(hours.MakeUp ?? []);
        if (hours.Week.Count != 7 || windows.Any(window => window.From < 0 || window.To > DayWindow.MinutesADay || window.From >= window.To)) check.Add(field, FieldErrors.Invalid);
    }
}

/// <summary>What a booking may be like at a base.</summary>
/// <param name="Raster">Bookings begin and end at multiples of so many minutes of the hour: 5, 10, 15, 30 or 60.</param>
/// <param name="Longest">The longest booking, at most a week.</param>
/// <param name="DaysAhead">How many days ahead it may begin, 1–400.</param>
/// <param name="DeskHold">How long a place is kept for somebody at the desk.</param>
/// <param name="CallHold">How long for somebody who is to call back.</param>
[GenerateSerializer, Immutable, Alias("studio.BookingLimits")]
public sealed record BookingLimits([property: Id(0)] int Raster, [property: Id(1)] TimeSpan Longest, [property: Id(2)] int DaysAhead, [property: Id(3)] TimeSpan DeskHold, [property: Id(4)] TimeSpan CallHold)
{
    /// <summary>The longest that any base may allow.</summary>
    public static readonly TimeSpan MostLongest = TimeSpan.FromDays(7);

    private static readonly int[] Rasters = [5, 10, 15, 30, 60];

    /// <summary>Every quarter of an hour, at most 12 hours, 60 days ahead, 10 minutes at the desk, 30 for a call.</summary>
    public static BookingLimits Default { get; } = new(15, TimeSpan.FromHours(12), 60, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30));

    internal void Check(Check check)
    {
        if (!Rasters.Contains(Raster)) check.Add("limits.raster", FieldErrors.OutOfRange);
        check.Range("limits.longest", Longest, TimeSpan.FromMinutes(5), MostLongest);
        check.Range("limits.daysAhead", DaysAhead, 1, 400);
        check.Range("limits.deskHold", DeskHold, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        check.Range("limits.callHold", CallHold, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
    }
}

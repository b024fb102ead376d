using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>A time at which resources are asked for, and what for.</summary>
/// <param name="But">Bookings whose pieces do not stand in the way: past their deadline, or being decided anew.</param>
public readonly record struct Ask(TimeRange Time, string Category = "", string Place = "", IReadOnlySet<string>? But = null);

/// <summary>Whether a resource can be had: pure functions over a plan and an occupancy. The order of the checks is that of what people can least do anything about.</summary>
/// <param name="explain">Whether reasons are wanted with their facts; without, a failed check costs next to nothing.</param>
internal sealed class Fitting(BasePlan plan, Occupancy occupancy, bool explain = true)
{
    private static readonly Misfit No = Misfit.Unexplained;

    /// <summary>What a resource lacks for a need, whenever it is; null: nothing.</summary>
    public Misfit? Lacks(Resource resource, Need need)
    {
        if (Missing(need.Features, resource.Features) is { } feature) return Say(resource, MisfitCodes.LacksFeature, "feature", feature);
        if (Missing(need.Skills, resource.Host?.Skills) is { } skill) return Say(resource, MisfitCodes.LacksSkill, "skill", skill);
        if (Missing(need.Products, resource.Host?.Products) is { } product) return Say(resource, MisfitCodes.LacksProduct, "product", product);
        if (need.Dialect is { } dialect && resource.Host?.Dialects?.Contains(dialect) != true) return Say(resource, MisfitCodes.OtherDialect, "dialect", dialect);
        return resource.Field is { } field && field.Signal < need.Signal ? Say(resource, MisfitCodes.WeakSignal, "signal", field.Signal).And("least", need.Signal) : null;
    }

    /// <summary>Why so many pieces cannot be had at that time; null: they can.</summary>
    public Misfit? WhyNot(Resource resource, Ask ask, int pieces) => WhyNotOpen(resource, ask.Time) ?? WhyNotFree(resource, ask, pieces);

    /// <summary>How many pieces can be had at that time; 0 where it is closed or anything stands in the way.</summary>
    public int Left(Resource resource, Ask ask)
    {
        int left = resource.Quantity - occupancy.MostTaken(resource.Id, BusyOf(resource, ask.Time), ask.But);
        return left > 0 && WhyNot(resource, ask, left) is null ? left : 0;
    }

    /// <summary>The time with the buffers of a resource.</summary>
    public static TimeRange BusyOf(Resource resource, TimeRange time) => time.Widened(resource.Before, resource.After);

    private Misfit? WhyNotOpen(Resource resource, TimeRange time)
    {
        if (resource.Longest is { } longest && time.Length > longest) return Say(resource, MisfitCodes.TooLong, "mostMinutes", (int)longest.TotalMinutes);
        foreach (Closure closure in plan.ClosuresOf(resource.Id))
        {
            if (closure.Time.Overlaps(time)) return Say(resource, MisfitCodes.Closed, "cause", closure.Cause.ToString()).And("from", closure.Time.From).And("to", closure.Time.To).And("note", closure.Note);
        }
        DateOnly first = plan.Zone.DateOf(time.From), last = plan.Zone.DateOf(time.To.AddTicks(-1));
        if (!IsOpen(resource, time, first, last)) return explain ? Say(resource, MisfitCodes.OutsideHours, "open", Windows(resource, first, last)) : No;
        if (resource.Host?.LicenceUntil is { } until && until < last) return Say(resource, MisfitCodes.LicenceEnds, "until", until);
        return resource.Field is { } field ? WhyNotInTheField(resource, field, time, first, last) : null;
    }

    private Misfit? WhyNotInTheField(Resource point, FieldFacts field, TimeRange time, DateOnly first, DateOnly last)
    {
        if ((field.CropFrom is { } from && first < from) || (field.CropTo is { } to && last > to))
        {
            return Say(point, MisfitCodes.OutOfSeason, "from", field.CropFrom ?? DateOnly.MinValue).And("to", field.CropTo ?? DateOnly.MaxValue);
        }
        TimeRange daylight = plan.DaylightOn(point, first);
        return daylight.Covers(time) ? null : Say(point, MisfitCodes.Dark, "sunrise", daylight.From).And("sunset", daylight.To);
    }

    // Windows that touch are one: what is open until midnight and from midnight on is open over it.
    private bool IsOpen(Resource resource, TimeRange time, DateOnly first, DateOnly last)
    {
        DateTimeOffset open = time.From;
        for (DateOnly date = first; date <= last; date = date.AddDays(1))
        {
            foreach (TimeRange window in plan.OpenOn(resource, date))
            {
                if (window.From <= open && open < window.To) open = window.To;
            }
        }
        return open >= time.To;
    }

    private string[] Windows(Resource resource, DateOnly first, DateOnly last) =>
        [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).SelectMany(day => plan.OpenOn(resource, first.AddDays(day))).Select(window => $"{window.From:O}/{window.To:O}")];

    private Misfit? WhyNotFree(Resource resource, Ask ask, int pieces)
    {
        TimeRange busy = BusyOf(resource, ask.Time);
        int left = resource.Quantity - occupancy.MostTaken(resource.Id, busy, ask.But);
        if (left < pieces) return explain ? Say(resource, MisfitCodes.Taken, "left", Math.Max(0, left)).And("asked", pieces).And("freeAt", FreeAt(resource.Id, busy, ask.But)) : No;
        foreach (string related in plan.LineageOf(resource.Id))
        {
            if (occupancy.MostTaken(related, busy, ask.But) > 0) return explain ? Say(resource, MisfitCodes.RelatedTaken, "resourceId", related).And("freeAt", FreeAt(related, busy, ask.But)) : No;
        }
        return (resource.Quantity == 1 ? WhyNotAfterChange(resource, ask) : null) ?? (resource.Host?.Rest is { } rest ? WhyNotRested(resource, rest, ask) : null);
    }

    private DateTimeOffset FreeAt(string resourceId, TimeRange busy, IReadOnlySet<string>? but)
    {
        DateTimeOffset last = busy.From;
        foreach (Taken taken in occupancy.On(resourceId))
        {
            if (taken.Busy.Overlaps(busy) && taken.Busy.To > last && !Occupancy.Is(taken, but)) last = taken.Busy.To;
        }
        return last;
    }

    private Misfit? WhyNotAfterChange(Resource resource, Ask ask)
    {
        if (plan.LongestGap == TimeSpan.Zero) return null;
        TimeRange near = ask.Time.Widened(plan.LongestGap, plan.LongestGap);
        foreach (Taken taken in occupancy.On(resource.Id))
        {
            if (!taken.Time.Overlaps(near) || Occupancy.Is(taken, ask.But)) continue;
            bool before = taken.Time.To <= ask.Time.From;
            TimeSpan between = before ? ask.Time.From - taken.Time.To : taken.Time.From - ask.Time.To;
            TimeSpan gap = before
                ? plan.GapBetween(resource, taken.Category, taken.Place, ask.Category, ask.Place)
                : plan.GapBetween(resource, ask.Category, ask.Place, taken.Category, taken.Place);
            if (between < gap) return Say(resource, MisfitCodes.ChangeGap, "gapMinutes", (int)gap.TotalMinutes).And("freeAt", before ? taken.Time.To + gap : taken.Time.From - gap);
        }
        return null;
    }

    private Misfit? WhyNotRested(Resource host, RestRules rest, Ask ask)
    {
        foreach (DateOnly date in plan.Zone.DatesOf(ask.Time))
        {
            TimeRange day = plan.Zone.DayOf(date);
            TimeSpan work = ask.Time.With(day).Length;
            foreach (Taken taken in occupancy.On(host.Id))
            {
                if (taken.Time.Overlaps(day) && !Occupancy.Is(taken, ask.But)) work += taken.Time.With(day).Length;
            }
            if (work > rest.MostADay) return Say(host, MisfitCodes.DayFull, "minutes", (int)work.TotalMinutes).And("mostMinutes", (int)rest.MostADay.TotalMinutes);
        }
        TimeSpan stretch = Stretch(host.Id, ask, rest.Break).Length;
        return stretch > rest.LongestStretch ? Say(host, MisfitCodes.NoBreak, "minutes", (int)stretch.TotalMinutes).And("mostMinutes", (int)rest.LongestStretch.TotalMinutes) : null;
    }

    // The booking and whatever follows or precedes it without a break, and so on.
    private TimeRange Stretch(string hostId, Ask ask, TimeSpan pause)
    {
        TimeRange stretch = ask.Time;
        for (bool grew = true; grew;)
        {
            grew = false;
            foreach (Taken taken in occupancy.On(hostId))
            {
                if (Occupancy.Is(taken, ask.But) || stretch.Covers(taken.Time) || !taken.Time.Overlaps(stretch.Widened(pause, pause))) continue;
                stretch = new TimeRange(taken.Time.From < stretch.From ? taken.Time.From : stretch.From, taken.Time.To > stretch.To ? taken.Time.To : stretch.To);
                grew = true;
            }
        }
        return stretch;
    }

    private static string? Missing(IReadOnlyList<string>? asked, IReadOnlyList<string>? has)
    {
        if (asked is null) return null;
        foreach (string one in asked)
        {
            if (has?.Contains(one) != true) return one;
        }
        return null;
    }

    private Misfit Say(Resource resource, string code, string name, object fact) => explain ? new Misfit(resource.Id, code).And(name, fact) : No;
}

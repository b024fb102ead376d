using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>A time in which so many pieces of a resource can be booked: what is booked must lie wholly in one such time, or in neighbouring ones.</summary>
[GenerateSerializer, Immutable, Alias("studio.FreeTime")]
public readonly record struct FreeTime([property: Id(0)] TimeRange Time, [property: Id(1)] int Pieces);

/// <summary>When a resource is free on a date, in order; its own buffers are left out already.</summary>
[GenerateSerializer, Immutable, Alias("studio.FreeDay")]
public sealed record FreeDay([property: Id(0)] string ResourceId, [property: Id(1)] DateOnly Date, [property: Id(2)] IReadOnlyList<FreeTime> Free);

/// <summary>What is free when: a calendar to choose from. Pure. What depends on the booking itself (changes, rest, the longest time) is decided when it is booked.</summary>
public static class Availability
{
    /// <summary>The free times of resources on a run of dates, from now on.</summary>
    /// <param name="occupancy">What is taken on all of these dates and on the ones beside them.</param>
    public static IReadOnlyList<FreeDay> Of(BasePlan plan, Occupancy occupancy, IReadOnlyList<Resource> resources, DateOnly from, int days, DateTimeOffset now)
    {
        var free = new List<FreeDay>(resources.Count * days);
        foreach (Resource resource in resources)
        {
            (TimeRange Time, int Quantity)[] taken = TakenOf(plan, occupancy, resource);
            TimeRange[] closed = [.. plan.ClosuresOf(resource.Id).Select(closure => closure.Time)];
            for (int day = 0; day < days; day++)
            {
                DateOnly date = from.AddDays(day);
                free.Add(new FreeDay(resource.Id, date, OnDay(plan, resource, date, taken, closed, now)));
            }
        }
        return free;
    }

    private static IReadOnlyList<FreeTime> OnDay(BasePlan plan, Resource resource, DateOnly date, (TimeRange Time, int Quantity)[] taken, TimeRange[] closed, DateTimeOffset now)
    {
        if (resource.Host?.LicenceUntil < date || resource.Field?.CropFrom > date || resource.Field?.CropTo < date) return [];
        TimeRange usable = new(now, DateTimeOffset.MaxValue);
        if (resource.Field is not null) usable = usable.With(plan.DaylightOn(resource, date));
        List<FreeTime> free = [];
        foreach (TimeRange window in plan.OpenOn(resource, date))
        {
            TimeRange open = window.With(usable);
            if (open.Length <= TimeSpan.Zero) continue;
            foreach (TimeRange part in closed.Length == 0 ? [open] : open.Without(closed)) Sweep(part, resource.Quantity, taken, free);
        }
        return free;
    }

    // What is taken of the thing, with the buffers that a booking beside it needs; of its whole or its parts: then all of it is.
    private static (TimeRange Time, int Quantity)[] TakenOf(BasePlan plan, Occupancy occupancy, Resource resource)
    {
        List<(TimeRange, int)> taken = [];
        foreach (Taken one in occupancy.On(resource.Id)) taken.Add((one.Busy.Widened(resource.After, resource.Before), one.Quantity));
        foreach (string related in plan.LineageOf(resource.Id))
        {
            foreach (Taken one in occupancy.On(related)) taken.Add((one.Busy.Widened(resource.After, resource.Before), resource.Quantity));
        }
        return [.. taken];
    }

    private static void Sweep(TimeRange part, int quantity, (TimeRange Time, int Quantity)[] taken, List<FreeTime> free)
    {
        List<(DateTimeOffset At, int Pieces)> changes = [];
        int left = quantity;
        foreach ((TimeRange time, int pieces) in taken)
        {
            if (!time.Overlaps(part)) continue;
            if (time.From <= part.From) left -= pieces;
            else changes.Add((time.From, -pieces));
            if (time.To < part.To) changes.Add((time.To, pieces));
        }
        changes.Sort((a, b) => a.At.CompareTo(b.At));
        changes.Add((part.To, 0));
        DateTimeOffset from = part.From;
        foreach ((DateTimeOffset at, int pieces) in changes)
        {
            if (at > from && left > 0)
            {
                // Where one booking ends as another begins, nothing changes.
                if (free.Count > 0 && free[^1].Time.To == from && free[^1].Pieces == left) free[^1] = new FreeTime(new TimeRange(free[^1].Time.From, at), left);
                else free.Add(new FreeTime(new TimeRange(from, at), left));
            }
            if (at > from) from = at;
            left += pieces;
        }
    }
}

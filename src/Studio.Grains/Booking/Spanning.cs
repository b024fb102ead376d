using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>
/// A day's part in bookings over several days or bases. The day only holds and obeys: what becomes of a booking is decided by its own grain, whose record is the
/// commit point. A hold that runs out is not given back before that grain said so: it may have confirmed it a moment ago.
/// </summary>
public static class Spanning
{
    /// <summary>How long a try-hold stands before the day asks what became of it: longer than any attempt takes.</summary>
    public static readonly TimeSpan TryFor = TimeSpan.FromSeconds(30);

    /// <summary>Holds exactly these lines, or none of them. The same attempt again is the same hold; a newer one takes the older's place.</summary>
    public static Decision<DayEvent, BookAnswer> TryHold(BaseDay day, BasePlan plan, BookingRecord part, DateTimeOffset now)
    {
        if (day.Bookings.TryGetValue(part.Id, out BookingRecord? before) && string.Equals(before.Attempt, part.Attempt, StringComparison.Ordinal)) return new BookAnswer(before);
        // A stale activation's late try must not take the place of what was confirmed.
        if (before is { Trial: false } && BookingTransitions.Occupies(before.State)) return BookAnswer.No(new Refusal(RefusalCodes.OperationConflict));
        HashSet<string> but = [part.Id, .. day.Due(now).Where(booking => !booking.Spanning).Select(booking => booking.Id)];
        var fitting = new Fitting(plan, day.Occupancy);
        List<Misfit> misfits = [];
        foreach (Taken line in part.Lines)
        {
            Misfit? misfit = plan.Find(line.ResourceId) is not { Retired: false } resource ? new Misfit(line.ResourceId, MisfitCodes.Taken)
                : part.Lines.Any(other => plan.LineageOf(line.ResourceId).Contains(other.ResourceId)) ? new Misfit(line.ResourceId, MisfitCodes.RelatedTaken)
                : fitting.WhyNot(resource, new Ask(line.Time, line.Category, line.Place, but), line.Quantity);
            if (misfit is not null) misfits.Add(misfit);
        }
        if (misfits.Count > 0)
        {
            var counts = misfits.GroupBy(misfit => misfit.Code, StringComparer.Ordinal).ToDictionary(code => code.Key, code => code.Count(), StringComparer.Ordinal);
            return new BookAnswer(null, new Refusal(RefusalCodes.NoFit), [new NeedReport(0, false, misfits, counts)]);
        }
        BookingRecord held = part with { State = BookingState.Held, Deadline = now + TryFor, Spanning = true, Trial = true };
        return new(new BookAnswer(held), [.. Deciding.Expire(day, now).Events, new BookingPlaced(held)]);
    }

    /// <summary>Gives an attempt's hold back. A later attempt, or what was confirmed meanwhile, stays.</summary>
    public static Decision<DayEvent, bool> GiveBack(BaseDay day, string bookingId, string attempt, DateTimeOffset now)
    {
        if (!day.Bookings.TryGetValue(bookingId, out BookingRecord? part) || !part.Spanning || !part.Trial || part.State != BookingState.Held || !string.Equals(part.Attempt, attempt, StringComparison.Ordinal)) return false;
        return new(true, [new BookingStepped(BookingAction.Release, part.State, part with { State = BookingState.Released, Deadline = null }, now)]);
    }

    /// <summary>The booking's own grain says how it stands, and what of this base it has.</summary>
    public static Decision<DayEvent, bool> Settle(BaseDay day, BookingRecord record, BookingAction action, string? by, DateTimeOffset now)
    {
        if (!day.Bookings.TryGetValue(record.Id, out BookingRecord? part) || !part.Spanning || !string.Equals(part.Attempt, record.Attempt, StringComparison.Ordinal)) return false;
        // While it can still run out, the day asks again at its deadline: so nothing stays held that nobody remembers.
        BookingRecord after = record with { Spanning = true, Trial = false };
        bool same = after.State == part.State && after.Deadline == part.Deadline && !part.Trial && after.Lines.SequenceEqual(part.Lines);
        return same ? true : new Decision<DayEvent, bool>(true, [new BookingStepped(action, part.State, after, now, by)]);
    }
}

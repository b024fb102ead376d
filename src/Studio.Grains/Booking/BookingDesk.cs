using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>Where a booking is asked for: finds the grain that it is kept by. For endpoints and tests; decides nothing itself.</summary>
public sealed partial class BookingDesk(IGrainFactory grains, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, BasePlan> _plans = new(StringComparer.Ordinal); // of bases that there are

    /// <summary>Books at one base. What may touch two dates, buffers included, is kept by a grain of its own. Refused: as <see cref="IBaseDayGrain.Book"/>.</summary>
    public async Task<BookAnswer> BookAsync(string baseId, BookBundle command, IReadOnlyList<BaseNeeds>? others = null)
    {
        if (!BaseId().IsMatch(baseId) || others?.All(other => BaseId().IsMatch(other.BaseId)) == false) return BookAnswer.No(new Refusal(RefusalCodes.NotFound));
        if (await PlanAsync(baseId) is not { } plan) return BookAnswer.No(new Refusal(RefusalCodes.NotFound));
        // Before dates are asked for: a range of a thousand years touches many.
        if (command.Wish.WhyNot(plan, clock.GetUtcNow()) is { } invalid) return BookAnswer.No(invalid);
        DateOnly[] dates = [.. plan.Zone.DatesOf(plan.ReachOf(command.Wish.Within))];
        if (dates.Length == 1 && others is not { Count: > 0 }) return await Day(new DayKey(baseId, dates[0])).Book(command);
        string id = BookingIds.Of(spanning: true, baseId, dates[0], command.By, command.OperationId);
        return await grains.GetGrain<ISpanningBookingGrain>(id).Book(new BookSpanning(command, baseId, others));
    }

    /// <summary>One step of a booking, wherever it is kept. Refused: as <see cref="IBaseDayGrain.Step"/>.</summary>
    public Task<BookAnswer> StepAsync(BookingStep step) => KeyOf(step.BookingId) is not { } key ? Task.FromResult(BookAnswer.No(new Refusal(RefusalCodes.NotFound)))
        : BookingIds.IsSpanning(step.BookingId) ? grains.GetGrain<ISpanningBookingGrain>(step.BookingId).Step(step) : Day(key).Step(step);

    /// <summary>A booking, or null.</summary>
    public Task<BookingRecord?> GetAsync(string bookingId) => KeyOf(bookingId) is not { } key ? Task.FromResult<BookingRecord?>(null)
        : BookingIds.IsSpanning(bookingId) ? grains.GetGrain<ISpanningBookingGrain>(bookingId).Get() : Day(key).Get(bookingId);

    /// <summary>What could be booked instead of a wish that does not fit: outside the day's grain, over what some days around it know.</summary>
    /// <param name="daysAround">How many dates before and behind are looked at, 0–7.</param>
    public async Task<IReadOnlyList<Alternative>> AlternativesAsync(string baseId, Wish wish, int daysAround = 2)
    {
        if (!BaseId().IsMatch(baseId) || await PlanAsync(baseId) is not { } plan || wish.WhyNot(plan, clock.GetUtcNow()) is not null) return [];
        int around = Math.Clamp(daysAround, 0, 7);
        TimeRange reach = plan.ReachOf(wish.Within).Widened(TimeSpan.FromDays(around), TimeSpan.FromDays(around));
        DayView[] views = await Task.WhenAll(plan.Zone.DatesOf(reach).Select(date => Day(new DayKey(baseId, date)).View()));
        return Alternatives.Of(plan, DayView.Together(views), wish, clock.GetUtcNow(), around);
    }

    // Asked for each time, but only sent where it changed.
    private async Task<BasePlan?> PlanAsync(string baseId)
    {
        _plans.TryGetValue(baseId, out BasePlan? known);
        if (await grains.GetGrain<IBaseGrain>(baseId).Read(known?.Revision ?? 0) is not { } newer) return known;
        return _plans[baseId] = new BasePlan(newer.Description, newer.Revision);
    }

    private static DayKey? KeyOf(string bookingId) => BookingIds.DayOf(bookingId) is { } key && BaseId().IsMatch(key.BaseId) ? key : null;

    private IBaseDayGrain Day(DayKey key) => grains.GetGrain<IBaseDayGrain>(key.ToString());

    [GeneratedRegex("^[a-z0-9](-?[a-z0-9]){0,39}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex BaseId();
}

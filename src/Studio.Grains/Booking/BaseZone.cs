using System.Globalization;
using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>A base's clock: dates and times as people say them, and the instants that they are. UTC inside, this at the edge.</summary>
/// <remarks>The rules of zones are the system's time zone data; China has had one zone without summer time since 1991.</remarks>
public sealed class BaseZone
{
    private readonly TimeZoneInfo _zone;

    private BaseZone(TimeZoneInfo zone) => _zone = zone;

    /// <summary>中国标准时间.</summary>
    public static BaseZone China { get; } = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));

    /// <summary>The zone of that name of the IANA data, or null: there is none.</summary>
    public static BaseZone? Find(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone) ? new BaseZone(zone) : null;

    /// <summary>The date on which an instant is at the base.</summary>
    public DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, _zone).DateTime);

    /// <summary>From midnight to midnight; where clocks are set on or back, not 24 hours.</summary>
    public TimeRange DayOf(DateOnly date) => new(At(date, 0), At(date.AddDays(1), 0));

    /// <summary>A minute of a date as an instant in UTC; 1440 is the next midnight. A time that clocks skip is the one right behind; of one that comes twice it is the first.</summary>
    public DateTimeOffset At(DateOnly date, int minute)
    {
        DateTime local = date.ToDateTime(TimeOnly.MinValue).AddMinutes(minute);
        while (_zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        TimeSpan offset = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>The dates that a range touches, in order.</summary>
    public IEnumerable<DateOnly> DatesOf(TimeRange range)
    {
        DateOnly last = DateOf(range.To.AddTicks(-1));
        for (DateOnly date = DateOf(range.From); date <= last; date = date.AddDays(1)) yield return date;
    }

    /// <summary>
    /// What somebody typed or chose: <c>2028-02-29</c>, <c>22:00</c>, <c>24:00</c>. With <paramref name="endDate"/> it may end on a later date.
    /// Refused: date-invalid (29 February of other years, too), time-invalid (fact <c>why</c>: form, empty, reversed).
    /// </summary>
    public Outcome<TimeRange> Read(string? date, string? from, string? to, string? endDate = null)
    {
        if (!IsDate(date, out DateOnly first)) return Refusal.With(RefusalCodes.DateInvalid, "date", Shown(date));
        DateOnly last = first;
        if (endDate is not null && !IsDate(endDate, out last)) return Refusal.With(RefusalCodes.DateInvalid, "date", Shown(endDate));
        if (Minute(from) is not { } begin || Minute(to) is not { } end) return Refusal.With(RefusalCodes.TimeInvalid, "why", "form");
        var range = new TimeRange(At(first, begin), At(last, end));
        return range.Length > TimeSpan.Zero ? range : Refusal.With(RefusalCodes.TimeInvalid, "why", range.Length == TimeSpan.Zero ? "empty" : "reversed");
    }

    // The last years are left out: a day behind them is no date.
    private static bool IsDate(string? text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date) && date.Year is >= 2000 and <= 2200;

    private static int? Minute(string? text) =>
        text == "24:00" ? DayWindow.MinutesADay
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? (time.Hour * 60) + time.Minute : null;

    private static string Shown(string? text) => text is null ? "" : text[..Math.Min(text.Length, 20)];
}

using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>When something is open: by weekday, otherwise on public holidays and on days that are worked in their stead.</summary>
/// <param name="Week">Seven lists, Monday first. No windows: closed.</param>
/// <param name="Holiday">On public holidays; null: as on that weekday. Empty: closed.</param>
/// <param name="MakeUp">On a Saturday or Sunday that is worked (调休上班); null: as on a Monday.</param>
[GenerateSerializer, Immutable, Alias("studio.OpeningHours")]
public sealed record OpeningHours(
    [property: Id(0)] IReadOnlyList<IReadOnlyList<DayWindow>> Week, [property: Id(1)] IReadOnlyList<DayWindow>? Holiday = null, [property: Id(2)] IReadOnlyList<DayWindow>? MakeUp = null)
{
    /// <summary>All day, every day.</summary>
    public static OpeningHours Always { get; } = Daily(0, DayWindow.MinutesADay);

    /// <summary>The same window every day, in minutes since midnight.</summary>
    public static OpeningHours Daily(int from, int to) => new([.. Enumerable.Repeat<IReadOnlyList<DayWindow>>([new DayWindow(from, to)], 7)]);

    /// <summary>The windows of a date.</summary>
    public IReadOnlyList<DayWindow> On(DateOnly date, DayKind kind) => kind switch
    {
        DayKind.Holiday when Holiday is not null => Holiday,
        DayKind.MakeUp => MakeUp ?? Week[0],
        _ => Week[((int)date.DayOfWeek + 6) % 7],
    };
}

/// <summary>A window of a day in minutes since midnight on the base's clock, 0 ≤ from &lt; to ≤ 1440. What is open over midnight has two.</summary>
[GenerateSerializer, Immutable, Alias("studio.DayWindow")]
public readonly record struct DayWindow([property: Id(0)] int From, [property: Id(1)] int To)
{
    /// <summary>Minutes of a day.</summary>
    public const int MinutesADay = 1_440;
}

/// <summary>What kind of day a date is in the public calendar.</summary>
public enum DayKind
{
    /// <summary>As its weekday.</summary>
    Plain,

    /// <summary>A public holiday, or a day off beside one.</summary>
    Holiday,

    /// <summary>A Saturday or Sunday that is worked in the stead of a day off.</summary>
    MakeUp,
}

/// <summary>A stretch of dates that is not as its weekdays: the manager may change, add and remove them.</summary>
/// <param name="From">The first date.</param>
/// <param name="To">The last date, inclusive.</param>
/// <param name="Name">春节, 国庆节 …, at most 40 characters.</param>
/// <param name="Source">Where the manager or we have it from.</param>
[GenerateSerializer, Immutable, Alias("studio.CalendarDays")]
public sealed record CalendarDays(
    [property: Id(0)] DateOnly From, [property: Id(1)] DateOnly To, [property: Id(2)] DayKind Kind, [property: Id(3)] string Name, [property: Id(4)] string Source = "");

/// <summary>
/// China's public holidays as they were announced. They cannot be computed: the State Council sets each year's days off and the weekends that are worked for them,
/// about two months before the year. Years that are not here are plain weeks until the manager enters them.
/// </summary>
public static class PublicHolidays
{
    private const string Source2026 = "国务院办公厅关于2026年部分节假日安排的通知, 2025-11-04";

    /// <summary>The announced days, by date.</summary>
    public static IReadOnlyList<CalendarDays> Announced { get; } =
    [
        Off(1, 1, 1, 3, "元旦"), Worked(1, 4, "元旦"),
        Worked(2, 14, "春节"), Off(2, 15, 2, 23, "春节"), Worked(2, 28, "春节"),
        Off(4, 4, 4, 6, "清明节"),
        Off(5, 1, 5, 5, "劳动节"), Worked(5, 9, "劳动节"),
        Off(6, 19, 6, 21, "端午节"),
        Worked(9, 20, "国庆节"), Off(9, 25, 9, 27, "中秋节"), Off(10, 1, 10, 7, "国庆节"), Worked(10, 10, "国庆节"),
    ];

    /// <summary>What kind of day a date is; of overlapping entries the last counts.</summary>
    public static DayKind KindOf(IReadOnlyList<CalendarDays> days, DateOnly date)
    {
        for (int at = days.Count - 1; at >= 0; at--)
        {
            if (days[at].From <= date && date <= days[at].To) return days[at].Kind;
        }
        return DayKind.Plain;
    }

    private static CalendarDays Off(int fromMonth, int from, int toMonth, int to, string name) =>
        new(new DateOnly(2026, fromMonth, from), new DateOnly(2026, toMonth, to), DayKind.Holiday, name, Source2026);

    private static CalendarDays Worked(int month, int day, string name) => new(new DateOnly(2026, month, day), new DateOnly(2026, month, day), DayKind.MakeUp, name, Source2026);
}

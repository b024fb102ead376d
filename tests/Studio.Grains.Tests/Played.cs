using Studio.Grains.Live;
using Studio.Grains.Recording;
using Studio.Grains.Values;

namespace Studio.Grains.Tests;

/// <summary>A session as tests play it: decisions are applied at once, as if they were stored.</summary>
internal sealed class Played
{
    public static readonly DateTimeOffset Begin = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private Played(LiveSession session) => Session = session;

    public LiveSession Session { get; private set; }

    public DateTimeOffset Now { get; set; } = Begin;

    public Head Head => Session.OnAir.Head;

    public static ShowcaseItem Item(int number, long fen = 100) => new($"i{number}", number, $"p{number}", $"商品{number}", "个", new Money(fen), "x.png", 10, 2);

    public static RundownItem Planned(int number) => new($"r{number}", $"i{number}", $"商品{number}", 60, [], [], "", null, Templates.LowerThird);

    public static Played Planned(params int[] numbers)
    {
        var played = new Played(new LiveSession { Id = "s" });
        played.Apply(new SessionCreated(
            new CreateSession("助农专场", "r_1", Begin, [], TimeSpan.FromMinutes(15), "play"), "助农专场", new Room("r_1", "一号"), [.. numbers.Select(number => Item(number))],
            new Rundown(1, [new RundownSection("s1", "", [.. numbers.Select(Planned)])])));
        played.Apply(new KeySet("key"));
        return played;
    }

    public static Played Live(params int[] numbers)
    {
        Played played = Planned(numbers.Length == 0 ? [1, 2] : numbers);
        played.Apply(new FeedCame("7"));
        return played;
    }

    public void Apply(params SessionEvent[] events)
    {
        foreach (SessionEvent change in events) Session = Session.Apply(new LoggedEvent(Now, "anna", Causes.Manual, change));
    }

    /// <summary>Applies what was decided, or answers why not.</summary>
    public Refusal? Do(Outcome<Decided> outcome)
    {
        if (outcome.Refusal is { } refusal) return refusal;
        Apply([.. outcome.Value.Events]);
        return null;
    }

    public Refusal? Take(string item, string? planned = null, string by = "anna", int left = 10, Head? expected = null, string? template = null) =>
        Do(Board.Take(Session, new TakeItem(item, expected ?? Head, planned, template), by, Now, left));

    public Refusal? Clear(string by = "anna") => Do(Board.Clear(Session, Head, by));

    public void Wait(double seconds) => Now += TimeSpan.FromSeconds(seconds);
}

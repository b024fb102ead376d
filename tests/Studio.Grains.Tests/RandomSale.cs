using System.Text.Json;
using System.Text.Json.Serialization;
using Studio.Grains.Figures;
using Studio.Grains.Live;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Grains.Tests;

/// <summary>The logs of a sale in which anything may happen that can: guests on several processes, one of which may crash, holds of every fate.</summary>
internal sealed class RandomSale
{
    private static readonly JsonSerializerOptions Stored = new() { Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    private readonly Random _random;
    private readonly Played _played = Played.Live(1, 2, 3);
    private readonly List<string> _session = [];
    private readonly List<LedgerEvent> _ledger = [];
    private readonly List<AudienceReport> _reports = [];
    private readonly Visits _visits = new();

    public RandomSale(int seed, int guests = 25, int holds = 60)
    {
        _random = new Random(seed);
        Now = Played.Begin.AddSeconds(1_500);
        Log("feed-came", Played.Begin, new { });
        Show();
        if (guests > 0) Watch(guests);
        for (int n = 0; n < holds; n++) Hold(n, Math.Max(1, guests));
        // A log is in the order of what happened.
        _ledger.Sort((a, b) => At(a).CompareTo(At(b)));
        Stories.Add(_ledger);
        _visits.Add(_reports);
    }

    public DateTimeOffset Now { get; }

    public HoldStories Stories { get; } = new();

    public SessionFigures Figures(DateTimeOffset? from = null, DateTimeOffset? to = null, IReadOnlyList<PaidMark>? paid = null) =>
        Figuring.Of(new FigureEvents(_played.Session.View(), Stories, _visits, paid ?? []), from, to, Now);

    /// <summary>The same events as the one query answers them.</summary>
    public IEnumerable<string> Lines() =>
    [
        .. _session,
        $$"""{"log":"ledger","events":{{JsonSerializer.Serialize(_ledger, Stored)}}}""",
        .. _reports.Count == 0 ? (string[])[] : [$$"""{"log":"audience","events":{{JsonSerializer.Serialize(_reports, Stored)}}}"""],
    ];

    private static DateTimeOffset At(LedgerEvent change) => change switch
    {
        HoldPlaced placed => placed.Hold.PlacedAt,
        HoldAccepted accepted => accepted.At,
        HoldConfirmed confirmed => confirmed.At,
        HoldEnded ended => ended.At,
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    private DateTimeOffset Later(double from, double to) => Played.Begin.AddMilliseconds(Math.Floor(1_000 * (from + (_random.NextDouble() * (to - from)))));

    private void Log(string what, DateTimeOffset at, object details) =>
        _session.Add($$"""{"log":"session","at":{{JsonSerializer.Serialize(at)}},"what":"{{what}}","details":{{JsonSerializer.Serialize(details)}}}""");

    private void Show()
    {
        for (double at = _random.Next(1, 100); at < 1_450; at += _random.Next(20, 250))
        {
            _played.Now = Played.Begin.AddSeconds(at);
            if (_random.Next(4) == 0 && _played.Session.OnAir.Card is not null)
            {
                Assert(_played.Clear());
                Log("cleared", _played.Now, new { });
                continue;
            }
            string item = $"i{_random.Next(1, 4)}";
            if (_played.Session.OnAir.Card?.ItemId == item) continue;
            Assert(_played.Take(item));
            Log("shown", _played.Now, new { card = new { itemId = item } });
        }
    }

    private void Watch(int guests)
    {
        string[] processes = ["p1", "p2", "crashed"];
        var changes = processes.ToDictionary(process => process, _ => new List<AudienceChange>());
        for (int guest = 0; guest < guests; guest++)
        {
            for (int visit = _random.Next(1, 4); visit > 0; visit--)
            {
                string process = processes[_random.Next(3)];
                DateTimeOffset from = Later(-100, 1_400), until = from + TimeSpan.FromMilliseconds(_random.Next(0, 400_000));
                if (changes[process].Any(change => change.Guest == $"g{guest}")) continue; // one visit of a guest in each process: its log is in order then
                changes[process].Add(new AudienceChange($"g{guest}", from, true));
                if (process != "crashed" && until < Now) changes[process].Add(new AudienceChange($"g{guest}", until, false));
            }
        }
        foreach ((string process, List<AudienceChange> told) in changes)
        {
            DateTimeOffset last = process == "crashed" ? Later(1_400, 1_440) : Now.AddSeconds(-3);
            long number = 0;
            foreach (AudienceChange[] some in told.OrderBy(change => change.At).Chunk(7)) _reports.Add(new AudienceReport(process, ++number, some[^1].At, some));
            _reports.Add(new AudienceReport(process, ++number, last, []));
        }
    }

    private void Hold(int n, int guests)
    {
        DateTimeOffset at = Later(1, 1_450);
        bool waited = _random.Next(6) == 0;
        var hold = new Hold(
            $"h_{n:0000000000}", $"i{_random.Next(1, 4)}", $"g{_random.Next(guests + 3)}", _random.Next(1, 5), new Money(_random.Next(100, 5_000)), waited ? HoldState.Offered : HoldState.Held, at,
            at.AddMinutes(15), Discount: new Money(_random.Next(0, 90)));
        _ledger.Add(new HoldPlaced(hold));
        if (waited && _random.Next(3) == 0) return;
        if (waited) _ledger.Add(new HoldAccepted(hold.Id, hold.ExpiresAt, at = at.AddMilliseconds(_random.Next(1, 10_000))));
        bool confirmed = _random.Next(3) == 0;
        if (confirmed) _ledger.Add(new HoldConfirmed(hold.Id, new Handover(HandoverWay.Shop), at = at.AddMilliseconds(_random.Next(1, 10_000))));
        if (_random.Next(3) == 0) _ledger.Add(new HoldEnded(hold.Id, confirmed || _random.Next(2) == 0 ? HoldState.Released : HoldState.Expired, at.AddMilliseconds(_random.Next(1, 10_000))));
    }

    private static void Assert(Refusal? refusal)
    {
        if (refusal is not null) throw new InvalidOperationException(refusal.Code);
    }
}

using CsCheck;
using Studio.Grains.Commit;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>The ledger against a naive one that counts everything again at each step.</summary>
public sealed class LedgerModelTests
{
    private const string Name = "s_1";
    private const int Buyers = 4, Limit = 3;
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    private static readonly string[] Items = ["i1", "i2", "c"];
    private static readonly ComboPart[] Parts = [new("i1", 2), new("i2", 1)];

    private static readonly Gen<Step> AnyStep = Gen.Select(Gen.Int[0, 11], Gen.Int[0, 2], Gen.Int[0, Buyers - 1], Gen.Int[1, 4], Gen.Int[0, 200], Gen.Int[0, 3],
        (kind, item, buyer, quantity, number, minutes) => new Step(kind, Items[item], $"b{buyer}", quantity, number, TimeSpan.FromMinutes(minutes)));

    [Fact]
    public void Whatever_happens_in_whatever_order_it_agrees_with_the_naive_ledger_and_so_does_its_stored_form() =>
        AnyStep.Array[1, 150].Sample(steps =>
        {
            var ledger = new HoldLedger();
            var naive = new Naive();
            DateTimeOffset now = Start;
            foreach (string item in Items) Do(ledger, Stocking.Set(ledger, Name, item, Naive.Terms(item, 6), now));
            foreach (Step step in steps)
            {
                now += step.Passed;
                string? ours = Ours(ledger, step, now), theirs = naive.Do(step, now);
                if (!string.Equals(ours, theirs, StringComparison.Ordinal)) throw new InvalidOperationException($"{step}: {ours ?? "yes"}, the naive ledger says {theirs ?? "yes"}");
                string state = Tell(ledger), expected = naive.Tell();
                if (!string.Equals(state, expected, StringComparison.Ordinal)) throw new InvalidOperationException($"{step}\n{state}\n{expected}");
                HoldLedger restored = HoldLedger.Restore(LedgerSnapshot.Of(ledger));
                if (!string.Equals(Tell(restored), state, StringComparison.Ordinal) || !restored.Deadlines.SetEquals(ledger.Deadlines)) throw new InvalidOperationException("what is stored says something else");
            }
        }, iter: 400);

    private static string? Ours(HoldLedger ledger, Step step, DateTimeOffset now)
    {
        Do(ledger, Holding.Expire(ledger, Name, now));
        Hold? chosen = Naive.Choose([.. ledger.Holds.Values.OrderBy(hold => hold.PlacedAt).ThenBy(hold => hold.Id, StringComparer.Ordinal)], step.Number);
        return step.Kind switch
        {
            <= 4 => Do(ledger, Holding.Place(ledger, Name, new PlaceHold(step.Buyer, $"operation-{step.Number}", step.Item, step.Quantity), now)).Refusal?.Code,
            5 => Do(ledger, Waiting.Join(ledger, Name, new PlaceHold(step.Buyer, $"operation-{step.Number}", step.Item, step.Quantity), now)).Refusal?.Code,
            6 => Do(ledger, Waiting.Leave(ledger, step.Item, step.Buyer, now)) ? null : "was not waiting",
            7 => Do(ledger, Stocking.Set(ledger, Name, step.Item, Naive.Terms(step.Item, step.Number % 12), now)).Refusal?.Code,
            _ when chosen is null => null,
            8 => Do(ledger, Holding.Release(ledger, Name, chosen.Buyer, chosen.Id, now)).Refusal?.Code,
            9 => Do(ledger, Holding.Confirm(ledger, Name, chosen.Buyer, chosen.Id, new Handover(HandoverWay.Shop), now)).Refusal?.Code,
            10 => Do(ledger, Waiting.Accept(ledger, Name, chosen.Buyer, chosen.Id, now)).Refusal?.Code,
            _ => Do(ledger, Holding.Cancel(ledger, Name, chosen.Id, "anna", "", now)).Refusal?.Code,
        };
    }

    private static string Tell(HoldLedger ledger) => string.Join('\n', Items.Select(item => $"{item}: {ledger.Lines[item].Held} held, {ledger.Lines[item].Confirmed} confirmed, {ledger.LeftOf(item)} left, "
        + $"{string.Join(' ', ledger.Lines[item].Waiting.Select(entry => $"{entry.Buyer}×{entry.Quantity}"))} wait, "
        + string.Join(' ', ledger.Lines[item].PerBuyer.OrderBy(mine => mine.Key, StringComparer.Ordinal).Select(mine => $"{mine.Key}={mine.Value}"))));

    private static TAnswer Do<TAnswer>(HoldLedger ledger, Decision<LedgerEvent, TAnswer> decision)
    {
        foreach (LedgerEvent change in decision.Events) ledger.Apply(change);
        return decision.Answer;
    }

    private sealed record Step(int Kind, string Item, string Buyer, int Quantity, int Number, TimeSpan Passed);

    private sealed class Entry
    {
        public required string Id, Item, Buyer;
        public int Quantity;
        public HoldState State;
        public DateTimeOffset Placed, Until;

        public bool Counts => State is HoldState.Held or HoldState.Offered or HoldState.Confirmed;

        public bool Runs => State is HoldState.Held or HoldState.Offered;
    }

    // Lists, sums over everything, no index, no draft.
    private sealed class Naive
    {
        private readonly List<Entry> _holds = [];
        private readonly Dictionary<string, int> _allotted = Items.ToDictionary(item => item, _ => 6, StringComparer.Ordinal);
        private readonly List<(string Id, string Item, string Buyer, int Quantity, DateTimeOffset Since)> _waiting = [];

        public static ItemTerms Terms(string item, int allotted) => new(new Money(100), allotted, Limit, Lifetime, Selling.Open, Parts: item == "c" ? Parts : null);

        public static T? Choose<T>(IReadOnlyList<T> all, int number) where T : class => all.Count == 0 ? null : all[number % all.Count];

        public string? Do(Step step, DateTimeOffset now)
        {
            Entry[] due = [.. _holds.Where(hold => hold.Runs && hold.Until <= now)];
            foreach (Entry hold in due) hold.State = HoldState.Expired;
            if (due.Length > 0) Serve(now, Touched(due));
            Entry? chosen = Choose([.. _holds.OrderBy(hold => hold.Placed).ThenBy(hold => hold.Id, StringComparer.Ordinal)], step.Number);
            return step.Kind switch
            {
                <= 4 => Place(step, now),
                5 => Join(step, now),
                6 => _waiting.RemoveAll(entry => entry.Item == step.Item && entry.Buyer == step.Buyer) > 0 ? null : "was not waiting",
                7 => Allot(step.Item, step.Number % 12, now),
                _ when chosen is null => null,
                8 => End(chosen, HoldAction.Release, now),
                9 => chosen.State is HoldState.Held or HoldState.Confirmed ? To(chosen, HoldState.Confirmed) : RefusalCodes.HoldEnded,
                10 => chosen.State is HoldState.Held or HoldState.Confirmed ? null : chosen.State == HoldState.Offered ? Accept(chosen, now) : RefusalCodes.HoldEnded,
                _ => End(chosen, HoldAction.Cancel, now),
            };
        }

        public string Tell() => string.Join('\n', Items.Select(item => $"{item}: {Taken(item, hold => hold.Runs)} held, {Taken(item, hold => hold.State == HoldState.Confirmed)} confirmed, {Left(item)} left, "
            + $"{string.Join(' ', _waiting.Where(entry => entry.Item == item).Select(entry => $"{entry.Buyer}×{entry.Quantity}"))} wait, "
            + string.Join(' ', Enumerable.Range(0, Buyers).Select(number => $"b{number}").Where(buyer => Mine(item, buyer) > 0).Select(buyer => $"{buyer}={Mine(item, buyer)}"))));

        private string? Place(Step step, DateTimeOffset now)
        {
            string id = StableId.ForOperation("h", $"{Name}/{step.Item}\n{step.Buyer}", $"operation-{step.Number}");
            if (_holds.FirstOrDefault(hold => hold.Id == id) is { } first) return first.Quantity == step.Quantity ? null : RefusalCodes.OperationConflict;
            if (step.Quantity > Left(step.Item)) return RefusalCodes.SoldOut;
            if (step.Quantity + Mine(step.Item, step.Buyer) > Limit) return RefusalCodes.LimitReached;
            _holds.Add(new Entry { Id = id, Item = step.Item, Buyer = step.Buyer, Quantity = step.Quantity, Placed = now, Until = now + Lifetime });
            return null;
        }

        private string? Join(Step step, DateTimeOffset now)
        {
            if (_waiting.Any(entry => entry.Item == step.Item && entry.Buyer == step.Buyer)) return null;
            string wish = StableId.ForOperation("w", $"{step.Item}\n{step.Buyer}", $"operation-{step.Number}");
            if (_holds.Any(hold => hold.Id == StableId.ForOperation("h", Name, wish))) return null; // that very wish was served
            if (step.Quantity + Mine(step.Item, step.Buyer) > Limit) return RefusalCodes.LimitReached;
            if (Left(step.Item) > 0) return RefusalCodes.NotSoldOut;
            _waiting.Add((wish, step.Item, step.Buyer, step.Quantity, now));
            return null;
        }

        private string? Allot(string item, int pieces, DateTimeOffset now)
        {
            if (pieces == _allotted[item]) return null;
            if (pieces < Taken(item, hold => hold.Counts)) return RefusalCodes.BelowPromised;
            _allotted[item] = pieces;
            Serve(now, item == "c" ? ["c"] : [item, "c"]);
            return null;
        }

        private string? End(Entry hold, HoldAction action, DateTimeOffset now)
        {
            if (hold.State == HoldState.Released) return null;
            if (HoldTransitions.Next(hold.State, action) is null) return RefusalCodes.HoldEnded;
            hold.State = HoldState.Released;
            Serve(now, Touched([hold]));
            return null;
        }

        private static string? Accept(Entry hold, DateTimeOffset now)
        {
            (hold.State, hold.Until) = (HoldState.Held, now + Lifetime);
            return null;
        }

        private static string? To(Entry hold, HoldState state)
        {
            hold.State = state;
            return null;
        }

        private static HashSet<string> Touched(IEnumerable<Entry> ended) => [.. ended.SelectMany(hold => hold.Item == "c" ? Items : [hold.Item, "c"])];

        private void Serve(DateTimeOffset now, HashSet<string> touched)
        {
            // Of two items for which people began to wait at the same instant, the one with the lower id.
            string[] order = [.. _waiting.Where(entry => touched.Contains(entry.Item)).OrderBy(entry => entry.Since).ThenBy(entry => entry.Item, StringComparer.Ordinal)
                .Select(entry => entry.Item).Distinct(StringComparer.Ordinal)];
            foreach (string item in order)
            {
                while (Left(item) > 0 && _waiting.FindIndex(entry => entry.Item == item) is >= 0 and int first)
                {
                    (string id, _, string buyer, int quantity, _) = _waiting[first];
                    _waiting.RemoveAt(first);
                    int pieces = Math.Min(Math.Min(quantity, Left(item)), Limit - Mine(item, buyer));
                    if (pieces > 0) _holds.Add(new Entry { Id = StableId.ForOperation("h", Name, id), Item = item, Buyer = buyer, Quantity = pieces, State = HoldState.Offered, Placed = now, Until = now + Waiting.OfferedFor });
                }
            }
        }

        private int Taken(string item, Func<Entry, bool> which) => _holds.Where(which).Sum(hold =>
            hold.Item == item ? hold.Quantity : hold.Item == "c" ? hold.Quantity * Parts.FirstOrDefault(part => part.ItemId == item).Pieces : 0);

        private int Left(string item)
        {
            int own = _allotted[item] - Taken(item, hold => hold.Counts);
            return item == "c" ? Parts.Aggregate(own, (least, part) => Math.Min(least, Left(part.ItemId) / part.Pieces)) : own;
        }

        private int Mine(string item, string buyer) => _holds.Where(hold => hold.Counts && hold.Item == item && hold.Buyer == buyer).Sum(hold => hold.Quantity);
    }
}

using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Studio.Testing;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>Who is told that their holds moved, and when.</summary>
public sealed class BuyerNewsTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.UnixEpoch.AddYears(57);

    [Fact]
    public void Offers_expiries_and_cancellations_are_news_and_what_buyers_do_themselves_is_none()
    {
        HoldLedger ledger = Ledger();
        var news = new BuyerNews();
        Note(ledger, news, new HoldPlaced(Held("h_1", "b1")), new HoldPlaced(Held("h_2", "b2")), new HoldPlaced(Held("h_3", "b3")), new HoldPlaced(Held("h_4", "b4")));
        Note(ledger, news, new WaitJoined(new WaitEntry("w_5", "i", "b5", 1, Noon)), new WaitJoined(new WaitEntry("w_6", "i", "b6", 1, Noon)));
        Note(ledger, news, new HoldEnded("h_1", HoldState.Released, Noon), new HoldConfirmed("h_4", new Handover(HandoverWay.Shop), Noon));
        news.Close(1);
        Assert.Empty(news.Take(1));
        Note(ledger, news, new HoldEnded("h_2", HoldState.Expired, Noon), new HoldEnded("h_3", HoldState.Released, Noon, By: "anna", Why: "broken"));
        Note(ledger, news, new HoldPlaced(Held("h_5", "b5") with { State = HoldState.Offered }), new WaitLeft("i", "b6", Noon));
        news.Close(2);
        Assert.Equal(["b2", "b3", "b5", "b6"], news.Take(2).Order());
        Assert.Empty(news.Take(2));
    }

    [Fact]
    public void Nobody_is_told_of_a_batch_before_it_is_durable_and_none_is_left_out_when_a_later_one_is_answered_first()
    {
        HoldLedger ledger = Ledger();
        var news = new BuyerNews();
        Note(ledger, news, new HoldPlaced(Held("h_1", "b1") with { State = HoldState.Offered }));
        news.Close(1);
        Note(ledger, news, new HoldPlaced(Held("h_2", "b2") with { State = HoldState.Offered }));
        Assert.Empty(news.Take(0));
        news.Close(2);
        Note(ledger, news, new HoldPlaced(Held("h_3", "b3") with { State = HoldState.Offered }));
        Assert.Equal(["b1", "b2"], news.Take(2).Order());
        news.Close(3);
        Assert.Equal(["b3"], news.Take(3));
    }

    [Fact]
    public async Task The_grain_tells_its_observer_of_an_expiry_and_of_the_offer_that_follows_from_it()
    {
        await using GrainCluster grains = await GrainCluster.StartAsync();
        IHoldLedgerGrain ledger = grains.Factory.GetGrain<IHoldLedgerGrain>("news");
        Assert.Null((await ledger.SetTerms([new TermsOf("i", new ItemTerms(new Money(100), 1, 1, TimeSpan.FromMilliseconds(300), Selling.Open))])).Refusal);
        var listener = new Listener();
        await ledger.Observe(grains.Factory.CreateObjectReference<IHoldLedgerObserver>(listener));
        Assert.Null((await ledger.Place(new PlaceHold("b1", "operation-1", "i", 1))).Refusal);
        Assert.Null((await ledger.Wait(new PlaceHold("b2", "operation-2", "i", 1))).Refusal);
        await Wait.UntilAsync(() => listener.Told.Order().SequenceEqual(["b1", "b2"]), "both are told");
        Assert.Equal(HoldState.Offered, Assert.Single((await ledger.Mine("b2")).Holds).State);
        GC.KeepAlive(listener);
    }

    private static HoldLedger Ledger()
    {
        var ledger = new HoldLedger();
        ledger.Apply(new TermsSet("i", new ItemTerms(new Money(100), 10, 5, TimeSpan.FromMinutes(15), Selling.Open), Noon));
        return ledger;
    }

    private static Hold Held(string id, string buyer) => new(id, "i", buyer, 1, new Money(100), HoldState.Held, Noon, Noon.AddMinutes(15));

    private static void Note(HoldLedger ledger, BuyerNews news, params LedgerEvent[] changes)
    {
        foreach (LedgerEvent change in changes)
        {
            ledger.Apply(change);
            news.Note(ledger, change);
        }
    }

    private sealed class Listener : IHoldLedgerObserver
    {
        private readonly Lock _gate = new();
        private readonly List<string> _told = [];

        public IReadOnlyList<string> Told
        {
            get
            {
                lock (_gate) return [.. _told];
            }
        }

        public Task Counted(string sessionId, IReadOnlyList<ItemCounts> counts) => Task.CompletedTask;

        public Task Moved(string sessionId, IReadOnlyList<string> buyers)
        {
            lock (_gate) _told.AddRange(buyers);
            return Task.CompletedTask;
        }
    }
}

using System.Diagnostics;
using System.Text.Json;
using Studio.Grains.Figures;
using Studio.Grains.Live;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Studio.Testing;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>Figures out of random logs: what must add up adds up, and a second, plain computation says the same.</summary>
public sealed class FiguresTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Begin = Played.Begin;

    [Fact]
    public void Whatever_happened_parts_add_up_to_the_whole_and_rates_are_rates()
    {
        for (int seed = 0; seed < 150; seed++)
        {
            RandomSale sale = new(seed);
            SessionFigures whole = sale.Figures();
            Measures total = whole.Total;
            Assert.Equal(total.Holds, whole.Items.Sum(item => item.Measures.Holds));
            Assert.Equal(total.HeldValueFen.Fen, whole.Items.Sum(item => item.Measures.HeldValueFen.Fen));
            Assert.Equal(total.ConfirmedValueFen.Fen, whole.Items.Sum(item => item.Measures.ConfirmedValueFen.Fen));
            DateTimeOffset middle = Begin.AddSeconds(700);
            Measures first = sale.Figures(null, middle).Total, second = sale.Figures(middle, null).Total;
            Assert.Equal((total.Holds, total.HeldPieces, total.Confirmed), (first.Holds + second.Holds, first.HeldPieces + second.HeldPieces, first.Confirmed + second.Confirmed));
            Assert.Equal(total.Audience!.Entries, first.Audience!.Entries + second.Audience!.Entries);
            Assert.Equal(total.Audience.ViewerSeconds, first.Audience.ViewerSeconds + second.Audience.ViewerSeconds, tolerance: 0.01);
            Assert.Equal(total.Audience.Entries, total.Audience.Views);
            foreach (Measures one in whole.Items.Select(item => item.Measures).Concat(whole.Stretches.Select(stretch => stretch.Measures)).Concat([total, first, second, whole.Last!, whole.Before!]))
            {
                Assert.Equal(one.Holds, one.StillHeld + one.Confirmed + one.Released + one.Expired);
                Assert.True(one.ConfirmRate is null or (>= 0 and <= 1), $"seed {seed}");
                Assert.Equal(one.Holds == 0, one.ConfirmRate is null);
                Assert.Equal(one.Audience!.Visitors == 0, one.HoldRate is null && one.UvValueFen is null);
                Assert.True(one.Audience.Visitors <= one.Audience.Views && one.Audience.Peak <= one.Audience.Visitors && one.Audience.Entries <= one.Audience.Views && one.Audience.Viewers <= one.Audience.Peak, $"seed {seed}: {one.Audience}");
                Assert.True(one.Buyers <= one.Holds && one.ConfirmedValueFen.Fen <= one.HeldValueFen.Fen, $"seed {seed}");
                Assert.Null(one.PaidValueFen);
            }
        }
    }

    [Fact]
    public void A_second_plain_computation_from_the_stored_lines_says_the_same_of_every_number()
    {
        for (int seed = 0; seed < 80; seed++)
        {
            RandomSale sale = new(seed);
            SessionFigures told = sale.Figures();
            var naive = new NaiveFigures(sale.Lines(), sale.Now);
            (DateTimeOffset, DateTimeOffset)[] whole = [(Begin, sale.Now)];
            Same(seed, "total", naive.Of((_, _) => true, whole), told.Total);
            foreach (ItemFigures item in told.Items)
            {
                Same(seed, item.ItemId, naive.Of((of, _) => of == item.ItemId, [.. naive.Showings.Where(one => one.Item == item.ItemId).Select(one => (one.From, one.Until))]), item.Measures);
            }
            Assert.Equal(naive.Showings.Count, told.Stretches.Count);
            foreach ((StretchFigures stretch, (string item, DateTimeOffset from, DateTimeOffset until)) in told.Stretches.Zip(naive.Showings))
            {
                bool open = stretch.Until is null;
                Same(seed, $"stretch {from}", naive.Of((of, at) => of == item && at >= from && (open || at < until), [(from, until)]), stretch.Measures);
            }
        }
    }

    [Fact]
    public void Payments_are_counted_only_where_somebody_marked_them_and_what_was_paid_back_is_not_settled()
    {
        RandomSale sale = new(7);
        Hold[] holds = [.. sale.Stories.All.Where(story => story.At is not null).Take(2).Select(story => story.Hold)];
        PaidMark[] marks = [new(holds[0].Id, new Money(500), Begin, false), new(holds[1].Id, new Money(300), Begin, false), new(holds[1].Id, new Money(300), Begin, true)];
        Measures total = sale.Figures(paid: marks).Total;
        Assert.Equal(new Money(500), total.PaidValueFen);
        Assert.Equal(Math.Round(500.0 / total.Audience!.Visitors, 4), total.PaidUvValueFen);
        Assert.Equal(Math.Round(500_000.0 / total.Audience.Views, 4), total.PaidGpmFen);
    }

    [Fact]
    public void A_session_without_any_word_of_viewers_says_nothing_about_them()
    {
        RandomSale sale = new(3, guests: 0);
        Measures total = sale.Figures().Total;
        Assert.True(total is { Audience: null, HoldRate: null, GpmFen: null, UvValueFen: null });
        Assert.Empty(Figuring.Of(new FigureEvents(Played.Planned([1]).Session.View(), new HoldStories(), new Visits(), []), null, null, Begin).Items);
    }

    [Fact]
    public void The_ten_minutes_before_are_as_old_as_the_last_ten_were()
    {
        Played played = Played.Live();
        var holds = new HoldStories();
        Hold hold = new("h_0000000001", "i1", "g", 1, new Money(100), HoldState.Held, Begin.AddMinutes(5), Begin.AddMinutes(40));
        holds.Add([new HoldPlaced(hold), new HoldConfirmed(hold.Id, new Handover(HandoverWay.Shop), Begin.AddMinutes(15))]);
        SessionFigures figures = Figuring.Of(new FigureEvents(played.Session.View(), holds, new Visits(), []), null, null, Begin.AddMinutes(20));
        Assert.Equal((1, 0, 1), (figures.Before!.Holds, figures.Before.Confirmed, figures.Before.StillHeld)); // it was confirmed later than those ten minutes
        Assert.Equal((1, 1, 0), (figures.Total.Holds, figures.Total.Confirmed, figures.Last!.Holds));
        Assert.Null(Figuring.Of(new FigureEvents(played.Session.View(), holds, new Visits(), []), null, null, Begin.AddMinutes(10)).Before); // there was no session then
    }

    [Fact]
    public void A_hundred_thousand_holds_cost_a_fraction_of_a_second()
    {
        RandomSale sale = new(1, guests: 5_000, holds: 100_000);
        sale.Figures();
        long since = Stopwatch.GetTimestamp();
        SessionFigures figures = sale.Figures();
        TimeSpan took = Stopwatch.GetElapsedTime(since);
        output.WriteLine($"{figures.Total.Holds} holds, {figures.Total.Audience!.Views} views, {figures.Stretches.Count} stretches: {took.TotalMilliseconds:0} ms");
        Assert.True(took < TimeSpan.FromSeconds(1), $"{took}");
    }

    private static void Same(int seed, string what, Dictionary<string, double?> naive, Measures told)
    {
        JsonElement json = JsonSerializer.SerializeToElement(told, JsonSerializerOptions.Web);
        Assert.Equal($"seed {seed} {what}\n{NaiveFigures.Written(naive)}", $"seed {seed} {what}\n{NaiveFigures.Written(NaiveFigures.Told(json, naive.Keys))}");
    }
}

using CsCheck;
using MediaPipeline.Analysis;

namespace MediaPipeline.Tests.Analysis;

public sealed class TightenTests
{
    private static readonly TightenMargins Margins = new();

    [Fact]
    public void A_long_pause_is_shortened_and_keeps_its_margins()
    {
        TightenPlan plan = Tighten.Plan(Film((2, 4)), Span(0, 10), Margins);
        Assert.Equal([Span(0, 2.25), Span(3.85, 10)], plan.Kept);
        Assert.Equal([Span(2.25, 3.85)], plan.Removed);
        Assert.Equal((1.6, 8.4), (plan.Saved.TotalSeconds, plan.Length.TotalSeconds));
    }

    [Fact]
    public void A_short_pause_stays() => Assert.Equal([Span(0, 10)], Tighten.Plan(Film((2, 2.6)), Span(0, 10), Margins).Kept);

    [Fact]
    public void Quiet_at_either_end_goes_up_to_the_word() =>
        Assert.Equal([Span(0.85, 8.25)], Tighten.Plan(Film((0, 1), (8, 10)), Span(0, 10), Margins).Kept);

    [Fact]
    public void A_pause_that_reaches_out_of_the_range_counts_as_much_as_lies_in_it() =>
        Assert.Equal([Span(3, 8.25)], Tighten.Plan(Film((1, 3.15), (8, 20)), Span(2, 10), Margins).Kept);

    [Fact]
    public void A_cough_between_two_pauses_goes_with_them() =>
        Assert.Equal([Span(2.25, 5.85)], Tighten.Plan(Film((2, 4), (4.1, 6)), Span(0, 10), Margins).Removed);

    [Fact]
    public void A_claim_keeps_what_lies_around_it()
    {
        // The price is said at 4.5; a second before it stays, pause or not.
        TightenPlan plan = Tighten.Plan(Film((2, 4), (6, 9)), Span(0, 10), Margins, [Span(4.5, 6)]);
        Assert.Equal([Span(2.25, 3.5), Span(7, 8.85)], plan.Removed);
    }

    [Fact]
    public void What_is_quiet_can_be_tried_with_another_threshold()
    {
        byte[] levels = [.. Enumerable.Repeat((byte)40, 40), .. Enumerable.Repeat((byte)60, 40), .. Enumerable.Repeat((byte)40, 40)];
        FilmAnalysis film = Film() with { Levels = new SoundLevels(0, levels) };
        Assert.Empty(Tighten.Plan(film, Span(0, 6), Margins).Removed);
        Assert.Equal([Span(2.25, 3.85)], Tighten.Plan(film, Span(0, 6), Margins with { QuietBelow = -25 }).Removed);
    }

    [Fact]
    public void Without_sound_or_with_nothing_else_than_quiet_everything_stays()
    {
        Assert.Equal([Span(0, 10)], Tighten.Plan(Film((0, 10)) with { HasSound = false }, Span(0, 10), Margins).Kept);
        Assert.Equal([Span(0, 10)], Tighten.Plan(Film((0, 10)), Span(0, 10), Margins).Kept);
        Assert.Empty(Tighten.Plan(Film((0, 10)), Span(5, 5), Margins).Kept);
        Assert.Empty(Tighten.Plan(Film((0, 10)), Span(6, 5), Margins).Kept);
    }

    [Fact]
    public void On_the_clock_a_gap_and_what_was_not_analysed_are_kept_as_they_are()
    {
        var begin = new DateTimeOffset(2026, 8, 8, 20, 0, 0, TimeSpan.Zero);
        ClockedAnalysis[] pieces = [new(begin, Film((2, 4))), new(begin.AddSeconds(60), Film((5, 7)))];
        ClockTightenPlan plan = Tighten.Plan(pieces, new ClockSpan(begin.AddSeconds(1), begin.AddSeconds(69)), Margins, [new ClockSpan(begin.AddSeconds(66), begin.AddSeconds(66.5))]);
        Assert.Equal([new ClockSpan(begin.AddSeconds(1), begin.AddSeconds(2.25)), new ClockSpan(begin.AddSeconds(3.85), begin.AddSeconds(69))], plan.Kept);
        Assert.Equal((1.6, 1), (plan.Saved.TotalSeconds, plan.Cuts));
    }

    [Fact]
    public void Whatever_is_wished_pieces_are_in_order_cover_the_range_and_leave_sound_and_claims_alone() =>
        Gen.Select(Gen.Int[0, 400].Array[0, 12], Gen.Int[0, 400].Array[0, 4], Gen.Int[0, 30], Gen.Int[0, 30], Gen.Int[0, 200], Gen.Int[0, 200]).Sample((edges, claims, lead, tail, from, length) =>
        {
            FilmSpan[] quiet = [.. Pairs(edges)], fenced = [.. Pairs(claims)];
            FilmAnalysis film = Film() with { Silences = FilmSpan.Join(quiet, TimeSpan.Zero) };
            FilmSpan range = Span(from / 10.0, (from + length) / 10.0);
            TightenMargins margins = Margins with { Lead = TimeSpan.FromMilliseconds(lead * 20), Tail = TimeSpan.FromMilliseconds(tail * 20), LeastPiece = TimeSpan.Zero };
            TightenPlan plan = Tighten.Plan(film, range, margins, fenced);
            FilmSpan[] all = [.. plan.Kept.Concat(plan.Removed).OrderBy(span => span.From)];
            Assert.All(all, span => Assert.True(span.Length > TimeSpan.Zero));
            Assert.Equal(range.Length, plan.Saved + plan.Length);
            Assert.All(all.Zip(all.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
            Assert.All(plan.Removed, span => Assert.Contains(film.Silences, pause => span.From >= pause.From && span.To <= pause.To));
            Assert.All(plan.Removed, span => Assert.DoesNotContain(fenced, claim => span.Within(claim.From - margins.Protection, claim.To + margins.Protection) is not null));
        });

    private static IEnumerable<FilmSpan> Pairs(int[] edges) => edges.Order().Chunk(2).Where(pair => pair.Length == 2 && pair[0] < pair[1]).Select(pair => Span(pair[0] / 10.0, pair[1] / 10.0));

    private static FilmSpan Span(double from, double to) => new(TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to));

    private static FilmAnalysis Film(params (double From, double To)[] silences) =>
        new() { Range = Span(0, 10), HasSound = true, Silences = [.. silences.Select(silence => Span(silence.From, silence.To))] };
}

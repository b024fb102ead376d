using Studio.Grains.Figures;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>Who watched when, out of what processes said.</summary>
public sealed class VisitsTests
{
    private static readonly DateTimeOffset Begin = Played.Begin;

    [Fact]
    public void A_guest_on_two_processes_counts_once_and_a_reload_is_the_same_visit()
    {
        IReadOnlyList<Visit> visits = Of(600, Word("p", 1, 100, ("a", 10, true), ("a", 50, false), ("a", 60, true), ("a", 100, false)), Word("q", 1, 90, ("a", 40, true), ("a", 90, false)), Word("p", 2, 400, ("a", 200, true), ("a", 400, false)));
        Assert.Equal([(10, 100), (200, 400)], visits.Select(visit => (Second(visit.From), Second(visit.Until!.Value))));
        Audience audience = new Crowd(visits, Begin.AddSeconds(600)).Of([new Span(Begin, Begin.AddSeconds(600))]);
        Assert.Equal((2, 1, 1, 290.0), (audience.Views, audience.Visitors, audience.Peak, audience.ViewerSeconds));
    }

    [Fact]
    public void A_process_that_fell_silent_ends_its_visits_with_its_last_word()
    {
        AudienceReport[] words = [Word("p", 1, 20, ("a", 10, true)), Word("p", 2, 30)];
        Assert.True(Assert.Single(Of(59, words)) is { Until: null, ByLease: false });
        Visit lost = Assert.Single(Of(61, words));
        Assert.Equal((true, 30), (lost.ByLease, Second(lost.Until!.Value)));
        // Whoever speaks again was there all the time.
        Assert.True(Assert.Single(Of(100, [.. words, Word("p", 3, 95)])) is { Until: null, ByLease: false });
    }

    [Fact]
    public void Only_the_broadcast_counts()
    {
        var visits = new Visits();
        visits.Add([Word("p", 1, 500, ("early", -50, true), ("early", -10, false), ("waits", -20, true), ("waits", 30, false), ("late", 300, true), ("late", 500, false), ("after", 450, true), ("after", 460, false))]);
        Assert.Equal([(0, 30), (300, 400)], visits.Of(Begin, Begin.AddSeconds(400), Begin.AddSeconds(500)).Select(visit => (Second(visit.From), Second(visit.Until!.Value))));
    }

    [Fact]
    public void A_word_that_is_said_twice_is_taken_down_once_and_what_is_too_much_is_said()
    {
        var audience = new AudienceState();
        AudienceReport word = Word("p", 1, 10, ("a", 10, true));
        audience.Apply(Assert.Single(AudienceGrain.Decide(audience, word).Events));
        Assert.Empty(AudienceGrain.Decide(audience, word).Events);
        audience.Changes = AudienceGrain.MostChanges;
        AudienceReport full = Assert.Single(AudienceGrain.Decide(audience, Word("p", 2, 20, ("b", 20, true))).Events);
        Assert.Equal((0, 1L), (full.Changes.Count, full.Dropped));
    }

    private static IReadOnlyList<Visit> Of(int now, params AudienceReport[] words)
    {
        var visits = new Visits();
        visits.Add(words);
        return visits.Of(Begin, Begin.AddSeconds(now), Begin.AddSeconds(now));
    }

    private static AudienceReport Word(string process, long number, int at, params (string Guest, int At, bool Here)[] changes) =>
        new(process, number, Begin.AddSeconds(at), [.. changes.Select(change => new AudienceChange(change.Guest, Begin.AddSeconds(change.At), change.Here))]);

    private static int Second(DateTimeOffset at) => (int)(at - Begin).TotalSeconds;
}

using MediaPipeline.Analysis;
using MediaPipeline.Importing;
using Studio.Api.Imports;
using Studio.Grains.Live;
using Xunit;

namespace Studio.Api.Tests;

public sealed class ShownStampsTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 29, 20, 0, 0, TimeSpan.FromHours(8));
    private static readonly TimeSpan Painted = TimeSpan.FromMilliseconds(60);

    [Fact]
    public void One_stamp_tells_when_a_film_began()
    {
        StartHint start = ShownStamps.StartOf([Seen(7, 100)], [Take(7, 160)], [])!;
        Assert.Equal((Begin.AddSeconds(60) + Painted, "stamp"), (start.Start, start.How));
        Assert.InRange(start.Error.TotalMilliseconds, 80, 200);
    }

    [Fact]
    public void Where_most_stamps_agree_is_where_it_began_and_their_spread_is_its_doubt()
    {
        // Revision 7 was drawn twice, 4,096 takes apart: only one of the two fits to the other stamps.
        Marker[] markers = [Take(7, 10), Take(8, 20), Take(9, 30), Take(7 + 4_096, 9_000)];
        StartHint start = ShownStamps.StartOf([Seen(7, 5), Seen(8, 15.1), Seen(9, 25)], markers, [])!;
        Assert.Equal(5, (start.Start - Begin - Painted).TotalSeconds, 0.001);
        Assert.Equal(0.22, start.Error.TotalSeconds, 0.001);
    }

    [Fact]
    public void Stamps_that_contradict_each_other_tell_nothing() => Assert.Null(ShownStamps.StartOf([Seen(7, 5), Seen(8, 100)], [Take(7, 10), Take(8, 20)], []));

    [Fact]
    public void A_stamp_that_the_session_never_drew_tells_nothing() => Assert.Null(ShownStamps.StartOf([Seen(99, 5)], [Take(7, 10), new Marker(MarkerKind.FeedStart, Begin, null, 99)], []));

    [Fact]
    public void A_rehearsals_stamps_are_of_the_rehearsal()
    {
        RehearsalSpan[] rehearsals = [new(Begin.AddSeconds(5), Begin.AddSeconds(15))];
        StartHint start = ShownStamps.StartOf([new SeenStamp(SyncStamp.Of(2, 1), TimeSpan.FromSeconds(2))], [Take(1, 10), Take(1, 20)], rehearsals)!;
        Assert.Equal(8, (start.Start - Begin - Painted).TotalSeconds, 0.001);
    }

    private static SeenStamp Seen(long revision, double media) => new(SyncStamp.Of(1, revision), TimeSpan.FromSeconds(media));

    private static Marker Take(long revision, double at) => new(MarkerKind.Take, Begin.AddSeconds(at), "i_1", revision);
}

using System.Globalization;
using MediaPipeline.Analysis;
using MediaPipeline.Recordings;
using Studio.Testing;

namespace MediaPipeline.Tests.Analysis;

/// <summary>Real films with stamps, encoded as OBS does and recorded with the recorder's own arguments.</summary>
public sealed class StampSearchTests(ITestOutputHelper output) : IDisposable
{
    private const string Session = "s_stamps";
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);
    private static readonly HashSet<SegmentFile> None = [];
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1280, 720, "2000k")]
    [InlineData(854, 480, "1000k")]
    [InlineData(720, 1280, "2000k")]
    public async Task A_take_is_found_on_its_picture_through_a_delay_of_three_seconds_and_a_reconnection(int width, int height, string bitRate)
    {
        // Pictures 300–374 never arrived. Stamps on a key picture, at the end of a segment, in the middle, on the last pictures, and of a rehearsal's epoch.
        FilmStamp[] stamps = [new(50, 1, 1), new(98, 1, 2), new(171, 1, 3), new(291, 1, 4), new(380, 1, 5), new(463, 3, 2)];
        var film = new StampedFilm(Session, stamps) { Width = width, Height = height, BitRate = bitRate };
        await RecordAsync(film, "part-0001", 0, 300);
        await RecordAsync(film, "part-0002", 375, 500);
        RecordingTimeline timeline = await ReadAsync();
        Assert.Equal(["part-0001", "part-0002"], timeline.Parts.Select(part => part.Init.Part));

        foreach (FilmStamp stamp in stamps)
        {
            DateTimeOffset taken = Noon + TimeSpan.FromSeconds(stamp.Picture / (double)StampedFilm.FrameRate) - TimeSpan.FromMilliseconds(70);
            StampOutcome outcome = await FindAsync(timeline, SyncStamp.Of(stamp.Epoch, stamp.Revision), taken + TimeSpan.FromSeconds(-0.5), taken + TimeSpan.FromSeconds(5));
            FoundStamp found = Assert.IsType<FoundStamp>(outcome.Found);
            int number = await StampedFilm.NumberAsync(_folder.Path, timeline.Parts.Single(part => part.Init.Part == found.Part), found.Media);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{width}x{height} stamp {stamp.Revision}: picture {number}, true {stamp.Picture}, bound {found.Error.TotalMilliseconds:0} ms, {outcome.Looked.Count} segments"));
            Assert.InRange(number - stamp.Picture, 0, 2);
            Assert.True(TimeSpan.FromSeconds((number - stamp.Picture) / 25.0) <= found.Error, "its own bound holds");
            Assert.Equal(taken + Delay, found.At, TimeSpan.FromMilliseconds(150));
            Assert.InRange(outcome.Looked.Count, 1, 5);
            Assert.False(outcome.Exhausted);
        }
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_is_not_looked_for_twice()
    {
        var film = new StampedFilm(Session, [new FilmStamp(60, 1, 1)]) { Width = 640, Height = 360 };
        await RecordAsync(film, "part-0001", 0, 250);
        RecordingTimeline timeline = await ReadAsync();

        StampOutcome other = await FindAsync(timeline, SyncStamp.Of(1, 2), Noon, Noon + TimeSpan.FromMinutes(1));
        Assert.Null(other.Found);
        Assert.Equal(5, other.Looked.Count);
        StampOutcome again = await StampSearch.FindAsync(timeline, _folder.Path, new StampQuery(Session, SyncStamp.Of(1, 2), Noon, Noon + TimeSpan.FromMinutes(1)), other.Looked.ToHashSet(), CancellationToken.None);
        Assert.Equal((null, 0, false), (again.Found, again.Looked.Count, again.Exhausted));
        Assert.Null((await FindAsync(timeline, SyncStamp.Of(1, 1), Noon - TimeSpan.FromMinutes(2), Noon)).Found); // its time is another
        StampOutcome foreign = await StampSearch.FindAsync(timeline, _folder.Path, new StampQuery("s_other", SyncStamp.Of(1, 1), Noon, Noon + TimeSpan.FromMinutes(1)), None, CancellationToken.None);
        Assert.Null(foreign.Found);
    }

    [Fact]
    public async Task One_look_is_bounded_however_long_the_stretch()
    {
        var film = new StampedFilm(Session, []) { Width = 320, Height = 180, BitRate = "200k" };
        await RecordAsync(film, "part-0001", 0, 2_200);
        RecordingTimeline timeline = await ReadAsync();

        StampOutcome first = await FindAsync(timeline, SyncStamp.Of(1, 1), Noon, Noon + TimeSpan.FromHours(1));
        Assert.True(first.Exhausted);
        Assert.InRange(first.Looked.Count, 1, StampSearch.MostProcesses * 3);
        StampOutcome rest = await StampSearch.FindAsync(timeline, _folder.Path, new StampQuery(Session, SyncStamp.Of(1, 1), Noon, Noon + TimeSpan.FromHours(1)), first.Looked.ToHashSet(), CancellationToken.None);
        Assert.Empty(rest.Looked.Intersect(first.Looked));
    }

    [Fact]
    public async Task A_segment_that_was_lost_or_is_no_film_does_not_end_the_search()
    {
        var film = new StampedFilm(Session, [new FilmStamp(160, 1, 1)]) { Width = 640, Height = 360 };
        await RecordAsync(film, "part-0001", 0, 250);
        RecordingTimeline timeline = await ReadAsync();
        File.Delete(Path.Combine(_folder["part-0001"], "seg-000000.m4s"));
        await File.WriteAllTextAsync(Path.Combine(_folder["part-0001"], "seg-000001.m4s"), "#EXTM3U\nseg-000003.m4s\n");

        // The batch that holds them is lost; what follows is not.
        StampOutcome outcome = await FindAsync(timeline, SyncStamp.Of(1, 1), Noon, Noon + TimeSpan.FromMinutes(1));
        Assert.Equal(160 / 25.0, Assert.IsType<FoundStamp>(outcome.Found).Media.TotalSeconds, 0.09);
    }

    private Task<StampOutcome> FindAsync(RecordingTimeline timeline, SyncStamp stamp, DateTimeOffset from, DateTimeOffset until) =>
        StampSearch.FindAsync(timeline, _folder.Path, new StampQuery(Session, stamp, from, until), None, CancellationToken.None);

    private Task<RecordingTimeline> ReadAsync() => new RecordingFolder(_folder.Path).ReadTimelineAsync(CancellationToken.None);

    /// <summary>Records pictures of a film that arrive three seconds after they were composed.</summary>
    private async Task RecordAsync(StampedFilm film, string part, int from, int until)
    {
        Directory.CreateDirectory(_folder[part]);
        await Film.FfmpegAsync([.. await film.ArgumentsAsync(_folder.Path, from, until), .. RecorderArguments.Output(_folder[part])], _folder[part]);
        await Film.DateAsync(_folder.Path, part, Noon + TimeSpan.FromSeconds(from / (double)StampedFilm.FrameRate) + Delay);
    }
}

using MediaPipeline.Cutting;
using MediaPipeline.Recordings;

namespace MediaPipeline.Tests.Recordings;

/// <summary>What a killed recorder did not close comes out of what the ingest server kept: every picture once, at its time of day.</summary>
public sealed class LostPictureTests : IDisposable
{
    private const int Groups = 7; // of two seconds and 50 pictures each
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();

    private string Root => _folder["recording"];

    private string Kept => _folder["kept"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_lies_between_two_runs_is_made_a_part_with_every_picture_once()
    {
        await KilledAsync(closed: 2, again: 10);
        Assert.Equal(6, (await MakeAsync()).TotalSeconds, 0.06);
        RecordingTimeline timeline = await ReadAsync();

        Assert.Equal(["part-0001", "part-0001-tail", "part-0002"], timeline.Parts.Select(part => part.Init.Part));
        Assert.Empty(timeline.Gaps);
        Assert.Equal(GapCauses.Kept, timeline.Parts[1].Cause);
        Assert.Single(timeline.Parts.Select(part => part.Format).Distinct());
        Assert.Equal(Noon.AddSeconds(4), timeline.Parts[1].Start, TimeSpan.FromMilliseconds(60));
        Assert.Equal(Noon.AddSeconds(10), timeline.Parts[1].End, TimeSpan.FromMilliseconds(60));

        CutPlan plan = Assert.IsType<CutDecision.Ready>(CutPlanner.Plan(timeline, timeline.Start, timeline.End)).Plan;
        Assert.IsType<CutOutcome.Cut>(await ClipCutter.CutAsync(plan, Root, _folder["whole.mp4"], null, CancellationToken.None));
        Assert.Equal(await Film.PicturesAsync(_folder["feed.flv"]), await Film.PicturesAsync(_folder["whole.mp4"]));
    }

    [Fact]
    public async Task A_moment_of_the_day_leads_to_its_own_picture_across_the_border()
    {
        await KilledAsync(closed: 2, again: 10);
        await MakeAsync();
        RecordingTimeline timeline = await ReadAsync();
        (Segment segment, TimeSpan into) = timeline.Locate(Noon.AddSeconds(7.02))!.Value;

        Assert.Equal("part-0001-tail", segment.File.Part);
        Assert.Equal(Noon.AddSeconds(7.02), timeline.Locate("part-0001-tail", segment.MediaStart + into)!.Value, TimeSpan.FromMilliseconds(1));
        // The picture at this place in the part is the feed's picture 175 (7.02 s at 25 a second), and no neighbour.
        await JoinAsync(timeline.Parts[1], _folder["tail.mp4"]);
        int number = (int)((segment.MediaStart + into).TotalSeconds * 25);
        Assert.Equal((await Film.PicturesAsync(_folder["feed.flv"]))[175], (await Film.PicturesAsync(_folder["tail.mp4"]))[number]);
    }

    [Fact]
    public async Task The_end_of_a_feed_that_is_over_is_made_a_part_and_asking_again_changes_nothing()
    {
        await KilledAsync(closed: 4, again: null);
        Assert.Equal(TimeSpan.Zero, await MakeAsync(over: false));
        Assert.Equal(6, (await MakeAsync(over: true)).TotalSeconds, 0.06);
        Assert.Equal(TimeSpan.Zero, await MakeAsync(over: true));

        Assert.Equal(["part-0001", "part-0001-tail"], (await ReadAsync()).Parts.Select(part => part.Init.Part));
    }

    [Fact]
    public async Task A_making_that_was_killed_is_begun_anew()
    {
        await KilledAsync(closed: 2, again: 10);
        Directory.CreateDirectory(Path.Combine(Root, ".tail-dead"));
        await File.WriteAllTextAsync(Path.Combine(Root, ".tail-dead", "joined.flv"), "FLV");
        await MakeAsync();

        Assert.Empty(Directory.GetDirectories(Root, ".tail-*"));
        Assert.Equal(3, (await ReadAsync()).Parts.Count);
    }

    [Fact]
    public async Task A_part_is_not_shown_until_what_belongs_before_it_is_there()
    {
        await KilledAsync(closed: 2, again: 10);
        Assert.True((await ReadAsync()).IsEmpty);
        await MakeAsync();
        Assert.Equal(3, (await ReadAsync()).Parts.Count);
    }

    [Fact]
    public async Task A_file_that_ends_in_the_middle_of_a_picture_gives_all_before_it()
    {
        await KilledAsync(closed: 5, again: null);
        string last = Directory.GetFiles(Kept).Order(StringComparer.Ordinal).Last();
        byte[] bytes = await File.ReadAllBytesAsync(last);
        DateTime written = File.GetLastWriteTimeUtc(last);
        await File.WriteAllBytesAsync(last, bytes[..(bytes.Length * 3 / 4)]);
        File.SetLastWriteTimeUtc(last, written);
        TimeSpan found = await MakeAsync(over: true);

        Assert.InRange(found.TotalSeconds, 2.5, 3.9);
        Assert.Equal((int)Math.Round(found.TotalSeconds * 25), (await Film.PacketsAsync(await PlaylistAsync((await ReadAsync()).Parts[1]))).Count);
    }

    [Fact]
    public async Task Another_size_behind_the_last_segment_is_a_part_of_its_own()
    {
        await KilledAsync(closed: 5, again: null);
        await Film.FeedAsync(_folder["small.flv"], 4, "160x120");
        Tail.Keep(_folder["small.flv"], Kept, Noon.AddSeconds(Groups * 2));
        await MakeAsync(over: true);
        RecordingTimeline timeline = await ReadAsync();

        Assert.Equal(["part-0001", "part-0001-tail", "part-0001-tail-2"], timeline.Parts.Select(part => part.Init.Part));
        Assert.Contains("avc1 160x120", timeline.Parts[2].Format, StringComparison.Ordinal);
        Assert.Empty(timeline.Gaps);
    }

    [Fact]
    public async Task Where_nothing_was_kept_a_recording_stays_as_it_is()
    {
        await KilledAsync(closed: 2, again: 10);
        Directory.Delete(Kept, recursive: true);
        Assert.Equal(TimeSpan.Zero, await MakeAsync());

        RecordingGap gap = Assert.Single((await ReadAsync()).Gaps);
        Assert.Equal(6, (gap.To - gap.From).TotalSeconds, 0.1);
        Assert.Equal(GapCauses.RecorderDied, gap.Cause);
    }

    /// <summary>A recorder that closed some segments and was killed; another one may have come at a later second.</summary>
    private async Task KilledAsync(int closed, double? again)
    {
        await Film.FeedAsync(_folder["feed.flv"], Groups * 2);
        Tail.Keep(_folder["feed.flv"], Kept, Noon);
        await Tail.RecordAsync(_folder["feed.flv"], Path.Combine(Root, "part-0001"), Noon, 0, closed);
        if (again is { } second) await Tail.RecordAsync(_folder["feed.flv"], Path.Combine(Root, "part-0002"), Noon, second, 99);
    }

    private Task<TimeSpan> MakeAsync(bool over = false) => new LostPictureMaker(Root, new TailFolder(Kept)).MakeAsync(Tail.Feed, over, CancellationToken.None);

    private Task<RecordingTimeline> ReadAsync() => new RecordingFolder(Root).ReadTimelineAsync(CancellationToken.None);

    private async Task<string> PlaylistAsync(RecordingPart part)
    {
        string file = Path.Combine(Root, "one.m3u8");
        await File.WriteAllTextAsync(file, EventPlaylist.Compose(new RecordingTimeline([part]), ended: true, segment => $"{segment.Part}/{segment.Name}"));
        return file;
    }

    private async Task JoinAsync(RecordingPart part, string target)
    {
        await using FileStream joined = File.Create(target);
        foreach (SegmentFile file in (IEnumerable<SegmentFile>)[part.Init, .. part.Segments.Select(segment => segment.File)])
        {
            await joined.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(Root, file.Part, file.Name)));
        }
    }
}

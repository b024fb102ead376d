using MediaPipeline.Probing;
using MediaPipeline.Processes;
using MediaPipeline.Recordings;

namespace MediaPipeline.Tests.Recordings;

public sealed class TimelineTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_recorded_is_an_empty_timeline()
    {
        Assert.True((await new RecordingFolder(_folder["none"]).ReadTimelineAsync(CancellationToken.None)).IsEmpty);
        Directory.CreateDirectory(_folder["part-0001"]);
        Directory.CreateDirectory(_folder["part-x"]);
        Assert.True((await ReadAsync()).IsEmpty);
        Assert.Equal(_folder["part-0002"], new RecordingFolder(_folder.Path).NextPartFolder());
    }

    [Fact]
    public async Task A_growing_recording_is_read_while_it_grows()
    {
        string part = new RecordingFolder(_folder.Path).NextPartFolder();
        Directory.CreateDirectory(part);
        DateTimeOffset before = TimeProvider.System.GetUtcNow();
        ChildProcess recorder = ChildProcess.Start(new ChildSpec("recorder", "ffmpeg",
        [
            "-v", "error", "-nostdin", "-re", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=25", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "25",
            .. RecorderArguments.Output(part),
        ])
        { WorkingDirectory = part });
        var folder = new RecordingFolder(_folder.Path);
        RecordingTimeline growing = RecordingTimeline.Empty;
        long begin = TimeProvider.System.GetTimestamp();
        while (growing.IsEmpty || growing.Parts[0].Segments.Count < 2)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromSeconds(20), string.Join('\n', recorder.LastLines()));
            Assert.All(growing.Parts.SelectMany(found => found.Segments), segment => Assert.True(new FileInfo(Path.Combine(part, segment.File.Name)).Length > 0));
            await Task.Delay(50);
            growing = await folder.ReadTimelineAsync(CancellationToken.None);
        }
        await recorder.StopAsync(StopPlan.Ffmpeg);
        RecordingTimeline closed = await folder.ReadTimelineAsync(CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(2), growing.Parts[0].Segments[0].Duration);
        Assert.True(closed.End > growing.End);
        Assert.Equal("seg-000000.m4s", closed.Parts[0].Segments[0].File.Name);
        // ffmpeg itself needed some time to start; by the wall clock the recording lies inside the test.
        Assert.InRange(closed.Start, before, before + TimeSpan.FromSeconds(3));
        Assert.InRange(closed.End, growing.End, TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Two_parts_and_the_gap_between_them_have_their_times_of_day()
    {
        RecordingTimeline timeline = await TwoPartsAsync();

        Assert.Equal(["part-0001", "part-0002"], timeline.Parts.Select(part => part.Init.Part));
        Assert.Equal(Noon, timeline.Start, TimeSpan.FromMilliseconds(1));
        Assert.Equal(Noon.AddSeconds(66), timeline.End, TimeSpan.FromMilliseconds(60));
        (DateTimeOffset from, DateTimeOffset to) = Assert.Single(timeline.Gaps);
        Assert.Equal((8, 52), (Math.Round((from - Noon).TotalSeconds, 1), Math.Round((to - from).TotalSeconds, 1)));
        Assert.Equal(timeline.Parts[0].Format, timeline.Parts[1].Format);
        Assert.Contains("avc1 320x240", timeline.Parts[0].Format, StringComparison.Ordinal);
        Assert.Contains("mp4a 2x48000 config:11", timeline.Parts[0].Format, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wall_clock_and_media_time_lead_to_each_other()
    {
        RecordingTimeline timeline = await TwoPartsAsync();

        (Segment segment, TimeSpan into) = timeline.Locate(Noon.AddSeconds(62.5))!.Value;
        Assert.Equal("part-0002/seg-000001.m4s", $"{segment.File.Part}/{segment.File.Name}");
        Assert.Equal(0.5, into.TotalSeconds, 0.01);
        Assert.Equal(Noon.AddSeconds(62.5), timeline.Locate("part-0002", segment.MediaStart + into)!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Null(timeline.Locate(Noon.AddSeconds(30)));
        Assert.Null(timeline.Locate(Noon.AddSeconds(-1)));
        Assert.Null(timeline.Locate(Noon.AddSeconds(70)));
        Assert.Null(timeline.Locate("part-0002", TimeSpan.FromSeconds(7)));
        Assert.Null(timeline.Locate("part-0003", TimeSpan.Zero));
    }

    [Fact]
    public async Task A_file_that_was_closed_late_does_not_move_the_clock()
    {
        await Film.RecordAsync(_folder["part-0001"], 8);
        await Film.DateAsync(_folder.Path, "part-0001", Noon);
        File.SetLastWriteTimeUtc(Path.Combine(_folder["part-0001"], "seg-000000.m4s"), Noon.AddMinutes(1).UtcDateTime);
        File.SetLastWriteTimeUtc(Path.Combine(_folder["part-0001"], "seg-000003.m4s"), Noon.AddMinutes(1).UtcDateTime);

        Assert.Equal(Noon, (await ReadAsync()).Start, TimeSpan.FromMilliseconds(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_segment_costs_only_itself(bool deleted)
    {
        await Film.RecordAsync(_folder["part-0001"], 8);
        await Film.DateAsync(_folder.Path, "part-0001", Noon);
        string lost = Path.Combine(_folder["part-0001"], "seg-000001.m4s");
        if (deleted) File.Delete(lost);
        else await File.WriteAllBytesAsync(lost, []);
        RecordingTimeline timeline = await ReadAsync();

        Assert.Equal([1, 2], timeline.Parts.Select(part => part.Segments.Count));
        Assert.Equal(Noon.AddSeconds(4), timeline.Parts[1].Start, TimeSpan.FromMilliseconds(1));
        Assert.Equal(TimeSpan.FromSeconds(4), timeline.Parts[1].Segments[0].MediaStart);
        Assert.Single(timeline.Gaps);
    }

    [Fact]
    public async Task A_half_written_playlist_gives_what_it_has()
    {
        await Film.RecordAsync(_folder["part-0001"], 8);
        string playlist = Path.Combine(_folder["part-0001"], "index.m3u8"), whole = await File.ReadAllTextAsync(playlist);
        for (int length = 0; length < whole.Length; length += 7)
        {
            IReadOnlyList<PlaylistEntry> entries = PlaylistEntry.Parse(whole[..length]);
            Assert.All(entries, entry => Assert.Matches("^seg-00000[0-3][.]m4s$", entry.Name));
            Assert.All(entries, entry => Assert.InRange(entry.Duration.TotalSeconds, 1.9, 2.1));
        }
        await File.WriteAllTextAsync(playlist, whole[..whole.IndexOf("seg-000002", StringComparison.Ordinal)]);

        Assert.Equal(2, Assert.Single((await ReadAsync()).Parts).Segments.Count);
    }

    [Fact]
    public async Task A_half_written_init_section_is_no_part()
    {
        await Film.RecordAsync(_folder["part-0001"], 2);
        byte[] init = await File.ReadAllBytesAsync(Path.Combine(_folder["part-0001"], "init.mp4"));
        Assert.NotNull(InitSection.Format(init));
        for (int length = 0; length < init.Length - 200; length++) Assert.Null(InitSection.Format(init.AsMemory(0, length)));
        await File.WriteAllBytesAsync(Path.Combine(_folder["part-0001"], "init.mp4"), init[..100]);

        Assert.True((await ReadAsync()).IsEmpty);
    }

    [Fact]
    public async Task The_playlist_over_all_parts_plays_from_its_begin_to_its_end()
    {
        RecordingTimeline timeline = await TwoPartsAsync();
        string text = EventPlaylist.Compose(timeline, ended: true, file => $"{file.Part}/{file.Name}");
        await File.WriteAllTextAsync(_folder["all.m3u8"], text);

        // Packets, not pictures: ffmpeg's own HLS reader keeps one decoder over a discontinuity and drops some, which browsers do not.
        Assert.Equal(350, (await Film.PacketsAsync(_folder["all.m3u8"])).Count); // 8 s and 6 s of 25 pictures each
        Assert.Single(text.Split('\n'), "#EXT-X-DISCONTINUITY");
        Assert.Equal(2, text.Split('\n').Count(line => line.StartsWith("#EXT-X-MAP:", StringComparison.Ordinal)));
        Assert.Contains("#EXT-X-PROGRAM-DATE-TIME:2026-11-23T12:01:00.000Z\n#EXTINF:2.000,\npart-0002/seg-000000.m4s\n", text, StringComparison.Ordinal);
        Assert.EndsWith("#EXT-X-ENDLIST\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_session_goes_on_a_later_playlist_only_adds_lines()
    {
        RecordingTimeline timeline = await TwoPartsAsync(), earlier = new([timeline.Parts[0]]);
        string early = EventPlaylist.Compose(earlier, ended: false, file => file.Name), late = EventPlaylist.Compose(timeline, ended: false, file => file.Name);

        Assert.StartsWith(early, late, StringComparison.Ordinal);
        Assert.DoesNotContain("ENDLIST", late, StringComparison.Ordinal);
        Assert.Contains("#EXT-X-PLAYLIST-TYPE:EVENT\n", early, StringComparison.Ordinal);
    }

    private Task<RecordingTimeline> ReadAsync() => new RecordingFolder(_folder.Path).ReadTimelineAsync(CancellationToken.None);

    private async Task<RecordingTimeline> TwoPartsAsync()
    {
        await Film.RecordAsync(_folder["part-0001"], 8);
        await Film.RecordAsync(_folder["part-0002"], 6);
        await Film.DateAsync(_folder.Path, "part-0001", Noon);
        await Film.DateAsync(_folder.Path, "part-0002", Noon.AddMinutes(1));
        return await ReadAsync();
    }
}

using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsCheck;
using MediaPipeline.Recordings;

namespace MediaPipeline.Tests.Recordings;

/// <summary>What live players and players that wind back are told of a recording that grows.</summary>
public sealed class LiveWindowTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_window_holds_the_newest_minute_and_says_how_much_went_before_and_since_when_there_is_a_recording()
    {
        RecordingTimeline timeline = Recording([100, 50]);
        string text = LiveWindow.After(LiveWindow.Empty, timeline).Compose(timeline, ended: false, Uri);
        Assert.Equal(30, Names(text).Length);
        Assert.Equal("part-0002/seg-49.m4s", Names(text)[^1]);
        Assert.Contains("#EXT-X-MEDIA-SEQUENCE:120\n#EXT-X-DISCONTINUITY-SEQUENCE:1\n", text, StringComparison.Ordinal);
        Assert.Contains("#EXT-X-DATERANGE:ID=\"recording\",CLASS=\"studio.recording\",START-DATE=\"2026-11-23T12:00:00.000Z\"\n", text, StringComparison.Ordinal);
        Assert.Contains("#EXT-X-TARGETDURATION:2\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("#EXT-X-DISCONTINUITY\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PLAYLIST-TYPE", text, StringComparison.Ordinal);
        Assert.EndsWith("#EXT-X-ENDLIST\n", LiveWindow.After(LiveWindow.Empty, timeline).Compose(timeline, ended: true, Uri), StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_over_two_parts_has_the_discontinuity_and_the_time_of_day_between_them()
    {
        RecordingTimeline timeline = Recording([100, 5]);
        string text = LiveWindow.After(LiveWindow.Empty, timeline).Compose(timeline, ended: false, Uri);
        Assert.Contains("#EXT-X-DISCONTINUITY-SEQUENCE:0\n", text, StringComparison.Ordinal);
        Assert.Contains("part-0001/seg-99.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"part-0002/init.mp4\"\n#EXT-X-PROGRAM-DATE-TIME:2026-11-23T12:04:20.000Z\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_recorded_and_taken_away_again_a_segment_keeps_its_numbers_while_it_is_listed() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[1, 12]).Array[1, 60].Sample(steps =>
        {
            List<List<int>> parts = [[]];
            LiveWindow window = LiveWindow.Empty;
            Dictionary<string, (long, long)> listed = [];
            int made = 0;
            foreach ((int what, int count) in steps)
            {
                if (what == 0) parts.Add([]);
                // What cannot be played is taken away from the end of the newest part.
                else if (what == 1) parts[^1].RemoveRange(Math.Max(0, parts[^1].Count - Math.Min(count, 3)), Math.Min(parts[^1].Count, Math.Min(count, 3)));
                else parts[^1].AddRange(Enumerable.Range(0, count).Select(_ => made++));
                RecordingTimeline timeline = Recording(parts);
                LiveWindow before = window;
                window = LiveWindow.After(before, timeline);
                string text = window.Compose(timeline, ended: false, Uri);
                (string Name, long Number, long Discontinuity)[] now = [.. Numbered(text)];
                Assert.Equal(timeline.IsEmpty ? [] : timeline.Parts.SelectMany(part => part.Segments).TakeLast(30).Select(segment => Uri(segment.File)), now.Select(one => one.Name));
                foreach ((string name, long number, long discontinuity) in now)
                {
                    if (listed.TryGetValue(name, out var known)) Assert.Equal(known, (number, discontinuity));
                }
                listed = now.ToDictionary(one => one.Name, one => (one.Number, one.Discontinuity));
                if (timeline.Parts.Count > 0) Assert.True(window.Sequence >= 0 && window.Discontinuity >= 0);
            }
        }, iter: 400);

    [Fact]
    public void What_is_taken_away_before_the_window_moves_no_number()
    {
        LiveWindow before = LiveWindow.After(LiveWindow.Empty, Recording([100, 50]));
        LiveWindow after = LiveWindow.After(before, Recording([90, 51]));
        Assert.Equal((before.Sequence + 1, before.Discontinuity), (after.Sequence, after.Discontinuity));
        LiveWindow without = LiveWindow.After(after, Recording([[], [.. Enumerable.Range(0, 52)]]));
        Assert.Equal((before.Sequence + 2, before.Discontinuity), (without.Sequence, without.Discontinuity));
    }

    [Fact]
    public void A_delta_and_what_the_player_had_are_the_whole_playlist() =>
        Gen.Select(Gen.Int[1, 80].Array[1, 4], Gen.Int[1, 25]).Sample((before, more) =>
        {
            RecordingTimeline known = Recording(before), now = Recording([.. before[..^1], before[^1] + more]);
            string had = EventPlaylist.Compose(known, ended: false, Uri), whole = EventPlaylist.Compose(now, ended: false, Uri);
            string? delta = EventPlaylist.ComposeDelta(now, ended: false, Uri);
            if (delta is null)
            {
                Assert.True(now.Parts.Sum(part => part.Segments.Count) <= 30);
                return;
            }
            int skipped = int.Parse(delta.Split("SKIPPED-SEGMENTS=")[1].Split('\n')[0], CultureInfo.InvariantCulture);
            Assert.Equal(Names(whole), Names(whole)[..skipped].Concat(Names(delta)));
            Assert.Equal(30, Names(delta).Length);
            // It may leave out only what the player has: that is what the player is told before.
            if (more <= 15) Assert.True(skipped <= Names(had).Length);
            (string Name, long Number, long Discontinuity)[] all = [.. Numbered(whole)];
            Assert.Equal(all[skipped - 1].Discontinuity != all[skipped].Discontinuity, delta.Split("SKIPPED-SEGMENTS=")[1].Split("#EXTINF")[0].Contains("#EXT-X-DISCONTINUITY\n", StringComparison.Ordinal));
        }, iter: 300);

    [Fact]
    public void A_player_that_is_to_begin_at_a_moment_is_told_how_much_is_recorded_before_it()
    {
        RecordingTimeline timeline = Recording([10, 10]);
        Assert.Equal("12.5", Offset(timeline, Noon.AddSeconds(12.5)));
        Assert.Equal("20", Offset(timeline, Noon.AddSeconds(40))); // in the gap of a minute
        Assert.Equal("21", Offset(timeline, Noon.AddSeconds(81)));
        Assert.Equal("0", Offset(timeline, Noon.AddHours(-1)));
        Assert.Equal("40", Offset(timeline, Noon.AddHours(1)));
    }

    [Fact]
    public void At_hour_four_a_live_player_is_sent_a_hundredth_of_what_it_was_sent_before()
    {
        RecordingTimeline timeline = Recording([1_800, 3_600, 1_800]);
        string whole = EventPlaylist.Compose(timeline, ended: false, Uri), delta = EventPlaylist.ComposeDelta(timeline, ended: false, Uri)!;
        string live = LiveWindow.After(LiveWindow.Empty, timeline).Compose(timeline, ended: false, Uri);
        foreach ((string name, string text) in (IEnumerable<(string, string)>)[("live.m3u8", live), ("index.m3u8", whole), ("its delta", delta)])
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {Encoding.UTF8.GetByteCount(text):#,0} bytes, packed {Packed(text):#,0}"));
        }
        Assert.InRange(Encoding.UTF8.GetByteCount(live), 500, 2_500);
        Assert.InRange(Encoding.UTF8.GetByteCount(delta), 500, 2_500);
        Assert.InRange(Packed(live), 100, 600);
        Assert.InRange(Packed(whole), 1_000, 60_000);
        Assert.True(Encoding.UTF8.GetByteCount(whole) > 100 * Encoding.UTF8.GetByteCount(live));
    }

    private static string Offset(RecordingTimeline timeline, DateTimeOffset from) =>
        EventPlaylist.Compose(timeline, ended: false, Uri, from: from).Split("#EXT-X-START:TIME-OFFSET=")[1].Split(",PRECISE=YES\n")[0];

    // Counted as a player does (RFC 8216 section 6.3).
    private static IEnumerable<(string Name, long Number, long Discontinuity)> Numbered(string text)
    {
        (long number, long discontinuity) = (0, 0);
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith("#EXT-X-MEDIA-SEQUENCE:", StringComparison.Ordinal)) number = long.Parse(line.Split(':')[1], CultureInfo.InvariantCulture);
            else if (line.StartsWith("#EXT-X-DISCONTINUITY-SEQUENCE:", StringComparison.Ordinal)) discontinuity = long.Parse(line.Split(':')[1], CultureInfo.InvariantCulture);
            else if (line == "#EXT-X-DISCONTINUITY") discontinuity++;
            else if (line.EndsWith(".m4s", StringComparison.Ordinal)) yield return (line, number++, discontinuity);
        }
    }

    private static string[] Names(string text) => [.. text.Split('\n').Where(line => line.EndsWith(".m4s", StringComparison.Ordinal))];

    private static string Uri(SegmentFile file) => $"{file.Part}/{file.Name}";

    private static long Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.Length;
    }

    private static RecordingTimeline Recording(int[] parts) => Recording([.. parts.Select(count => Enumerable.Range(0, count).ToList())]);

    // Segments of two seconds, a minute between two parts.
    private static RecordingTimeline Recording(List<List<int>> parts)
    {
        List<RecordingPart> made = [];
        DateTimeOffset begin = Noon;
        foreach ((int index, List<int> names) in parts.Index())
        {
            string part = string.Create(CultureInfo.InvariantCulture, $"part-{index + 1:0000}");
            DateTimeOffset start = begin;
            if (names.Count > 0)
            {
                made.Add(new RecordingPart(new SegmentFile(part, "init.mp4"), [.. names.Select((name, at) => new Segment(
                    new SegmentFile(part, string.Create(CultureInfo.InvariantCulture, $"seg-{name}.m4s")), TimeSpan.FromSeconds(2 * at), TimeSpan.FromSeconds(2), start.AddSeconds(2 * at)))], TimeSpan.Zero));
            }
            begin = start.AddSeconds((2 * names.Count) + 60);
        }
        return new RecordingTimeline(made);
    }
}

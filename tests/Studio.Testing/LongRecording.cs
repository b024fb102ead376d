using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using MediaPipeline.Recordings;
using MediaPipeline.Stories;

namespace Studio.Testing;

/// <summary>
/// A recording on disk with its story, as the recorder and the story's maker leave them: a small film of which every picture carries its number as sixteen
/// fields along its top (least bit first), repeated as often as asked with its clock going on. The story is made of the first round and repeated too, so the
/// small pictures of a long one show the first round's; sizes, counts and requests are those of a real one.
/// </summary>
public sealed class LongRecording
{
    /// <summary>Pictures a second, and seconds of a segment.</summary>
    public const int FrameRate = 30, SegmentSeconds = 2;

    /// <summary>Pixels.</summary>
    public const int Width = 320, Height = 180;

    private const string Part = "part-0001", Init = "init.mp4", Playlist = "index.m3u8";

    /// <summary>Makes it.</summary>
    /// <param name="session">The session's folder; it does not exist yet.</param>
    /// <param name="story">Its story's folder.</param>
    /// <param name="start">When its first picture came.</param>
    /// <param name="seconds">Of one round, even; rounds of more than one need 200, of which the story's tiles fill one sheet.</param>
    public static async Task WriteAsync(string session, string story, DateTimeOffset start, int seconds = 40, int rounds = 1)
    {
        // Each gets its name when it is whole, both at once: a story without a recording is removed, and a recording without one gets another.
        string work = session + ".making", part = Path.Combine(work, Part), made = story + ".making";
        Directory.CreateDirectory(part);
        await FilmAsync(part, seconds);
        int segments = Directory.GetFiles(part, "seg-*.m4s").Length;
        if (segments != seconds / SegmentSeconds) throw new InvalidOperationException($"There are {segments} segments, and {seconds / SegmentSeconds} were meant.");
        Stamp(part, 0, segments, start);
        await StoryAsync(work, made);
        if (rounds > 1)
        {
            Repeat(part, segments, seconds, rounds, start);
            await RepeatStoryAsync(made, segments, rounds);
        }
        Directory.Move(made, story);
        Directory.Move(work, session);
    }

    private static async Task FilmAsync(string part, int seconds)
    {
        string fields = string.Join(',', Enumerable.Range(0, 16).Select(bit =>
            string.Create(CultureInfo.InvariantCulture, $"drawbox=x={bit * 20}:y=0:w=20:h=20:color=black:t=fill,drawbox=x={bit * 20}:y=0:w=20:h=20:color=white:t=fill:enable='gte(mod(floor(n/{1 << bit}),2),1)'")));
        string length = seconds.ToString(CultureInfo.InvariantCulture);
        string[] arguments =
        [
            "-nostdin", "-v", "error", "-f", "lavfi", "-i", $"testsrc2=s={Width}x{Height}:r={FrameRate}:d={length}", "-f", "lavfi", "-i", $"sine=f=330:r=48000:d={length}",
            "-vf", fields, "-af", "volume='0.1+0.9*gt(mod(t,10),4)':eval=frame", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-crf", "34", "-pix_fmt", "yuv420p",
            "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-c:a", "aac", "-b:a", "32k", "-f", "hls", "-hls_time", "2", "-hls_list_size", "0", "-hls_segment_type", "fmp4",
            "-hls_fmp4_init_filename", Init, "-hls_segment_filename", Path.Combine(part, "seg-%06d.m4s"), Path.Combine(part, Playlist),
        ];
        using var ffmpeg = new Process { StartInfo = new("ffmpeg", arguments) { UseShellExecute = false } };
        ffmpeg.Start();
        await ffmpeg.WaitForExitAsync();
        if (ffmpeg.ExitCode != 0) throw new InvalidOperationException($"ffmpeg ended with {ffmpeg.ExitCode}.");
    }

    // A segment's moment of the day is when its file was closed.
    private static void Stamp(string part, int first, int count, DateTimeOffset start)
    {
        for (int at = first; at < first + count; at++) File.SetLastWriteTimeUtc(Segment(part, at), start.UtcDateTime.AddSeconds((at + 1) * SegmentSeconds));
    }

    private static string Segment(string part, int number) => Path.Combine(part, string.Create(CultureInfo.InvariantCulture, $"seg-{number:000000}.m4s"));

    private static async Task StoryAsync(string work, string story)
    {
        RecordingTimeline timeline = await new RecordingFolder(work).ReadTimelineAsync(CancellationToken.None);
        var maker = new StoryMaker(work, story);
        while ((await maker.StepAsync(timeline, over: true, TimeProvider.System.GetUtcNow(), CancellationToken.None)).Segments > 0)
        {
        }
        new StoryFolder(story).MarkDone();
    }

    private static void Repeat(string part, int segments, int seconds, int rounds, DateTimeOffset start)
    {
        IReadOnlyDictionary<uint, uint> scales = Timescales(File.ReadAllBytes(Path.Combine(part, Init)));
        byte[][] films = [.. Enumerable.Range(0, segments).Select(at => File.ReadAllBytes(Segment(part, at)))];
        var list = new StringBuilder(File.ReadAllText(Path.Combine(part, Playlist)).Replace("#EXT-X-ENDLIST", "", StringComparison.Ordinal).TrimEnd()).Append('\n');
        for (int round = 1; round < rounds; round++)
        {
            for (int at = 0; at < segments; at++)
            {
                byte[] film = (byte[])films[at].Clone();
                MoveClock(film, scales, round * seconds);
                File.WriteAllBytes(Segment(part, (round * segments) + at), film);
                list.Append(CultureInfo.InvariantCulture, $"#EXTINF:{SegmentSeconds}.000000,\nseg-{(round * segments) + at:000000}.m4s\n");
            }
            Stamp(part, round * segments, segments, start);
        }
        File.WriteAllText(Path.Combine(part, Playlist), list.Append("#EXT-X-ENDLIST\n").ToString());
    }

    // One sheet of each round; the index, and the sound, go on.
    private static async Task RepeatStoryAsync(string story, int segments, int rounds)
    {
        byte[] sheet = await File.ReadAllBytesAsync(Path.Combine(story, StoryFolder.Sheet(coarse: false, 0)));
        byte[] peaks = await File.ReadAllBytesAsync(Path.Combine(story, StoryFolder.Peaks)), overview = await File.ReadAllBytesAsync(Path.Combine(story, StoryFolder.Overview));
        string index = Path.Combine(story, "index.txt"), head = (await File.ReadAllLinesAsync(index))[0];
        for (int round = 1; round < rounds; round++) await File.WriteAllBytesAsync(Path.Combine(story, StoryFolder.Sheet(coarse: false, round)), sheet);
        int coarse = (int)Math.Ceiling(segments * rounds / (double)(StoryForm.CoarseEvery * StoryForm.TilesPerSheet));
        for (int number = 0; number < coarse; number++) await File.WriteAllBytesAsync(Path.Combine(story, StoryFolder.Sheet(coarse: true, number)), sheet);
        await File.WriteAllBytesAsync(Path.Combine(story, StoryFolder.Peaks), [.. Enumerable.Repeat(peaks, rounds).SelectMany(one => one)]);
        await File.WriteAllBytesAsync(Path.Combine(story, StoryFolder.Overview), [.. Enumerable.Repeat(overview, rounds).SelectMany(one => one)]);
        var lines = new StringBuilder(head).Append('\n');
        for (int at = 0; at < segments * rounds; at++) lines.Append(CultureInfo.InvariantCulture, $"{Part}/seg-{at:000000}.m4s {SegmentSeconds * 1000} 1\n");
        await File.WriteAllTextAsync(index, lines.ToString());
    }

    /// <summary>Ticks a second of each track, as an init section says them.</summary>
    private static Dictionary<uint, uint> Timescales(ReadOnlySpan<byte> init)
    {
        Dictionary<uint, uint> scales = [];
        uint track = 0;
        // tkhd comes before mdhd in each track (ISO/IEC 14496-12, version 0 boxes as ffmpeg writes them).
        for (int at = 4; at + 28 < init.Length; at++)
        {
            ReadOnlySpan<byte> type = init.Slice(at, 4);
            if (type.SequenceEqual("tkhd"u8)) track = BinaryPrimitives.ReadUInt32BigEndian(init[(at + 16)..]);
            else if (type.SequenceEqual("mdhd"u8)) scales[track] = BinaryPrimitives.ReadUInt32BigEndian(init[(at + 16)..]);
        }
        return scales;
    }

    // The decode time of each track's fragment (tfdt) goes on by so many seconds.
    private static void MoveClock(Span<byte> film, IReadOnlyDictionary<uint, uint> scales, int seconds)
    {
        uint track = 0;
        int media = film.IndexOf("mdat"u8);
        for (int at = 4; at + 16 < media; at++)
        {
            Span<byte> type = film.Slice(at, 4);
            if (type.SequenceEqual("tfhd"u8)) track = BinaryPrimitives.ReadUInt32BigEndian(film[(at + 8)..]);
            if (!type.SequenceEqual("tfdt"u8)) continue;
            Span<byte> time = film[(at + 8)..];
            ulong on = scales[track] * (ulong)seconds;
            if (film[at + 4] == 1) BinaryPrimitives.WriteUInt64BigEndian(time, BinaryPrimitives.ReadUInt64BigEndian(time) + on);
            else BinaryPrimitives.WriteUInt32BigEndian(time, (uint)(BinaryPrimitives.ReadUInt32BigEndian(time) + on));
        }
    }
}

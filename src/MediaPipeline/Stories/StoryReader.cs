using System.Globalization;
using MediaPipeline.Processes;
using MediaPipeline.Recordings;

namespace MediaPipeline.Stories;

/// <summary>
/// Looks at closed segments with one run of ffmpeg: key pictures only, small, and the sound. It never seeks: init section and segments one after the other are a
/// whole film (reference: seeking in fragmented MP4 finds nothing).
/// </summary>
internal static class StoryReader
{
    private const string Sound = "sound.pcm";
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(20), TotalLimit = TimeSpan.FromMinutes(3), Slack = TimeSpan.FromMilliseconds(100);

    /// <summary>The tile (a file in <paramref name="work"/>; null: none) and the levels of each segment; null: ffmpeg could not read it.</summary>
    public static async Task<IReadOnlyList<(string? Tile, byte[] Levels)>?> ReadAsync(
        StoryBatch batch, string root, string work, int width, int height, CancellationToken cancellation)
    {
        IReadOnlyList<Segment> joined = [.. batch.Before is { } before ? [before] : (Segment[])[], .. batch.Segments, .. batch.After is { } after ? [after] : (Segment[])[]];
        TimeSpan begin = joined[0].MediaStart;
        bool sound = batch.Part.Format.Contains("mp4a", StringComparison.Ordinal);
        FfmpegOutcome outcome = await FfmpegRunner.RunAsync(
            new FfmpegJob(Arguments(batch.Part.Init, joined, begin, work, width, height, sound), null, StallLimit, TotalLimit) { WorkingDirectory = Path.Combine(root, batch.Part.Init.Part) }, null, cancellation);
        cancellation.ThrowIfCancellationRequested();
        // The segments are not to blame: they are looked at again.
        if (outcome is FfmpegOutcome.Failed { Problem: "disk-full" } full) throw new IOException(string.Join(" | ", full.LastLines));
        if (outcome is not FfmpegOutcome.Success) return null;
        (TimeSpan At, string File)[] tiles = [.. Directory.EnumerateFiles(work, "*.png").Select(file => (TimeSpan.FromMilliseconds(long.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture)), file)).OrderBy(tile => tile.Item1)];
        byte[] samples = File.Exists(Path.Combine(work, Sound)) ? await File.ReadAllBytesAsync(Path.Combine(work, Sound), cancellation) : [];
        // The playlist counts from zero, the pictures from where the recorder's run began: every segment begins with a key picture, so the first ones belong together.
        TimeSpan shift = tiles.Length > 0 ? tiles[0].At - begin : TimeSpan.Zero;
        return
        [
            .. batch.Segments.Select(segment =>
            {
                TimeSpan from = segment.MediaStart + shift - Slack, to = segment.MediaStart + segment.Duration + shift - Slack;
                return (tiles.FirstOrDefault(tile => tile.At >= from && tile.At < to).File, Levels.Of(samples, segment.MediaStart + shift - begin, segment.Duration));
            }),
        ];
    }

    private static IReadOnlyList<string> Arguments(SegmentFile init, IReadOnlyList<Segment> segments, TimeSpan begin, string work, int width, int height, bool sound)
    {
        string input = string.Join('|', segments.Select(segment => segment.File.Name).Prepend(init.Name));
        string fit = string.Create(CultureInfo.InvariantCulture, $"scale={width}:{height}:force_original_aspect_ratio=decrease:flags=area,pad={width}:{height}:(ow-iw)/2:(oh-ih)/2,settb=1/1000");
        string first = ((long)Math.Round(begin.TotalSeconds * Levels.Rate)).ToString(CultureInfo.InvariantCulture);
        string rate = Levels.Rate.ToString(CultureInfo.InvariantCulture);
        return
        [
            "-protocol_whitelist", "concat,file", "-codec_whitelist", "h264,hevc,aac,mp3", "-max_pixels", "20000000", "-threads", "1", "-skip_frame", "nokey", "-copyts",
            "-f", "mp4", "-i", $"concat:{input}",
            // The name of a picture is its time; a percent sign in the folder's name is none of it.
            "-map", "0:v:0", "-vf", fit, "-fps_mode", "passthrough", "-enc_time_base", "1:1000", "-c:v", "png", "-f", "image2", "-frame_pts", "1", "-y",
            $"{work.Replace("%", "%%", StringComparison.Ordinal)}/%d.png",
            // Where the sound begins is counted at the rate that comes in: so the rate is changed before.
            .. sound
                ? (string[])["-map", "0:a:0", "-af", $"aresample={rate},aresample=async=1:first_pts={first}", "-ac", "1", "-c:a", "pcm_s16le", "-f", "s16le", "-y", Path.Combine(work, Sound)]
                : [],
        ];
    }
}

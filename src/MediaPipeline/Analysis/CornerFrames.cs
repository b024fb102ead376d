using System.Globalization;
using MediaPipeline.Processes;
using MediaPipeline.Recordings;

namespace MediaPipeline.Analysis;

/// <summary>The corner of each picture of some segments.</summary>
/// <param name="Times">Of each picture, from the first one.</param>
/// <param name="Grey"><see cref="StampReader.Width"/> × <see cref="StampReader.Height"/> values a picture, one picture after the other.</param>
internal sealed record CornerFrames(IReadOnlyList<TimeSpan> Times, byte[] Grey)
{
    private const int Size = StampReader.Width * StampReader.Height;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // As the overlay reckons: its page is as large as the picture, and a unit is a 1080th of the shorter side of the largest 16:9 (or 9:16) in it.
    private static readonly string Corner = string.Create(CultureInfo.InvariantCulture,
        $"crop=w='{StampReader.WidthCells * SyncStamp.Cell}*{Unit}':h='{StampReader.HeightCells * SyncStamp.Cell}*{Unit}':x=0:y=0:exact=1,scale={StampReader.Width}:{StampReader.Height}:flags=area,format=gray");

    private const string Unit = "if(gt(ih,iw),min(iw/1080,ih/1920),min(iw/1920,ih/1080))";

    public ReadOnlySpan<byte> this[int index] => Grey.AsSpan(index * Size, Size);

    /// <summary>
    /// Decodes segments that follow each other, from the begin of the first (nothing seeks in them), on one thread and behind whatever is live.
    /// Null when they cannot be decoded.
    /// </summary>
    /// <param name="root">The recording's folder.</param>
    /// <param name="most">No more pictures than these.</param>
    public static async Task<CornerFrames?> TakeAsync(string root, SegmentFile init, IReadOnlyList<SegmentFile> segments, int most, CancellationToken cancellation)
    {
        string work = Directory.CreateTempSubdirectory("stamps-").FullName;
        try
        {
            string film = Path.Combine(work, "film.mp4"), grey = Path.Combine(work, "corner.grey");
            await JoinAsync(root, [init, .. segments], film, cancellation);
            var words = new Words();
            ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("stamps", "ffmpeg",
            [
                "-hide_banner", "-nostdin", "-nostats", "-loglevel", "info", "-protocol_whitelist", "file", "-threads", "1", "-i", $"file:{film}",
                "-map", "0:v:0", "-frames:v", most.ToString(CultureInfo.InvariantCulture), "-fps_mode", "passthrough", "-filter_threads", "1", "-vf", $"{Corner},showinfo=checksum=0",
                "-f", "rawvideo", "-y", grey,
            ])
            { Background = true, OnErrorLine = words.Hear });
            try
            {
                await ffmpeg.Exited.WaitAsync(Limit, cancellation);
            }
            catch (Exception late) when (late is TimeoutException or OperationCanceledException)
            {
                await ffmpeg.StopAsync(StopPlan.Ffmpeg);
                cancellation.ThrowIfCancellationRequested();
                return null;
            }
            byte[] bytes = File.Exists(grey) ? await File.ReadAllBytesAsync(grey, cancellation) : [];
            IReadOnlyList<TimeSpan> times = words.Times;
            // It may have seen some more than it was let write.
            int count = bytes.Length / Size;
            return count > 0 && times.Count >= count ? new CornerFrames([.. times.Take(count)], bytes) : null;
        }
        catch (IOException)
        {
            return null; // removed under our hands, or the disk has no room
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    // Init section and segments one after the other are a valid fragmented MP4.
    private static async Task JoinAsync(string root, IReadOnlyList<SegmentFile> files, string target, CancellationToken cancellation)
    {
        await using FileStream joined = File.Create(target);
        foreach (SegmentFile file in files)
        {
            await using FileStream segment = File.OpenRead(Path.Combine(root, file.Part, file.Name));
            await segment.CopyToAsync(joined, cancellation);
        }
    }

    /// <summary>The time of each picture, as showinfo says it.</summary>
    private sealed class Words
    {
        private readonly List<long> _stamps = [];
        private double? _unit;

        public IReadOnlyList<TimeSpan> Times => _unit is { } unit ? [.. _stamps.Select(stamp => TimeSpan.FromSeconds((stamp - _stamps[0]) * unit))] : [];

        public void Hear(string line)
        {
            if (ShowInfo.Picture(line) is { } stamp) _stamps.Add(stamp);
            else _unit ??= ShowInfo.Unit(line);
        }
    }
}

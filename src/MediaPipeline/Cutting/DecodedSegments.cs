using System.Collections.Concurrent;
using MediaPipeline.Probing;
using MediaPipeline.Processes;
using MediaPipeline.Recordings;

namespace MediaPipeline.Cutting;

/// <summary>
/// Segments that were decoded strictly while the recording grew. A clip that copies their packets bit for bit needs them decoded no second time: what is left to
/// do after its card has left the screen is a fraction. Known to this process alone; who does not know decodes.
/// </summary>
public sealed class DecodedSegments
{
    // Two and a half hours of two seconds each: stretches are minutes.
    private const int Most = 4_500;

    private readonly ConcurrentDictionary<(string Root, SegmentFile File), long> _lengths = new();
    private readonly ConcurrentQueue<(string Root, SegmentFile File)> _order = new();

    /// <summary>Whether a segment was looked at, whatever came of it.</summary>
    public bool Knows(string root, SegmentFile file) => _lengths.ContainsKey((root, file));

    /// <summary>Whether a segment of this length (bytes) decodes without an error.</summary>
    public bool Has(string root, SegmentFile file, long length) => _lengths.TryGetValue((root, file), out long known) && known == length;

    /// <summary>Decodes a closed segment, behind whatever is live. One that does not decode by itself (open groups, damage) is left to the check of the clip.</summary>
    public async Task LookAsync(string root, SegmentFile init, SegmentFile file, CancellationToken cancellation)
    {
        string joined = Path.Combine(Path.GetTempPath(), $"segment-{Guid.NewGuid():n}.mp4");
        try
        {
            long length;
            await using (FileStream target = File.Create(joined))
            {
                await using FileStream head = File.OpenRead(Path.Combine(root, init.Part, init.Name)), body = File.OpenRead(Path.Combine(root, file.Part, file.Name));
                await head.CopyToAsync(target, cancellation);
                await body.CopyToAsync(target, cancellation);
                length = body.Position;
            }
            FfmpegOutcome outcome = await FfmpegRunner.RunAsync(
                new FfmpegJob(["-xerror", "-err_detect", "explode", .. IndexScanner.Walls, "-i", $"file:{joined}", "-map", "0:v:0", "-f", "null", "-"]), null, cancellation);
            cancellation.ThrowIfCancellationRequested();
            Note((root, file), outcome is FfmpegOutcome.Success ? length : -1);
        }
        finally
        {
            File.Delete(joined);
        }
    }

    private void Note((string Root, SegmentFile File) segment, long length)
    {
        if (_lengths.TryAdd(segment, length)) _order.Enqueue(segment);
        while (_lengths.Count > Most && _order.TryDequeue(out (string Root, SegmentFile File) oldest)) _lengths.TryRemove(oldest, out _);
    }
}

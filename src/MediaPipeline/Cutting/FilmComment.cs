using System.Globalization;
using MediaPipeline.Processes;

namespace MediaPipeline.Cutting;

/// <summary>Writes a comment into a finished MP4 without touching what is in it.</summary>
public static class FilmComment
{
    /// <summary>Longest comment.</summary>
    public const int Longest = 400;

    /// <summary>
    /// Writes it: every packet is copied, and the new file is compared with the old one packet by packet (bytes, times and lengths) before it takes its place.
    /// False: something would have changed, or ffmpeg failed; the file is as it was.
    /// </summary>
    public static async Task<bool> WriteAsync(string film, string comment, CancellationToken cancellation)
    {
        if (comment.Length > Longest || comment.Any(char.IsControl)) throw new ArgumentException("Too long, or not one line.", nameof(comment));
        string path = Path.GetFullPath(film), unfinished = string.Create(CultureInfo.InvariantCulture, $"{path}.{Guid.NewGuid():n}.tmp");
        try
        {
            FfmpegOutcome copied = await FfmpegRunner.RunAsync(new FfmpegJob([.. Input(path), "-map", "0", "-c", "copy", "-metadata", $"comment={comment}", "-movflags", "+faststart", "-f", "mp4", unfinished]), null, cancellation);
            if (copied is not FfmpegOutcome.Success || await PacketsAsync(path, cancellation) is not { } before || await PacketsAsync(unfinished, cancellation) != before) return false;
            File.Move(unfinished, path, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static string[] Input(string file) => ["-protocol_whitelist", "file", "-f", "mov", "-i", file];

    // One line for all packets of each stream would hide times; the lines of all packets are a small file.
    private static async Task<string?> PacketsAsync(string film, CancellationToken cancellation)
    {
        string lines = $"{film}.packets";
        try
        {
            FfmpegOutcome outcome = await FfmpegRunner.RunAsync(new FfmpegJob([.. Input(film), "-map", "0", "-c", "copy", "-f", "framehash", "-hash", "murmur3", lines]), null, cancellation);
            return outcome is FfmpegOutcome.Success ? await File.ReadAllTextAsync(lines, cancellation) : null;
        }
        finally
        {
            File.Delete(lines);
        }
    }
}

using System.Text;

namespace MediaPipeline.Importing;

/// <summary>
/// Which container a file is, by its first bytes and never by its name. What is not recognised is never given to ffmpeg, and what is recognised is given to it with the reader
/// named: so no playlist, manifest or script can be opened as one.
/// </summary>
public static class ContainerSniff
{
    private const int Head = 64 * 1024, TsPacket = 188;
    private static readonly int[] TsStrides = [TsPacket, 192, 204];

    // Lists of other files begin with one of these, after white space or a byte order mark.
    private static readonly string[] Lists = ["#EXTM3U", "ffconcat", "file ", "file:", "file\t", "stream", "<?xml", "<MPD", "<smil", "[playlist]", "[Reference]", "http:", "https:", "#!", "chunk_durations"];
    private static readonly string[] Boxes = ["ftyp", "moov", "mdat", "free", "skip", "wide", "styp", "moof", "pnot"];

    /// <summary>ffmpeg's name of the reader, or a code of why there is none.</summary>
    public static async Task<(string? Reader, string? Problem)> LookAsync(string path, CancellationToken cancellation)
    {
        await using FileStream file = new(path, new FileStreamOptions { Options = FileOptions.Asynchronous, Share = FileShare.ReadWrite | FileShare.Delete });
        byte[] head = new byte[Head];
        int length = await file.ReadAtLeastAsync(head, Head, throwOnEndOfStream: false, cancellation);
        return Of(head.AsSpan(0, length));
    }

    internal static (string? Reader, string? Problem) Of(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty) return (null, ImportCodes.Empty);
        if (head.Length >= 4 && head[..4].SequenceEqual((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3])) return ("matroska", null);
        if (head.Length >= 4 && head[..3].SequenceEqual("FLV"u8) && head[3] is > 0 and < 5) return ("flv", null);
        if (head.Length >= 12 && Boxes.Contains(Encoding.Latin1.GetString(head.Slice(4, 4)), StringComparer.Ordinal)) return ("mov", null);
        if (IsTransportStream(head)) return ("mpegts", null);
        string text = Encoding.Latin1.GetString(head[..Math.Min(head.Length, 512)]).TrimStart('\u00EF', '\u00BB', '\u00BF', '\0', ' ', '\t', '\r', '\n');
        return (null, Lists.Any(begin => text.StartsWith(begin, StringComparison.OrdinalIgnoreCase)) ? ImportCodes.IsPlaylist : ImportCodes.UnknownFormat);
    }

    // A recording that was cut at its head begins in the middle of a packet; five sync bytes in a row are no accident.
    private static bool IsTransportStream(ReadOnlySpan<byte> head)
    {
        foreach (int stride in TsStrides)
        {
            for (int at = 0; at < stride && at + (4 * stride) < head.Length; at++)
            {
                if (head[at] == 0x47 && head[at + stride] == 0x47 && head[at + (2 * stride)] == 0x47 && head[at + (3 * stride)] == 0x47 && head[at + (4 * stride)] == 0x47) return true;
            }
        }
        return false;
    }
}

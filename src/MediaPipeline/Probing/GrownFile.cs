using System.Buffers.Binary;

namespace MediaPipeline.Probing;

/// <summary>
/// Reads only what is new in a file that grew: its begin (headers and parameter sets, up to the first picture) and what follows from the
/// last known key picture on, put together, are a file of the same kind. FLV, MPEG-TS and fragmented MP4; the others cannot grow, or cannot
/// be taken apart.
/// </summary>
internal static class GrownFile
{
    // Headers longer than this are none.
    private const long MostHead = 4 << 20;

    /// <summary>The longer index, how many of its packets were known, and the bytes read; null: it has to be read from the begin.</summary>
    public static async Task<(KeyframeIndex Index, int Same, long BytesRead)?> ExtendAsync(string file, KeyframeIndex index, CancellationToken cancellation)
    {
        int last = -1;
        for (int i = index.Packets.Count - 1; i > 0 && last < 0; i--)
        {
            if (index.Packets[i].Is(PacketMarks.Key)) last = i;
        }
        if (last <= 0 || index.Packets[0].Position <= 0 || index.Packets[last].Position <= 0) return null;
        await using FileStream source = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (Cut(source, index, last) is not { } cut || cut.Head > MostHead) return null;
        string joined = Path.Combine(Path.GetTempPath(), $"grown-{Guid.NewGuid():n}");
        try
        {
            long length;
            await using (FileStream target = File.Create(joined))
            {
                await CopyAsync(source, 0, cut.Head, target, cancellation);
                await CopyAsync(source, cut.Tail, long.MaxValue, target, cancellation);
                length = target.Length;
            }
            if (await IndexScanner.ScanAsync(joined, cancellation) is not IndexOutcome.Indexed { Index: var tail }) return null;
            IndexedPacket[] found = [.. tail.Packets.Select(packet => packet with { Position = packet.Position < cut.Head ? packet.Position : packet.Position - cut.Head + cut.Tail })];
            // The same picture in the same place: it is the file that was indexed, and it did grow.
            int begin = Array.FindIndex(found, packet => packet.Position == index.Packets[last].Position);
            if (begin < 0 || found[begin].Pts != index.Packets[last].Pts || found[begin].Size != index.Packets[last].Size || tail.Video != index.Video) return null;
            return (index with { AudioRate = index.AudioRate ?? tail.AudioRate, Packets = [.. index.Packets.Take(last), .. found.Skip(begin)] }, last, length);
        }
        finally
        {
            File.Delete(joined);
        }
    }

    private static (long Head, long Tail)? Cut(FileStream source, KeyframeIndex index, int last)
    {
        if (index.Format is "flv" or "mpegts") return (index.Packets[0].Position, index.Packets[last].Position);
        if (!index.Format.Contains("mp4", StringComparison.Ordinal)) return null;
        // ISO/IEC 14496-12: box after box; a fragment is a moof with its mdat behind it.
        (long? first, long? holder) = (null, null);
        Span<byte> header = stackalloc byte[16];
        for (long at = 0; at + 8 <= source.Length;)
        {
            source.Position = at;
            int read = source.ReadAtLeast(header, 16, throwOnEndOfStream: false);
            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            if (size == 1 && read == 16) size = BinaryPrimitives.ReadInt64BigEndian(header[8..]);
            if (size < 8) break;
            if (header[4..8].SequenceEqual("moof"u8))
            {
                first ??= at;
                if (at < index.Packets[last].Position) holder = at;
            }
            at += size;
        }
        return first is { } head && holder is { } tail && tail > head ? (head, tail) : null;
    }

    private static async Task CopyAsync(FileStream source, long from, long length, FileStream target, CancellationToken cancellation)
    {
        source.Position = from;
        byte[] buffer = new byte[1 << 16];
        int read;
        while (length > 0 && (read = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length)), cancellation)) > 0)
        {
            await target.WriteAsync(buffer.AsMemory(0, read), cancellation);
            length -= read;
        }
    }
}

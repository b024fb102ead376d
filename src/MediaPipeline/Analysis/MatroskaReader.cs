using System.Buffers.Binary;

namespace MediaPipeline.Analysis;

/// <summary>
/// Reads the blocks that our own ffmpeg writes to a pipe: pictures and sound, not packed, each with its time in milliseconds. Just enough of Matroska (RFC 9559) for
/// that; never shown a file of anybody else.
/// </summary>
internal static class MatroskaReader
{
    // Element ids with their length marker, as they stand in the stream.
    private const uint Segment = 0x18538067, Cluster = 0x1F43B675, ClusterTime = 0xE7, SimpleBlock = 0xA3, BlockGroup = 0xA0, Block = 0xA1;

    // Larger than any picture or sound that we ask for.
    private const long MostBytes = 1 << 24;
    private const int HeadBytes = 4;

    /// <summary>Reads to the end of the stream; false: it ended in the middle of something.</summary>
    /// <param name="take">Told the track (from 1), the time in milliseconds and the bytes, which are only lent.</param>
    public static async Task<bool> ReadAsync(Stream stream, Action<int, long, ReadOnlyMemory<byte>> take)
    {
        await using var input = new BufferedStream(stream, 1 << 18);
        byte[] bytes = new byte[1 << 16];
        long cluster = 0;
        while (true)
        {
            if (await NumberAsync(input, bytes, keepMarker: true) is not { } id) return true;
            if (await NumberAsync(input, bytes, keepMarker: false) is not { } size) return false;
            if (id is Segment or Cluster or BlockGroup) continue; // what is in them follows
            if (size is < 0 or > MostBytes) return false;
            if (bytes.Length < size) bytes = new byte[size];
            Memory<byte> content = bytes.AsMemory(0, (int)size);
            if (await input.ReadAtLeastAsync(content, (int)size, throwOnEndOfStream: false) < size) return false;
            if (id == ClusterTime) cluster = Unsigned(content.Span);
            // One digit of track, two bytes of time from the cluster's, one of marks.
            if (id is not (SimpleBlock or Block) || size < HeadBytes) continue;
            take(content.Span[0] & 0x7F, cluster + BinaryPrimitives.ReadInt16BigEndian(content.Span[1..]), content[HeadBytes..]);
        }
    }

    private static async Task<long?> NumberAsync(Stream input, byte[] bytes, bool keepMarker)
    {
        if (await input.ReadAtLeastAsync(bytes.AsMemory(0, 1), 1, throwOnEndOfStream: false) < 1) return null;
        int length = System.Numerics.BitOperations.LeadingZeroCount((uint)bytes[0]) - 23;
        if (length > 8 || await input.ReadAtLeastAsync(bytes.AsMemory(1, length - 1), length - 1, throwOnEndOfStream: false) < length - 1) return null;
        if (!keepMarker) bytes[0] = (byte)(bytes[0] & ((0x80 >> (length - 1)) - 1));
        return Unsigned(bytes.AsSpan(0, length));
    }

    private static long Unsigned(ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        foreach (byte one in bytes[..Math.Min(8, bytes.Length)]) number = (number << 8) | one;
        return unchecked((long)number);
    }
}

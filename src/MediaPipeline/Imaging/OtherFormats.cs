using System.Buffers.Binary;

namespace MediaPipeline.Imaging;

/// <summary>Pictures that people do upload and that are not taken: named as such, so that the answer helps more than "broken".</summary>
internal static class OtherFormats
{
    /// <summary>HEIC and AVIF (ISO/IEC 23008-12), SVG, animated PNG (which decoders show as its first frame).</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes) => IsHeif(bytes) || IsSvg(bytes) || IsAnimatedPng(bytes);

    private static bool IsHeif(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 12 && bytes[4..8].SequenceEqual("ftyp"u8)
        && (bytes[8..11].SequenceEqual("hei"u8) || bytes[8..11].SequenceEqual("hev"u8) || bytes[8..11].SequenceEqual("avi"u8) || bytes[8..12].SequenceEqual("mif1"u8) || bytes[8..12].SequenceEqual("msf1"u8));

    private static bool IsSvg(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> begin = bytes[..Math.Min(bytes.Length, 1_024)];
        if (begin.StartsWith("\uFEFF"u8)) begin = begin[3..];
        begin = begin.TrimStart(" \t\r\n"u8);
        return begin.StartsWith("<"u8) && begin.IndexOf("<svg"u8) >= 0;
    }

    // The chunk acTL stands before the first IDAT. Source: PNG third edition, 11.3.6.1.
    private static bool IsAnimatedPng(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])) return false;
        bytes = bytes[8..];
        while (bytes.Length >= 12)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            if (bytes[4..8].SequenceEqual("acTL"u8)) return true;
            if (bytes[4..8].SequenceEqual("IDAT"u8) || length > bytes.Length - 12) return false;
            bytes = bytes[(int)(length + 12)..];
        }
        return false;
    }
}

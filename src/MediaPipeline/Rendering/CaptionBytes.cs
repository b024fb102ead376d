using System.Text;

namespace MediaPipeline.Rendering;

/// <summary>Text out of the bytes of a caption file: UTF-8, UTF-16 of either order with or without a mark, or GB18030 (which holds GBK and GB2312).</summary>
internal static class CaptionBytes
{
    /// <summary>The text and its encoding; null: none of these.</summary>
    public static (string Text, string Encoding)? Decode(byte[] bytes)
    {
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) return Strictly(new UTF8Encoding(false, true), bytes.AsSpan(3), "utf-8");
        if (bytes is [0xFF, 0xFE, ..]) return Strictly(new UnicodeEncoding(false, false, true), bytes.AsSpan(2), "utf-16");
        if (bytes is [0xFE, 0xFF, ..]) return Strictly(new UnicodeEncoding(true, false, true), bytes.AsSpan(2), "utf-16");
        if (Utf16Without(bytes) is { } bigEndian) return Strictly(new UnicodeEncoding(bigEndian, false, true), bytes, "utf-16");
        return Strictly(new UTF8Encoding(false, true), bytes, "utf-8")
            ?? Strictly(CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!, bytes, "gb18030");
    }

    // Times are digits: in UTF-16 every second byte of theirs is zero, and text in other encodings has no zeros.
    private static bool? Utf16Without(byte[] bytes)
    {
        if (bytes.Length < 8 || bytes.Length % 2 != 0) return null;
        (int even, int odd) = (0, 0);
        for (int i = 0; i < Math.Min(bytes.Length, 4_096); i++)
        {
            if (bytes[i] != 0) continue;
            if (i % 2 == 0) even++;
            else odd++;
        }
        return even + odd < 4 ? null : even > odd;
    }

    private static (string Text, string Encoding)? Strictly(Encoding encoding, ReadOnlySpan<byte> bytes, string name)
    {
        try
        {
            string text = encoding.GetString(bytes);
            // What is no text at all (a film, a picture) decodes as GB18030 now and then, but holds control characters.
            return text.Any(letter => letter < ' ' && letter is not ('\n' or '\r' or '\t' or '\f')) ? null : (text, name);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

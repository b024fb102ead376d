using System.Text;
using System.Xml;
using Studio.Grains.Values;

namespace Studio.Api.Edge.Tables;

/// <summary>
/// Bytes of a file, or pasted text, as a table. What it is, is told by its content; a name's ending proves nothing. Bad input is an
/// answer with one of <see cref="TableCodes"/>, never an exception; formulas are never evaluated.
/// </summary>
internal static class TableReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // What Windows saves as "CSV" in China. GB18030 holds all of GBK.
    private static readonly Encoding StrictGb = CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>Reads a file: XLSX, or separated text in UTF-8, UTF-16 (with its mark) or GB18030.</summary>
    public static Outcome<Table> Read(ReadOnlyMemory<byte> file, TableForm form)
    {
        if (file.Length > TableLimits.Bytes) return TooLarge(TableLimits.Bytes);
        if (file.IsEmpty) return new Refusal(TableCodes.TableEmpty);
        ReadOnlySpan<byte> bytes = file.Span;
        if (bytes.StartsWith("PK\u0003\u0004"u8)) return Guarded(() => XlsxReader.Read(file, form));
        // The compound file is Excel 97's, and also what an XLSX with a password is wrapped in.
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])) return Unreadable("xls");
        if (bytes.StartsWith("%PDF"u8)) return Unreadable("pdf");
        return Decode(bytes) is { } text ? ReadText(text, form) : new Refusal(TableCodes.TableUnreadable);
    }

    /// <summary>Reads text that was pasted, or that a file held.</summary>
    public static Outcome<Table> ReadText(string text, TableForm form)
    {
        if (text.Length > TableLimits.Bytes) return TooLarge(TableLimits.Bytes);
        if (string.IsNullOrWhiteSpace(text)) return new Refusal(TableCodes.TableEmpty);
        // Shop systems like to call a web page ".xls".
        ReadOnlySpan<char> start = text.AsSpan().TrimStart();
        bool markup = start.StartsWith("<html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<table", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase);
        return markup ? Unreadable("html") : Guarded(() => SeparatedText.Read(text, form));
    }

    /// <summary>Text of bytes, or null when they are not text.</summary>
    internal static string? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            string text = bytes switch
            {
                [0xEF, 0xBB, 0xBF, ..] => StrictUtf8.GetString(bytes[3..]),
                [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true).GetString(bytes[2..]),
                [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true).GetString(bytes[2..]),
                // Chinese text in GB18030 is practically never valid UTF-8; the other way round it often is.
                _ => Utf8OrNull(bytes) ?? StrictGb.GetString(bytes),
            };
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string? Utf8OrNull(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes) ? StrictUtf8.GetString(bytes) : null;

    // The parsers below speak in exceptions of many kinds; all of them mean that the file is not what it says it is.
    private static Outcome<Table> Guarded(Func<Outcome<Table>> read)
    {
        try
        {
            return read();
        }
        catch (UnpackedTooMuchException)
        {
            return TooLarge(TableLimits.UnpackedBytes);
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException or XmlException or FormatException or ArgumentException
            or OverflowException or NotSupportedException or InvalidOperationException or CsvHelper.CsvHelperException)
        {
            return new Refusal(TableCodes.TableUnreadable);
        }
    }

    private static Refusal TooLarge(int limit) => Refusal.With(TableCodes.FileTooLarge, "limit", limit);

    private static Refusal Unreadable(string format) => Refusal.With(TableCodes.TableUnreadable, "format", format);
}

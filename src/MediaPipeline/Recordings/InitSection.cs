using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace MediaPipeline.Recordings;

/// <summary>
/// What an init section says about its streams, as text that is equal when segments of two parts may stand in one MP4 track.
/// Source: ISO/IEC 14496-12 (boxes), 14496-15 (avcC), 14496-1 (esds). Bit rates are left out: they differ from run to run and mean nothing here.
/// </summary>
internal static class InitSection
{
    private const int MostBytes = 1 << 20, VisualEntry = 78, SoundEntry = 28;

    /// <summary>For example <c>avc1 1280x720 avcC:0164…|mp4a 2x48000 config:1190</c>; null when it is no complete init section.</summary>
    public static async Task<string?> FormatAsync(string file, CancellationToken cancellation)
    {
        try
        {
            if (new FileInfo(file).Length is 0 or > MostBytes) return null;
            return Format(await File.ReadAllBytesAsync(file, cancellation));
        }
        catch (IOException)
        {
            return null;
        }
    }

    internal static string? Format(ReadOnlyMemory<byte> bytes)
    {
        List<string> streams = [];
        foreach ((_, ReadOnlyMemory<byte> track) in Boxes(Find(bytes, "moov")).Where(box => box.Type == "trak"))
        {
            ReadOnlyMemory<byte> descriptions = Find(Find(Find(Find(track, "mdia"), "minf"), "stbl"), "stsd");
            if (descriptions.Length <= 8) continue;
            foreach ((string type, ReadOnlyMemory<byte> entry) in Boxes(descriptions[8..])) streams.Add(Entry(type, entry));
        }
        return streams.Count == 0 ? null : string.Join('|', streams);
    }

    private static string Entry(string type, ReadOnlyMemory<byte> entry)
    {
        var text = new StringBuilder(type);
        bool sound = type is "mp4a" or "Opus" or "ac-3" or "fLaC";
        int fields = sound ? SoundEntry : VisualEntry;
        if (entry.Length < fields) return type;
        ReadOnlySpan<byte> head = entry.Span;
        (int first, int second) = sound ? (16, 24) : (24, 26); // channels and whole Hz, or width and height
        text.Append(CultureInfo.InvariantCulture, $" {Short(head, first)}x{Short(head, second)}");
        foreach ((string name, ReadOnlyMemory<byte> box) in Boxes(entry[fields..]))
        {
            if (name == "esds") text.Append(" config:").Append(Convert.ToHexString(DecoderConfig(box.Span)));
            else if (name.EndsWith('C')) text.Append(' ').Append(name).Append(':').Append(Convert.ToHexString(box.Span));
        }
        return text.ToString();
    }

    // DecoderSpecificInfo (tag 5) inside DecoderConfigDescriptor (tag 4) inside ES_Descriptor (tag 3).
    private static ReadOnlySpan<byte> DecoderConfig(ReadOnlySpan<byte> box)
    {
        int at = 4;
        while (at < box.Length)
        {
            int tag = box[at++], length = 0;
            while (at < box.Length)
            {
                byte part = box[at++];
                length = ((length << 7) | (part & 0x7F)) & 0xFFFFF;
                if ((part & 0x80) == 0) break;
            }
            if (tag == 5) return box.Slice(at, Math.Min(length, box.Length - at));
            at += tag switch { 3 => 3, 4 => 13, _ => length };
        }
        return default;
    }

    internal static ReadOnlyMemory<byte> Find(ReadOnlyMemory<byte> parent, string type) => Boxes(parent).FirstOrDefault(box => box.Type == type).Content;

    internal static IEnumerable<(string Type, ReadOnlyMemory<byte> Content)> Boxes(ReadOnlyMemory<byte> parent)
    {
        while (parent.Length >= 8)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(parent.Span);
            // 0 and 1 (open end, 64 bits) do not occur in an init section; a size beyond its parent means a half-written file.
            if (size < 8 || size > parent.Length) yield break;
            yield return (Encoding.Latin1.GetString(parent.Span.Slice(4, 4)), parent[8..(int)size]);
            parent = parent[(int)size..];
        }
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
}

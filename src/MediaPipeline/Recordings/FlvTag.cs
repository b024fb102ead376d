using System.Buffers.Binary;

namespace MediaPipeline.Recordings;

/// <summary>What a tag of an FLV file carries.</summary>
internal enum FlvKind
{
    /// <summary>Script data, and what else nobody needs here.</summary>
    Other,

    /// <summary>A frame of sound.</summary>
    Sound,

    /// <summary>The sound's codec parameters (AAC sequence header).</summary>
    SoundHeader,

    /// <summary>A picture that needs others.</summary>
    Picture,

    /// <summary>A picture that can be shown alone.</summary>
    KeyPicture,

    /// <summary>The picture's codec parameters (AVC sequence header).</summary>
    PictureHeader,
}

/// <summary>One tag: where its data lies in the file. Source: Adobe Flash Video File Format Specification 10.1, annex E.</summary>
/// <param name="Time">From the first tag of its file. See <see cref="FlvClock"/>.</param>
internal readonly record struct FlvTag(FlvKind Kind, TimeSpan Time, long At, int Length)
{
    /// <summary>Bytes before a picture's own: codec, kind, composition time.</summary>
    public const int PictureFields = 5;

    /// <summary>Bytes before a sound's own.</summary>
    public const int SoundFields = 2;

    public bool IsPicture => Kind is FlvKind.Picture or FlvKind.KeyPicture;
}

/// <summary>Reads an FLV file that grows: what was read once is not read again.</summary>
internal sealed class FlvReader
{
    private readonly List<FlvTag> _tags = [];
    private readonly FlvClock _clock = new();
    private readonly Dictionary<long, string> _known = [];
    private long _at = FlvFile.FileHead;

    /// <summary>All complete tags, with a clock that goes on where the feed's leaps (<see cref="FlvClock"/>).</summary>
    public IReadOnlyList<FlvTag> Read(Stream file)
    {
        Span<byte> head = stackalloc byte[FlvFile.TagHead + 2];
        while (_at + FlvFile.TagHead + 2 <= file.Length)
        {
            file.Position = _at;
            file.ReadExactly(head);
            int length = (head[1] << 16) | (head[2] << 8) | head[3];
            if (_at + FlvFile.TagHead + length + FlvFile.TagFoot > file.Length) break;
            // The upper eight bits stand behind the lower twenty-four; the difference is right over a wrap of all thirty-two.
            uint stamp = ((uint)head[7] << 24) | ((uint)head[4] << 16) | ((uint)head[5] << 8) | head[6];
            FlvKind kind = length < 2 ? FlvKind.Other : FlvFile.KindOf(head[0], head[11], head[12]);
            if (kind is FlvKind.Sound or FlvKind.Picture or FlvKind.KeyPicture) _clock.Tick(stamp, kind == FlvKind.Sound);
            _tags.Add(new FlvTag(kind, _clock.Now, _at + FlvFile.TagHead, length));
            _at += FlvFile.TagHead + length + FlvFile.TagFoot;
        }
        return [.. _tags];
    }

    /// <summary>What was made of a tag's data, made once.</summary>
    public string Known(Stream file, FlvTag tag, Func<byte[], string> make) =>
        _known.TryGetValue(tag.At, out string? known) ? known : _known[tag.At] = make(FlvFile.Data(file, tag));
}

/// <summary>Reads FLV files that may end in the middle of a tag, and writes tags under other times.</summary>
internal static class FlvFile
{
    internal const int FileHead = 13, TagHead = 11, TagFoot = 4;
    private const byte SoundTag = 8, PictureTag = 9, Avc = 7, Aac = 10;

    /// <summary>All complete tags.</summary>
    public static IReadOnlyList<FlvTag> Read(Stream file) => new FlvReader().Read(file);

    /// <summary>The data of a tag.</summary>
    public static byte[] Data(Stream file, FlvTag tag)
    {
        byte[] data = new byte[tag.Length];
        file.Position = tag.At;
        file.ReadExactly(data);
        return data;
    }

    /// <summary>Writes the file's head; a reader waits for sound where it is announced.</summary>
    public static void WriteBegin(Stream target, bool sound) => target.Write([(byte)'F', (byte)'L', (byte)'V', 1, sound ? (byte)5 : (byte)1, 0, 0, 0, 9, 0, 0, 0, 0]);

    /// <summary>Writes a tag's data under another time.</summary>
    public static void Write(Stream target, FlvKind kind, TimeSpan time, ReadOnlySpan<byte> data)
    {
        Span<byte> head = stackalloc byte[TagHead];
        head.Clear();
        uint stamp = (uint)Math.Max(0, Math.Round(time.TotalMilliseconds));
        head[0] = kind is FlvKind.Sound or FlvKind.SoundHeader ? SoundTag : PictureTag;
        (head[1], head[2], head[3]) = ((byte)(data.Length >> 16), (byte)((data.Length >> 8) & 0xFF), (byte)(data.Length & 0xFF));
        (head[4], head[5], head[6], head[7]) = ((byte)((stamp >> 16) & 0xFF), (byte)((stamp >> 8) & 0xFF), (byte)(stamp & 0xFF), (byte)(stamp >> 24));
        target.Write(head);
        target.Write(data);
        BinaryPrimitives.WriteInt32BigEndian(head, data.Length + TagHead);
        target.Write(head[..TagFoot]);
    }

    internal static FlvKind KindOf(byte tag, byte first, byte second) => tag switch
    {
        SoundTag => first >> 4 == Aac && second == 0 ? FlvKind.SoundHeader : FlvKind.Sound,
        PictureTag when (first & 15) != Avc => first >> 4 == 1 ? FlvKind.KeyPicture : FlvKind.Picture,
        PictureTag => second switch { 0 => FlvKind.PictureHeader, 1 => first >> 4 == 1 ? FlvKind.KeyPicture : FlvKind.Picture, _ => FlvKind.Other },
        _ => FlvKind.Other,
    };
}

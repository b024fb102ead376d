namespace MediaPipeline.Probing;

/// <summary>What is known of a packet besides its times.</summary>
[Flags]
public enum PacketMarks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The container calls it a key picture.</summary>
    Key = 1,

    /// <summary>It holds an IDR picture (H.264, NAL type 5): nothing after it needs anything before it. A key picture of an open group is none.</summary>
    Idr = 2,

    /// <summary>An edit list hides it: it is decoded and not shown.</summary>
    Hidden = 4,
}

/// <summary>A packet of the video stream.</summary>
/// <param name="Pts">When it is shown, in ticks of the stream; <see cref="NoTime"/>: not said.</param>
/// <param name="Dts">When it is decoded, in ticks.</param>
/// <param name="Position">Where it begins in the file, in bytes; -1: not known.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Parameters">The parameter sets in force (SPS, PPS), as a number that is equal for equal ones.</param>
public readonly record struct IndexedPacket(long Pts, long Dts, long Position, int Size, PacketMarks Marks, long Parameters)
{
    /// <summary>No time stamp.</summary>
    public const long NoTime = long.MinValue;

    /// <summary>Whether it has a mark.</summary>
    public bool Is(PacketMarks mark) => (Marks & mark) == mark;
}

/// <summary>The video stream, in ffprobe's words; empty where it says nothing.</summary>
/// <param name="Tick">Length of a tick.</param>
/// <param name="Rotation">Degrees by which a player turns it.</param>
public sealed record IndexedVideo(string Codec, string Profile, int Level, int Width, int Height, string PixelFormat, string FieldOrder, int Rotation, Tick Tick)
{
    /// <summary>Shape of a pixel, for example 1:1.</summary>
    public string SampleAspect { get; init; } = "";

    /// <summary>tv or pc.</summary>
    public string Range { get; init; } = "";

    /// <summary>Colour matrix.</summary>
    public string Space { get; init; } = "";

    /// <summary>Colour primaries.</summary>
    public string Primaries { get; init; } = "";

    /// <summary>Transfer characteristics.</summary>
    public string Transfer { get; init; } = "";
}

/// <summary>Length of a tick of a stream: <paramref name="Numerator"/>/<paramref name="Denominator"/> seconds.</summary>
public readonly record struct Tick(long Numerator, long Denominator)
{
    /// <summary>Seconds of so many ticks.</summary>
    public double Seconds(long ticks) => (double)ticks * Numerator / Denominator;

    /// <summary>The tick that is nearest to a time.</summary>
    public long Of(TimeSpan time) => (long)Math.Round(time.TotalSeconds * Denominator / Numerator);

    /// <inheritdoc/>
    public override string ToString() => $"{Numerator}/{Denominator}";
}

/// <summary>When each picture of a file is shown, which may begin a copy, and where it lies: everything that a cut is planned from.</summary>
/// <param name="Format">ffmpeg's name of the container.</param>
/// <param name="Start">The container's own begin, from which ffmpeg counts a seek; seconds.</param>
/// <param name="AudioRate">Hz of the first sound stream; null without sound.</param>
/// <param name="Packets">Of the first video stream, in the order of decoding.</param>
public sealed record KeyframeIndex(string Format, double Start, IndexedVideo Video, int? AudioRate, IReadOnlyList<IndexedPacket> Packets)
{
    /// <summary>Transport streams are sought by guessing positions: ffmpeg arrives late in them.</summary>
    public bool IsTransportStream => Format == "mpegts";
}

/// <summary>What indexing came to.</summary>
public abstract record IndexOutcome
{
    /// <summary>The index, and how many bytes of the file were read for it this time.</summary>
    public sealed record Indexed(KeyframeIndex Index, long BytesRead) : IndexOutcome;

    /// <summary>No index. Codes: those of <see cref="ProbeOutcome.Refused"/>, no-picture, too-many-packets, ffmpeg-failed.</summary>
    public sealed record Refused(string Code) : IndexOutcome;
}

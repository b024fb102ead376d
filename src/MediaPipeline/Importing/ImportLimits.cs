namespace MediaPipeline.Importing;

/// <summary>What a recording from elsewhere may be at most. What is beyond is refused before anything is made of it.</summary>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Pixels">Width × height of a picture.</param>
/// <param name="Streams">Pictures, sound, subtitles and the rest together.</param>
/// <param name="Duration">Length; also of what is made of it.</param>
/// <param name="Frames">Pictures that the file claims or has.</param>
/// <param name="ProbeTime">For reading its headers.</param>
public sealed record ImportLimits(long Bytes, long Pixels, int Streams, TimeSpan Duration, long Frames, TimeSpan ProbeTime)
{
    /// <summary>20 GiB, 8K pictures, 16 streams, 24 hours, 120 pictures a second for as long, 30 s.</summary>
    public static ImportLimits Default { get; } = new(20L << 30, 7680L * 4320, 16, TimeSpan.FromHours(24), 24L * 3600 * 120, TimeSpan.FromSeconds(30));

    /// <summary>For reading it once from begin to end: a slow disk gives 10 MB a second.</summary>
    public static TimeSpan ReadTime(long bytes) => TimeSpan.FromSeconds(60 + (bytes / 10_000_000));
}

/// <summary>Stable codes of why a recording from elsewhere is not taken.</summary>
public static class ImportCodes
{
    /// <summary>There is nothing in it.</summary>
    public const string Empty = "import-empty";

    /// <summary>It has more bytes than are taken.</summary>
    public const string TooLarge = "import-too-large";

    /// <summary>It is a list of other files (playlist, concat script, manifest), not a recording.</summary>
    public const string IsPlaylist = "import-is-playlist";

    /// <summary>By its content it is none of MP4, MOV, FLV, MKV, WebM, TS.</summary>
    public const string UnknownFormat = "import-unknown-format";

    /// <summary>It begins as one of these, and cannot be read.</summary>
    public const string Unreadable = "import-unreadable";

    /// <summary>Its end is missing, and with it the table without which nothing can be read.</summary>
    public const string CutShort = "import-cut-short";

    /// <summary>There are no pictures in it.</summary>
    public const string NoPictures = "import-no-pictures";

    /// <summary>Its pictures or its sound are coded in a way that is not taken.</summary>
    public const string UnknownCodec = "import-unknown-codec";

    /// <summary>Its pictures are too large.</summary>
    public const string TooManyPixels = "import-too-many-pixels";

    /// <summary>It has too many streams.</summary>
    public const string TooManyStreams = "import-too-many-streams";

    /// <summary>It is too long, or claims to be.</summary>
    public const string TooLong = "import-too-long";

    /// <summary>It claims more pictures than can be, or than its bytes can hold.</summary>
    public const string FalseClaims = "import-false-claims";

    /// <summary>It took too long to look at.</summary>
    public const string TooSlow = "import-too-slow";

    /// <summary>Too much of it is damaged.</summary>
    public const string Damaged = "import-damaged";

    /// <summary>What it is made of took no part in this: ffmpeg failed for a reason of its own. It can be tried again.</summary>
    public const string Failed = "import-failed";
}

/// <summary>Stable codes of what was mended, left out or changed on the way in.</summary>
public static class Repairs
{
    /// <summary>It did not say how long it is.</summary>
    public const string NoDuration = "no-duration";

    /// <summary>It says that it is longer than it is: its end is missing.</summary>
    public const string EndMissing = "end-missing";

    /// <summary>The time from picture to picture differs; it stays so.</summary>
    public const string VariableRate = "variable-rate";

    /// <summary>Its pictures lie on their side; they were turned.</summary>
    public const string Rotated = "rotated";

    /// <summary>Its pixels are not square; the pictures were stretched.</summary>
    public const string OddPixels = "odd-pixels";

    /// <summary>Its pictures are made of two halves (interlaced); they were joined.</summary>
    public const string Interlaced = "interlaced";

    /// <summary>Its pictures were larger than 1080p; they were made smaller.</summary>
    public const string MadeSmaller = "made-smaller";

    /// <summary>Its pictures are coded otherwise than recordings here; they were encoded again.</summary>
    public const string OtherCodec = "other-codec";

    /// <summary>Its key pictures are far apart; it was encoded again, so that it can be cut.</summary>
    public const string KeysFarApart = "keys-far-apart";

    /// <summary>It begins in the middle of a group of pictures; those before the first key picture are gone.</summary>
    public const string HeadMissing = "head-missing";

    /// <summary>Its clock jumps.</summary>
    public const string ClockJumps = "clock-jumps";

    /// <summary>Pictures in it are damaged; they were encoded again as well as they could be read.</summary>
    public const string DamagedPictures = "damaged-pictures";

    /// <summary>Its sound was encoded again.</summary>
    public const string OtherSound = "other-sound";

    /// <summary>It has more than one sound track; the first was taken.</summary>
    public const string MoreTracks = "more-tracks";

    /// <summary>It has no sound.</summary>
    public const string NoSound = "no-sound";
}

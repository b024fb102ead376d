using System.Text.Json.Serialization;
using MediaPipeline.Probing;

namespace MediaPipeline.Rendering;

/// <summary>What rendering came to.</summary>
public abstract record RenderOutcome
{
    private RenderOutcome()
    {
    }

    /// <summary>The work was done: what came of each preset, in the order of the job. One that failed its checks has no file.</summary>
    public sealed record Rendered(IReadOnlyList<Rendition> Renditions) : RenderOutcome
    {
        /// <summary>Whether every rendition has its file.</summary>
        public bool Complete => Renditions.All(rendition => rendition.File is not null);

        /// <summary>The encoder that was used, in ffmpeg's words, for example libx264.</summary>
        public string Encoder { get; init; } = "";

        /// <summary>Loudness of the mix before it was levelled; null: there is no sound.</summary>
        public Loudness? Before { get; init; }

        /// <summary>Where the subject was taken to be over time; empty when nothing was cropped.</summary>
        public IReadOnlyList<CropPoint> Track { get; init; } = [];

        /// <summary>How long measuring and encoding took.</summary>
        public TimeSpan Making { get; init; }

        /// <summary>How long checking took.</summary>
        public TimeSpan Checking { get; init; }
    }

    /// <summary>Nothing was made. Codes: those of <see cref="RenderProblems"/>.</summary>
    public sealed record Failed(string Problem, string Details) : RenderOutcome;

    /// <summary>The caller wished it to end; there is no file.</summary>
    public sealed record Cancelled : RenderOutcome;
}

/// <summary>Stable codes of why nothing was rendered.</summary>
public static class RenderProblems
{
    /// <summary>The job contradicts itself or is beyond its ranges; the details name what.</summary>
    public const string BadJob = "bad-render-job";

    /// <summary>The film cannot be read.</summary>
    public const string Film = "film-unreadable";

    /// <summary>There is Chinese text to draw and no font that has it.</summary>
    public const string Font = "font-missing";

    /// <summary>The card's picture or the logo is no picture.</summary>
    public const string Picture = "picture-unreadable";

    /// <summary>The music cannot be read.</summary>
    public const string Music = "music-unreadable";

    /// <summary>The film before or after cannot be read.</summary>
    public const string Frame = "intro-unreadable";

    /// <summary>No room on the disk.</summary>
    public const string Disk = "disk-full";

    /// <summary>ffmpeg ended with an error, or stood still.</summary>
    public const string Ffmpeg = "ffmpeg-failed";
}

/// <summary>What came of one preset.</summary>
/// <param name="Preset">The preset's id.</param>
/// <param name="File">The finished file; null: it did not pass its checks, or cannot be as the platform wishes (too long).</param>
/// <param name="Facts">What is in the file; null without one.</param>
/// <param name="Bytes">Its size; 0 without one.</param>
/// <param name="Checks">All checks, passed ones too.</param>
public sealed record Rendition(string Preset, string? File, MediaFacts? Facts, long Bytes, IReadOnlyList<RenditionCheck> Checks)
{
    /// <summary>Pictures that were encoded.</summary>
    public int Encoded { get; init; }

    /// <summary>Pictures that were copied from the film bit for bit: no overlay touches their groups.</summary>
    public int Copied { get; init; }

    /// <summary>Why a smart render that was tried was given up, or was not worth it; null: none was, or it was done.</summary>
    public string? GivenUp { get; init; }
}

/// <summary>How a check came out.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckResult>))]
public enum CheckResult
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>Not as it should be: the rendition gets no name.</summary>
    Failed,

    /// <summary>Worth a look, and no reason to hold it back.</summary>
    Noted,

    /// <summary>The platform's limit is not known, or there is nothing to measure.</summary>
    Unknown,
}

/// <summary>One check of a rendition against its preset.</summary>
/// <param name="Code">One of <see cref="CheckCodes"/>.</param>
/// <param name="Wanted">The limit or the target; null: not known.</param>
/// <param name="Found">What was measured; null: nothing could be.</param>
/// <param name="Unit">Of both numbers: px, fps, kb/s, s, bytes, Hz, LUFS, dBTP, ms, pictures; empty where they are 1 for yes and 0 for no.</param>
public sealed record RenditionCheck(string Code, CheckResult Result, double? Wanted, double? Found, string Unit)
{
    /// <summary>What ffmpeg said, where it said something.</summary>
    public string? Details { get; init; }
}

/// <summary>Stable codes of checks.</summary>
public static class CheckCodes
{
    /// <summary>Pixels.</summary>
    public const string Width = "width", Height = "height";

    /// <summary>Pictures a second, at most.</summary>
    public const string FrameRate = "frame-rate";

    /// <summary>Kilobits a second on average, at most.</summary>
    public const string Bitrate = "bitrate";

    /// <summary>Seconds, at most and at least.</summary>
    public const string TooLong = "too-long", TooShort = "too-short";

    /// <summary>Seconds that the result should last.</summary>
    public const string Duration = "duration";

    /// <summary>Bytes, at most.</summary>
    public const string Size = "file-size";

    /// <summary>H.264 with AAC.</summary>
    public const string Codec = "codec";

    /// <summary>4:2:0 with 8 bits.</summary>
    public const string PixelFormat = "pixel-format";

    /// <summary>Hz.</summary>
    public const string SoundRate = "sound-rate";

    /// <summary>LUFS over the whole.</summary>
    public const string Loudness = "loudness";

    /// <summary>dBTP, at most.</summary>
    public const string TruePeak = "true-peak";

    /// <summary>The table of contents lies before the pictures.</summary>
    public const string FastStart = "fast-start";

    /// <summary>Pixels are square.</summary>
    public const string SquarePixels = "square-pixels";

    /// <summary>Players do not have to turn it.</summary>
    public const string Upright = "upright";

    /// <summary>Decodes from end to end without an error.</summary>
    public const string Decodes = "decodes";

    /// <summary>Milliseconds from the first picture to the first sound, at most.</summary>
    public const string SoundOffset = "sound-offset";
}

/// <summary>Loudness of a whole. Source: EBU R 128.</summary>
/// <param name="Lufs">Integrated loudness.</param>
/// <param name="TruePeak">dBTP.</param>
/// <param name="Range">Loudness range in LU.</param>
public sealed record Loudness(double Lufs, double TruePeak, double Range);

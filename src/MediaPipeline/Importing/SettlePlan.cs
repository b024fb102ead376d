using System.Globalization;

namespace MediaPipeline.Importing;

/// <summary>How a recording from elsewhere becomes one of the house: which packets are copied and what is encoded again, and why.</summary>
/// <param name="CopyPictures">Not a picture changes.</param>
/// <param name="CopySound">Not a sample changes; also where there is none.</param>
/// <param name="Width">Of the pictures that are encoded again.</param>
/// <param name="Repairs">Codes of <see cref="Importing.Repairs"/>, for a person.</param>
public sealed record SettlePlan(bool CopyPictures, bool CopySound, int Width, int Height, IReadOnlyList<string> Repairs);

/// <summary>Makes plans. Pure.</summary>
public static class SettlePlanner
{
    private const int LongSide = 1920, ShortSide = 1080;
    private static readonly TimeSpan LongestGroup = TimeSpan.FromSeconds(20), Slack = TimeSpan.FromSeconds(1);

    /// <summary>The plan for a file.</summary>
    /// <param name="damaged">A copy of it could not be decoded without errors: its pictures are encoded again.</param>
    public static SettlePlan Plan(ImportFacts facts, ScanFacts scan, bool damaged = false)
    {
        PictureFacts picture = facts.Picture;
        List<string> repairs = [];
        bool encode = damaged;
        Note(damaged, Repairs.DamagedPictures);
        Encode(!IsOurs(picture), Repairs.OtherCodec);
        Encode(picture.Rotation != 0, Repairs.Rotated);
        Encode(Math.Abs(picture.PixelAspect - 1) > 0.001, Repairs.OddPixels);
        Encode(picture.Interlaced, Repairs.Interlaced);
        Encode(scan.LongestGroup > LongestGroup, Repairs.KeysFarApart);
        Encode(scan.Jumps > 0, Repairs.ClockJumps);
        Note(facts.Duration is null, Repairs.NoDuration);
        Note(facts.Duration - scan.Duration > Slack, Repairs.EndMissing);
        Note(scan.Varies, Repairs.VariableRate);
        Note(scan.HeadLess > 0, Repairs.HeadMissing);
        (int width, int height, bool smaller) = Size(picture);
        Note(encode && smaller, Repairs.MadeSmaller);
        bool copySound = facts.Sound is null || IsOurs(facts.Sound);
        Note(facts.Sound is null, Repairs.NoSound);
        Note(!copySound, Repairs.OtherSound);
        Note(facts.SoundTracks > 1, Repairs.MoreTracks);
        return new SettlePlan(!encode, copySound && !encode, width, height, repairs);

        void Note(bool is_, string code)
        {
            if (is_) repairs.Add(code);
        }

        void Encode(bool is_, string code)
        {
            Note(is_, code);
            encode |= is_;
        }
    }

    // What our recorder keeps: H.264 with 8 bits and 4:2:0, that every browser plays.
    private static bool IsOurs(PictureFacts picture) =>
        picture is { Codec: "h264", PixelFormat: "yuv420p" or "yuvj420p", Profile: not ("High 10" or "High 4:2:2" or "High 4:4:4 Predictive" or "Extended") } && int.IsEvenInteger(picture.Width) && int.IsEvenInteger(picture.Height);

    private static bool IsOurs(SoundFacts sound) => sound is { Codec: "aac", Profile: "LC" or "", Channels: 1 or 2, SampleRate: 44_100 or 48_000 };

    // As a player shows it: turned, with square pixels; 1080p at most, upright or lying; even, as 4:2:0 wants it.
    private static (int Width, int Height, bool Smaller) Size(PictureFacts picture)
    {
        (double width, double height) = (picture.Width * picture.PixelAspect, picture.Height);
        if (picture.Rotation is 90 or 270) (width, height) = (height, width);
        double scale = Math.Min(1, Math.Min(LongSide / Math.Max(width, height), ShortSide / Math.Min(width, height)));
        return (Even(width * scale), Even(height * scale), scale < 1);
    }

    private static int Even(double length) => Math.Max(2, (int)Math.Round(length / 2) * 2);

    /// <summary>What ffmpeg is told about the outputs' streams.</summary>
    internal static IReadOnlyList<string> Arguments(SettlePlan plan, ImportFacts facts)
    {
        string scale = string.Create(CultureInfo.InvariantCulture, $"{(facts.Picture.Interlaced ? "bwdif=mode=send_frame," : "")}scale={plan.Width}:{plan.Height}:flags=bicubic,setsar=1,format=yuv420p");
        // Key pictures two seconds apart, as segments are long; the time of each picture stays what it was.
        string[] pictures = plan.CopyPictures
            ? ["-c:v", "copy"]
            : ["-vf", scale, "-fps_mode", "vfr", "-c:v", "libx264", "-preset", "veryfast", "-crf", "19", "-bf", "2", "-sc_threshold", "0", "-force_key_frames", "expr:gte(t,n_forced*2)", "-threads", "2"];
        string[] sound = facts.Sound is null ? ["-an"]
            : plan.CopySound ? facts.Reader == "mpegts" ? ["-c:a", "copy", "-bsf:a", "aac_adtstoasc"] : ["-c:a", "copy"]
            : ["-c:a", "aac", "-b:a", "160k", "-ac", "2", "-ar", "48000", "-af", "aresample=async=1000:first_pts=0"];
        return
        [
            "-map", string.Create(CultureInfo.InvariantCulture, $"0:{facts.Picture.Index}"),
            .. facts.Sound is { } track ? ["-map", string.Create(CultureInfo.InvariantCulture, $"0:{track.Index}")] : Array.Empty<string>(),
            "-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", .. pictures, .. sound, "-avoid_negative_ts", "make_zero",
        ];
    }
}

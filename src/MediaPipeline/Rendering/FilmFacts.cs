using System.Globalization;
using MediaPipeline.Probing;

namespace MediaPipeline.Rendering;

/// <summary>Pictures a second as a fraction, as encoders want it.</summary>
internal readonly record struct FrameRate(int Numerator, int Denominator)
{
    private static readonly FrameRate[] Usual = [new(24000, 1001), new(24, 1), new(25, 1), new(30000, 1001), new(30, 1), new(48, 1), new(50, 1), new(60000, 1001), new(60, 1), new(120, 1), new(15, 1), new(20, 1), new(10, 1), new(12, 1)];

    public double Value => (double)Numerator / Denominator;

    /// <summary>The usual rate that is within a hundredth of a number, else the number itself.</summary>
    public static FrameRate Near(double value)
    {
        FrameRate nearest = Usual.MinBy(rate => Math.Abs(rate.Value - value));
        return Math.Abs(nearest.Value - value) <= nearest.Value * 0.0005 ? nearest : Math.Abs(nearest.Value - value) <= nearest.Value * 0.01 ? nearest : new FrameRate((int)Math.Clamp(Math.Round(value * 1000), 1000, 240_000), 1000);
    }

    /// <summary>Not more than a limit: halved where that is enough, for every second picture is smoother than three of five.</summary>
    public FrameRate AtMost(double? limit) => limit is not { } most || Value <= most + 0.01 ? this : Value / 2 <= most + 0.01 && Numerator % 2 == 0 ? new FrameRate(Numerator / 2, Denominator) : Near(most);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}

/// <summary>What the renderer must know of a film.</summary>
/// <param name="Width">Pixels as shown: turned upright, made square, even.</param>
/// <param name="Rate">The usual distance of its pictures.</param>
internal sealed record FilmFacts(KeyframeIndex Index, int Width, int Height, FrameRate Rate, TimeSpan Duration)
{
    public bool HasSound => Index.AudioRate is not null;

    /// <summary>Pixels need no change to be shown: no turn, square, 8 bits.</summary>
    public bool IsPlain => Index.Video.Rotation == 0 && (Index.Video.Width, Index.Video.Height) == (Width, Height);

    /// <summary>The colour matrix in swscale's words; what says nothing is what players take it for.</summary>
    public string Matrix => Index.Video.Space switch
    {
        "bt709" => "bt709",
        "smpte170m" or "bt470bg" or "fcc" => "bt601",
        "bt2020nc" or "bt2020c" => "bt2020",
        _ => Index.Video.Height >= 720 ? "bt709" : "bt601",
    };

    /// <summary>Reads a film; null: it is none.</summary>
    public static async Task<FilmFacts?> ReadAsync(string film, CancellationToken cancellation) =>
        await IndexScanner.ScanAsync(film, cancellation) is IndexOutcome.Indexed { Index: var index } ? Of(index) : null;

    public static FilmFacts? Of(KeyframeIndex index)
    {
        long[] shown = [.. index.Packets.Where(packet => !packet.Is(PacketMarks.Hidden) && packet.Pts != IndexedPacket.NoTime).Select(packet => packet.Pts).Order()];
        if (shown.Length < 2 || index.Video.Width < 16 || index.Video.Height < 16) return null;
        long[] lengths = [.. shown.Zip(shown.Skip(1), (one, next) => next - one).Where(length => length > 0).Order()];
        if (lengths.Length == 0) return null;
        Tick tick = index.Video.Tick;
        // Milliseconds of an FLV alternate between 33 and 34: the mean tells 30, where no pictures are missing.
        (double middle, double mean) = (tick.Seconds(lengths[lengths.Length / 2]), tick.Seconds(shown[^1] - shown[0]) / (shown.Length - 1));
        double usual = Math.Abs(mean - middle) < 0.001 + (0.02 * middle) ? mean : middle;
        (double wide, double high) = (index.Video.Width * Aspect(index.Video.SampleAspect), index.Video.Height);
        if (Math.Abs(index.Video.Rotation) % 180 == 90) (wide, high) = (high, wide);
        return new FilmFacts(index, Even(wide), Even(high), FrameRate.Near(1 / usual), TimeSpan.FromSeconds(tick.Seconds(shown[^1] - shown[0]) + usual));
    }

    private static int Even(double pixels) => Math.Max(2, (int)Math.Round(pixels / 2) * 2);

    private static double Aspect(string text) =>
        text.Split(':') is [var wide, var high] && double.TryParse(wide, CultureInfo.InvariantCulture, out double w) && double.TryParse(high, CultureInfo.InvariantCulture, out double h) && w > 0 && h > 0 && w / h is > 0.1 and < 10 ? w / h : 1;
}

using System.Globalization;

namespace MediaPipeline.Exports;

/// <summary>Pictures a second as a fraction: 30000/1001 is what is called 29.97. Times of edit lists are counted in pictures, so nothing is rounded twice.</summary>
/// <param name="Numerator">Above 0.</param>
/// <param name="Denominator">Above 0; 1 or 1001 in practice.</param>
public readonly record struct FrameRate(int Numerator, int Denominator)
{
    private static readonly FrameRate[] Usual = [new(24_000, 1001), new(24, 1), new(25, 1), new(30_000, 1001), new(30, 1), new(50, 1), new(60_000, 1001), new(60, 1)];

    // What probes say of a rate is a mean over the file.
    private const double Slack = 0.004;

    /// <summary>Pictures a second.</summary>
    public double PerSecond => (double)Numerator / Denominator;

    /// <summary>Pictures that a second of timecode counts.</summary>
    public int Nominal => (Numerator + Denominator - 1) / Denominator;

    /// <summary>Whether timecode leaves numbers out, so that it keeps up with the clock: at 29.97 and 59.94 (SMPTE ST 12-1).</summary>
    public bool DropsFrames => Denominator == 1001 && Nominal % 30 == 0;

    /// <summary>The usual rate that a measured one stands for; else the rate in thousandths. What is no rate at all counts as 30.</summary>
    public static FrameRate Of(double perSecond)
    {
        if (!double.IsFinite(perSecond) || perSecond is < 1 or > 1000) return new FrameRate(30, 1);
        FrameRate nearest = Usual.MinBy(rate => Math.Abs(rate.PerSecond - perSecond));
        return Math.Abs(nearest.PerSecond - perSecond) < Slack ? nearest : new FrameRate((int)Math.Round(perSecond * 1000), 1000);
    }

    /// <summary>The number of the picture that is shown nearest to a time.</summary>
    public long Frame(TimeSpan time) => (long)Math.Round((decimal)time.Ticks * Numerator / Denominator / TimeSpan.TicksPerSecond, MidpointRounding.AwayFromZero);

    /// <summary>When a picture is shown, in seconds.</summary>
    public decimal Seconds(long frame) => (decimal)frame * Denominator / Numerator;

    /// <summary>The name of a picture, <c>hh:mm:ss:ff</c> (<c>hh:mm:ss;ff</c> where numbers are left out); after 24 hours it begins anew.</summary>
    public string Timecode(long frame)
    {
        char mark = ':';
        if (DropsFrames)
        {
            mark = ';';
            // Two numbers (four at 59.94) are left out each minute, but not each tenth one.
            int left = Nominal / 15;
            long perMinute = (Nominal * 60) - left, perTen = (perMinute * 10) + left;
            (long tens, long rest) = Math.DivRem(frame, perTen);
            frame += left * 9 * tens;
            if (rest >= Nominal * 60) frame += left * (1 + ((rest - (Nominal * 60)) / perMinute));
        }
        long seconds = frame / Nominal;
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600 % 24:00}:{seconds / 60 % 60:00}:{seconds % 60:00}{mark}{frame % Nominal:00}");
    }
}

using System.Numerics;

namespace MediaPipeline.Imaging;

/// <summary>What can be said of a frame by numbers.</summary>
/// <param name="Sharpness">Variance of the Laplacian of luma: edges that are sharp make it large.</param>
/// <param name="Brightness">Mean luma, 0–255.</param>
/// <param name="Lost">Share of pixels that are black or burnt out, 0–1.</param>
/// <param name="Change">How much the frames beside it differ from it, the larger of both, 0–1; null: it has none beside it.</param>
/// <param name="Look">Sixty-four signs of what it shows: which of two neighbouring places is brighter.</param>
/// <param name="Faces">What was found of faces.</param>
internal sealed record FrameMarks(TimeSpan At, double Sharpness, double Brightness, double Lost, double? Change, ulong Look, FaceMarks Faces)
{
    /// <summary>A grid of mean luma, for comparing places that are apart.</summary>
    public required byte[] Grid { get; init; }

    private const int GridSide = 16, Dark = 20, Burnt = 245;

    public static FrameMarks Of(IReadOnlyList<SmallFrame> place)
    {
        int middle = place.Count > 2 ? 1 : 0;
        SmallFrame frame = place[middle];
        byte[] grid = Means(frame, GridSide, GridSide);
        (double brightness, double lost) = Light(frame.Luma);
        double? change = place.Count == 1 ? null : place.Where((_, i) => Math.Abs(i - middle) == 1).Max(beside => Difference(frame.Luma, beside.Luma));
        return new FrameMarks(frame.At, Laplacian(frame), brightness, lost, change, Signs(frame), FaceMarks.Of(frame)) { Grid = grid };
    }

    /// <summary>Share of signs that differ, 0–1.</summary>
    public double UnlikeTo(FrameMarks other) => BitOperations.PopCount(Look ^ other.Look) / 64.0;

    /// <summary>Mean difference of two planes, 0–1.</summary>
    public static double Difference(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        long sum = 0;
        // Every seventh pixel says the same as all.
        for (int i = 0; i < one.Length; i += 7) sum += Math.Abs(one[i] - other[i]);
        return sum / (255.0 * ((one.Length + 6) / 7));
    }

    /// <summary>
    /// Whether it is a mixture of what was before and what comes after, as in a dissolve or a fade: those differ much, and it lies between them.
    /// A cut is like one of the two, a moving camera like neither.
    /// </summary>
    public bool IsMixtureOf(FrameMarks before, FrameMarks after)
    {
        (double apart, double off) = (0, 0);
        for (int i = 0; i < Grid.Length; i++)
        {
            apart += Math.Abs(before.Grid[i] - after.Grid[i]);
            off += Math.Abs(Grid[i] - ((before.Grid[i] + after.Grid[i]) / 2.0));
        }
        return apart / Grid.Length > 14 && off < apart * 0.3;
    }

    private static double Laplacian(SmallFrame frame)
    {
        ReadOnlySpan<byte> luma = frame.Luma;
        (double sum, double squares, int width) = (0.0, 0.0, frame.Width);
        for (int y = 1; y < frame.Height - 1; y++)
        {
            int row = y * width;
            for (int x = 1; x < width - 1; x++)
            {
                int at = row + x, value = (4 * luma[at]) - luma[at - 1] - luma[at + 1] - luma[at - width] - luma[at + width];
                sum += value;
                squares += (double)value * value;
            }
        }
        double count = Math.Max(1, (frame.Width - 2) * (frame.Height - 2)), mean = sum / count;
        return (squares / count) - (mean * mean);
    }

    private static (double Brightness, double Lost) Light(ReadOnlySpan<byte> luma)
    {
        (long sum, int lost) = (0, 0);
        foreach (byte value in luma)
        {
            sum += value;
            if (value is < Dark or > Burnt) lost++;
        }
        return ((double)sum / luma.Length, (double)lost / luma.Length);
    }

    private static ulong Signs(SmallFrame frame)
    {
        byte[] means = Means(frame, 9, 8);
        ulong signs = 0;
        for (int i = 0; i < 64; i++)
        {
            int at = (i / 8 * 9) + (i % 8);
            if (means[at] > means[at + 1]) signs |= 1UL << i;
        }
        return signs;
    }

    private static byte[] Means(SmallFrame frame, int columns, int rows)
    {
        ReadOnlySpan<byte> luma = frame.Luma;
        byte[] means = new byte[columns * rows];
        for (int row = 0; row < rows; row++)
        {
            (int top, int bottom) = (row * frame.Height / rows, Math.Max((row * frame.Height / rows) + 1, (row + 1) * frame.Height / rows));
            for (int column = 0; column < columns; column++)
            {
                (int left, int right) = (column * frame.Width / columns, Math.Max((column * frame.Width / columns) + 1, (column + 1) * frame.Width / columns));
                long sum = 0;
                for (int y = top; y < Math.Min(bottom, frame.Height); y++)
                {
                    for (int x = left; x < Math.Min(right, frame.Width); x++) sum += luma[(y * frame.Width) + x];
                }
                means[(row * columns) + column] = (byte)(sum / Math.Max(1, (Math.Min(bottom, frame.Height) - top) * (Math.Min(right, frame.Width) - left)));
            }
        }
        return means;
    }
}

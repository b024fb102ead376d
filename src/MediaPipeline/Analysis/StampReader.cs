namespace MediaPipeline.Analysis;

/// <summary>
/// Finds a stamp in the corner of a picture. Pure. The corner comes scaled to <see cref="Width"/> × <see cref="Height"/> grey values, so that
/// a cell is <see cref="CellPixels"/> wide; the stamp may lie up to a cell beside its place and be 6 % larger or smaller, for a picture that
/// was scaled or trimmed a little on its way.
/// </summary>
public static class StampReader
{
    /// <summary>The corner, in pixels.</summary>
    public const int Width = 104, Height = 72, CellPixels = 8;

    /// <summary>The corner, in cells.</summary>
    internal const int WidthCells = Width / CellPixels, HeightCells = Height / CellPixels;

    // The least difference between white and black on a scale of 255, and how far from the middle a cell must be, as a share of that difference.
    private const double LeastContrast = 48, Doubtful = 0.12;
    private const int Reach = CellPixels, Step = 2;
    private static readonly double[] Scales = [1, 0.97, 1.03, 0.94, 1.06];

    /// <summary>The stamp of this session that stands in the corner; null: none.</summary>
    public static SyncStamp? Read(ReadOnlySpan<byte> grey, string sessionId)
    {
        if (grey.Length != Width * Height) throw new ArgumentException($"{Width} × {Height} grey values are needed.", nameof(grey));
        Span<bool> cells = stackalloc bool[SyncStamp.Columns * SyncStamp.Rows];
        foreach (double scale in Scales)
        {
            for (int down = 0; down <= Reach; down = Next(down))
            {
                for (int right = 0; right <= Reach; right = Next(right))
                {
                    if (Sample(grey, CellPixels + right, CellPixels + down, CellPixels * scale, cells) && SyncStamp.Read(cells, sessionId) is { } stamp) return stamp;
                }
            }
        }
        return null;
    }

    // 0, 2, −2, 4, −4 …: where it should be first.
    private static int Next(int offset) => offset > 0 ? -offset : -offset + Step;

    /// <summary>Which cells are white; false: they are not clearly one or the other.</summary>
    private static bool Sample(ReadOnlySpan<byte> grey, double left, double top, double cell, Span<bool> cells)
    {
        Span<double> values = stackalloc double[SyncStamp.Columns * SyncStamp.Rows];
        (double white, double black, int whites, int blacks) = (0, 0, 0, 0);
        for (int row = 0; row < SyncStamp.Rows; row++)
        {
            for (int column = 0; column < SyncStamp.Columns; column++)
            {
                double value = Mean(grey, left + ((column + 0.5) * cell), top + ((row + 0.5) * cell), cell / 4);
                values[(row * SyncStamp.Columns) + column] = value;
                if (SyncStamp.Ring(column, row) is not { } expected) continue;
                if (expected) (white, whites) = (white + value, whites + 1);
                else (black, blacks) = (black + value, blacks + 1);
            }
            // The first row is white all over: most places in most pictures are done with here.
            if (row == 0 && white / whites < LeastContrast) return false;
        }
        (white, black) = (white / whites, black / blacks);
        double contrast = white - black, middle = (white + black) / 2;
        if (contrast < LeastContrast) return false;
        for (int i = 0; i < values.Length; i++)
        {
            if (Math.Abs(values[i] - middle) < Doubtful * contrast) return false;
            cells[i] = values[i] > middle;
        }
        return true;
    }

    // The inner half of a cell: what is beside it runs into its edges when a picture is scaled and coded.
    private static double Mean(ReadOnlySpan<byte> grey, double x, double y, double half)
    {
        int left = Math.Max(0, (int)Math.Round(x - half)), right = Math.Min(Width, (int)Math.Round(x + half));
        int top = Math.Max(0, (int)Math.Round(y - half)), bottom = Math.Min(Height, (int)Math.Round(y + half));
        int sum = 0, count = 0;
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                sum += grey[(row * Width) + column];
                count++;
            }
        }
        return count == 0 ? 0 : (double)sum / count;
    }
}

namespace MediaPipeline.Stories;

/// <summary>The form of a story: small pictures and a waveform of a recording, made while it grows.</summary>
public static class StoryForm
{
    /// <summary>Tiles of a sheet: so many beside each other, so many rows.</summary>
    public const int Columns = 10, Rows = 10, TilesPerSheet = Columns * Rows;

    /// <summary>Every so many segments a tile is put on a coarse sheet too: about one a minute, for the view over hours.</summary>
    public const int CoarseEvery = 30;

    /// <summary>A pair of the waveform, least and greatest level, stands for so much sound.</summary>
    public static readonly TimeSpan Pair = TimeSpan.FromMilliseconds(20);

    private const int LongSide = 160;

    /// <summary>Pairs of a segment: each but the last is whole.</summary>
    public static int PairsOf(TimeSpan duration) => (int)Math.Ceiling(duration / Pair);

    /// <summary>The size of a tile for a picture: the longer side is 160 pixels, both are even.</summary>
    public static (int Width, int Height) TileOf(int width, int height)
    {
        if (width <= 0 || height <= 0) return (LongSide, LongSide * 9 / 16);
        double scale = (double)LongSide / Math.Max(width, height);
        return (Even(width * scale), Even(height * scale));
    }

    private static int Even(double length) => Math.Max(16, (int)Math.Round(length / 2) * 2);
}

/// <summary>A segment that has been looked at. Its place in the list is the number of its tile.</summary>
/// <param name="HasPicture">Whether its tile shows something.</param>
public sealed record StoryEntry(Recordings.SegmentFile File, TimeSpan Duration, bool HasPicture);

using SkiaSharp;

namespace MediaPipeline.Stories;

/// <summary>The small pictures of a film that is not a recording of ours: sheets as of a story, a tile each two seconds.</summary>
/// <param name="Width">Of a tile, in pixels.</param>
/// <param name="Height">Of a tile, in pixels.</param>
/// <param name="Columns">Tiles beside each other.</param>
/// <param name="Rows">Rows of a sheet.</param>
/// <param name="Times">When each tile was, from the film's zero; its place is its number.</param>
/// <param name="Sheets">Names of the files.</param>
public sealed record Storyboard(int Width, int Height, int Columns, int Rows, IReadOnlyList<TimeSpan> Times, IReadOnlyList<string> Sheets);

/// <summary>Puts tiles on sheets as they come; only the sheet that is being filled is in memory.</summary>
internal sealed class StoryboardWriter(string folder, int width, int height) : IDisposable
{
    private const int Quality = 72, DotBytes = 4;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private readonly byte[] _sheet = new byte[width * StoryForm.Columns * height * StoryForm.Rows * DotBytes];
    private readonly List<TimeSpan> _times = [];
    private readonly List<string> _unfinished = [];

    /// <summary>A picture of the film (BGRA); most are left out.</summary>
    public void Take(TimeSpan at, ReadOnlySpan<byte> tile)
    {
        if (_times.Count > 0 && at - _times[^1] < Every) return;
        int place = _times.Count % StoryForm.TilesPerSheet, line = width * DotBytes, wide = line * StoryForm.Columns;
        if (place == 0 && _times.Count > 0) WriteSheet();
        int from = (place / StoryForm.Columns * height * wide) + (place % StoryForm.Columns * line);
        for (int y = 0; y < height; y++) tile.Slice(y * line, line).CopyTo(_sheet.AsSpan(from + (y * wide)));
        _times.Add(at);
    }

    /// <summary>Gives all sheets their names.</summary>
    public Storyboard End()
    {
        if (_times.Count > 0) WriteSheet();
        List<string> names = [];
        foreach (string file in _unfinished)
        {
            string name = StoryFolder.Sheet(coarse: false, names.Count);
            File.Move(file, Path.Combine(folder, name), overwrite: true);
            names.Add(name);
        }
        _unfinished.Clear();
        return new Storyboard(width, height, StoryForm.Columns, StoryForm.Rows, _times, names);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (string file in _unfinished) File.Delete(file);
    }

    private unsafe void WriteSheet()
    {
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, StoryFolder.Sheet(coarse: false, _unfinished.Count) + ".tmp");
        _unfinished.Add(file);
        var form = new SKImageInfo(width * StoryForm.Columns, height * StoryForm.Rows, SKColorType.Bgra8888, SKAlphaType.Opaque);
        fixed (byte* dots = _sheet)
        {
            using var pixels = new SKPixmap(form, (nint)dots);
            using SKData encoded = pixels.Encode(SKEncodedImageFormat.Jpeg, Quality) ?? throw new InvalidOperationException("A sheet could not be packed.");
            using FileStream output = File.Create(file);
            encoded.SaveTo(output);
        }
        Array.Clear(_sheet);
    }
}

using System.Globalization;
using System.Text;
using MediaPipeline.Analysis;
using MediaPipeline.Processes;
using MediaPipeline.Recordings;

namespace Studio.Testing;

/// <summary>A stamp in a film: from which picture on, and of which head.</summary>
public sealed record FilmStamp(int Picture, int Epoch, long Revision);

/// <summary>
/// Moving, noisy pictures of 25 a second, as an encoder sends them: each carries its number as a row of boxes at the bottom (the burned-in clock),
/// and some the overlay's sync stamp in the corner.
/// </summary>
public sealed class StampedFilm(string session, IReadOnlyList<FilmStamp> stamps)
{
    public const int FrameRate = 25;

    private const int Bits = 16, Box = 24, Drawn = 16, Edge = 8, StampPictures = 6;

    public int Width { get; init; } = 1280;

    public int Height { get; init; } = 720;

    public string BitRate { get; init; } = "2000k";

    public string Preset { get; init; } = "veryfast";

    private double Unit => Height > Width ? Math.Min(Width / 1080.0, Height / 1920.0) : Math.Min(Width / 1920.0, Height / 1080.0);

    /// <summary>ffmpeg's arguments up to the output, for pictures <paramref name="from"/> to <paramref name="until"/> of the film.</summary>
    /// <param name="folder">Where the stamps' pictures are put.</param>
    public async Task<IReadOnlyList<string>> ArgumentsAsync(string folder, int from, int until)
    {
        string length = ((until - from) / (double)FrameRate).ToString("0.###", CultureInfo.InvariantCulture);
        FilmStamp[] here = [.. stamps.Where(stamp => stamp.Picture + StampPictures > from && stamp.Picture < until)];
        List<string> inputs = ["-f", "lavfi", "-i", $"testsrc2=s={Width}x{Height}:r={FrameRate}:d={length}", "-f", "lavfi", "-i", $"sine=f=440:r=48000:d={length}"];
        var graph = new StringBuilder($"[0:v]noise=alls=10:allf=t,{Counter(from)}[p0]");
        for (int i = 0; i < here.Length; i++)
        {
            inputs.AddRange(["-loop", "1", "-pattern_type", "none", "-framerate", $"{FrameRate}", "-i", await DrawAsync(folder, here[i])]);
            (int width, int height, int left) = ((int)Math.Round(SyncStamp.Columns * SyncStamp.Cell * Unit), (int)Math.Round(SyncStamp.Rows * SyncStamp.Cell * Unit), (int)Math.Round(SyncStamp.Cell * Unit));
            int first = here[i].Picture - from;
            graph.Append(CultureInfo.InvariantCulture, $";[{i + 2}:v]scale={width}:{height}[s{i}];[p{i}][s{i}]overlay=x={left}:y={left}:shortest=1:enable='between(n,{first},{first + StampPictures - 1})'[p{i + 1}]");
        }
        return
        [
            .. inputs, "-filter_complex", graph.ToString(), "-map", $"[p{here.Length}]", "-map", "1:a",
            "-c:v", "libx264", "-preset", Preset, "-bf", "2", "-g", "50", "-keyint_min", "50", "-sc_threshold", "0", "-pix_fmt", "yuv420p",
            "-b:v", BitRate, "-maxrate", BitRate, "-bufsize", BitRate, "-c:a", "aac",
        ];
    }

    /// <summary>Makes a film file.</summary>
    public async Task WriteAsync(string path, int from, int until) =>
        await RunAsync([.. await ArgumentsAsync(Path.GetDirectoryName(path)!, from, until), "-f", "flv", "-y", path]);

    /// <summary>The number that is burned into the picture at a moment of a part, from the part's own first picture.</summary>
    /// <exception cref="InvalidDataException">No picture is there.</exception>
    public static async Task<int> NumberAsync(string recording, RecordingPart part, TimeSpan media)
    {
        string work = Directory.CreateTempSubdirectory("numbers-").FullName, film = Path.Combine(work, "part.mp4"), grey = Path.Combine(work, "boxes.grey");
        try
        {
            Segment begin = part.Segments.LastOrDefault(segment => segment.MediaStart <= media) ?? part.Segments[0];
            await using (FileStream joined = File.Create(film))
            {
                foreach (SegmentFile file in (IEnumerable<SegmentFile>)[part.Init, begin.File]) await joined.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(recording, file.Part, file.Name)));
            }
            await RunAsync(["-i", film, "-map", "0:v:0", "-fps_mode", "passthrough", "-vf", $"crop={Bits * Box}:{Drawn}:{Edge}:ih-{Drawn + Edge},scale={Bits}:1:flags=area,format=gray", "-f", "rawvideo", "-y", grey]);
            byte[] boxes = await File.ReadAllBytesAsync(grey);
            int picture = (int)Math.Round((media - begin.MediaStart).TotalSeconds * FrameRate);
            // A hair before the next segment: its last one.
            if (picture == boxes.Length / Bits) picture--;
            if (picture < 0 || (picture + 1) * Bits > boxes.Length) throw new InvalidDataException($"Picture {picture} of {boxes.Length / Bits} in {begin.File}.");
            return Enumerable.Range(0, Bits).Sum(bit => boxes[(picture * Bits) + bit] > 85 ? 1 << bit : 0);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static string Counter(int from)
    {
        var boxes = new StringBuilder($"drawbox=x=0:y=ih-{Drawn + (2 * Edge)}:w={(Bits * Box) + (2 * Edge)}:h={Drawn + (2 * Edge)}:color=black:t=fill");
        for (int bit = 0; bit < Bits; bit++)
        {
            boxes.Append(CultureInfo.InvariantCulture, $",drawbox=x={Edge + (bit * Box) + ((Box - Drawn) / 2)}:y=ih-{Drawn + Edge}:w={Drawn}:h={Drawn}:color=white:t=fill:enable='gte(mod(n+{from},{2 << bit}),{1 << bit})'");
        }
        return boxes.ToString();
    }

    // A PGM: a head, and a byte a pixel.
    private async Task<string> DrawAsync(string folder, FilmStamp stamp)
    {
        const int Wide = SyncStamp.Columns * SyncStamp.Cell, High = SyncStamp.Rows * SyncStamp.Cell;
        string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"stamp-{stamp.Epoch}-{stamp.Revision}.pgm"));
        bool[] cells = SyncStamp.Of(stamp.Epoch, stamp.Revision).Draw(session);
        byte[] pixels = [.. Enumerable.Range(0, Wide * High).Select(pixel => cells[(pixel / Wide / SyncStamp.Cell * SyncStamp.Columns) + (pixel % Wide / SyncStamp.Cell)] ? byte.MaxValue : (byte)0)];
        await File.WriteAllBytesAsync(path, [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P5 {Wide} {High} 255\n")), .. pixels]);
        return path;
    }

    private static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("film", "ffmpeg", ["-v", "error", "-nostdin", .. arguments]));
        if (await ffmpeg.Exited != 0) throw new InvalidOperationException(string.Join('\n', ffmpeg.LastLines()));
    }
}

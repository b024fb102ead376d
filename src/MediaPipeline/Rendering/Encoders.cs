using System.Globalization;
using MediaPipeline.Processes;

namespace MediaPipeline.Rendering;

/// <summary>An encoder of H.264 and how it is told what to do.</summary>
/// <param name="Name">ffmpeg's name.</param>
/// <param name="Device">Before the inputs.</param>
/// <param name="Upload">At the end of the graph.</param>
internal sealed record Encoder(string Name, IReadOnlyList<string> Device, IReadOnlyList<Filter> Upload)
{
    /// <summary>The one that is always there.</summary>
    public static Encoder X264 { get; } = new("libx264", [], [new Filter("format", ("pix_fmts", "yuv420p"))]);

    private static readonly IReadOnlyList<Encoder> Cards =
    [
        new("h264_nvenc", [], [new Filter("format", ("pix_fmts", "yuv420p"))]),
        new("h264_qsv", [], [new Filter("format", ("pix_fmts", "nv12"))]),
        new("h264_vaapi", ["-vaapi_device", "/dev/dri/renderD128"], [new Filter("format", ("pix_fmts", "nv12")), new Filter("hwupload")]),
    ];

    private static readonly SemaphoreSlim Gate = new(1);
    private static Encoder? _found;

    /// <summary>The first encoder of a graphics card that encodes a few pictures as it will be asked to; x264 where none does. Tried once per process.</summary>
    public static async Task<Encoder> FindAsync(CancellationToken cancellation)
    {
        await Gate.WaitAsync(cancellation);
        try
        {
            if (_found is not null) return _found;
            foreach (Encoder card in Cards)
            {
                if (await WorksAsync(card, cancellation)) return _found = card;
            }
            return _found = X264;
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Whether it encodes a few pictures, in a trial that counts what comes out.</summary>
    internal static async Task<bool> WorksAsync(Encoder encoder, CancellationToken cancellation)
    {
        string file = Path.Combine(Path.GetTempPath(), $"encoder-{Guid.NewGuid():n}.mp4");
        try
        {
            string graph = string.Join(',', encoder.Upload);
            FfmpegOutcome outcome = await FfmpegRunner.RunAsync(
                new FfmpegJob([.. encoder.Device, "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=0.5", "-vf", graph, .. encoder.Arguments(4_000, 30), "-f", "mp4", "-y", $"file:{file}"], null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)),
                null, cancellation);
            if (outcome is not FfmpegOutcome.Success || await FilmFacts.ReadAsync(file, cancellation) is not { } made) return false;
            return made.Index.Packets.Count == 15 && made.Index.Video is { Codec: "h264", Width: 640, Height: 360 };
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Constant quality below a ceiling; key pictures two seconds apart.</summary>
    public IReadOnlyList<string> Arguments(int? kbps, double rate)
    {
        string group = ((int)Math.Clamp(Math.Round(rate * 2), 2, 300)).ToString(CultureInfo.InvariantCulture);
        string[] limits = kbps is { } most ? ["-maxrate", Kilo(most), "-bufsize", Kilo(most * 2)] : [];
        string[] quality = Name switch
        {
            "libx264" => ["-preset", "veryfast", "-crf", "21", "-pix_fmt", "yuv420p"],
            "h264_nvenc" => ["-preset", "p5", "-rc", "vbr", "-cq", "23", "-b:v", "0"],
            "h264_qsv" => kbps is { } goal ? ["-b:v", Kilo(goal * 3 / 4)] : ["-global_quality", "22"],
            _ => kbps is { } goal ? ["-b:v", Kilo(goal * 3 / 4)] : ["-qp", "22"],
        };
        return ["-c:v", Name, .. quality, .. limits, "-profile:v", "high", "-g", group];
    }

    private static string Kilo(int kbps) => string.Create(CultureInfo.InvariantCulture, $"{kbps}k");
}

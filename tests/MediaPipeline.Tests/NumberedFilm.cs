using System.Globalization;

namespace MediaPipeline.Tests;

/// <summary>Films whose pictures carry their number as sixteen black or white blocks, so that exactly which pictures came out can be read back.</summary>
internal static class NumberedFilm
{
    /// <summary>ffmpeg's inputs and pictures: [v] and the sound, a tone that changes all the time.</summary>
    public static string[] Source(double seconds, string rate = "30", string size = "256x144") =>
    [
        "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture,
            $"testsrc2=s={size}:r={rate}:d={seconds}[t];nullsrc=s=256x16:r={rate}:d={seconds},format=yuv420p,geq=lum='235*mod(floor(N/pow(2,floor(X/16))),2)+16*(1-mod(floor(N/pow(2,floor(X/16))),2))':cb=128:cr=128[n];[t][n]overlay=0:0:format=yuv420,format=yuv420p"),
        "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"sine=f=440:r=48000:d={seconds}"),
    ];

    /// <summary>H.264 with closed groups.</summary>
    public static string[] X264(int group = 30, int frames = 2, string more = "") =>
        ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-x264-params", string.Create(CultureInfo.InvariantCulture, $"keyint={group}:min-keyint={group}:scenecut=0:open-gop=0:bframes={frames}{more}")];

    /// <summary>Makes a film; the format follows from the name.</summary>
    public static Task MakeAsync(string file, double seconds, string[]? video = null, string[]? output = null, string rate = "30") =>
        Film.FfmpegAsync([.. Source(seconds, rate), .. video ?? X264(), "-c:a", "aac", "-shortest", .. output ?? [], "-y", file]);

    /// <summary>The numbers of the pictures in the order of showing, with their times in seconds.</summary>
    public static async Task<IReadOnlyList<(int Number, double Time)>> ReadAsync(string file, string folder)
    {
        string raw = Path.Combine(folder, $"{Guid.NewGuid():n}.gray");
        const string Blocks = "scale=256:144:flags=area,crop=256:16:0:0,scale=16:1:flags=area,format=gray,settb=1/90000,split[a][b]";
        IReadOnlyList<string> lines = await Film.FfmpegAsync(
            "-copyts", "-i", file, "-filter_complex", $"[0:v:0]{Blocks}", "-map", "[a]", "-fps_mode", "passthrough", "-enc_time_base", "1:90000", "-f", "framecrc", "-",
            "-map", "[b]", "-fps_mode", "passthrough", "-f", "rawvideo", "-y", raw);
        byte[] bytes = await File.ReadAllBytesAsync(raw);
        File.Delete(raw);
        double[] times = [.. lines.Where(line => !line.StartsWith('#')).Select(line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture) / 90_000)];
        Assert.Equal(times.Length * 16, bytes.Length);
        return [.. times.Select((time, i) => (Enumerable.Range(0, 16).Sum(bit => bytes[(i * 16) + bit] >= 128 ? 1 << bit : 0), time))];
    }
}

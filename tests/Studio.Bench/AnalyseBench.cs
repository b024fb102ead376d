using System.Globalization;
using MediaPipeline.Analysis;
using MediaPipeline.Processes;

namespace Studio.Bench;

/// <summary>
/// Everything about an hour in one decoding, beside a run of ffmpeg for each: scenes, silence, loudness and a storyboard. The runs are written as ffmpeg's own
/// documentation writes them; in a second row the storyboard's is written as whoever knows ffmpeg well would. Then whether memory grows with the film.
/// </summary>
internal static class AnalyseBench
{
    private const int Seconds = 3600, QuickSeconds = 180, Quarter = 4;

    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick, string? part)
    {
        string folder = Directory.CreateTempSubdirectory("bench-analyse-").FullName;
        try
        {
            int seconds = quick ? QuickSeconds : Seconds;
            string film = await FilmAsync(folder, seconds);
            List<Row> rows = [];
            // The disk's cache, the compiler.
            await OursAsync(await FilmAsync(folder, seconds / 12), folder);
            (double ours, double memory, FilmAnalysis found) = await OursAsync(film, folder);
            if (part is null || "one decode vs separate runs".Contains(part, StringComparison.Ordinal)) rows.AddRange(await SpeedAsync(film, folder, seconds, ours, found));
            if (part is null || "memory".Contains(part, StringComparison.Ordinal))
            {
                (_, double quarter, _) = await OursAsync(await FilmAsync(folder, seconds / Quarter), folder);
                rows.Add(Row.Less("analyse", "memory, whole vs a quarter", memory, quarter, "the same film, a quarter as long (flat: ratio 1)", "MiB"));
            }
            return rows;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Row>> SpeedAsync(string film, string folder, int seconds, double ours, FilmAnalysis found)
    {
        double scenes = await FfmpegAsync(["-i", film, "-an", "-vf", "select='gt(scene,0.3)',showinfo", "-f", "null", "-"]);
        double silence = await FfmpegAsync(["-i", film, "-vn", "-af", "silencedetect=n=-38dB:d=0.3", "-f", "null", "-"]);
        double loudness = await FfmpegAsync(["-i", film, "-vn", "-af", "ebur128", "-f", "null", "-"]);
        string sheet = Path.Combine(folder, "peer-%04d.jpg");
        double storyboard = await FfmpegAsync(["-i", film, "-an", "-vf", "fps=1/2,scale=160:90,tile=10x10", "-y", sheet]);
        double keys = await FfmpegAsync(["-skip_frame", "nokey", "-i", film, "-an", "-vf", "scale=160:90,tile=10x10", "-fps_mode", "passthrough", "-y", sheet]);
        var own = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["times faster than the film"] = seconds / ours,
            ["scenes s"] = scenes,
            ["silence s"] = silence,
            ["loudness s"] = loudness,
            // Cuts each twenty seconds, silence each ten.
            ["scenes found of made"] = (double)found.Scenes.Count / ((seconds - 1) / 20),
            ["silences found of made"] = (double)found.Silences.Count / (seconds / 10),
        };
        Dictionary<string, double> Own(double board) => new(own, StringComparer.Ordinal) { ["storyboard s"] = board };
        return
        [
            Row.Less("analyse", "one decode vs separate runs", ours, scenes + silence + loudness + storyboard, "ffmpeg four times: scene, silencedetect, ebur128, fps+tile (goal: 2 x)", "s") with { Own = Own(storyboard) },
            Row.Less("analyse", "one decode vs separate runs, tuned", ours, scenes + silence + loudness + keys, "the same, the storyboard of key pictures only", "s") with { Own = Own(keys) },
        ];
    }

    private static async Task<(double Seconds, double MiB, FilmAnalysis Film)> OursAsync(string film, string folder)
    {
        GC.Collect();
        using var watch = new MemoryWatch();
        long begin = TimeProvider.System.GetTimestamp();
        AnalysisOutcome outcome = await FilmAnalyser.AnalyseAsync(film, new AnalysisWish { SheetFolder = Path.Combine(folder, "sheets") }, null, CancellationToken.None);
        double seconds = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
        return outcome is AnalysisOutcome.Analysed done ? (seconds, watch.PeakMiB, done.Film) : throw new InvalidOperationException(outcome.ToString());
    }

    // Forty seconds, again and again: two scenes with noise as a camera has, a voice-like tone with a pause each ten seconds.
    private static async Task<string> FilmAsync(string folder, int seconds)
    {
        string loop = Path.Combine(folder, "loop.flv"), film = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"film-{seconds}.flv"));
        if (!File.Exists(loop))
        {
            await FfmpegAsync([
                "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=30:d=20[a];testsrc2=s=1920x1080:r=30:d=20,negate,hflip[b];[a][b]concat,noise=alls=6:allf=t,format=yuv420p",
                "-f", "lavfi", "-i", "aevalsrc='0.3*sin(2*PI*220*t)*(0.6+0.4*sin(2*PI*4*t))*gt(mod(t,10),1)':s=48000:d=40",
                "-c:v", "libx264", "-preset", "superfast", "-b:v", "6M", "-maxrate", "6M", "-bufsize", "12M", "-bf", "2", "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-c:a", "aac", "-b:a", "128k", "-y", loop]);
        }
        await FfmpegAsync(["-stream_loop", "-1", "-i", loop, "-t", seconds.ToString(CultureInfo.InvariantCulture), "-c", "copy", "-y", film]);
        return film;
    }

    private static async Task<double> FfmpegAsync(IReadOnlyList<string> arguments)
    {
        long begin = TimeProvider.System.GetTimestamp();
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("ffmpeg", "ffmpeg", ["-hide_banner", "-nostats", "-nostdin", .. arguments]) { Background = true });
        if (await ffmpeg.Exited != 0) throw new InvalidOperationException(string.Join('\n', ffmpeg.LastLines()));
        return TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
    }

    /// <summary>How much this process and its children hold at most, looked at four times a second; beyond what it held at the begin.</summary>
    private sealed class MemoryWatch : IDisposable
    {
        private const double MiB = 1024 * 1024;
        private readonly long _begin = System.Environment.WorkingSet;
        private readonly Timer _timer;
        private long _peak;

        public MemoryWatch() => _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(250));

        public double PeakMiB => Interlocked.Read(ref _peak) / MiB;

        public void Dispose() => _timer.Dispose();

        private void Look()
        {
            long all = System.Environment.WorkingSet - _begin + Children();
            if (all > Interlocked.Read(ref _peak)) Interlocked.Exchange(ref _peak, all);
        }

        private static long Children()
        {
            long sum = 0;
            foreach (string task in Directory.EnumerateDirectories("/proc/self/task"))
            {
                foreach (string child in Read(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    string? resident = Read($"/proc/{child.Trim()}/status").Split('\n').FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
                    if (resident is not null) sum += long.Parse(resident[6..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
                }
            }
            return sum;
        }

        private static string Read(string file)
        {
            try
            {
                return File.ReadAllText(file);
            }
            catch (IOException)
            {
                return ""; // it has ended
            }
        }
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using MediaPipeline.Processes;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>Mutated media files through everything that is done with a film: nothing hangs, nothing crashes, nothing grows over its memory, nothing goes to the network, nothing half is left.</summary>
internal static class MediaFault
{
    // As many as are asked for by default; the same seed makes the same files.
    private const int Usual = 1_000, Seed = 20261129, Workers = 2;

    // A 4K picture of 10 bits with its references takes 300 MB; the studio itself keeps a picture of 40 megapixels twice.
    private const long MostOfAChild = 1L << 30, MostOfOurs = 1L << 30;

    private static readonly TimeSpan Silence = MediaWorker.StepLimit + TimeSpan.FromMinutes(1);

    public static async Task<bool> RunAsync(int? rounds)
    {
        int count = rounds ?? Usual;
        var report = new Report("media");
        string folder = Directory.CreateTempSubdirectory("studio-media-").FullName;
        await using var ears = new LoopbackEars();
        try
        {
            report.Step($"{count} files, seed {Seed}; lists point at port {ears.Port} of this machine");
            await new MediaMutations(Path.Combine(folder, "films"), Seed, ears.Port).PrepareAsync();
            bool traced = Found("strace");
            await ControlAsync(report, folder, ears, traced);
            int before = ears.Heard;
            ConcurrentQueue<MediaLine> lines = [];
            ConcurrentQueue<string> crashes = [];
            await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => WorkAsync(report, folder, worker, count, ears.Port, traced, lines, crashes)));
            Judge(report, [.. lines.OrderBy(line => line.Number)], [.. crashes], count);
            report.Check(ears.Heard == before, "nothing was asked of the port that lists point at", $"{ears.Heard - before} connections and datagrams, TCP and UDP, IPv4 and IPv6");
            if (traced) Sockets(report, folder);
            else report.Step("strace is not installed: that no socket was even opened was not looked at");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        report.Print();
        return report.Passed;
    }

    private static void Judge(Report report, IReadOnlyList<MediaLine> lines, IReadOnlyList<string> crashes, int count)
    {
        report.Check(crashes.Count == 0, "no process of ours died", crashes.Count == 0 ? null : string.Join("; ", crashes.Take(5)));
        report.Check(lines.Count == count, "each file was gone through", $"{lines.Count} of {count}");
        (MediaLine Line, string Fault)[] faults = [.. lines.SelectMany(line => line.Result.Faults.Select(fault => (line, fault)))];
        foreach ((MediaLine line, string fault) in faults.Take(40)) report.Step($"  {line.Result.Name} ({line.Result.What}): {fault}");
        report.Check(!faults.Any(fault => fault.Fault.Contains("not done within", StringComparison.Ordinal)), "nothing hung", string.Create(CultureInfo.InvariantCulture, $"longest file {lines.Select(line => line.Result.Seconds).DefaultIfEmpty().Max():0.0} s"));
        report.Check(!faults.Any(fault => fault.Fault.Contains("left ", StringComparison.Ordinal)), "no half files were left");
        report.Check(faults.Length == 0, "every step answered with a value", $"{faults.Length} did not");
        long child = lines.Select(line => line.ChildPeak).DefaultIfEmpty().Max(), own = lines.Select(line => line.OwnPeak).DefaultIfEmpty().Max();
        report.Check(child <= MostOfAChild, $"no child took more than {MostOfAChild >> 20} MiB", $"at most {child >> 20} MiB");
        report.Check(own <= MostOfOurs, $"our process took no more than {MostOfOurs >> 20} MiB", $"at most {own >> 20} MiB");
        foreach (string step in lines.SelectMany(line => line.Result.Steps.Keys).Distinct(StringComparer.Ordinal))
        {
            report.Step($"  {step}: {string.Join(", ", lines.Select(line => line.Result.Steps.GetValueOrDefault(step) ?? "-").GroupBy(answer => step == "grab" && answer != "nothing" ? "a frame" : answer, StringComparer.Ordinal).OrderByDescending(group => group.Count()).Select(group => $"{group.Key} {group.Count()}"))}");
        }
        // A run in which everything is refused would prove nothing.
        report.Check(lines.Any(line => line.Result.Steps.GetValueOrDefault("cut") == "cut") && lines.Any(line => line.Result.Steps.GetValueOrDefault("import") == "found"), "some of them could be cut and some taken in");
    }

    private static void Sockets(Report report, string folder)
    {
        string[] opened = [.. Directory.EnumerateFiles(folder, "strace-*").SelectMany(File.ReadLines).Where(line => line.Contains("AF_INET", StringComparison.Ordinal) || line.Contains("AF_NETLINK", StringComparison.Ordinal) || line.Contains("AF_PACKET", StringComparison.Ordinal))];
        report.Check(opened.Length == 0, "no process opened a network socket (strace)", opened.Length == 0 ? null : string.Join("; ", opened.Take(3)));
    }

    // What would be seen if somebody did ask: an ffprobe without limits.
    private static async Task ControlAsync(Report report, string folder, LoopbackEars ears, bool traced)
    {
        string log = Path.Combine(folder, "control"), url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ears.Port}/x.ts");
        string[] command = [.. traced ? (string[])["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=socket", "-o", log] : [], "ffprobe", "-v", "quiet", "-i", url];
        await ChildProcess.Start(new ChildSpec("control", command[0], command[1..])).Exited;
        report.Check(ears.Heard > 0 && (!traced || (await File.ReadAllTextAsync(log)).Contains("AF_INET", StringComparison.Ordinal)), "an ffprobe without limits is heard", traced ? "and seen by strace" : null);
    }

    // Where a worker dies, another one goes on behind the file that it died of.
    private static async Task WorkAsync(Report report, string folder, int worker, int count, int port, bool traced, ConcurrentQueue<MediaLine> lines, ConcurrentQueue<string> crashes)
    {
        string own = Path.Combine(folder, $"worker-{worker}"), temporary = Directory.CreateDirectory(Path.Combine(own, "tmp")).FullName;
        for (int next = worker, run = 0; next < count; run++)
        {
            int done = next - Workers;
            long heard = TimeProvider.System.GetTimestamp();
            string[] program = ["dotnet", typeof(MediaFault).Assembly.Location, MediaWorker.Verb, Path.Combine(folder, "films"), own, .. ((int[])[Seed, port, next, Workers, count]).Select(number => number.ToString(CultureInfo.InvariantCulture))];
            string[] command = traced ? ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=socket", "-o", Path.Combine(folder, $"strace-{worker}-{run}"), .. program] : program;
            ChildProcess process = ChildProcess.Start(new ChildSpec("media-worker", command[0], command[1..])
            {
                Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["TMPDIR"] = temporary, ["DOTNET_EnableDiagnostics"] = "0" },
                OnOutputLine = line =>
                {
                    if (!line.StartsWith('{') || JsonSerializer.Deserialize<MediaLine>(line) is not { } result) return;
                    lines.Enqueue(result);
                    Volatile.Write(ref done, result.Number);
                    Interlocked.Exchange(ref heard, TimeProvider.System.GetTimestamp());
                    if (lines.Count % 100 == 0) report.Step($"{lines.Count} of {count}");
                },
            });
            while (!process.Exited.IsCompleted && TimeProvider.System.GetElapsedTime(Interlocked.Read(ref heard)) < Silence) await Task.WhenAny(process.Exited, Task.Delay(TimeSpan.FromSeconds(1)));
            bool hung = !process.Exited.IsCompleted;
            int code = hung ? await process.StopAsync(StopPlan.Terminate(TimeSpan.FromSeconds(2))) : await process.Exited;
            next = Volatile.Read(ref done) + Workers;
            if (next >= count) break;
            crashes.Enqueue($"file {next}: {(hung ? "nothing was heard" : $"exit code {code}")} {string.Join(" | ", process.LastLines(3).Where(line => !line.StartsWith('{')))}");
            next += Workers;
        }
    }

    private static bool Found(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}

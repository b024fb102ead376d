using System.Globalization;
using System.Text.Json;
using MediaPipeline.Cutting;
using MediaPipeline.Processes;
using MediaPipeline.Recordings;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>
/// A feed that is recorded while its publisher, its recorder, nginx and the studio are killed and the disk becomes full, round after
/// round. What was sent meanwhile must be in the recording but for two seconds each time; what was not sent is nobody's loss.
/// </summary>
internal static class RecordFault
{
    private const int LeastFree = 24, DiskMegabytes = 512;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2), Patience = TimeSpan.FromSeconds(60), Calm = TimeSpan.FromSeconds(5);
    private static readonly string[] Kinds = ["publisher", "recorder", "nginx", "studio", "disk"];

    public static async Task<bool> RunAsync(int rounds, string? part)
    {
        var report = new Report("record");
        string folder = Directory.CreateTempSubdirectory("studio-").FullName;
        try
        {
            await using SmallDisk? disk = await SmallDisk.MountAsync(Path.Combine(folder, "media"), DiskMegabytes);
            string[] kinds = [.. Kinds.Where(kind => (part is null || kind.Contains(part, StringComparison.Ordinal)) && (kind != "disk" || disk is not null))];
            if (disk is null) report.Step("this user may not mount a filesystem, so there is no disk to fill; that case was not run");
            await using StudioProcess studio = await StudioProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Studio__LeastFreeMegabytes"] = LeastFree.ToString(CultureInfo.InvariantCulture),
            }, folder);
            await RoundsAsync(report, studio, disk, kinds, rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        report.Print();
        return report.Passed;
    }

    private static async Task RoundsAsync(Report report, StudioProcess studio, SmallDisk? disk, string[] kinds, int rounds)
    {
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string session = StudioClient.Id(await manager.MakeSessionAsync(products: 1)), film = await FilmAsync(studio.Folder);
        await using var feed = new SteadyPublisher(studio, await manager.MakeKeyAsync(session), film);
        var recording = new RecordingFolder(Path.Combine(studio.Folder, "media", "sessions", session));
        if (!await report.ExpectAsync("the feed is recorded", async () => !(await ReadAsync()).IsEmpty, Patience)) return;

        List<(string Kind, double Seconds, double Waited)> losses = [];
        for (int round = 1; round <= rounds; round++)
        {
            foreach (string kind in kinds)
            {
                if (!await CalmAsync(TimeProvider.System.GetUtcNow())) return;
                DateTimeOffset struck = TimeProvider.System.GetUtcNow();
                DateTimeOffset sentAgain = await StrikeAsync(kind, studio, feed, disk) ?? struck;
                if (!await CalmAsync(TimeProvider.System.GetUtcNow())) return;
                (double lost, double waited, RecordingTimeline timeline) = await LossAsync(struck, sentAgain);
                losses.Add((kind, lost, waited));
                if (lost > Limit.TotalSeconds)
                {
                    report.Step(string.Create(CultureInfo.InvariantCulture, $"round {round}, {kind}: {lost:0.00} s lost, struck {struck:HH:mm:ss.f}, sent again {sentAgain:HH:mm:ss.f}; {string.Join(", ", timeline.Gaps.TakeLast(3).Select(gap => $"{gap.From:HH:mm:ss.f}–{gap.To:HH:mm:ss.f} {gap.Cause}"))}"));
                    foreach (string line in studio.Log.Where(line => line.Contains("recorder ", StringComparison.Ordinal)).TakeLast(8)) report.Step($"  {line}");
                }
                string phase = (await manager.GetAsync($"/api/sessions/{session}")).Ok.GetProperty("phase").GetString()!;
                if (phase != "live") report.Check(false, $"round {round}, {kind}: the session goes on", phase);
            }
            report.Step($"round {round} of {rounds}");
        }
        foreach (IGrouping<string, (string Kind, double Seconds, double Waited)> kind in losses.GroupBy(loss => loss.Kind))
        {
            double[] seconds = [.. kind.Select(loss => loss.Seconds).Order()];
            report.Check(seconds[^1] <= Limit.TotalSeconds, $"{kind.Key}: at most {Limit.TotalSeconds:0} s of what was sent are missing", string.Create(CultureInfo.InvariantCulture, $"{seconds.Length} times: p50 {seconds[seconds.Length / 2]:0.00} s, most {seconds[^1]:0.00} s; what nginx kept was put in at most {kind.Max(loss => loss.Waited):0.0} s later"));
        }
        RecordingTimeline whole = await ReadAsync();
        (RecordingPart Before, RecordingPart After)[] pairs = [.. whole.Parts.Zip(whole.Parts.Skip(1))];
        (RecordingPart Before, RecordingPart After) worst = pairs.MaxBy(pair => pair.Before.End - pair.After.Start);
        double overlap = Math.Max(0, (worst.Before.End - worst.After.Start).TotalSeconds);
        report.Check(overlap < 0.5, "the parts follow each other", string.Create(CultureInfo.InvariantCulture,
            $"{whole.Parts.Count} parts, {whole.Gaps.Count()} gaps, longest overlap {overlap:0.00} s: {worst.Before.Init.Part} ({worst.Before.Cause}, {worst.Before.Start:HH:mm:ss.ff}–{worst.Before.End:HH:mm:ss.ff}), {worst.After.Init.Part} ({worst.After.Cause}, from {worst.After.Start:HH:mm:ss.ff})"));
        report.Check(studio.Errors.Count == 0, "the studio logged no error", studio.Errors.FirstOrDefault());
        await DecodesAsync(report, whole, Path.Combine(studio.Folder, "media", "sessions", session), Path.Combine(studio.Folder, "whole.mp4"));

        Task<RecordingTimeline> ReadAsync() => recording.ReadTimelineAsync(CancellationToken.None);

        // What nginx kept is put in after the recording goes on; until then the gap is as long as the recorder was away.
        async Task<(double Lost, double Waited, RecordingTimeline Timeline)> LossAsync(DateTimeOffset struck, DateTimeOffset sentAgain)
        {
            long begin = TimeProvider.System.GetTimestamp();
            while (true)
            {
                RecordingTimeline timeline = await ReadAsync();
                double lost = timeline.Gaps.Sum(gap => gap.To > struck - Calm ? Missing(gap, struck, sentAgain) : 0);
                TimeSpan waited = TimeProvider.System.GetElapsedTime(begin);
                if (lost <= Limit.TotalSeconds || waited > Patience / 2) return (lost, waited.TotalSeconds, timeline);
                await Task.Delay(TimeSpan.FromMilliseconds(250));
            }
        }

        // Said only when it fails: it is waited for twice with each strike.
        async Task<bool> CalmAsync(DateTimeOffset since)
        {
            try
            {
                await Wait.UntilAsync(async () => await ReadAsync() is { IsEmpty: false } timeline && timeline.End > since + Calm, "the recording goes on", Patience);
                return true;
            }
            catch (TimeoutException)
            {
                return report.Check(false, "the recording goes on", string.Join(" | ", studio.Log.TakeLast(10)));
            }
        }
    }

    /// <summary>Strikes; answers when something was sent again where the strike itself kept the publisher from sending.</summary>
    private static async Task<DateTimeOffset?> StrikeAsync(string kind, StudioProcess studio, SteadyPublisher feed, SmallDisk? disk)
    {
        switch (kind)
        {
            case "publisher":
                DateTimeOffset before = feed.Since;
                Signals.Send(feed.Id, Signals.Kill);
                await Wait.UntilAsync(() => feed.Since > before, "the publisher is back");
                return feed.Since;
            case "recorder":
                foreach (int recorder in Running.Recorders(studio)) Signals.Send(recorder, Signals.Kill);
                return null;
            case "nginx":
                int nginx = studio.PartId("nginx")!.Value;
                DateTimeOffset cut = TimeProvider.System.GetUtcNow();
                foreach (int process in Running.WithChildren(nginx)) Signals.Send(process, Signals.Kill);
                await Wait.UntilAsync(() => studio.PartId("nginx") is { } now && now != nginx, "nginx is back");
                await Wait.UntilAsync(() => feed.Since > cut && TimeProvider.System.GetUtcNow() - feed.Since > TimeSpan.FromSeconds(2), "the publisher stays");
                return feed.Since;
            case "studio":
                await studio.KillAsync();
                await studio.StartAgainAsync();
                return null;
            default:
                disk!.Fill();
                await Task.Delay(TimeSpan.FromSeconds(3));
                disk.Free();
                // What is sent while there is no room is not asked for.
                return TimeProvider.System.GetUtcNow();
        }
    }

    private static async Task DecodesAsync(Report report, RecordingTimeline whole, string root, string target)
    {
        CutDecision decision = CutPlanner.Plan(whole, whole.Start, whole.End);
        CutOutcome outcome = decision is CutDecision.Ready ready ? await ClipCutter.CutAsync(ready.Plan, root, target, null, CancellationToken.None) : new CutOutcome.Failed("no-plan", decision.ToString());
        report.Check(outcome is CutOutcome.Cut, "the whole recording is decoded without an error", outcome is CutOutcome.Failed failed ? $"{failed.Problem}: {failed.Details}" : string.Create(CultureInfo.InvariantCulture, $"{(whole.End - whole.Start).TotalSeconds:0} s"));
    }

    /// <summary>Seconds of a gap in which something was sent: before the strike, and since it was sent again.</summary>
    private static double Missing(RecordingGap gap, DateTimeOffset struck, DateTimeOffset sentAgain)
    {
        double before = Math.Min(gap.To.ToUnixTimeMilliseconds(), struck.ToUnixTimeMilliseconds()) - gap.From.ToUnixTimeMilliseconds();
        double after = gap.To.ToUnixTimeMilliseconds() - Math.Max(gap.From.ToUnixTimeMilliseconds(), sentAgain.ToUnixTimeMilliseconds());
        return (Math.Max(0, before) + Math.Max(0, after)) / 1000;
    }

    private static async Task<string> FilmAsync(string folder)
    {
        string film = Path.Combine(folder, "film.flv");
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("film", "ffmpeg",
        [
            "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=20", "-f", "lavfi", "-i", "sine=f=440:r=48000:d=20",
            "-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-g", "50", "-keyint_min", "50", "-sc_threshold", "0", "-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "flv", film,
        ]));
        return await ffmpeg.Exited == 0 ? film : throw new InvalidOperationException(string.Join('\n', ffmpeg.LastLines()));
    }
}

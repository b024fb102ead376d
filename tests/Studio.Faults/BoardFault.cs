using System.Globalization;
using MediaPipeline.Processes;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>
/// Real overlay pages behind a line that is cut, a Redis and a process that are killed, a thousand times at random while an operator works.
/// With every cut the board changes, so that an overlay which did not come back is seen to be wrong; each must show what the board says
/// within a second of the link's return.
/// </summary>
internal static class BoardFault
{
    private const int Overlays = 3, RedisEvery = 20, ProcessEvery = 50, LongEvery = 5, OutageEvery = 250;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(20);

    public static async Task<bool> RunAsync(Settings settings)
    {
        var report = new Report("board");
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string session = StudioClient.Id(await manager.MakeSessionAsync(products: 6));
        string token = StudioClient.TokenOf(await manager.MakeLinkAsync(session, "overlay"));
        await using var line = new CutProxy(studio.Port);
        await using Pages pages = await Pages.OpenAsync(Enumerable.Repeat((1280, 720), Overlays), string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{line.Port}/overlay/#c={token}"));
        var random = new Random(7);
        var desk = new Desk(manager, session, random);
        await desk.TakeAsync();
        await report.ExpectAsync("the overlays show the first card", () => pages.AllShowAsync(desk.Expected), Patience);

        List<(string Kind, double Seconds)> returns = [];
        int wrong = 0;
        using var stalls = new StallMeter();
        for (int cut = 1; cut <= settings.Cuts; cut++)
        {
            string kind = cut % OutageEvery == 1 ? "outage" : cut % ProcessEvery == 0 ? "process" : cut % RedisEvery == 0 ? "redis" : cut % LongEvery == 0 ? "long line" : "line";
            long back = await CutAsync(kind, studio, line, desk, random);
            stalls.Begin();
            bool equal = await UntilEqualAsync(pages, desk.Expected);
            double seconds = TimeProvider.System.GetElapsedTime(back).TotalSeconds;
            returns.Add((kind, seconds));
            if (!equal)
            {
                wrong++;
                report.Step($"cut {cut} ({kind}): expected {desk.Expected}, shown {string.Join(" | ", await pages.ShownAsync())}");
            }
            else if (seconds > Limit.TotalSeconds) report.Step(string.Create(CultureInfo.InvariantCulture, $"cut {cut} ({kind}): {seconds:0.00} s; the machine let this program wait {stalls.Longest.TotalSeconds:0.00} s at a time"));
            if (cut % 50 == 0) report.Step(string.Create(CultureInfo.InvariantCulture, $"{cut} cuts; longest return {returns.Max(one => one.Seconds):0.00} s"));
        }
        foreach (IGrouping<string, (string Kind, double Seconds)> kind in returns.GroupBy(one => one.Kind)) report.Step($"{kind.Key}: {Spread([.. kind.Select(one => one.Seconds)])}");
        int late = returns.Count(one => one.Seconds > Limit.TotalSeconds) - wrong;
        report.Check(wrong == 0, "every overlay equals the board after each cut", $"{settings.Cuts} cuts: {string.Join(", ", returns.CountBy(one => one.Kind).Select(kind => $"{kind.Value} {kind.Key}"))}");
        report.Check(late == 0, "within 1 s of the link's return", $"{Spread([.. returns.Select(one => one.Seconds)])}, {late} late");
        report.Check(desk.Twice == 0, "no operation had its effect twice", $"{desk.Done} operations, {desk.Repeated} repeated");
        report.Print();
        return report.Passed;
    }

    /// <summary>Cuts, lets the operator change the board meanwhile, mends; answers the instant at which both the link and the board's answer were there.</summary>
    private static async Task<long> CutAsync(string kind, StudioProcess studio, CutProxy line, Desk desk, Random random)
    {
        switch (kind)
        {
            case "redis":
                Signals.Send(studio.PartId("redis")!.Value, Signals.Kill);
                await desk.WorkAsync(); // repeats until the store is back and the command is stored
                break;
            case "process":
                // The change is one that no overlay has heard of when the process dies: it must come out of the store.
                line.Cut();
                await desk.WorkAsync();
                await studio.KillAsync();
                line.Mend();
                await studio.StartAgainAsync();
                break;
            default:
                line.Cut();
                await desk.WorkAsync();
                // A long one meets the overlays somewhere between two of their tries.
                // After an outage the browser itself holds sockets back.
                await Task.Delay(kind switch { "outage" => 20_000, "line" => random.Next(0, 60), _ => random.Next(300, 1_500) });
                line.Mend();
                break;
        }
        return TimeProvider.System.GetTimestamp();
    }

    private static async Task<bool> UntilEqualAsync(Pages pages, string expected)
    {
        long begin = TimeProvider.System.GetTimestamp();
        while (!await pages.AllShowAsync(expected))
        {
            if (TimeProvider.System.GetElapsedTime(begin) > Patience) return false;
            await Task.Delay(10);
        }
        return true;
    }

    private static string Spread(double[] seconds)
    {
        Array.Sort(seconds);
        return string.Create(CultureInfo.InvariantCulture, $"p50 {seconds[seconds.Length / 2]:0.00} s, p99 {seconds[Math.Min(seconds.Length - 1, seconds.Length * 99 / 100)]:0.00} s, longest {seconds[^1]:0.00} s");
    }
}

using MediaPipeline.Processes;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>How long a prepared machine takes from the start of the process to "ready", and what the process weighs when nobody does anything.</summary>
internal static class StartBench
{
    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick)
    {
        List<double> ours = [], bare = [];
        double memory = 0, bareMemory = 0;
        await using StudioProcess studio = await StudioProcess.StartAsync(); // the first start makes the data folder and is not counted
        int rounds = quick ? 2 : 5;
        for (int round = 0; round < rounds; round++)
        {
            await studio.StopAsync();
            await studio.StartAgainAsync();
            ours.Add(studio.ReadyAfter.TotalSeconds);
            (ChildProcess host, TimeSpan ready) = await BareHost.StartAsync(StudioProcess.FreePorts(1)[0]);
            bare.Add(ready.TotalSeconds);
            if (round == rounds - 1)
            {
                await Task.Delay(TimeSpan.FromSeconds(quick ? 3 : 15));
                (memory, bareMemory) = (BareHost.ResidentMebibytes(studio.Id), BareHost.ResidentMebibytes(host.Id));
            }
            await host.StopAsync(StopPlan.Terminate(TimeSpan.FromSeconds(2)));
        }
        return
        [
            Row.Less("start", "ready seconds", Percentile.Of(ours, 0.5), Percentile.Of(bare, 0.5), "bare ASP.NET Core host (goal: 5 s)", "s")
                with { Own = new Dictionary<string, double>(StringComparer.Ordinal) { ["worst"] = ours.Max() } },
            Row.Less("start", "idle memory MiB", memory, bareMemory, "bare ASP.NET Core host (goal: 350 MB)", "MiB"),
        ];
    }
}

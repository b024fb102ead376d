using MediaPipeline.Processes;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>One kind of fault.</summary>
/// <param name="DoAsync">Strikes; answers when the part was gone, and from when on it was there again, in ticks of UTC.</param>
/// <param name="NeedsSecond">Two processes serve people.</param>
internal sealed record Strike(string Name, Func<StudioProcess, StudioProcess?, int, Task<(long Struck, long Over)>> DoAsync, bool NeedsSecond = false)
{
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(20);

    public static IReadOnlyList<Strike> All { get; } =
    [
        new("kill -9 the API, start it again", async (studio, _, _) => await KillAsync(studio)),
        new("kill -9 redis", async (studio, _, _) =>
        {
            int redis = studio.PartId("redis")!.Value;
            Signals.Send(redis, Signals.Kill);
            long struck = Now;
            await Wait.UntilAsync(() => studio.PartId("redis") is { } now && now != redis, "redis is started again", TimeSpan.FromSeconds(60));
            return (struck, Now);
        }),
        new("redis stands still for 20 s", (studio, _, _) => FreezeAsync(studio.PartId("redis")!.Value)),
        new("the API stands still for 20 s", (studio, _, _) => FreezeAsync(studio.Id)),
        // In turns: whichever dies, the other takes the ledger over, so that from the second round on the one that dies has it.
        new("kill -9 one of two API processes", (studio, second, round) => KillOneAsync(round % 2 == 1 ? studio : second!), NeedsSecond: true),
    ];

    private static long Now => TimeProvider.System.GetUtcNow().UtcTicks;

    private static async Task<(long, long)> KillAsync(StudioProcess process)
    {
        await process.KillAsync();
        long struck = Now;
        await process.StartAgainAsync();
        return (struck, Now);
    }

    // The callers are with the other process long before this one is back: what counts is from the death on.
    private static async Task<(long, long)> KillOneAsync(StudioProcess process)
    {
        (long struck, _) = await KillAsync(process);
        return (struck, struck);
    }

    private static async Task<(long, long)> FreezeAsync(int processId)
    {
        Signals.Send(processId, Signals.Stop);
        long struck = Now;
        await Task.Delay(Standstill);
        Signals.Send(processId, Signals.Continue);
        return (struck, Now);
    }
}

/// <summary>How long no new hold was answered.</summary>
/// <param name="Seconds">From the fault to the first new hold.</param>
/// <param name="AfterIt">From the moment in which the part was there again.</param>
internal sealed record Outage(string Fault, double Seconds, double AfterIt);

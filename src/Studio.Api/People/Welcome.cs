using Studio.Api.Parts;
using Studio.Grains.People;
using Studio.Grains.Values;

namespace Studio.Api.People;

/// <summary>Says that the studio is ready, and prints the one-time link for the first manager while there is none.</summary>
internal sealed class Welcome(StudioOptions options, IGrainFactory grains, SecretMint mint, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <summary>The token of the set-up link: the same at each start until it was used.</summary>
    public static string Token(SecretMint mint) => mint.Mint("setup", "first-manager", "");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration onStart = lifetime.ApplicationStarted.Register(started.SetResult);
        using CancellationTokenRegistration onStop = stoppingToken.Register(() => started.TrySetCanceled(stoppingToken));
        try
        {
            await started.Task;
        }
        catch (OperationCanceledException)
        {
            return; // it never became ready
        }
        string origin = options.PublicUrl?.TrimEnd('/') ?? $"http://localhost:{options.Port}";
        ISetupGrain setup = grains.GetGrain<ISetupGrain>(0);
        bool needed = await setup.Needed();
        if (needed) await setup.Arm(StableId.ForSecret(Token(mint)));
        // Printed, not logged: a log is kept and read by others, and the token makes a manager.
        await Console.Out.WriteLineAsync($"\n  直播基地工作室已就绪 · The studio is ready:  {origin}/\n  OBS: rtmp://<host>:{options.RtmpPort}/live");
        if (needed && string.IsNullOrEmpty(options.Demo)) // the demo uses the link itself
        {
            await Console.Out.WriteLineAsync($"\n  首次设置，打开此链接创建第一位管理员（一次有效）\n  First set-up, open this link to make the first manager (works once):\n    {origin}/setup/#t={Token(mint)}");
        }
        await Console.Out.WriteLineAsync();
    }
}

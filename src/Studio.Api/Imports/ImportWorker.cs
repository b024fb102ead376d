using MediaPipeline.Importing;
using Studio.Api.Parts;
using Studio.Grains.Imports;
using Studio.Grains.Index;

namespace Studio.Api.Imports;

/// <summary>
/// Goes round the folders of imports: settles what is whole, one after the other, and removes what is done, refused or given up. How far something is, is in the store; its bytes
/// are in its folder. A process that dies begins it again from the file that came.
/// </summary>
internal sealed partial class ImportWorker(ImportStore store, ImportSettling settling, ImportFolder folder, ImportDesk desk, ImportBell bell, StudioOptions options, IGrainFactory grains, TimeProvider clock, ILogger<ImportWorker> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2), WritesDownEvery = TimeSpan.FromHours(1);
    private DateTimeOffset _writesDown;
    private string? _atWork;
    private Task _work = Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // A crash between the store and the disk, or a folder that was just being moved: what was answered becomes true.
                if (clock.GetUtcNow() >= _writesDown) await WriteDownAllAsync();
                await folder.LookAsync(stoppingToken);
                foreach (string id in store.Ids()) await LookAsync(id, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                RoundFailed(failure.Message);
            }
            try
            {
                await bell.WaitAsync(Every, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        await _work;
    }

    private async Task WriteDownAllAsync()
    {
        foreach (string id in await grains.GetGrain<IIndexGrain>(Indexes.Imports).All())
        {
            if (await grains.GetGrain<IImportGrain>(id).Get() is { Alignments.Count: > 0 } import) await desk.WriteDownAsync(import);
        }
        _writesDown = clock.GetUtcNow() + WritesDownEvery;
    }

    private async Task LookAsync(string id, CancellationToken stopping)
    {
        if (id == _atWork && !_work.IsCompleted) return;
        IImportGrain grain = grains.GetGrain<IImportGrain>(id);
        Import? import = await grain.Get();
        try
        {
            switch (import?.State)
            {
                case ImportState.Uploading when File.Exists(store.SourceOf(id)):
                    await grain.Received(); // it was whole, and the process died before it said so
                    bell.Ring();
                    return;
                case null or ImportState.Uploading or ImportState.NeedsSession or ImportState.Failed:
                    await GiveUpAsync(id, grain, import);
                    return;
                case ImportState.Ready or ImportState.Refused or ImportState.Cancelled:
                    store.Remove(id);
                    return;
                default:
                    // One at a time; meanwhile the others are received, given up and removed.
                    if (!_work.IsCompleted || await grain.Start() is not { } job) return;
                    _atWork = id;
                    _work = WorkAsync(grain, job, stopping);
                    return;
            }
        }
        catch (IOException failure)
        {
            Failed(id, failure.Message);
        }
    }

    private async Task WorkAsync(IImportGrain grain, Import job, CancellationToken stopping)
    {
        try
        {
            await settling.SettleAsync(grain, job, stopping);
        }
        catch (Exception failure)
        {
            // The store is away, or the studio stops: it is begun again.
            if (!stopping.IsCancellationRequested) Failed(job.Request.ImportId, failure.Message);
        }
        bell.Ring();
    }

    // What nobody sends on, chooses a session for or tries again does not fill the disk for ever.
    private async Task GiveUpAsync(string id, IImportGrain grain, Import? import)
    {
        if (clock.GetUtcNow() - store.TouchedAt(id) < TimeSpan.FromHours(options.ImportKeepHours)) return;
        if (import is not null) await grain.Refuse(ImportProblems.Abandoned);
        store.Remove(id);
        Abandoned(id);
    }

    [LoggerMessage(LogLevel.Information, "import {Import}: given up, nothing happened for long")]
    private partial void Abandoned(string import);

    [LoggerMessage(LogLevel.Warning, "import {Import}: {Why}")]
    private partial void Failed(string import, string why);

    [LoggerMessage(LogLevel.Warning, "imports: a round failed: {Why}")]
    private partial void RoundFailed(string why);
}

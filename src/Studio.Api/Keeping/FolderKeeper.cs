using System.Collections.Concurrent;
using MediaPipeline.Keeping;
using Studio.Api.Parts;
using Studio.Grains.Index;
using Studio.Grains.Keeping;
using Studio.Grains.Live;

namespace Studio.Api.Keeping;

/// <summary>
/// Removes what was confirmed to be deleted, and moves to the cold folder what is old enough. Both are finished after a restart: what is to be done is in
/// the store, how far it went on the disks.
/// </summary>
internal sealed partial class FolderKeeper(
    SessionFolders folders, Sealer sealer, KeepingProblems problems, StudioOptions options, IGrainFactory grains, TimeProvider clock, ILogger<FolderKeeper> log) : BackgroundService
{
    /// <summary>Codes of what keeps a folder where it is.</summary>
    public const string ColdMissing = "cold-missing", ColdFull = "cold-full", MoveRefused = "move-refused", NotRemoved = "not-removed";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30), TriesAgain = TimeSpan.FromHours(1);

    // A page that was told the old place opens its file within this.
    private static readonly TimeSpan ReadersLeave = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _bell = new(0, 1);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _coldSince = new(StringComparer.Ordinal), _nextTry = new(StringComparer.Ordinal);

    /// <summary>There is something to do: do not wait for the next round.</summary>
    public void Ring()
    {
        try
        {
            _bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // It rang already.
        }
    }

    /// <summary>One round.</summary>
    public async Task RoundAsync(CancellationToken stopping)
    {
        foreach (string sessionId in await grains.GetGrain<IIndexGrain>(Indexes.Sessions).All())
        {
            if (await grains.GetGrain<IKeepingGrain>(sessionId).Get() is not { } kept) continue;
            using IDisposable? turn = folders.TryTake(sessionId);
            if (turn is null) continue; // it is being sealed
            try
            {
                if (kept.State == KeepingState.Deleting) await DeleteAsync(kept);
                else if (folders.ColdRoot is not null && kept.State != KeepingState.Deleted) await ColdAsync(kept, stopping);
            }
            catch (Exception failure) when (failure is not OperationCanceledException && Edge.ProblemMapping.StorageCode(failure) is null)
            {
                problems.Set(sessionId, kept.State == KeepingState.Deleting ? KeepingProblems.Deleting : KeepingProblems.Moving, kept.State == KeepingState.Deleting ? NotRemoved : MoveRefused);
                Failed(sessionId, failure.Message);
            }
        }
    }

    public override void Dispose()
    {
        _bell.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RoundAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Failed("", failure.Message);
            }
            try
            {
                await _bell.WaitAsync(Every, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task DeleteAsync(KeepingView kept)
    {
        // A disk that is not there would look as if everything were gone.
        bool away = kept.Cold && !folders.ColdIsThere;
        problems.Set(kept.SessionId, KeepingProblems.Deleting, away ? ColdMissing : null);
        if (away) return;
        folders.Remove(kept.SessionId);
        sealer.Forget(kept.SessionId);
        await grains.GetGrain<IKeepingGrain>(kept.SessionId).NoteDeleted();
        Deleted(kept.SessionId, kept.Head.Number);
    }

    private async Task ColdAsync(KeepingView kept, CancellationToken stopping)
    {
        (string hot, string cold) = (folders.HotOf(kept.SessionId), folders.ColdOf(kept.SessionId)!);
        DateTimeOffset now = clock.GetUtcNow();
        if (!Directory.Exists(hot)) return;
        if (Directory.Exists(cold))
        {
            // A crash came between the copy's name and the note of it; or somebody copied by hand. Only a whole copy lets the first one go.
            if (!kept.Cold && !await IsWholeAsync(kept, cold, stopping)) return;
            if (now - _coldSince.GetOrAdd(kept.SessionId, now) < ReadersLeave) return;
            Directory.Delete(hot, recursive: true);
            _coldSince.TryRemove(kept.SessionId, out _);
            return;
        }
        // Noted as cold and not there: that disk is away, and what lies here is an older copy.
        if (kept.Cold) return;
        bool due = kept is { Head.Closed: true, KeptUntil: not null } && await EndedAsync(kept.SessionId) is { } ended && now - ended >= TimeSpan.FromDays(options.ColdAfterDays);
        if (!due || now < _nextTry.GetValueOrDefault(kept.SessionId)) return;
        string? problem = await MoveAsync(kept, hot, cold, stopping);
        problems.Set(kept.SessionId, KeepingProblems.Moving, problem);
        if (problem is not null) _nextTry[kept.SessionId] = now + TriesAgain;
    }

    private async Task<bool> IsWholeAsync(KeepingView kept, string cold, CancellationToken stopping)
    {
        if (clock.GetUtcNow() < _nextTry.GetValueOrDefault(kept.SessionId)) return false;
        Verification found = await ManifestVerifier.VerifyAsync(cold, kept.SessionId, new ManifestHead(kept.Head.Number, kept.Head.Chain), cancellation: stopping);
        bool whole = found is { IsGood: true, Closed: true };
        problems.Set(kept.SessionId, KeepingProblems.Moving, whole ? null : MoveRefused);
        if (whole) await grains.GetGrain<IKeepingGrain>(kept.SessionId).NoteCold();
        else _nextTry[kept.SessionId] = clock.GetUtcNow() + TriesAgain;
        return whole;
    }

    private async Task<string?> MoveAsync(KeepingView kept, string hot, string cold, CancellationToken stopping)
    {
        if (!Directory.Exists(folders.ColdRoot) || (!folders.ColdIsThere && Directory.EnumerateFileSystemEntries(folders.ColdRoot!).Any(entry => !Path.GetFileName(entry).StartsWith("lost+found", StringComparison.Ordinal)))) return ColdMissing;
        if (new DriveInfo(folders.ColdRoot!).AvailableFreeSpace < kept.Head.Bytes + (options.LeastFreeMegabytes * 1024L * 1024)) return ColdFull;
        folders.MarkCold();
        Verification copy = await ColdMove.CopyAsync(hot, cold, kept.SessionId, new ManifestHead(kept.Head.Number, kept.Head.Chain), stopping);
        sealer.Forget(kept.SessionId);
        if (!Directory.Exists(cold))
        {
            Refused(kept.SessionId, copy.Findings.Count == 0 ? "not wholly sealed" : $"{copy.Findings[0].Kind}: {copy.Findings[0].File}");
            return MoveRefused;
        }
        await grains.GetGrain<IKeepingGrain>(kept.SessionId).NoteCold();
        _coldSince[kept.SessionId] = clock.GetUtcNow();
        Moved(kept.SessionId, copy.Files, copy.Bytes);
        return null;
    }

    private async Task<DateTimeOffset?> EndedAsync(string sessionId) => (await grains.GetGrain<ILiveSessionGrain>(sessionId).Get())?.EndedAt;

    [LoggerMessage(LogLevel.Information, "keeping {Session}: deleted, {Files} files")]
    private partial void Deleted(string session, long files);

    [LoggerMessage(LogLevel.Information, "keeping {Session}: moved to the cold folder, {Files} files, {Bytes} bytes")]
    private partial void Moved(string session, int files, long bytes);

    [LoggerMessage(LogLevel.Warning, "keeping {Session}: not moved: {Why}")]
    private partial void Refused(string session, string why);

    [LoggerMessage(LogLevel.Warning, "keeping {Session}: {Why}")]
    private partial void Failed(string session, string why);
}

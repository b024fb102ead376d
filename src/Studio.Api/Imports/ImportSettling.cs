using System.Globalization;
using System.Security.Cryptography;
using MediaPipeline.Importing;
using MediaPipeline.Processes;
using Studio.Api.Keeping;
using Studio.Api.Parts;
using Studio.Grains.Imports;

namespace Studio.Api.Imports;

/// <summary>Takes one file through: look, settle, ask when it was recorded, put it into its session's folder.</summary>
internal sealed partial class ImportSettling(
    ImportStore store, ImportDesk desk, ImportFolder watched, ImportPublishing publishing, IEnumerable<IAlignmentSource> sources, StudioOptions options, TimeProvider clock, ILogger<ImportSettling> log)
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Takes it through, and says in the store what came of it.</summary>
    public async Task SettleAsync(IImportGrain grain, Import import, CancellationToken stopping)
    {
        string id = import.Request.ImportId;
        using var work = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var progress = new Latest();
        Task told = TellAsync(grain, progress, work);
        try
        {
            await WorkAsync(grain, import, progress, work.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            Stopped(id);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && Edge.ProblemMapping.StorageCode(failure) is null)
        {
            // Repeating it would fail in the same way, for ever; a person can try it again.
            Failed(id, failure.Message);
            await grain.Fail(failure is IOException || FreeSpace.IsShort(options) ? FreeSpace.Code : ImportCodes.Failed);
        }
        finally
        {
            await work.CancelAsync();
            await told;
            if (Directory.Exists(store.WorkOf(id))) Directory.Delete(store.WorkOf(id), recursive: true);
        }
    }

    private async Task WorkAsync(IImportGrain grain, Import import, Latest progress, CancellationToken token)
    {
        string id = import.Request.ImportId, source = store.SourceOf(id), work = store.WorkOf(id);
        if (Directory.Exists(work)) Directory.Delete(work, recursive: true); // a process that died left it
        progress.Set(ImportState.Examining, 0);
        if (await publishing.FindAsync(import, token) is { } published)
        {
            await grain.Finish(published);
            return;
        }
        if (await publishing.BarredAsync(import.Request.SessionId!) is { } barred)
        {
            await EndAsync(grain, import, barred);
            return;
        }
        LookOutcome look = await ImportProbe.LookAsync(source, desk.Limits, token);
        if (look is LookOutcome.Refused unfit) await EndAsync(grain, import, unfit.Code);
        if (look is not LookOutcome.Found found) return;
        string hash = await HashAsync(source, token);
        SettleOutcome outcome = await new Settler(desk.Limits).SettleAsync(source, work, found.Facts, found.Scan, progress, token);
        switch (outcome)
        {
            case SettleOutcome.Refused refused:
                Failed(id, refused.Details);
                await EndAsync(grain, import, refused.Code);
                return;
            case SettleOutcome.Failed failed:
                Failed(id, failed.Details);
                await grain.Fail(failed.Code);
                return;
            case SettleOutcome.Settled settled:
                var given = new SettledImport(id, import.Request.SessionId!, source, work, found.Facts, settled.Duration);
                Settlement settlement = await DescribeAsync(given, found, settled, hash, token);
                if (await publishing.PublishAsync(grain, import, work, settlement) is { } notNow) await EndAsync(grain, import, notNow);
                return;
            default:
                token.ThrowIfCancellationRequested();
                return;
        }
    }

    private async Task EndAsync(IImportGrain grain, Import import, string code)
    {
        if (code == FolderKeeper.ColdMissing)
        {
            await grain.Fail(code); // a disk that is away comes back
            return;
        }
        if (import.Request.FromFolder) watched.GiveBack(store.SourceOf(import.Request.ImportId), import.Request.Name, code);
        await grain.Refuse(code);
        Refused(import.Request.ImportId, code);
    }

    private async Task<Settlement> DescribeAsync(SettledImport given, LookOutcome.Found found, SettleOutcome.Settled settled, string hash, CancellationToken token)
    {
        List<ImportAlignment> proposals = [];
        foreach (IAlignmentSource source in sources)
        {
            try
            {
                proposals.AddRange((await source.ProposeAsync(given, token)).Select(hint => new ImportAlignment(hint.Start, hint.How, hint.Error, "", clock.GetUtcNow())));
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                NoProposal(given.ImportId, source.GetType().Name, failure.Message);
            }
        }
        PictureFacts picture = found.Facts.Picture;
        string format = string.Create(CultureInfo.InvariantCulture, $"{found.Facts.Reader} · {picture.Codec} {picture.Width}×{picture.Height} · {found.Facts.Sound?.Codec ?? "–"}");
        return new Settlement(settled.Duration, hash, format, !settled.Plan.CopyPictures, settled.Plan.Repairs, [.. proposals.OrderBy(proposal => proposal.Error)]);
    }

    private static Task<string> HashAsync(string source, CancellationToken token) => BackgroundWork.RunAsync(
        () =>
        {
            using FileStream file = new(source, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });
            return Convert.ToHexStringLower(SHA256.HashData(file));
        },
        token);

    // A cancelled import is noticed here, whatever the work is at.
    private async Task TellAsync(IImportGrain grain, Latest progress, CancellationTokenSource work)
    {
        while (!work.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(TellEvery, clock, work.Token);
                (ImportState state, int percent) = progress.Now;
                // What is promised to the store is not for films.
                if (FreeSpace.IsShort(options)) await grain.Fail(FreeSpace.Code);
                if (!await grain.Progress(state, percent)) await work.CancelAsync();
            }
            catch (Exception over) when (over is OperationCanceledException || Edge.ProblemMapping.StorageCode(over) is not null)
            {
                // Done; or the store is away, and the work goes on without being told of.
            }
        }
    }

    /// <summary>The newest of what was reported.</summary>
    private sealed class Latest : IProgress<SettleProgress>
    {
        private readonly Lock _gate = new();
        private (ImportState State, int Percent) _now = (ImportState.Examining, 0);

        public (ImportState State, int Percent) Now
        {
            get
            {
                lock (_gate) return _now;
            }
        }

        public void Set(ImportState state, int percent)
        {
            lock (_gate) _now = (state, percent);
        }

        public void Report(SettleProgress value) => Set(
            value.Step switch { SettleStep.Copying => ImportState.Copying, SettleStep.Encoding => ImportState.Encoding, _ => ImportState.Checking }, (int)(Math.Clamp(value.Share, 0, 1) * 100));
    }

    [LoggerMessage(LogLevel.Information, "import {Import}: refused, {Code}")]
    private partial void Refused(string import, string code);

    [LoggerMessage(LogLevel.Information, "import {Import}: stopped")]
    private partial void Stopped(string import);

    [LoggerMessage(LogLevel.Warning, "import {Import}: {Why}")]
    private partial void Failed(string import, string why);

    [LoggerMessage(LogLevel.Warning, "import {Import}: {Source} proposes nothing: {Why}")]
    private partial void NoProposal(string import, string source, string why);
}

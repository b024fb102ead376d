using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using MediaPipeline.Importing;
using MediaPipeline.Processes;
using Studio.Api.Keeping;
using Studio.Api.Parts;
using Studio.Grains.Imports;
using Studio.Grains.Keeping;
using Studio.Grains.Values;

namespace Studio.Api.Imports;

/// <summary>Takes one file through: look, settle, ask when it was recorded, put it into its session's folder.</summary>
internal sealed partial class ImportSettling(
    ImportStore store, ImportDesk desk, ImportFolder watched, SessionFolders folders, Sealer sealer, IEnumerable<IAlignmentSource> sources, StudioOptions options, IGrainFactory grains, TimeProvider clock, ILogger<ImportSettling> log)
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(500);
    private static readonly JsonSerializerOptions SourceJson = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All) };

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
        if (await PublishedAsync(import, token) is { } published)
        {
            await grain.Finish(published);
            return;
        }
        if (await BarredAsync(import.Request.SessionId!) is { } barred)
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
                await File.WriteAllTextAsync(Path.Combine(work, ImportedParts.Source), JsonSerializer.Serialize(new SourceNote(import.Request.Name, import.Request.Bytes, import.Request.By, import.At, settlement), SourceJson), token);
                await PublishAsync(grain, import, work, settlement);
                return;
            default:
                token.ThrowIfCancellationRequested();
                return;
        }
    }

    /// <summary>Gives the folder its name in the session's, in its turn: nobody moves, seals or deletes the session meanwhile.</summary>
    private async Task PublishAsync(IImportGrain grain, Import import, string work, Settlement settlement)
    {
        string session = import.Request.SessionId!;
        using IDisposable turn = await TurnAsync(session);
        if (await BarredAsync(session) is { } barred)
        {
            await EndAsync(grain, import, barred);
            return;
        }
        string root = folders.FolderOf(session), target = desk.SettledFolderOf(import)!, near = Path.Combine(root, $".{Path.GetFileName(target)}");
        Directory.CreateDirectory(root);
        if (Directory.Exists(near)) Directory.Delete(near, recursive: true);
        try
        {
            CopyInto(work, near);
            Directory.Move(near, target);
        }
        catch (IOException)
        {
            if (Directory.Exists(near)) Directory.Delete(near, recursive: true);
            throw;
        }
        await grain.Finish(settlement);
        if (await grain.Get() is not { State: ImportState.Ready })
        {
            Directory.Delete(target, recursive: true); // cancelled at the last moment, and nobody has sealed it yet: it is our turn
            return;
        }
        sealer.Touch(session);
        Settled(import.Request.ImportId, session, settlement.Duration.TotalSeconds, settlement.Encoded ? "encoded again" : "copied", string.Join(' ', settlement.Repairs));
    }

    /// <summary>A process that died behind its last step but one has put it there; it may be sealed by now, and is not made again.</summary>
    private async Task<Settlement?> PublishedAsync(Import import, CancellationToken token)
    {
        string note = Path.Combine(desk.SettledFolderOf(import)!, ImportedParts.Source);
        return File.Exists(note) ? JsonSerializer.Deserialize<SourceNote>(await File.ReadAllTextAsync(note, token), SourceJson)?.Settlement : null;
    }

    private async Task<IDisposable> TurnAsync(string session)
    {
        while (true)
        {
            if (folders.TryTake(session) is { } turn) return turn;
            await Task.Delay(TellEvery, clock);
        }
    }

    // The session's folder may lie on another disk by now: then it is a copy, and its name comes last all the same.
    private static void CopyInto(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from)) File.Move(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private async Task<string?> BarredAsync(string session)
    {
        if (await grains.GetGrain<IKeepingGrain>(session).Get() is not { } kept) return RefusalCodes.NotFound;
        if (kept.Confirmed is not null) return RefusalCodes.DeletionConfirmed;
        return kept.Cold && !folders.ColdIsThere ? FolderKeeper.ColdMissing : null;
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

    private sealed record SourceNote(string Name, long Bytes, string By, DateTimeOffset At, Settlement Settlement);

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

    [LoggerMessage(LogLevel.Information, "import {Import}: settled in {Session}, {Seconds:0.0} s, {How}; {Repairs}")]
    private partial void Settled(string import, string session, double seconds, string how, string repairs);

    [LoggerMessage(LogLevel.Information, "import {Import}: refused, {Code}")]
    private partial void Refused(string import, string code);

    [LoggerMessage(LogLevel.Information, "import {Import}: stopped")]
    private partial void Stopped(string import);

    [LoggerMessage(LogLevel.Warning, "import {Import}: {Why}")]
    private partial void Failed(string import, string why);

    [LoggerMessage(LogLevel.Warning, "import {Import}: {Source} proposes nothing: {Why}")]
    private partial void NoProposal(string import, string source, string why);
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using MediaPipeline.Importing;
using Studio.Api.Keeping;
using Studio.Grains.Imports;
using Studio.Grains.Keeping;
using Studio.Grains.Values;

namespace Studio.Api.Imports;

/// <summary>Puts what was settled into its session's folder, where it is read, sealed, moved and deleted with the rest.</summary>
internal sealed partial class ImportPublishing(ImportDesk desk, SessionFolders folders, Sealer sealer, IGrainFactory grains, TimeProvider clock, ILogger<ImportPublishing> log)
{
    private static readonly TimeSpan AsksAgain = TimeSpan.FromMilliseconds(500);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Gives the folder its name in the session's, in its turn: nobody moves, seals or deletes the session meanwhile. Answers a code of why it may not be there; null: it is.</summary>
    public async Task<string?> PublishAsync(IImportGrain grain, Import import, string work, Settlement settlement)
    {
        string session = import.Request.SessionId!;
        using IDisposable turn = await TurnAsync(session);
        if (await BarredAsync(session) is { } barred) return barred;
        string root = folders.FolderOf(session), target = desk.SettledFolderOf(import)!, near = Path.Combine(root, $".{Path.GetFileName(target)}");
        await File.WriteAllTextAsync(Path.Combine(work, ImportedParts.Source), JsonSerializer.Serialize(new SourceNote(import.Request.Name, import.Request.Bytes, import.Request.By, import.At, settlement), Json));
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
            return null;
        }
        sealer.Touch(session);
        Settled(import.Request.ImportId, session, settlement.Duration.TotalSeconds, settlement.Encoded ? "encoded again" : "copied", string.Join(' ', settlement.Repairs));
        return null;
    }

    /// <summary>A process that died behind its last step but one has put it there; it may be sealed by now, and is not made again.</summary>
    public async Task<Settlement?> FindAsync(Import import, CancellationToken token)
    {
        string note = Path.Combine(desk.SettledFolderOf(import)!, ImportedParts.Source);
        return File.Exists(note) ? JsonSerializer.Deserialize<SourceNote>(await File.ReadAllTextAsync(note, token), Json)?.Settlement : null;
    }

    private async Task<IDisposable> TurnAsync(string session)
    {
        while (true)
        {
            if (folders.TryTake(session) is { } turn) return turn;
            await Task.Delay(AsksAgain, clock);
        }
    }

    // The session's folder may lie on another disk by now: then it is a copy, and its name comes last all the same.
    private static void CopyInto(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from)) File.Move(file, Path.Combine(to, Path.GetFileName(file)));
    }

    /// <summary>Why nothing may come into a session's folder now; null: it may.</summary>
    public async Task<string?> BarredAsync(string session)
    {
        if (await grains.GetGrain<IKeepingGrain>(session).Get() is not { } kept) return RefusalCodes.NotFound;
        if (kept.Confirmed is not null) return RefusalCodes.DeletionConfirmed;
        return kept.Cold && !folders.ColdIsThere ? FolderKeeper.ColdMissing : null;
    }

    private sealed record SourceNote(string Name, long Bytes, string By, DateTimeOffset At, Settlement Settlement);

    [LoggerMessage(LogLevel.Information, "import {Import}: settled in {Session}, {Seconds:0.0} s, {How}; {Repairs}")]
    private partial void Settled(string import, string session, double seconds, string how, string repairs);
}

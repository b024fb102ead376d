using System.Globalization;
using System.Security.Claims;
using System.Text;
using MediaPipeline.Importing;
using Studio.Api.Keeping;
using Studio.Api.Live;
using Studio.Api.Parts;
using Studio.Grains.Imports;
using Studio.Grains.Keeping;
using Studio.Grains.Live;
using Studio.Grains.People;
using Studio.Grains.Values;

namespace Studio.Api.Imports;

/// <summary>Takes in what people want of imports, and keeps what is written down of alignments beside the recordings.</summary>
internal sealed class ImportDesk(ImportStore store, SessionFolders folders, Sealer sealer, StudioOptions options, IGrainFactory grains, ImportBell bell)
{
    private const int MostUnfinished = 20, MostMark = 80;

    /// <summary>What may come in.</summary>
    public ImportLimits Limits { get; } = ImportLimits.Default with { Bytes = (long)options.ImportMostGigabytes << 30 };

    /// <summary>Whether a user may send, stop or send on an import: its own, or any as a manager; what came from the folder is everybody's.</summary>
    public static bool MayChange(ClaimsPrincipal user, Import import) =>
        import.Request.FromFolder || string.Equals(import.Request.By, user.Identity?.Name, StringComparison.Ordinal) || user.IsInRole(nameof(Role.Manager));

    /// <summary>Announces an upload. Everything that can be refused before the first byte is refused here.</summary>
    public async Task<Outcome<Import>> AnnounceAsync(AnnounceImport body, ClaimsPrincipal user)
    {
        string by = user.Identity!.Name!, id = StableId.ForOperation("i", by, body.OperationId);
        if (NameProblem(body.Name) is { } unsafeName) return new Refusal(unsafeName);
        if (body.Bytes <= 0) return new Refusal(ImportCodes.Empty);
        if (body.Bytes > Limits.Bytes) return Refusal.With(ImportCodes.TooLarge, "gigabytes", options.ImportMostGigabytes);
        if (body.Mark.Length > MostMark) return new Check().Add("mark", FieldErrors.TooLong).Refusal!;
        if (await grains.GetGrain<IKeepingGrain>(body.SessionId).Get() is { Confirmed: not null }) return new Refusal(RefusalCodes.DeletionConfirmed);
        if (store.ClaimOf(id) is null)
        {
            if (store.Ids().Count(other => store.ClaimOf(other)?.By == by) >= MostUnfinished) return Refusal.With(ImportProblems.TooMany, "most", MostUnfinished);
            if (!HasRoom(body.Bytes)) return new Refusal(FreeSpace.Code);
        }
        Outcome<Import> made = await grains.GetGrain<IImportGrain>(id).Create(new ImportRequest(id, body.SessionId, body.Name, body.Bytes, body.Mark, by, FromFolder: false));
        if (made.Refusal is null && made.Value.State == ImportState.Uploading) store.Begin(id, body.Bytes, by);
        return made;
    }

    /// <summary>The last byte came.</summary>
    public async Task ReceivedAsync(string id)
    {
        await grains.GetGrain<IImportGrain>(id).Received();
        bell.Ring();
    }

    /// <summary>Carries out a command on an import that the user may change.</summary>
    public async Task<Outcome<Import>> DoAsync(string id, ClaimsPrincipal user, bool ownOnly, Func<IImportGrain, Task<Outcome<Import>>> command)
    {
        if (!ImportStore.IsId(id) || await grains.GetGrain<IImportGrain>(id).Get() is not { } import || (ownOnly && !MayChange(user, import))) return new Refusal(RefusalCodes.NotFound);
        Outcome<Import> outcome = await command(grains.GetGrain<IImportGrain>(id));
        if (outcome.Refusal is null) bell.Ring();
        return outcome;
    }

    /// <summary>Puts an import in its place, or back. It is so on disk too when this returns.</summary>
    public async Task<Outcome<Import>> AlignAsync(string id, Func<IImportGrain, Task<Outcome<Import>>> command)
    {
        if (!ImportStore.IsId(id)) return new Refusal(RefusalCodes.NotFound);
        Outcome<Import> outcome = await command(grains.GetGrain<IImportGrain>(id));
        if (outcome.Refusal is null) await WriteDownAsync(outcome.Value);
        return outcome;
    }

    /// <summary>Writes what is missing of an import's alignments beside its segments, in their order.</summary>
    public async Task WriteDownAsync(Import import)
    {
        if (SettledFolderOf(import) is not { } folder || !Directory.Exists(folder)) return;
        int number = 0;
        foreach (ImportAlignment alignment in import.Alignments ?? [])
        {
            await ImportedParts.WriteAsync(folder, new AlignmentNote(++number, alignment.Start, alignment.How, alignment.Error, alignment.By, alignment.At), CancellationToken.None);
        }
        sealer.Touch(import.Request.SessionId!);
    }

    /// <summary>Where an import lies once it is settled; null: nobody said to which session it belongs.</summary>
    public string? SettledFolderOf(Import import) =>
        import.Request.SessionId is { } session && SessionFolders.IsId(session) ? Path.Combine(folders.FolderOf(session), ImportedParts.Prefix + import.Request.ImportId) : null;

    /// <summary>Twice its bytes: for the file, and for what is made of it.</summary>
    public bool HasRoom(long bytes)
    {
        if (FreeSpace.IsShort(options)) return false;
        string media = Directory.CreateDirectory(Path.Combine(options.DataFolder, "media")).FullName;
        return new DriveInfo(media).AvailableFreeSpace - (options.LeastFreeMegabytes * 1024L * 1024) - store.Promised() > bytes * 2;
    }

    /// <summary>Why a name cannot be a file's; null: it can. It is shown and never used as a path, but who sends such a one has something in mind.</summary>
    public static string? NameProblem(string name)
    {
        bool wrong = name.Length is 0 or > 480 || name.Trim() is "" or "." or ".." || name.AsSpan().IndexOfAny('/', '\\') >= 0
            || name.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || rune == Rune.ReplacementChar || IsOverride(rune));
        return wrong ? ImportProblems.UnsafeName : null;
    }

    // A right-to-left override makes gpj.exe of exe.jpg.
    private static bool IsOverride(Rune rune) => rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}

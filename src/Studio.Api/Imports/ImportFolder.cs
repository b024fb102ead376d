using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using MediaPipeline.Importing;
using Studio.Api.Keeping;
using Studio.Api.Parts;
using Studio.Grains.Imports;
using Studio.Grains.Values;

namespace Studio.Api.Imports;

/// <summary>
/// The watched folder: a file that has stopped growing is taken. In a folder named by a session's id it belongs to that session, otherwise somebody says so on the page. It is
/// claimed by a rename inside of the watched folder, so that of two studios one gets it; what is refused lies in <c>refused/</c>, with a file that says why. Links are not followed.
/// </summary>
internal sealed partial class ImportFolder(ImportStore store, ImportDesk desk, StudioOptions options, IGrainFactory grains, TimeProvider clock, ILogger<ImportFolder> log)
{
    /// <summary>Whose the files from the folder are.</summary>
    public const string Sender = "import-folder";

    private const string RefusedName = "refused", Claimed = ".taken-";
    private readonly string? _root = string.IsNullOrWhiteSpace(options.ImportFolder) ? null : Path.GetFullPath(options.ImportFolder);
    private readonly ConcurrentDictionary<string, (long Bytes, DateTime Written, long Since)> _seen = new(StringComparer.Ordinal);

    /// <summary>One look.</summary>
    public async Task LookAsync(CancellationToken stopping)
    {
        if (_root is null || !Directory.Exists(_root)) return;
        HashSet<string> there = new(StringComparer.Ordinal);
        foreach ((FileSystemInfo entry, string? session) in Entries())
        {
            stopping.ThrowIfCancellationRequested();
            there.Add(entry.FullName);
            try
            {
                if (entry.Name.StartsWith(Claimed, StringComparison.Ordinal)) await TakeAsync(entry.FullName, entry.Name[Claimed.Length..]);
                else if (IsLink(entry)) RefuseLink(entry);
                else if (entry is FileInfo file && HasSettled(file)) await ClaimAsync(file, session);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                NotTaken(failure.Message);
            }
        }
        foreach (string gone in _seen.Keys.Where(path => !there.Contains(path)).ToArray()) _seen.TryRemove(gone, out _);
    }

    /// <summary>Puts a refused file into <c>refused/</c>, with the reason beside it.</summary>
    public void GiveBack(string path, string name, string code)
    {
        if (_root is not null && File.Exists(path)) Refuse(path, name, code);
    }

    // The folder itself, and one level of folders that are named by a session.
    private IEnumerable<(FileSystemInfo Entry, string? Session)> Entries()
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(_root!).EnumerateFileSystemInfos())
        {
            if (entry is not DirectoryInfo folder || IsLink(entry))
            {
                yield return (entry, null);
                continue;
            }
            if (folder.Name == RefusedName || !SessionFolders.IsId(folder.Name)) continue;
            foreach (FileSystemInfo inside in folder.EnumerateFileSystemInfos())
            {
                if (inside is FileInfo || IsLink(inside)) yield return (inside, folder.Name);
            }
        }
    }

    private static bool IsLink(FileSystemInfo entry) => entry.LinkTarget is not null;

    // Hidden files are those of programs that are still writing: .part, .~lock, an rsync under way.
    private bool HasSettled(FileInfo file)
    {
        if (file.Name.StartsWith('.')) return false;
        long now = clock.GetTimestamp();
        (long bytes, DateTime written, long since) = _seen.GetOrAdd(file.FullName, (file.Length, file.LastWriteTimeUtc, now));
        if (bytes == file.Length && written == file.LastWriteTimeUtc) return clock.GetElapsedTime(since, now) >= TimeSpan.FromSeconds(options.ImportQuietSeconds);
        _seen[file.FullName] = (file.Length, file.LastWriteTimeUtc, now);
        return false;
    }

    private async Task ClaimAsync(FileInfo file, string? session)
    {
        string? problem = ImportDesk.NameProblem(file.Name) ?? (file.Length == 0 ? ImportCodes.Empty : file.Length > desk.Limits.Bytes ? ImportCodes.TooLarge : null);
        if (problem is not null)
        {
            Refuse(file.FullName, file.Name, problem);
            return;
        }
        // It stays where it is until there is room.
        if (!desk.HasRoom(file.Length)) return;
        // The same file gets the same id, whenever the process dies.
        string id = StableId.ForOperation("i", Sender, string.Create(CultureInfo.InvariantCulture, $"{file.FullName}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}"));
        Outcome<Import> made = await grains.GetGrain<IImportGrain>(id).Create(new ImportRequest(id, session, file.Name, file.Length, "", Sender, FromFolder: true));
        if (made.Refusal is { } refusal)
        {
            Refuse(file.FullName, file.Name, refusal.Code);
            return;
        }
        string claimed = Path.Combine(file.DirectoryName!, Claimed + id);
        File.Move(file.FullName, claimed);
        await TakeAsync(claimed, id);
    }

    /// <summary>Brings a claimed file home; a process that died in between is followed by one that does it again.</summary>
    private async Task TakeAsync(string claimed, string id)
    {
        var file = new FileInfo(claimed);
        // Whoever can write to the folder may have put a link under that name, or one that we never gave.
        if (IsLink(file)) RefuseLink(file);
        if (!file.Exists) return;
        if (!ImportStore.IsId(id) || await grains.GetGrain<IImportGrain>(id).Get() is not { } import)
        {
            Refuse(claimed, file.Name, ImportProblems.UnsafeName);
            return;
        }
        if (import.State != ImportState.Uploading)
        {
            // The copy came home and the process died before it removed the original; or it was stopped on the page.
            File.Delete(claimed);
            return;
        }
        store.Begin(id, file.Length, Sender);
        string source = store.SourceOf(id), unfinished = source + ".tmp";
        await Task.Run(() => File.Move(claimed, unfinished, overwrite: true)); // over disks it is a copy
        File.Move(unfinished, source, overwrite: true);
        await desk.ReceivedAsync(id);
        Taken(id);
    }

    private void Refuse(string path, string name, string code)
    {
        string target = PlaceFor(name);
        File.Move(path, target);
        Say(target, code);
    }

    // What it leads to is not ours to move, and may not even be there.
    private void RefuseLink(FileSystemInfo link)
    {
        link.Delete();
        Say(PlaceFor(link.Name), ImportProblems.UnsafeName);
    }

    private string PlaceFor(string name) => Path.Combine(Directory.CreateDirectory(Path.Combine(_root!, RefusedName)).FullName, $"{clock.GetUtcNow():yyyyMMdd-HHmmssfff}-{Plain(name)}");

    private void Say(string target, string code)
    {
        File.WriteAllText(target + ".reason.txt", ImportReasons.Of(code));
        RefusedFile(code);
    }

    // For a name that people can look for, and no program stumbles over.
    private static string Plain(string name)
    {
        var plain = new StringBuilder();
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (plain.Length >= 80) break;
            plain.Append(Rune.IsLetterOrDigit(rune) || rune.Value is '.' or '-' or '_' ? rune.ToString() : "_");
        }
        return plain.Length == 0 ? "_" : plain.ToString();
    }

    [LoggerMessage(LogLevel.Information, "import {Import}: taken from the watched folder")]
    private partial void Taken(string import);

    [LoggerMessage(LogLevel.Information, "imports: a file of the watched folder was refused, {Code}")]
    private partial void RefusedFile(string code);

    [LoggerMessage(LogLevel.Warning, "imports: the watched folder could not be looked at: {Why}")]
    private partial void NotTaken(string why);
}

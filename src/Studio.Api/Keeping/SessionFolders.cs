using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Studio.Api.Parts;

namespace Studio.Api.Keeping;

/// <summary>
/// Where the folder of a session's recording lies: with the new ones, or with the cold ones. A cold folder has its name only when it is whole
/// (<see cref="MediaPipeline.Keeping.ColdMove"/>), so where both are there, it is the one to read.
/// </summary>
internal sealed partial class SessionFolders(StudioOptions options)
{
    private const string Trash = ".trash-", ColdMark = ".studio-cold";
    private readonly ConcurrentDictionary<string, bool> _taken = new(StringComparer.Ordinal);
    private readonly string _hot = Path.GetFullPath(Path.Combine(options.DataFolder, "media", "sessions"));
    private readonly string _stories = Path.GetFullPath(Path.Combine(options.DataFolder, "media", "stories"));
    private readonly string? _cold = string.IsNullOrWhiteSpace(options.ColdFolder) ? null : Path.GetFullPath(options.ColdFolder);

    /// <summary>Whether a text can be a session's id, and so the name of a folder.</summary>
    public static bool IsId(string sessionId) => SafeName().IsMatch(sessionId);

    /// <summary>The folder to read, and for a session that was never recorded the one to write.</summary>
    public string FolderOf(string sessionId) => ColdOf(sessionId) is { } cold && Directory.Exists(cold) ? cold : HotOf(sessionId);

    /// <summary>Where a session is recorded.</summary>
    public string HotOf(string sessionId) => Path.Combine(_hot, Checked(sessionId));

    /// <summary>Where it lies later; null where there is no such place.</summary>
    public string? ColdOf(string sessionId) => _cold is null ? null : Path.Combine(_cold, Checked(sessionId));

    /// <summary>Where small pictures and the waveform of a recording lie. Beside it and not in it: they can be made again, so nobody seals or moves them.</summary>
    public string StoryOf(string sessionId) => Path.Combine(_stories, Checked(sessionId));

    /// <summary>Removes them.</summary>
    public void RemoveStory(string sessionId)
    {
        if (Directory.Exists(StoryOf(sessionId))) Directory.Delete(StoryOf(sessionId), recursive: true);
    }

    /// <summary>The root of the cold folders.</summary>
    public string? ColdRoot => _cold;

    /// <summary>Whether the cold disk is there. Its mount point is a folder too, an empty one: a file that the first move leaves tells them apart.</summary>
    public bool ColdIsThere => _cold is not null && File.Exists(Path.Combine(_cold, ColdMark));

    /// <summary>Leaves that file.</summary>
    public void MarkCold() => File.AppendAllText(Path.Combine(_cold!, ColdMark), "");

    /// <summary>
    /// Removes a session's folders wherever they are. Each is given another name first, so that nobody reads half of a recording; what a crash left under
    /// that name is removed by the next call.
    /// </summary>
    public void Remove(string sessionId)
    {
        foreach (string folder in ((string?[])[HotOf(sessionId), ColdOf(sessionId)]).OfType<string>())
        {
            string root = Path.GetDirectoryName(folder)!, trash = Path.Combine(root, Trash + sessionId), unfinished = Path.Combine(root, $".moving-{sessionId}");
            if (Directory.Exists(trash)) Directory.Delete(trash, recursive: true);
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
            if (!Directory.Exists(folder)) continue;
            Directory.Move(folder, trash);
            Directory.Delete(trash, recursive: true);
        }
        RemoveStory(sessionId);
    }

    /// <summary>The turn to change a session's folder; null: somebody else has it. Give it back by disposing it.</summary>
    public IDisposable? TryTake(string sessionId) => _taken.TryAdd(sessionId, true) ? new Turn(this, sessionId) : null;

    private static string Checked(string sessionId) => IsId(sessionId) ? sessionId : throw new ArgumentException("Not a session id.", nameof(sessionId));

    [GeneratedRegex("^[a-z0-9_-]{1,64}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex SafeName();

    private sealed class Turn(SessionFolders folders, string sessionId) : IDisposable
    {
        public void Dispose() => folders._taken.TryRemove(sessionId, out _);
    }
}

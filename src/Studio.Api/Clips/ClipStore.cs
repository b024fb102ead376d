using System.Text.RegularExpressions;
using Studio.Api.Parts;
using Studio.Grains.Clips;

namespace Studio.Api.Clips;

/// <summary>Where the files of clips are made: a folder a clip, named by its id. What people look at is the <see cref="ClipShelf"/>.</summary>
internal sealed partial class ClipStore(StudioOptions options)
{
    /// <summary>The names of the files in a clip's folder.</summary>
    public const string Video = MadeNames.Master, Cover = MadeNames.Cover, Plan = MadeNames.Plan, Provenance = MadeNames.Provenance;

    private readonly string _root = Path.GetFullPath(Path.Combine(options.DataFolder, "media", "clips"));

    /// <summary>The folder of a clip, made if it is not there.</summary>
    public string FolderOf(string clipId) =>
        Directory.CreateDirectory(Path.Combine(_root, IsId(clipId) ? clipId : throw new ArgumentException("Not a clip id.", nameof(clipId)))).FullName;

    /// <summary>The path of a finished file, or null.</summary>
    public string? Find(string clipId, string name) =>
        IsId(clipId) && SafeFile().IsMatch(name) && Path.Combine(_root, clipId, name) is var path && File.Exists(path) ? path : null;

    /// <summary>Whether a text can be a clip's id.</summary>
    public static bool IsId(string clipId) => SafeName().IsMatch(clipId);

    [GeneratedRegex("^[a-z0-9_-]{1,80}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex SafeName();

    [GeneratedRegex(@"^[a-z0-9_-]{1,40}\.(?:mp4|jpg|json|vtt)$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex SafeFile();
}

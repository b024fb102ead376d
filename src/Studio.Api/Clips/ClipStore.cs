using System.Text.RegularExpressions;
using Studio.Api.Parts;

namespace Studio.Api.Clips;

/// <summary>Where finished clips lie: a folder per clip that a person can read.</summary>
internal sealed partial class ClipStore(StudioOptions options)
{
    /// <summary>The names of the files in a clip's folder.</summary>
    public const string Video = "clip.mp4", Cover = "cover.jpg", Plan = "plan.json";

    private readonly string _root = Path.GetFullPath(Path.Combine(options.DataFolder, "media", "clips"));

    /// <summary>The folder of a clip, made if it is not there.</summary>
    public string FolderOf(string clipId) =>
        Directory.CreateDirectory(Path.Combine(_root, SafeName().IsMatch(clipId) ? clipId : throw new ArgumentException("Not a clip id.", nameof(clipId)))).FullName;

    /// <summary>The path of a finished file, or null.</summary>
    public string? Find(string clipId, string name) =>
        SafeName().IsMatch(clipId) && Path.Combine(_root, clipId, name) is var path && File.Exists(path) ? path : null;

    [GeneratedRegex("^[a-z0-9_-]{1,80}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex SafeName();
}

using Studio.Api.Parts;

namespace Studio.Api.Graphics;

/// <summary>
/// Templates for cards as folders: those that are built with the screens, and those that somebody put into <c>graphics</c> of the data
/// folder. What is wrong with a folder is said in the list by a stable code; nothing of it is served.
/// </summary>
internal sealed class GraphicsStore(StudioOptions options)
{
    /// <summary>What can be wrong with a folder.</summary>
    public const string BadName = "graphic-name", NoManifest = "graphic-manifest-missing", ManyManifests = "graphic-manifest-ambiguous", BadManifest = "graphic-manifest-invalid",
        NoMain = "graphic-main-missing", Outside = "graphic-outside-folder", TooLarge = "graphic-too-large", NameTaken = "graphic-name-taken", Unreadable = "graphic-unreadable";

    /// <summary>All that one graphic may weigh, how many files it may have, and how large its manifest may be.</summary>
    public const long LargestFolder = 32 * 1024 * 1024, LargestManifest = 256 * 1024;

    /// <inheritdoc cref="LargestFolder"/>
    public const int MostFiles = 500;

    private const string ManifestEnding = ".ograf.json";

    private readonly string _ours = Path.GetFullPath(Path.Combine(options.WebRoot ?? "", "graphics"));
    private readonly string _theirs = Directory.CreateDirectory(Path.Combine(options.DataFolder, "graphics")).FullName;

    /// <summary>By the ending of the name; null: such files are not served. Pages are none of them.</summary>
    public static string? ContentTypeOf(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".mjs" or ".js" => "text/javascript",
        ".json" => "application/json",
        ".css" => "text/css",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        ".woff2" => "font/woff2",
        ".woff" => "font/woff",
        ".ttf" => "font/ttf",
        ".otf" => "font/otf",
        ".webm" => "video/webm",
        ".mp4" => "video/mp4",
        ".txt" => "text/plain",
        ".wasm" => "application/wasm",
        _ => null,
    };

    /// <summary>All templates, the built-in ones first, each with what is wrong with it.</summary>
    public IReadOnlyList<GraphicDto> List()
    {
        Checked[] ours = [.. Folders(_ours).Select(folder => Check(folder, builtIn: true))];
        HashSet<string> taken = [.. ours.Select(graphic => graphic.Folder.Name)];
        Checked[] theirs = [.. Folders(_theirs).Select(folder => taken.Contains(folder.Name) ? new Checked(folder, NameTaken) : Check(folder, builtIn: false))];
        return
        [
            .. ours.Select(graphic => Dto(graphic, builtIn: true)),
            .. theirs.Select(graphic => Dto(graphic, builtIn: false)),
        ];

        static GraphicDto Dto(Checked graphic, bool builtIn) =>
            new(graphic.Folder.Name, graphic.Manifest?.Name ?? graphic.Folder.Name, graphic.Manifest?.Description, builtIn, graphic.Problem);
    }

    /// <summary>
    /// A file of a template without problems, or null. The manifest is there under <c>{id}.ograf.json</c> whatever its own name is: who
    /// knows the id finds the rest.
    /// </summary>
    public FileInfo? Find(string id, string path)
    {
        if (!IsName(id) || path.Length > 260) return null;
        bool builtIn = Directory.Exists(Path.Combine(_ours, id));
        var folder = new DirectoryInfo(Path.Combine(builtIn ? _ours : _theirs, id));
        if (!folder.Exists || Check(folder, builtIn) is not { Problem: null } graphic) return null;
        if (string.Equals(path, id + ManifestEnding, StringComparison.Ordinal)) return graphic.File;
        return ContentTypeOf(path) is null ? null : Within(folder, path);
    }

    private static Checked Check(DirectoryInfo folder, bool builtIn)
    {
        try
        {
            if (!IsName(folder.Name)) return new Checked(folder, BadName);
            if (!builtIn && Weight(folder) is { } tooMuch) return new Checked(folder, tooMuch);
            FileInfo[] manifests = folder.GetFiles("*" + ManifestEnding);
            FileInfo? own = manifests.FirstOrDefault(file => string.Equals(file.Name, folder.Name + ManifestEnding, StringComparison.Ordinal)) ?? (manifests.Length == 1 ? manifests[0] : null);
            if (own is null) return new Checked(folder, manifests.Length == 0 ? NoManifest : ManyManifests);
            if (own.Length > LargestManifest) return new Checked(folder, TooLarge);
            if (GraphicManifest.Read(File.ReadAllBytes(own.FullName)) is not { } manifest) return new Checked(folder, BadManifest);
            string? problem = Climbs(manifest.Main) ? Outside : Within(folder, manifest.Main) is null || ContentTypeOf(manifest.Main) is not "text/javascript" ? NoMain : null;
            return new Checked(folder, problem, own, manifest);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Checked(folder, Unreadable);
        }
    }

    // A link may lead anywhere, and what it leads to may change after it was looked at: a folder with one is not used at all.
    private static string? Weight(DirectoryInfo folder)
    {
        if (folder.LinkTarget is not null) return Outside;
        (long bytes, int files) = (0, 0);
        var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false, MaxRecursionDepth = 16 };
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos("*", everything))
        {
            if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint)) return Outside;
            if (entry is not FileInfo file) continue;
            bytes += file.Length;
            if (bytes > LargestFolder || ++files > MostFiles) return TooLarge;
        }
        return null;
    }

    // Every part of the path is a plain name, so that there is nothing to resolve.
    private static FileInfo? Within(DirectoryInfo folder, string path)
    {
        string[] parts = path.Split('/');
        if (parts.Any(part => part.Length == 0 || part[0] == '.' || part.AsSpan().IndexOfAny('\\', ':', '\0') >= 0)) return null;
        var file = new FileInfo(Path.Combine([folder.FullName, .. parts]));
        return file.Exists ? file : null;
    }

    private static bool Climbs(string path) => path.StartsWith('/') || path.Contains(':', StringComparison.Ordinal) || path.Split('/', '\\').Contains("..", StringComparer.Ordinal);

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(name[0]) && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '_' or '.');

    private static IEnumerable<DirectoryInfo> Folders(string root) =>
        Directory.Exists(root) ? new DirectoryInfo(root).EnumerateDirectories().Where(folder => folder.Name[0] != '.').OrderBy(folder => folder.Name, StringComparer.Ordinal) : [];

    private sealed record Checked(DirectoryInfo Folder, string? Problem, FileInfo? File = null, GraphicManifest? Manifest = null);
}

using System.Security.Cryptography;
using MediaPipeline.Recordings;

namespace MediaPipeline.Keeping;

/// <summary>The files of a session's folder, and which of them can be sealed.</summary>
public static class SessionFiles
{
    /// <summary>Where what the studio knows of the session is put when it is over: its logs.</summary>
    public const string Evidence = "evidence/";

    /// <summary>A segment with its final name is whole; this is for the clock of another machine, and for a writer that nobody thought of.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(4);

    /// <summary>What is written over and over (a playlist) has been left alone for so long once its session is over.</summary>
    public static readonly TimeSpan LeftAlone = TimeSpan.FromSeconds(20);

    /// <summary>All files that are not being written, by name. The manifest is none of them.</summary>
    public static IReadOnlyList<FoundFile> In(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        return
        [
            .. new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
                .Select(file => new FoundFile(Path.GetRelativePath(folder, file.FullName).Replace('\\', '/'), file.Length, new DateTimeOffset(file.LastWriteTimeUtc)))
                .Where(file => file.Name != ManifestFile.Name && !IsUnfinished(file.Name))
                .OrderBy(file => file.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Those that can be sealed now, in the order of their names.</summary>
    /// <param name="files">What lies in the folder.</param>
    /// <param name="listed">What is sealed.</param>
    /// <param name="over">Whether the session has ended and nothing records any more.</param>
    public static IEnumerable<FoundFile> Due(IReadOnlyList<FoundFile> files, IReadOnlySet<string> listed, bool over, DateTimeOffset now)
    {
        // An init section without a segment is taken away again when the recorder's run saw no picture.
        HashSet<string> played = [.. files.Where(file => IsSegment(file.Name)).Select(file => FolderOf(file.Name))];
        // A part that is not settled is not shown yet, and what in it cannot be played is taken away.
        HashSet<string> unsettled = [.. files.Where(file => IsUnsettledMark(file.Name)).Select(file => FolderOf(file.Name))];
        return files.Where(file => !listed.Contains(file.Name) && !unsettled.Contains(FolderOf(file.Name)) && (IsMedia(file.Name)
            ? now - file.WrittenAt >= Settled && (IsSegment(file.Name) || over || played.Contains(FolderOf(file.Name)))
            : over && now - file.WrittenAt >= LeftAlone));
    }

    /// <summary>Reads a file and what the manifest says of it; null: it changed or went away meanwhile.</summary>
    public static async Task<SealedFile?> SealAsync(string folder, FoundFile file, CancellationToken cancellation = default)
    {
        try
        {
            SealedFile read = await ReadAsync(folder, file.Name, cancellation);
            return read.Bytes == file.Bytes && read.At == Milliseconds(file.WrittenAt) ? read : null;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>What a file is now. Reads it in pieces, whatever its size.</summary>
    public static async Task<SealedFile> ReadAsync(string folder, string name, CancellationToken cancellation = default)
    {
        string path = Path.Combine(folder, name);
        await using var stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0, Share = FileShare.ReadWrite | FileShare.Delete });
        byte[] digest = await SHA256.HashDataAsync(stream, cancellation);
        return new SealedFile(name, stream.Length, Convert.ToHexStringLower(digest), Milliseconds(File.GetLastWriteTimeUtc(path)));
    }

    /// <summary>Whether a name may stand in a manifest: inside of the folder, one line, nothing unfinished.</summary>
    public static bool IsSafe(string name) =>
        name.Length is > 0 and <= 400 && !Path.IsPathRooted(name) && !name.Any(char.IsControl) && !name.Split('/').Any(part => part is "" or "." or "..");

    // A manifest's times are in milliseconds: a disk that keeps fewer digits must not look like a forgery.
    internal static DateTimeOffset Milliseconds(DateTime utc) => new(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    private static DateTimeOffset Milliseconds(DateTimeOffset at) => Milliseconds(at.UtcDateTime);

    private static bool IsSegment(string name) => name.EndsWith(".m4s", StringComparison.Ordinal);

    private static bool IsMedia(string name) => IsSegment(name) || name.EndsWith(".mp4", StringComparison.Ordinal);

    private static bool IsUnsettledMark(string name) => name.EndsWith($"/{RecordingFolder.Unsettled}", StringComparison.Ordinal);

    private static string FolderOf(string name) => name.LastIndexOf('/') is >= 0 and var slash ? name[..slash] : "";

    private static bool IsUnfinished(string name) =>
        name.EndsWith(".tmp", StringComparison.Ordinal) || name.EndsWith(".partial", StringComparison.Ordinal) || name.Split('/').Any(part => part.StartsWith('.')) || !IsSafe(name);
}

/// <summary>A file that lies in a session's folder.</summary>
/// <param name="Name">Relative to the folder, with <c>/</c>.</param>
public sealed record FoundFile(string Name, long Bytes, DateTimeOffset WrittenAt);

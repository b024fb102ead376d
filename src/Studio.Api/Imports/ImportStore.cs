using System.Text.Json;
using System.Text.RegularExpressions;
using Studio.Api.Parts;

namespace Studio.Api.Imports;

/// <summary>
/// Where files lie on their way in: a folder per import under <c>media/imports</c>, named by its id and never by a name of the sender's. <c>upload.partial</c> grows and becomes
/// <c>source</c> when it is whole; the folder is the queue of work, and it is gone when the import is done, refused or given up.
/// </summary>
internal sealed partial class ImportStore(StudioOptions options)
{
    private const string Partial = "upload.partial", Whole = "source", Claim = "claim.json";
    private const int Piece = 1 << 20, LooksEvery = 16;
    private readonly string _root = Path.GetFullPath(Path.Combine(options.DataFolder, "media", "imports"));

    /// <summary>Whether a text can be an import's id, and so the name of a folder.</summary>
    public static bool IsId(string importId) => SafeName().IsMatch(importId);

    /// <summary>The folder of an import; it may not exist.</summary>
    public string FolderOf(string importId) => Path.Combine(_root, IsId(importId) ? importId : throw new ArgumentException("Not an import id.", nameof(importId)));

    /// <summary>The whole file.</summary>
    public string SourceOf(string importId) => Path.Combine(FolderOf(importId), Whole);

    /// <summary>Where it is worked on; may be removed at any time.</summary>
    public string WorkOf(string importId) => Path.Combine(FolderOf(importId), "work");

    /// <summary>All that have a folder.</summary>
    public IReadOnlyList<string> Ids() => Directory.Exists(_root) ? [.. Directory.EnumerateDirectories(_root).Select(folder => Path.GetFileName(folder)!).Where(IsId).Order(StringComparer.Ordinal)] : [];

    /// <summary>When something last happened in a folder.</summary>
    public DateTimeOffset TouchedAt(string importId)
    {
        string partial = Path.Combine(FolderOf(importId), Partial), source = SourceOf(importId);
        return new DateTimeOffset(File.GetLastWriteTimeUtc(File.Exists(source) ? source : File.Exists(partial) ? partial : FolderOf(importId)));
    }

    /// <summary>Makes the folder of an upload. Making it again changes nothing.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Begin(string importId, long bytes, string by)
    {
        string folder = Directory.CreateDirectory(FolderOf(importId)).FullName, claim = Path.Combine(folder, Claim);
        if (File.Exists(claim)) return;
        File.WriteAllText(claim + ".tmp", JsonSerializer.Serialize(new UploadClaim(bytes, by), JsonSerializerOptions.Web));
        File.Move(claim + ".tmp", claim, overwrite: true);
    }

    /// <summary>What was announced; null: there is no such upload.</summary>
    public UploadClaim? ClaimOf(string importId)
    {
        try
        {
            return IsId(importId) ? JsonSerializer.Deserialize<UploadClaim>(File.ReadAllText(Path.Combine(FolderOf(importId), Claim)), JsonSerializerOptions.Web) : null;
        }
        catch (Exception none) when (none is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>How many bytes are there.</summary>
    public long Received(string importId)
    {
        var whole = new FileInfo(SourceOf(importId));
        if (whole.Exists) return whole.Length;
        var partial = new FileInfo(Path.Combine(FolderOf(importId), Partial));
        return partial.Exists ? partial.Length : 0;
    }

    /// <summary>Bytes that are still to be written for what was announced and for what waits to be settled: promised, so not free.</summary>
    public long Promised() => Ids().Select(id => (Claim: ClaimOf(id), Here: Received(id))).Where(one => one.Claim is not null).Sum(one => Math.Max(0, one.Claim!.Bytes - one.Here) + one.Claim.Bytes);

    /// <summary>
    /// Appends what comes, up to what was announced. What arrived before a line broke stays and counts; nobody else writes there meanwhile, in this process or another one.
    /// </summary>
    /// <exception cref="IOException">The disk refuses, or the line broke.</exception>
    public async Task<AppendOutcome> AppendAsync(string importId, UploadClaim claim, long offset, Stream from, CancellationToken cancellation)
    {
        if (File.Exists(SourceOf(importId))) return offset == claim.Bytes ? new(AppendResult.Taken, claim.Bytes) : new(AppendResult.OtherOffset, claim.Bytes);
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(FolderOf(importId), Partial), new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous, BufferSize = 0 });
        }
        catch (DirectoryNotFoundException)
        {
            return new(AppendResult.Gone, 0);
        }
        catch (IOException) when (Directory.Exists(FolderOf(importId)))
        {
            return new(AppendResult.Busy, 0);
        }
        await using (file)
        {
            if (file.Length != offset) return new(AppendResult.OtherOffset, file.Length);
            file.Seek(0, SeekOrigin.End);
            AppendResult result = await CopyAsync(from, file, claim.Bytes, cancellation);
            if (file.Length < claim.Bytes) return new(result, file.Length);
            file.Flush(flushToDisk: true);
        }
        File.Move(Path.Combine(FolderOf(importId), Partial), SourceOf(importId));
        return new(AppendResult.Whole, claim.Bytes);
    }

    /// <summary>Removes all there is of an import.</summary>
    public void Remove(string importId)
    {
        if (Directory.Exists(FolderOf(importId))) Directory.Delete(FolderOf(importId), recursive: true);
    }

    private async Task<AppendResult> CopyAsync(Stream from, FileStream file, long most, CancellationToken cancellation)
    {
        byte[] piece = new byte[Piece];
        for (int pieces = 0; ; pieces++)
        {
            if (pieces % LooksEvery == 0 && FreeSpace.IsShort(options)) return AppendResult.NoRoom;
            int length = await from.ReadAsync(piece, cancellation);
            if (length == 0) return AppendResult.Taken;
            if (file.Length + length > most) return AppendResult.TooMuch;
            // Not broken off in its middle: what came is worth keeping.
            await file.WriteAsync(piece.AsMemory(0, length), CancellationToken.None);
        }
    }

    [GeneratedRegex("^i_[0-9a-z]{16}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex SafeName();
}

/// <summary>What was announced of an upload.</summary>
internal sealed record UploadClaim(long Bytes, string By);

/// <summary>What appending came to, and how many bytes are there now.</summary>
internal readonly record struct AppendOutcome(AppendResult Result, long Received);

/// <summary>What became of a piece of an upload.</summary>
internal enum AppendResult
{
    /// <summary>It was taken; more is to come.</summary>
    Taken,

    /// <summary>It was the last.</summary>
    Whole,

    /// <summary>It does not begin where the last one ended.</summary>
    OtherOffset,

    /// <summary>Another request writes there.</summary>
    Busy,

    /// <summary>There is no such upload any more.</summary>
    Gone,

    /// <summary>It is longer than what was announced.</summary>
    TooMuch,

    /// <summary>The disk is almost full.</summary>
    NoRoom,
}

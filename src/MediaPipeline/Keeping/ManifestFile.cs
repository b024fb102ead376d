using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace MediaPipeline.Keeping;

/// <summary>The manifest of a session's folder: JSON lines, only ever appended to. A power cut may leave its last line cut; that one was never sealed.</summary>
public static class ManifestFile
{
    /// <summary>Its name.</summary>
    public const string Name = "manifest.jsonl";

    private static readonly ManifestJson Json = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });

    /// <summary>The path of a folder's manifest.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, Name);

    /// <summary>Reads it; a folder without one has a manifest of no lines.</summary>
    public static async Task<ManifestReading> ReadAsync(string folder, CancellationToken cancellation = default)
    {
        try
        {
            return Parse(await File.ReadAllBytesAsync(PathIn(folder), cancellation));
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return new ManifestReading([], 0, Cut: false, Unreadable: null);
        }
    }

    /// <summary>Appends lines behind what was read; they are on disk when this returns. What was cut is taken off first. Answers what a reading would find then.</summary>
    /// <exception cref="IOException">Somebody else wrote there meanwhile, or the disk refuses.</exception>
    public static async Task<ManifestReading> AppendAsync(string folder, ManifestReading read, IReadOnlyList<ManifestLine> lines, CancellationToken cancellation = default)
    {
        if (lines.Count == 0) return read;
        var text = new StringBuilder();
        foreach (ManifestLine line in lines) text.Append(JsonSerializer.Serialize(line, Json.ManifestLine)).Append('\n');
        await using var file = new FileStream(PathIn(folder), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        if (file.Length < read.WholeBytes || (file.Length > read.WholeBytes && !read.Cut)) throw new IOException($"{Name} is not what it was a moment ago.");
        file.SetLength(read.WholeBytes);
        file.Seek(0, SeekOrigin.End);
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        await file.WriteAsync(bytes, cancellation);
        file.Flush(flushToDisk: true);
        return new ManifestReading([.. read.Lines, .. lines], read.WholeBytes + bytes.Length, Cut: false, Unreadable: null);
    }

    internal static ManifestReading Parse(ReadOnlySpan<byte> bytes)
    {
        List<ManifestLine> lines = [];
        int at = 0;
        while (at < bytes.Length)
        {
            int length = bytes[at..].IndexOf((byte)'\n');
            if (length < 0) return new ManifestReading(lines, at, Cut: true, Unreadable: null);
            if (Line(bytes.Slice(at, length)) is not { } line) return new ManifestReading(lines, at, Cut: false, Unreadable: lines.Count + 1);
            lines.Add(line);
            at += length + 1;
        }
        return new ManifestReading(lines, at, Cut: false, Unreadable: null);
    }

    private static ManifestLine? Line(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Json.ManifestLine) is { File: not null, Sha256: not null, Chain: not null } line ? line : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What was read of a manifest.</summary>
/// <param name="WholeBytes">Where the next line goes.</param>
/// <param name="Cut">Whether something without an end follows there.</param>
/// <param name="Unreadable">The number of a whole line that is none: nothing behind it was read, and nothing may be appended.</param>
public sealed record ManifestReading(IReadOnlyList<ManifestLine> Lines, long WholeBytes, bool Cut, int? Unreadable)
{
    /// <summary>Whether the session is over and its evidence sealed: whatever else lies in the folder then was put there later.</summary>
    public bool IsClosed => Lines.Any(line => line.File.StartsWith(SessionFiles.Evidence, StringComparison.Ordinal));

    /// <summary>The head of the lines.</summary>
    public ManifestHead HeadOf(string sessionId) => Lines is [.., var last] ? last.Head : ManifestHead.StartOf(sessionId);

    /// <summary>The numbers of lines that do not follow from the one before, in order; with what was stored elsewhere, also what that gainsays.</summary>
    /// <param name="stored">A head that was noted down elsewhere.</param>
    public IEnumerable<Finding> ChainFindings(string sessionId, ManifestHead? stored)
    {
        ManifestHead before = ManifestHead.StartOf(sessionId);
        foreach (ManifestLine line in Lines)
        {
            if (line.Number != before.Number + 1 || !string.Equals(line.Chain, line.ChainAfter(before.Chain), StringComparison.Ordinal))
            {
                yield return new Finding(FindingKind.ChainBroken, line.File, before.Number + 1);
            }
            before = new ManifestHead(before.Number + 1, line.Chain);
        }
        if (Unreadable is { } number) yield return new Finding(FindingKind.LineUnreadable, ManifestFile.Name, number);
        if (stored is not { Number: > 0 }) yield break;
        if (stored.Number > Lines.Count) yield return new Finding(FindingKind.ManifestShort, ManifestFile.Name, stored.Number);
        else if (!string.Equals(Lines[(int)stored.Number - 1].Chain, stored.Chain, StringComparison.Ordinal)) yield return new Finding(FindingKind.ManifestRewritten, ManifestFile.Name, stored.Number);
    }
}

/// <summary>Something that is not as it was sealed.</summary>
/// <param name="Line">Number of the manifest's line, where one is meant.</param>
public sealed record Finding(FindingKind Kind, string File, long? Line = null);

/// <summary>What can be wrong.</summary>
public enum FindingKind
{
    /// <summary>The file's bytes are others than those that were sealed.</summary>
    Damaged,

    /// <summary>The file is gone.</summary>
    Missing,

    /// <summary>The file's time is another: moments would be looked for in the wrong place.</summary>
    TimeChanged,

    /// <summary>The file cannot be read.</summary>
    Unreadable,

    /// <summary>A file that nobody sealed, in a session that is over.</summary>
    Unlisted,

    /// <summary>A line of the manifest does not follow from the one before it: it was changed, left out, or put in.</summary>
    ChainBroken,

    /// <summary>A line of the manifest cannot be read.</summary>
    LineUnreadable,

    /// <summary>The manifest ends before the head that the studio noted down.</summary>
    ManifestShort,

    /// <summary>The manifest is whole in itself, and not the one whose head the studio noted down.</summary>
    ManifestRewritten,
}

[JsonSerializable(typeof(ManifestLine))]
internal sealed partial class ManifestJson : JsonSerializerContext;

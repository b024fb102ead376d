using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace MediaPipeline.Keeping;

/// <summary>
/// One sealed file of a session: what it was when it was sealed, chained to all that was sealed before it. A line is never changed; whoever changes one
/// must make every later line anew.
/// </summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="File">Relative to the session's folder, with <c>/</c>: <c>part-0001/seg-000001.m4s</c>.</param>
/// <param name="Sha256">Of the file's bytes; 64 digits, lower case.</param>
/// <param name="At">When the file was last written, in whole milliseconds: where a segment lies in time is read from that.</param>
/// <param name="Chain">SHA-256 of <see cref="Text"/> behind the chain of the line before; 64 digits, lower case.</param>
public sealed record ManifestLine(
    [property: JsonPropertyName("n")] long Number, [property: JsonPropertyName("file")] string File, [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("sha256")] string Sha256, [property: JsonPropertyName("at")] DateTimeOffset At, [property: JsonPropertyName("chain")] string Chain)
{
    /// <summary>The line that seals a file behind a head.</summary>
    public static ManifestLine After(ManifestHead head, SealedFile file)
    {
        var line = new ManifestLine(head.Number + 1, file.Name, file.Bytes, file.Sha256, file.At, "");
        return line with { Chain = line.ChainAfter(head.Chain) };
    }

    /// <summary>What the chain must be behind <paramref name="previous"/>.</summary>
    public string ChainAfter(string previous) => Digest($"{previous}\n{Text}");

    /// <summary>The head after this line.</summary>
    [JsonIgnore] public ManifestHead Head => new(Number, Chain);

    /// <summary>What is chained: five lines that any program can write. It does not depend on how JSON is written.</summary>
    [JsonIgnore]
    public string Text => string.Create(
        CultureInfo.InvariantCulture, $"{Number}\n{File}\n{Bytes}\n{Sha256}\n{At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\n");

    internal static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>How far a manifest goes: the number and the chain of its last line. Whoever noted it down elsewhere can tell whether the lines up to it were changed.</summary>
public sealed record ManifestHead(long Number, string Chain)
{
    /// <summary>The head before the first line. It names the session: a manifest of another one does not fit.</summary>
    public static ManifestHead StartOf(string sessionId) => new(0, ManifestLine.Digest($"studio manifest 1\n{sessionId}\n"));
}

/// <summary>A file as it was read: its name relative to the session's folder, and what the manifest says of it.</summary>
public sealed record SealedFile(string Name, long Bytes, string Sha256, DateTimeOffset At);

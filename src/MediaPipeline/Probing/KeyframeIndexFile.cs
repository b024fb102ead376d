using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MediaPipeline.Probing;

/// <summary>
/// The index of a file, kept beside it as text: a line about the file, a line a packet, a line about how far it reaches. When the file has
/// grown, only what came since its last key picture is read. A cache: whatever does not fit is made anew, and where it cannot be written it
/// is not kept.
/// </summary>
public static class KeyframeIndexFile
{
    /// <summary>What its name ends with, behind the whole name of the file.</summary>
    public const string Suffix = ".keyframes";

    private const string Version = "keyframes 1";
    private const int HeadBytes = 4096;

    /// <summary>The index of a file as it is now.</summary>
    public static async Task<IndexOutcome> ReadAsync(string file, CancellationToken cancellation)
    {
        var about = new FileInfo(file);
        if (!about.Exists) return new IndexOutcome.Refused("not-found");
        string path = file + Suffix;
        Kept now = new(about.Length, about.LastWriteTimeUtc.Ticks, await FirstBytesAsync(file, cancellation)), kept;
        if (await LoadAsync(path, cancellation) is not { } found || found.Kept.First != now.First || found.Kept.Length > now.Length) return await AnewAsync(file, path, now, cancellation);
        (KeyframeIndex index, kept) = found;
        if (kept == now) return new IndexOutcome.Indexed(index, 0);
        // The same length at another time is another file; a longer one is the same if its last group is where it was.
        if (kept.Length == now.Length || await GrownFile.ExtendAsync(file, index, cancellation) is not { } grown) return await AnewAsync(file, path, now, cancellation);
        await KeepAsync(path, grown.Index, now, grown.Same, cancellation);
        return new IndexOutcome.Indexed(grown.Index, grown.BytesRead);
    }

    private static async Task<IndexOutcome> AnewAsync(string file, string path, Kept now, CancellationToken cancellation)
    {
        IndexOutcome outcome = await IndexScanner.ScanAsync(file, cancellation);
        if (outcome is IndexOutcome.Indexed indexed) await KeepAsync(path, indexed.Index, now, 0, cancellation);
        return outcome;
    }

    private static async Task<string> FirstBytesAsync(string file, CancellationToken cancellation)
    {
        await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] head = new byte[HeadBytes];
        int length = await stream.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, cancellation);
        return length < HeadBytes ? $"short {length}" : Convert.ToHexString(SHA256.HashData(head));
    }

    private static async Task<(KeyframeIndex Index, Kept Kept)?> LoadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            string[] lines = await File.ReadAllLinesAsync(path, cancellation);
            if (lines.Length < 3 || !lines[^1].StartsWith("end ", StringComparison.Ordinal) || lines[0] != Version) return null;
            string[] end = lines[^1].Split(' ');
            // The last line is written last: without it, or with another count, the writer died.
            if (end.Length != 5 || !int.TryParse(end[1], CultureInfo.InvariantCulture, out int count) || count != lines.Length - 3) return null;
            if (!long.TryParse(end[2], CultureInfo.InvariantCulture, out long length) || !long.TryParse(end[3], CultureInfo.InvariantCulture, out long time)) return null;
            if (JsonSerializer.Deserialize<KeyframeIndex>(lines[1], JsonSerializerOptions.Web) is not { } head) return null;
            var packets = new IndexedPacket[count];
            for (int i = 0; i < count; i++)
            {
                if (PacketOf(lines[i + 2], i == 0 ? 0 : packets[i - 1].Parameters) is not { } packet) return null;
                packets[i] = packet;
            }
            return (head with { Packets = packets }, new Kept(length, time, end[4].Replace('_', ' ')));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static IndexedPacket? PacketOf(string line, long parametersBefore)
    {
        string[] fields = line.Split(' ');
        if (fields.Length is not (5 or 6)) return null;
        Span<long> numbers = stackalloc long[6];
        numbers[5] = parametersBefore;
        for (int i = 0; i < fields.Length; i++)
        {
            if (fields[i] == "-") numbers[i] = IndexedPacket.NoTime;
            else if (!long.TryParse(fields[i], CultureInfo.InvariantCulture, out numbers[i])) return null;
        }
        return numbers[3] is < 0 or > int.MaxValue ? null : new IndexedPacket(numbers[0], numbers[1], numbers[2], (int)numbers[3], (PacketMarks)(numbers[4] & 7), numbers[5]);
    }

    /// <param name="same">So many packets at the begin are those that are kept already.</param>
    private static async Task KeepAsync(string path, KeyframeIndex index, Kept now, int same, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        try
        {
            if (same > 0 && await OffsetAsync(path, same + 2, cancellation) is { } offset)
            {
                Lines(text, index.Packets, same);
                await using FileStream old = new(path, FileMode.Open, FileAccess.Write, FileShare.None);
                old.SetLength(offset);
                old.Position = offset;
                await old.WriteAsync(Encoding.UTF8.GetBytes(text.Append(End(index, now)).ToString()), cancellation);
                return;
            }
            text.Append(Version).Append('\n').Append(JsonSerializer.Serialize(index with { Packets = [] }, JsonSerializerOptions.Web)).Append('\n');
            Lines(text, index.Packets, 0);
            string unfinished = $"{path}.{Guid.NewGuid():n}";
            await File.WriteAllTextAsync(unfinished, text.Append(End(index, now)).ToString(), cancellation);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // A folder that is only read, or another process at the same work: the index serves once, and is made again next time.
        }
    }

    private static string End(KeyframeIndex index, Kept now) => string.Create(CultureInfo.InvariantCulture, $"end {index.Packets.Count} {now.Length} {now.Time} {now.First.Replace(' ', '_')}\n");

    private static void Lines(StringBuilder text, IReadOnlyList<IndexedPacket> packets, int from)
    {
        for (int i = from; i < packets.Count; i++)
        {
            IndexedPacket packet = packets[i];
            text.Append(CultureInfo.InvariantCulture, $"{Time(packet.Pts)} {Time(packet.Dts)} {packet.Position} {packet.Size} {(int)packet.Marks}");
            if (packet.Parameters != (i == 0 ? 0 : packets[i - 1].Parameters)) text.Append(CultureInfo.InvariantCulture, $" {packet.Parameters}");
            text.Append('\n');
        }
    }

    private static string Time(long time) => time == IndexedPacket.NoTime ? "-" : time.ToString(CultureInfo.InvariantCulture);

    // Where a line of the kept text begins.
    private static async Task<long?> OffsetAsync(string path, int line, CancellationToken cancellation)
    {
        await using FileStream stream = File.OpenRead(path);
        byte[] buffer = new byte[1 << 16];
        long at = 0;
        int length;
        while ((length = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            for (int i = 0; i < length; i++)
            {
                if (buffer[i] == '\n' && --line == 0) return at + i + 1;
            }
            at += length;
        }
        return null;
    }

    private readonly record struct Kept(long Length, long Time, string First);
}

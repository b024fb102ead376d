using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using MediaPipeline.Importing;
using MediaPipeline.Recordings;
using Studio.Api.Keeping;
using Studio.Grains.Live;

namespace Studio.Api.Recording;

/// <summary>Where the recordings of sessions lie, and how the web reaches them.</summary>
internal sealed partial class RecordingStore(SessionFolders folders)
{
    // A folder remembers the parts that are finished, so a long recording is not read again at each request.
    private readonly ConcurrentDictionary<string, (RecordingFolder Recorded, ImportedParts Imported)> _folders = new(StringComparer.Ordinal);

    /// <summary>The playlist of a session.</summary>
    public static string PlaylistUrl(string sessionId) => $"/media/sessions/{sessionId}/index.m3u8";

    /// <summary>The playlist of its last minute.</summary>
    public static string LivePlaylistUrl(string sessionId) => $"/media/sessions/{sessionId}/live.m3u8";

    /// <summary>The folder of a session's recording.</summary>
    public string FolderOf(string sessionId) => folders.FolderOf(sessionId);

    /// <summary>What was recorded so far, here and elsewhere; null when nothing was. What was recorded here goes before.</summary>
    public async Task<RecordingTimeline?> ReadAsync(string sessionId, CancellationToken cancellation = default)
    {
        if (!SessionFolders.IsId(sessionId) || !Directory.Exists(FolderOf(sessionId))) return null;
        (RecordingFolder recorded, ImportedParts imported) = ReadersOf(sessionId);
        RecordingTimeline timeline = (await recorded.ReadTimelineAsync(cancellation)).FilledWith(await imported.ReadAsync(cancellation));
        return timeline.IsEmpty ? null : timeline;
    }

    /// <summary>Differs when something was recorded since: cheaper than reading it.</summary>
    public string StateOf(string sessionId) =>
        SessionFolders.IsId(sessionId) && ReadersOf(sessionId) is var (recorded, imported) ? $"{recorded.State()} {imported.State()}" : "";

    /// <summary>The file of a segment or init section, or null: only names of the recorder's own form are looked for.</summary>
    public string? FindFile(string sessionId, string part, string file) =>
        SessionFolders.IsId(sessionId) && SafePart().IsMatch(part) && SafeFile().IsMatch(file)
        && Path.Combine(FolderOf(sessionId), part, file) is var path && File.Exists(path)
            ? path
            : null;

    /// <summary>What a page about the session says of its recording.</summary>
    public async Task<RecordingDto> DescribeAsync(SessionView session, string? problem)
    {
        RecordingTimeline? timeline = await ReadAsync(session.Id);
        return new RecordingDto(timeline is not null, timeline?.Start, timeline?.End, PlaylistUrl(session.Id), LivePlaylistUrl(session.Id), problem,
            [.. session.Rehearsals.Select(span => new RehearsalDto(span.From, span.Until))], [.. (timeline?.Gaps ?? []).Select(gap => new GapDto(gap.From, gap.To, gap.Cause))]);
    }

    private (RecordingFolder Recorded, ImportedParts Imported) ReadersOf(string sessionId) =>
        _folders.GetOrAdd(FolderOf(sessionId), folder => (new RecordingFolder(folder), new ImportedParts(folder)));

    [GeneratedRegex("^[a-z0-9_-]{1,64}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex SafePart();

    [GeneratedRegex(@"^[a-z0-9_-]{1,40}\.(?:m4s|mp4)$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex SafeFile();
}

/// <summary>A session's recording; <paramref name="To"/> is the live edge while it grows.</summary>
/// <param name="PlaylistUrl">All of it.</param>
/// <param name="LiveUrl">Its last minute, for those who watch live.</param>
/// <param name="Problem">Stable code of what keeps the recorder from recording now.</param>
/// <param name="Rehearsals">Stretches that were rehearsed: marked in the staff's playlist, and missing in the viewers'.</param>
/// <param name="Gaps">Where the recording has none of the feed.</param>
internal sealed record RecordingDto(bool Available, DateTimeOffset? From, DateTimeOffset? To, string PlaylistUrl, string LiveUrl, string? Problem, IReadOnlyList<RehearsalDto> Rehearsals, IReadOnlyList<GapDto> Gaps);

/// <summary>A stretch in which nothing was recorded.</summary>
/// <param name="Cause">Stable code of why, where it is known.</param>
internal sealed record GapDto(DateTimeOffset From, DateTimeOffset To, string? Cause);

/// <summary>A rehearsal; null: it still runs.</summary>
internal sealed record RehearsalDto(DateTimeOffset From, DateTimeOffset? Until);

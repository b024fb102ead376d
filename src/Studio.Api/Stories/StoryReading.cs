using System.Text.RegularExpressions;
using MediaPipeline.Recordings;
using MediaPipeline.Stories;
using Studio.Api.Keeping;
using Studio.Api.Recording;

namespace Studio.Api.Stories;

/// <summary>Stories as they are asked for.</summary>
internal sealed partial class StoryReading(SessionFolders folders, RecordingStore recordings)
{
    /// <summary>The story of a session; null: nothing is recorded.</summary>
    public async Task<StoryDto?> ReadAsync(string sessionId, CancellationToken cancellation) =>
        await recordings.ReadAsync(sessionId, cancellation) is { } timeline ? StoryDto.Of(await new StoryFolder(folders.StoryOf(sessionId)).ReadAsync(cancellation), timeline) : null;

    /// <summary>The path of a file that is handed out, or null.</summary>
    public string? FindFile(string sessionId, string file) =>
        SessionFolders.IsId(sessionId) && SafeFile().IsMatch(file) && Path.Combine(folders.StoryOf(sessionId), file) is var path && File.Exists(path) ? path : null;

    [GeneratedRegex(@"^(?:(?:fine|coarse)-[0-9]{4,6}\.jpg|peaks\.bin|overview\.bin)$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex SafeFile();
}

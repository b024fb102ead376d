using MediaPipeline.Analysis;
using MediaPipeline.Recordings;
using Studio.Api.Keeping;
using Studio.Api.Recording;
using Studio.Grains.Live;

namespace Studio.Api.Clips;

/// <summary>Reads what was found in a session's recording; never what was rehearsed.</summary>
internal sealed class AnalysisReading(SessionFolders folders, RecordingStore recordings)
{
    /// <summary>Where it is kept. With what can be made again, and not in the recording that is sealed.</summary>
    public string FileOf(string sessionId) => Path.Combine(folders.StoryOf(sessionId), "analysis.json");

    /// <summary>What was found, by the recording's clock.</summary>
    public async Task<IReadOnlyList<ClockedAnalysis>> ReadAsync(SessionView session, CancellationToken cancellation) =>
        await TimelineAsync(session, cancellation) is { } timeline ? (await KnownAsync(session.Id, cancellation)).OnClock(timeline) : [];

    /// <summary>The same for a page.</summary>
    public async Task<AnalysisDto> DescribeAsync(SessionView session, CancellationToken cancellation)
    {
        if (await TimelineAsync(session, cancellation) is not { } timeline) return new AnalysisDto(AnalysisState.None, 0, []);
        RecordingAnalysis known = await KnownAsync(session.Id, cancellation);
        IReadOnlyList<ClockedAnalysis> pieces = known.OnClock(timeline);
        double recorded = timeline.Parts.Sum(part => part.Segments.Sum(segment => segment.Duration.TotalSeconds)), done = pieces.Sum(piece => piece.Film.Range.Length.TotalSeconds);
        AnalysisState state = known.Covers(timeline) ? AnalysisState.Ready : AnalysisState.Running;
        return new AnalysisDto(state, state == AnalysisState.Ready ? 100 : (int)Math.Clamp(done / Math.Max(recorded, 1) * 100, 0, 99), [.. pieces.Select(AnalysisPieceDto.Of)]);
    }

    private Task<RecordingAnalysis> KnownAsync(string sessionId, CancellationToken cancellation) => new RecordingAnalyser(folders.FolderOf(sessionId), FileOf(sessionId)).ReadAsync(cancellation);

    private async Task<RecordingTimeline?> TimelineAsync(SessionView session, CancellationToken cancellation) =>
        (await recordings.ReadAsync(session.Id, cancellation))?.Without(Rehearsed.Of(session)) is { IsEmpty: false } timeline ? timeline : null;
}

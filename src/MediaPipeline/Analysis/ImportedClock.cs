namespace MediaPipeline.Analysis;

/// <summary>A chapter of a film, as OBS sets them in its Hybrid MP4 (<c>CreateRecordChapter</c>), at the picture that was composed then.</summary>
/// <param name="Title">At most 100 characters; somebody else's words.</param>
/// <param name="Media">From the file's first picture.</param>
public sealed record ImportedChapter(string Title, TimeSpan Media);

/// <summary>Where a moment of the day is in a film.</summary>
/// <param name="Media">From the file's first picture.</param>
/// <param name="Error">At most so far from the truth, as far as the film's own times go.</param>
public sealed record ImportedPlace(TimeSpan Media, TimeSpan Error);

/// <summary>
/// What a film that was recorded elsewhere says about time: its chapters, and when some of its pictures were composed. Both may be missing, and a
/// machine's clock may be wrong: whoever uses the times should know the machine.
/// </summary>
/// <param name="FrameTimes">Some pictures, in the order of the film.</param>
public sealed record ImportedClock(IReadOnlyList<ImportedChapter> Chapters, IReadOnlyList<FrameTime> FrameTimes)
{
    // OBS writes milliseconds, and composes evenly. What differs by more is a pause in the recording, or a clock that was set.
    private static readonly TimeSpan Same = TimeSpan.FromMilliseconds(200), Picture = TimeSpan.FromMilliseconds(40);

    /// <summary>When the first picture was composed, where the film says it.</summary>
    public DateTimeOffset? Begin => FrameTimes is [var first, ..] ? first.At - first.Media : null;

    /// <summary>Reads both, at bounded cost: a probe, and a few pictures at a few places.</summary>
    /// <param name="path">An untrusted file: containers only, no network, no other files.</param>
    public static async Task<ImportedClock> ReadAsync(string path, CancellationToken cancellation) =>
        new(await ChapterProbe.ReadAsync(path, cancellation), await FrameTimeProbe.ReadAsync(path, cancellation));

    /// <summary>
    /// Where a moment is; null: before the first or behind the last picture that says its time, or in a pause of the recording. Pure.
    /// </summary>
    public ImportedPlace? Locate(DateTimeOffset moment)
    {
        for (int i = 0; i + 1 < FrameTimes.Count; i++)
        {
            (FrameTime before, FrameTime after) = (FrameTimes[i], FrameTimes[i + 1]);
            if (moment < before.At || moment > after.At) continue;
            TimeSpan drift = after.At - before.At - (after.Media - before.Media);
            // Somewhere between the two the recording stood still, and nothing says where: the moment may be on either side.
            if (drift.Duration() > Same) return null;
            double share = after.At == before.At ? 0 : (moment - before.At) / (after.At - before.At);
            return new ImportedPlace(before.Media + ((after.Media - before.Media) * share), Picture + (drift.Duration() / 2));
        }
        return null;
    }
}

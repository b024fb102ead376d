using MediaPipeline.Recordings;

namespace MediaPipeline.Stories;

/// <summary>Segments of one part that are looked at in one run of ffmpeg.</summary>
/// <param name="Before">The one before the first: the decoder of the sound needs its end. Null: there is none.</param>
/// <param name="After">The one after the last: it holds the end of the last one's sound. Null: there is none.</param>
public sealed record StoryBatch(RecordingPart Part, IReadOnlyList<Segment> Segments, Segment? Before, Segment? After);

/// <summary>Decides what is looked at next. Pure.</summary>
public static class StoryPlan
{
    /// <summary>So much at once: a run is over soon, and needs little memory.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    /// <summary>A part whose newest segment is this old gets no more.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    // Fewer are not worth starting a process for, while more are about to come.
    private const int Fewest = 4;

    /// <summary>The next batch; null: nothing is due.</summary>
    /// <param name="done">What has been looked at.</param>
    /// <param name="over">Nothing more will be recorded.</param>
    public static StoryBatch? Next(RecordingTimeline timeline, IReadOnlySet<SegmentFile> done, bool over, DateTimeOffset now)
    {
        for (int index = 0; index < timeline.Parts.Count; index++)
        {
            RecordingPart part = timeline.Parts[index];
            bool grows = !over && index == timeline.Parts.Count - 1 && now - part.End < Quiet;
            int end = grows ? part.Segments.Count - 1 : part.Segments.Count, first = 0;
            while (first < end && done.Contains(part.Segments[first].File)) first++;
            int last = first;
            for (TimeSpan length = TimeSpan.Zero; last < end && length < Longest && !done.Contains(part.Segments[last].File); last++) length += part.Segments[last].Duration;
            if (last == first || (grows && last == end && last - first < Fewest)) continue;
            return new StoryBatch(part, [.. part.Segments.Skip(first).Take(last - first)], first > 0 ? part.Segments[first - 1] : null, last < part.Segments.Count ? part.Segments[last] : null);
        }
        return null;
    }
}

namespace MediaPipeline.Recordings;

/// <summary>A file of a recording, named inside its folder.</summary>
public sealed record SegmentFile(string Part, string Name);

/// <summary>A closed segment.</summary>
/// <param name="MediaStart">From the begin of its part.</param>
/// <param name="WallStart">When its first frame arrived, by this machine's clock.</param>
public sealed record Segment(SegmentFile File, TimeSpan MediaStart, TimeSpan Duration, DateTimeOffset WallStart)
{
    /// <summary>When the next one begins.</summary>
    public DateTimeOffset WallEnd => WallStart + Duration;

    /// <summary>Whether another segment of the same part is its next: no picture is missing between them.</summary>
    public bool Follows(Segment next) => (next.MediaStart - (MediaStart + Duration)).Duration() < Rounding;

    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);
}

/// <summary>
/// Segments of one run of the recorder that follow each other without a hole. A run that lost a segment is two of these with the same
/// init section.
/// </summary>
/// <param name="ClockOffset">How much later its frames arrived than ffmpeg's own PROGRAM-DATE-TIME says; a diagnostic.</param>
public sealed record RecordingPart(SegmentFile Init, IReadOnlyList<Segment> Segments, TimeSpan ClockOffset)
{
    /// <summary>Codecs with their parameters; parts of equal formats may stand in one file without encoding again. Empty: not known.</summary>
    public string Format { get; init; } = "";

    /// <summary>Why it is a part of its own, where that is known: one of <see cref="GapCauses"/>.</summary>
    public string? Cause { get; init; }

    /// <summary>When its first frame arrived.</summary>
    public DateTimeOffset Start => Segments[0].WallStart;

    /// <summary>When its last closed segment ended.</summary>
    public DateTimeOffset End => Segments[^1].WallEnd;
}

/// <summary>A recording: its parts in order, and which moment of the day is which moment of the media.</summary>
public sealed record RecordingTimeline(IReadOnlyList<RecordingPart> Parts)
{
    /// <summary>Nothing was recorded.</summary>
    public static RecordingTimeline Empty { get; } = new([]);

    /// <summary>Whether there is no closed segment at all.</summary>
    public bool IsEmpty => Parts.Count == 0;

    /// <summary>When the first frame arrived.</summary>
    public DateTimeOffset Start => Parts[0].Start;

    /// <summary>Until when closed segments reach.</summary>
    public DateTimeOffset End => Parts[^1].End;

    /// <summary>Stretches between parts in which nothing was recorded.</summary>
    public IEnumerable<RecordingGap> Gaps =>
        Parts.Zip(Parts.Skip(1)).Where(pair => pair.Second.Start - pair.First.End > RecordingGap.Least).Select(pair => new RecordingGap(pair.First.End, pair.Second.Start) { Cause = pair.Second.Cause });

    /// <summary>This recording without every segment that touches one of the stretches; what is left keeps its times.</summary>
    public RecordingTimeline Without(IReadOnlyList<Stretch> stretches)
    {
        if (stretches.Count == 0) return this;
        List<RecordingPart> parts = [];
        foreach (RecordingPart part in Parts)
        {
            List<Segment> run = [];
            foreach (Segment segment in part.Segments)
            {
                if (!stretches.Any(stretch => stretch.Touches(segment)))
                {
                    run.Add(segment);
                    continue;
                }
                // A part has no holes: what follows a hole is another one.
                if (run.Count > 0) parts.Add(part with { Segments = run });
                run = [];
            }
            if (run.Count > 0) parts.Add(part with { Segments = run });
        }
        return new RecordingTimeline(parts);
    }

    /// <summary>
    /// This recording with what others have of the stretches in which it has nothing; where several have something, the first of them. Segments are taken whole or not at all, so up to
    /// one of them is missing on either side of each seam.
    /// </summary>
    public RecordingTimeline FilledWith(IReadOnlyList<RecordingPart> others)
    {
        if (others.Count == 0) return this;
        List<RecordingPart> parts = [.. Parts];
        foreach (RecordingPart other in others)
        {
            Stretch[] taken = [.. parts.Where(part => part.Start < other.End && part.End > other.Start).Select(part => new Stretch(part.Start + RecordingGap.Least, part.End - RecordingGap.Least))];
            parts.AddRange(new RecordingTimeline([other]).Without(taken).Parts);
        }
        return new RecordingTimeline([.. parts.OrderBy(part => part.Start)]);
    }

    /// <summary>Whether a file belongs to it.</summary>
    public bool Holds(SegmentFile file) => Parts.Any(part => part.Init == file || part.Segments.Any(segment => segment.File == file));

    /// <summary>Wall clock → media: the segment that shows a moment, and how far into it; null in a gap or outside.</summary>
    public (Segment Segment, TimeSpan Into)? Locate(DateTimeOffset moment)
    {
        foreach (RecordingPart part in Parts)
        {
            if (moment < part.Start || moment >= part.End) continue;
            Segment segment = part.Segments.Last(candidate => candidate.WallStart <= moment);
            return (segment, moment - segment.WallStart);
        }
        return null;
    }

    /// <summary>Media → wall clock: when a moment of a part was on air; null when no closed segment holds it.</summary>
    /// <param name="part">Its folder, for example part-0001.</param>
    /// <param name="media">From the begin of that part.</param>
    public DateTimeOffset? Locate(string part, TimeSpan media)
    {
        Segment? holder = Parts.Where(candidate => candidate.Init.Part == part).SelectMany(candidate => candidate.Segments)
            .FirstOrDefault(segment => media >= segment.MediaStart && media < segment.MediaStart + segment.Duration);
        return holder is null ? null : holder.WallStart + (media - holder.MediaStart);
    }
}

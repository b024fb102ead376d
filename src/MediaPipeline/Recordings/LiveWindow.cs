using System.Collections.Immutable;
using System.Globalization;

namespace MediaPipeline.Recordings;

/// <summary>
/// The newest minute of a recording as an HLS playlist of its own, for those who watch live: at hour four the playlist of the whole recording is hundreds of
/// times as long, and a live player asks for it every two seconds. Numbers stay with their segments: a player tells by them what it has.
/// </summary>
/// <param name="Shift">By how much numbers are ahead of the places in the recording: a segment that cannot be played is taken away again.</param>
/// <param name="Breaks">The same for the numbers of discontinuities.</param>
public sealed record LiveWindow(long Sequence, long Discontinuity, ImmutableArray<(SegmentFile Init, Segment Segment)> Segments, long Shift, long Breaks)
{
    /// <summary>How much of the recording is in it.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    // RFC 8216 section 6.2.2: a live playlist keeps at least three target durations.
    private const int Fewest = 4;

    /// <summary>Nothing is recorded.</summary>
    public static LiveWindow Empty { get; } = new(0, 0, [], 0, 0);

    /// <summary>Number of the newest segment; −1 where there is none.</summary>
    public long Last => Sequence + Segments.Length - 1;

    /// <summary>The window over a recording that has grown since <paramref name="before"/>.</summary>
    public static LiveWindow After(LiveWindow before, RecordingTimeline timeline)
    {
        List<(int Part, SegmentFile Init, Segment Segment)> newest = [];
        TimeSpan held = TimeSpan.Zero;
        for (int part = timeline.Parts.Count - 1; part >= 0; part--)
        {
            RecordingPart run = timeline.Parts[part];
            for (int at = run.Segments.Count - 1; at >= 0 && (held < Length || newest.Count < Fewest); at--)
            {
                newest.Add((part, run.Init, run.Segments[at]));
                held += run.Segments[at].Duration;
            }
        }
        if (newest.Count == 0) return before with { Segments = [], Sequence = before.Last + 1 };
        newest.Reverse();
        long place = timeline.Parts.Sum(part => part.Segments.Count) - newest.Count, part0 = newest[0].Part;
        (long shift, long breaks) = Ahead(before, newest, place, part0);
        return new LiveWindow(place + shift, part0 + breaks, [.. newest.Select(one => (one.Init, one.Segment))], shift, breaks);
    }

    /// <summary>The playlist's text.</summary>
    /// <param name="timeline">What it is the end of: the text says since when there is a recording, so that a viewer knows how far back to wind.</param>
    /// <param name="rehearsals">Stretches to be marked as rehearsed.</param>
    public string Compose(RecordingTimeline timeline, bool ended, Func<SegmentFile, string> uri, IReadOnlyList<Stretch>? rehearsals = null)
    {
        var text = new PlaylistText(7, PlaylistText.TargetOf(timeline));
        text.Control(skipUntil: null);
        text.Line(string.Create(CultureInfo.InvariantCulture, $"#EXT-X-MEDIA-SEQUENCE:{Sequence}"));
        text.Line(string.Create(CultureInfo.InvariantCulture, $"#EXT-X-DISCONTINUITY-SEQUENCE:{Discontinuity}"));
        text.Line("#EXT-X-INDEPENDENT-SEGMENTS");
        if (!timeline.IsEmpty) text.Range("recording", "studio.recording", timeline.Start, null);
        foreach (Stretch rehearsal in (rehearsals ?? []).Where(rehearsal => Segments.Any(one => rehearsal.Touches(one.Segment)))) text.Rehearsal(rehearsal);
        text.Segments(Segments, uri, fresh: true);
        return text.End(ended);
    }

    private static (long Shift, long Breaks) Ahead(LiveWindow before, List<(int Part, SegmentFile Init, Segment Segment)> newest, long place, long part0)
    {
        if (before.Segments.IsDefaultOrEmpty) return (Math.Max(before.Shift, before.Sequence - place), before.Breaks);
        long discontinuity = before.Discontinuity;
        Dictionary<SegmentFile, (long Number, long Discontinuity)> known = [];
        for (int at = 0; at < before.Segments.Length; at++)
        {
            if (at > 0 && Parted(before.Segments[at - 1], before.Segments[at])) discontinuity++;
            known[before.Segments[at].Segment.File] = (before.Sequence + at, discontinuity);
        }
        // Counted from the window's begin: in the middle of it nothing is inserted, but its end may have been taken away and made anew.
        for (int at = 0; at < newest.Count; at++)
        {
            if (known.TryGetValue(newest[at].Segment.File, out var found)) return (found.Number - (place + at), found.Discontinuity - newest[at].Part);
        }
        return (Math.Max(before.Shift, before.Last + 1 - place), Math.Max(before.Breaks, discontinuity + 1 - part0));
    }

    private static bool Parted((SegmentFile Init, Segment Segment) one, (SegmentFile Init, Segment Segment) next) => one.Init != next.Init || !one.Segment.Follows(next.Segment);
}

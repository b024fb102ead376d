namespace MediaPipeline.Recordings;

/// <summary>One HLS event playlist (RFC 8216) over all parts of a recording: what editors play, and viewers who wind back.</summary>
public static class EventPlaylist
{
    /// <summary>A player that has the playlist need not be told again of what is older than this (EXT-X-SKIP, rfc8216bis section 6.2.5.1).</summary>
    public static readonly TimeSpan SkipUntil = TimeSpan.FromSeconds(60);

    /// <summary>The playlist's text; it ends with ENDLIST when <paramref name="ended"/>.</summary>
    /// <param name="rehearsals">Stretches to be marked as rehearsed (EXT-X-DATERANGE, RFC 8216 section 4.3.2.7).</param>
    /// <param name="from">Where a player that opens it begins; null: as it likes.</param>
    public static string Compose(RecordingTimeline timeline, bool ended, Func<SegmentFile, string> uri, IReadOnlyList<Stretch>? rehearsals = null, DateTimeOffset? from = null)
    {
        PlaylistText text = Head(timeline, 7, rehearsals, from);
        text.Segments(timeline.Parts.SelectMany(part => part.Segments.Select(segment => (part.Init, segment))), uri, fresh: true);
        return text.End(ended);
    }

    /// <summary>The same for a player that has an earlier one: what it knows is only counted. Null: there is nothing yet that it could leave out.</summary>
    public static string? ComposeDelta(RecordingTimeline timeline, bool ended, Func<SegmentFile, string> uri, IReadOnlyList<Stretch>? rehearsals = null, DateTimeOffset? from = null)
    {
        (SegmentFile Init, Segment Segment)[] all = [.. timeline.Parts.SelectMany(part => part.Segments.Select(segment => (part.Init, segment)))];
        int skipped = all.Length;
        for (TimeSpan kept = TimeSpan.Zero; skipped > 0 && kept < SkipUntil; skipped--) kept += all[skipped - 1].Segment.Duration;
        if (skipped == 0) return null;
        PlaylistText text = Head(timeline, 9, rehearsals, from);
        text.Skip(skipped);
        text.Segments(all[skipped..], uri, fresh: all[skipped - 1].Init == all[skipped].Init && all[skipped - 1].Segment.Follows(all[skipped].Segment));
        return text.End(ended);
    }

    private static PlaylistText Head(RecordingTimeline timeline, int version, IReadOnlyList<Stretch>? rehearsals, DateTimeOffset? from)
    {
        var text = new PlaylistText(version, PlaylistText.TargetOf(timeline));
        text.Control(SkipUntil);
        text.Line("#EXT-X-MEDIA-SEQUENCE:0");
        text.Line("#EXT-X-PLAYLIST-TYPE:EVENT");
        text.Line("#EXT-X-INDEPENDENT-SEGMENTS");
        if (from is { } moment) text.Start(MediaBefore(timeline, moment));
        foreach (Stretch rehearsal in rehearsals ?? []) text.Rehearsal(rehearsal);
        return text;
    }

    /// <summary>How much is recorded before a moment; what lies in a gap is found at its end.</summary>
    private static TimeSpan MediaBefore(RecordingTimeline timeline, DateTimeOffset moment)
    {
        TimeSpan before = TimeSpan.Zero;
        foreach (Segment segment in timeline.Parts.SelectMany(part => part.Segments))
        {
            if (segment.WallEnd <= moment) before += segment.Duration;
            else return segment.WallStart < moment ? before + (moment - segment.WallStart) : before;
        }
        return before;
    }
}

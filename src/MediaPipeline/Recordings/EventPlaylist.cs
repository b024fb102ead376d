using System.Globalization;
using System.Text;

namespace MediaPipeline.Recordings;

/// <summary>One HLS event playlist (RFC 8216) over all parts of a recording: what viewers and editors play.</summary>
public static class EventPlaylist
{
    /// <summary>The playlist's text; it ends with ENDLIST when <paramref name="ended"/>.</summary>
    /// <param name="rehearsals">Stretches to be marked as rehearsed (EXT-X-DATERANGE, RFC 8216 section 4.3.2.7).</param>
    public static string Compose(RecordingTimeline timeline, bool ended, Func<SegmentFile, string> uri, IReadOnlyList<Stretch>? rehearsals = null)
    {
        int target = (int)Math.Ceiling(timeline.Parts.SelectMany(part => part.Segments).Select(segment => segment.Duration.TotalSeconds).DefaultIfEmpty(1).Max());
        var text = new StringBuilder();
        text.Append("#EXTM3U\n#EXT-X-VERSION:7\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-TARGETDURATION:{target}\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        foreach (Stretch rehearsal in rehearsals ?? []) text.Append(Mark(rehearsal));
        bool first = true;
        foreach (RecordingPart part in timeline.Parts)
        {
            if (!first) text.Append("#EXT-X-DISCONTINUITY\n");
            first = false;
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-MAP:URI=\"{uri(part.Init)}\"\n");
            foreach (Segment segment in part.Segments)
            {
                text.Append(CultureInfo.InvariantCulture, $"#EXT-X-PROGRAM-DATE-TIME:{segment.WallStart.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fff}Z\n");
                text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{segment.Duration.TotalSeconds:0.000000},\n{uri(segment.File)}\n");
            }
        }
        if (ended) text.Append("#EXT-X-ENDLIST\n");
        return text.ToString();
    }

    private static string Mark(Stretch rehearsal)
    {
        string end = rehearsal.Until is { } until ? string.Create(CultureInfo.InvariantCulture, $",END-DATE=\"{until.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fff}Z\"") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"#EXT-X-DATERANGE:ID=\"rehearsal-{rehearsal.From.ToUnixTimeMilliseconds()}\",CLASS=\"studio.rehearsal\",START-DATE=\"{rehearsal.From.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fff}Z\"{end}\n");
    }
}

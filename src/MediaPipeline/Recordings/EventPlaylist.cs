using System.Globalization;
using System.Text;

namespace MediaPipeline.Recordings;

/// <summary>One HLS event playlist (RFC 8216) over all parts of a recording: what viewers and editors play.</summary>
public static class EventPlaylist
{
    /// <summary>The playlist's text; it ends with ENDLIST when <paramref name="ended"/>.</summary>
    public static string Compose(RecordingTimeline timeline, bool ended, Func<SegmentFile, string> uri)
    {
        int target = (int)Math.Ceiling(timeline.Parts.SelectMany(part => part.Segments).Select(segment => segment.Duration.TotalSeconds).DefaultIfEmpty(1).Max());
        var text = new StringBuilder();
        text.Append("#EXTM3U\n#EXT-X-VERSION:7\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-TARGETDURATION:{target}\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-INDEPENDENT-SEGMENTS\n");
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
}

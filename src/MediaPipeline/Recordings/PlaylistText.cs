using System.Globalization;
using System.Text;

namespace MediaPipeline.Recordings;

/// <summary>Writes HLS playlists. Source: RFC 8216 and its successor draft-pantos-hls-rfc8216bis.</summary>
internal sealed class PlaylistText
{
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);
    private readonly StringBuilder _text = new();

    public PlaylistText(int version, int target)
    {
        Line("#EXTM3U");
        Line(string.Create(CultureInfo.InvariantCulture, $"#EXT-X-VERSION:{version}"));
        Line(string.Create(CultureInfo.InvariantCulture, $"#EXT-X-TARGETDURATION:{target}"));
    }

    /// <summary>No segment is longer, rounded to whole seconds; players ask again after so many. Over the whole recording: it may grow and never shrinks.</summary>
    public static int TargetOf(RecordingTimeline timeline) =>
        Math.Max(1, (int)Math.Round(timeline.Parts.SelectMany(part => part.Segments).Select(segment => segment.Duration.TotalSeconds).DefaultIfEmpty(1).Max(), MidpointRounding.AwayFromZero));

    public void Line(string line) => _text.Append(line).Append('\n');

    /// <summary>A player may wait for the next segment instead of asking again and again, and may leave out what is older than this.</summary>
    public void Control(TimeSpan? skipUntil) =>
        Line(skipUntil is { } until ? string.Create(CultureInfo.InvariantCulture, $"#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL={until.TotalSeconds:0.###}") : "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES");

    public void Skip(int segments) => Line(string.Create(CultureInfo.InvariantCulture, $"#EXT-X-SKIP:SKIPPED-SEGMENTS={segments}"));

    public void Start(TimeSpan offset) => Line(string.Create(CultureInfo.InvariantCulture, $"#EXT-X-START:TIME-OFFSET={offset.TotalSeconds:0.###},PRECISE=YES"));

    public void Rehearsal(Stretch rehearsal) => Range($"rehearsal-{rehearsal.From.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}", "studio.rehearsal", rehearsal.From, rehearsal.Until);

    /// <summary>A stretch of wall-clock time with a name (EXT-X-DATERANGE).</summary>
    public void Range(string id, string kind, DateTimeOffset from, DateTimeOffset? until)
    {
        string end = until is { } to ? $",END-DATE=\"{Moment(to)}\"" : "";
        Line($"#EXT-X-DATERANGE:ID=\"{id}\",CLASS=\"{kind}\",START-DATE=\"{Moment(from)}\"{end}");
    }

    /// <summary>
    /// Segments in order. Their time of day is written where it does not follow from the one before: four hours of it would be most of the text.
    /// </summary>
    /// <param name="fresh">The first of them needs no discontinuity before it.</param>
    public void Segments(IEnumerable<(SegmentFile Init, Segment Segment)> segments, Func<SegmentFile, string> uri, bool fresh)
    {
        (SegmentFile Init, Segment Segment)? before = null;
        foreach ((SegmentFile init, Segment segment) in segments)
        {
            bool follows = before is { } last && last.Init == init && last.Segment.Follows(segment);
            if (!follows)
            {
                if (before is not null || !fresh) Line("#EXT-X-DISCONTINUITY");
                Line($"#EXT-X-MAP:URI=\"{uri(init)}\"");
            }
            if (!follows || (segment.WallStart - before!.Value.Segment.WallEnd).Duration() > Rounding) Line($"#EXT-X-PROGRAM-DATE-TIME:{Moment(segment.WallStart)}");
            _text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{segment.Duration.TotalSeconds:0.000###},\n").Append(uri(segment.File)).Append('\n');
            before = (init, segment);
        }
    }

    public string End(bool ended)
    {
        if (ended) Line("#EXT-X-ENDLIST");
        return _text.ToString();
    }

    private static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}

using System.Buffers;
using System.Globalization;
using System.Text;
using MediaPipeline.Imaging;

namespace MediaPipeline.Rendering;

/// <summary>Captions as files for ffmpeg: ASS to burn in, SRT to keep as a track. All styles are ours.</summary>
internal static class CaptionFile
{
    private const int MostRows = 4;
    private static readonly SearchValues<char> Pauses = SearchValues.Create("，。！？；、：");

    /// <summary>An ASS file for a picture of a size, its lines broken where they fit.</summary>
    public static string Ass(CaptionTrack track, CaptionStyle style, CaptionFont font, Placing place, int width, int height, double speed)
    {
        var text = new StringBuilder();
        // Sizes are counted by the height of a line, and wrapping is done: 2 means no other.
        string size = Number(place.CaptionSize * font.LineHeight), edge = Number(place.CaptionSize * 0.075), side = Number(place.CaptionLeft);
        (string colour, string border, string box) = style switch
        {
            CaptionStyle.Boxed => ("&H00FFFFFF", "&H60101814", "3"),
            CaptionStyle.Strong => ("&H0045E0FF", "&H00101814", "1"),
            _ => ("&H00FFFFFF", "&H00101814", "1"),
        };
        text.Append(CultureInfo.InvariantCulture, $"[Script Info]\nScriptType: v4.00+\nPlayResX: {width}\nPlayResY: {height}\nWrapStyle: 2\nScaledBorderAndShadow: yes\nYCbCr Matrix: None\n\n[V4+ Styles]\n");
        text.Append("Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, Bold, Italic, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\n");
        foreach ((string name, string italic, string alignment, int margin) in ((string, string, string, int)[])[("B", "0", "2", place.CaptionBottom), ("BI", "-1", "2", place.CaptionBottom), ("T", "0", "8", place.CaptionTop), ("TI", "-1", "8", place.CaptionTop)])
        {
            text.Append(CultureInfo.InvariantCulture, $"Style: {name},{font.Family},{size},{colour},{border},{border},-1,{italic},{box},{(style == CaptionStyle.Boxed ? Number(place.CaptionSize * 0.2) : edge)},0,{alignment},{side},{side},{margin},1\n");
        }
        text.Append("\n[Events]\nFormat: Layer, Start, End, Style, Text\n");
        foreach (CaptionLine line in track.Lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"Dialogue: 0,{AssTime(line.From / speed)},{AssTime(line.To / speed)},{(line.Top ? "T" : "B")}{(line.Italic ? "I" : "")},{CaptionText.ForAss(Broken(line.Text, place.CaptionWidth, place.CaptionSize))}\n");
        }
        return text.ToString();
    }

    /// <summary>An SRT file, times moved by the length of the film before.</summary>
    public static string Srt(CaptionTrack track, double speed, TimeSpan before)
    {
        var text = new StringBuilder();
        for (int i = 0; i < track.Lines.Count; i++)
        {
            CaptionLine line = track.Lines[i];
            // An arrow inside of the words would be read as times.
            text.Append(CultureInfo.InvariantCulture, $"{i + 1}\n{SrtTime((line.From / speed) + before)} --> {SrtTime((line.To / speed) + before)}\n{line.Text.Replace("-->", "→", StringComparison.Ordinal).Replace("<", "＜", StringComparison.Ordinal).Replace("{", "｛", StringComparison.Ordinal)}\n\n");
        }
        return text.ToString();
    }

    /// <summary>The same words with a line feed where a line is full; lines of about equal length.</summary>
    internal static string Broken(string words, int width, int size)
    {
        List<string> rows = [];
        foreach (string line in words.Split('\n'))
        {
            IReadOnlyList<string> best = LineBreaks.Wrap(line, width, size, bold: true, MostRows);
            // A last line of one character reads badly: narrower as long as it takes no more lines.
            for (float narrower = width * 0.95f; best.Count > 1 && narrower > width * 0.4f; narrower -= width * 0.05f)
            {
                IReadOnlyList<string> tried = LineBreaks.Wrap(line, narrower, size, bold: true, MostRows + 1);
                if (tried.Count > best.Count) break;
                best = tried;
            }
            rows.AddRange(AtPauses(line, width, size, best.Count) ?? best);
        }
        return string.Join('\n', rows.Take(MostRows));
    }

    // A line that ends where the speaker pauses reads best; null: that would take more lines.
    private static List<string>? AtPauses(string words, int width, int size, int most)
    {
        List<string> rows = [];
        string rest = words.Trim();
        while (rest.Length > 0)
        {
            if (rows.Count == most || LineBreaks.Wrap(rest, width, size, bold: true, 2) is not [var row, ..] wrapped) return null;
            if (wrapped.Count > 1 && row.AsSpan().LastIndexOfAny(Pauses) + 1 is var pause && pause >= row.Length * 0.45) row = row[..pause];
            rows.Add(row.TrimEnd());
            rest = rest[row.Length..].TrimStart();
        }
        return rows;
    }

    // ASS counts hundredths; a caption begins no earlier and ends no later than it was said.
    private static string AssTime(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}.{time.Milliseconds / 10:00}");

    private static string SrtTime(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00},{time.Milliseconds:000}");

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace MediaPipeline.Rendering;

/// <summary>
/// Reads SRT, WebVTT and ASS, told apart by what is in them. Nothing of a file but times and words goes on: tags, fonts, places and drawings are
/// dropped, but for "at the top" and "slanted". A file that breaks the rules is refused with the line.
/// </summary>
public static partial class CaptionReader
{
    /// <summary>Most bytes of a file, lines of captions, and characters of one.</summary>
    public const int MostBytes = 4 << 20, MostLines = 20_000, LongestText = 1_000;

    /// <summary>Reads a caption file.</summary>
    public static CaptionOutcome Read(byte[] bytes)
    {
        if (bytes.Length > MostBytes) return new CaptionOutcome.Refused("captions-too-large", 0);
        if (CaptionBytes.Decode(bytes) is not var (text, encoding)) return new CaptionOutcome.Refused("captions-encoding", 0);
        return Read(text, encoding);
    }

    internal static CaptionOutcome Read(string text, string encoding)
    {
        string[] lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        string first = lines.FirstOrDefault(line => line.Trim().Length > 0)?.Trim() ?? "";
        (List<CaptionLine>? found, int wrong, string form) = first switch
        {
            "" => ([], 0, "srt"),
            _ when first.StartsWith("WEBVTT", StringComparison.Ordinal) => Cues(lines, "vtt"),
            _ when first.StartsWith("[Script Info]", StringComparison.OrdinalIgnoreCase) || first.StartsWith("[V4", StringComparison.OrdinalIgnoreCase) || first.StartsWith("[Events]", StringComparison.OrdinalIgnoreCase) => AssReader.Events(lines),
            _ when first[0] is '{' or '[' => CaptionJson.Segments(text),
            _ when first.All(char.IsAsciiDigit) || first.Contains("-->", StringComparison.Ordinal) => Cues(lines, "srt"),
            _ => (null, -1, ""),
        };
        if (wrong < 0) return new CaptionOutcome.Refused("captions-form", 0);
        if (found is null) return new CaptionOutcome.Refused("captions-broken", wrong);
        if (found.Count > MostLines) return new CaptionOutcome.Refused("captions-too-large", 0);
        found.RemoveAll(line => line.Text.Length == 0);
        if (found.Count == 0) return new CaptionOutcome.Refused("captions-empty", 0);
        // Sorted stably: two that begin together keep their order.
        return new CaptionOutcome.Read(new CaptionTrack([.. found.OrderBy(line => line.From)], Language(found)), form, encoding);
    }

    // SubRip and WebVTT: an optional name, a line of times, words until an empty line.
    private static (List<CaptionLine>? Lines, int Wrong, string Form) Cues(string[] lines, string form)
    {
        List<CaptionLine> found = [];
        int at = form == "vtt" ? Skip(lines, 0) : 0;
        while (at < lines.Length)
        {
            if (lines[at].Trim().Length == 0)
            {
                at++;
                continue;
            }
            if (form == "vtt" && lines[at].Split(' ', '\t')[0] is "NOTE" or "STYLE" or "REGION")
            {
                at = Skip(lines, at);
                continue;
            }
            // A name or a number may stand before the times; any other word here is a mistake.
            if (!lines[at].Contains("-->", StringComparison.Ordinal)) at++;
            if (at == lines.Length || Times(lines[at]) is not var (from, to, top)) return (null, Math.Min(at, lines.Length - 1) + 1, form);
            List<string> words = [];
            while (++at < lines.Length && lines[at].Trim().Length > 0)
            {
                if (Times(lines[at]) is not null) return (null, at + 1, form); // the empty line before it is missing
                words.Add(lines[at]);
            }
            string text = string.Join('\n', words);
            found.Add(new CaptionLine(from, to, CaptionText.Plain(text, form == "vtt")) { Top = top || text.Contains(@"{\an8}", StringComparison.Ordinal), Italic = text.StartsWith("<i>", StringComparison.OrdinalIgnoreCase) });
            if (found.Count > MostLines) break;
        }
        return (found, 0, form);
    }

    private static int Skip(string[] lines, int at)
    {
        while (at < lines.Length && lines[at].Trim().Length > 0) at++;
        return at;
    }

    private static (TimeSpan From, TimeSpan To, bool Top)? Times(string line)
    {
        if (CueTimes().Match(line) is not { Success: true } match) return null;
        if (Time(match.Groups["from"].Value) is not { } from || Time(match.Groups["to"].Value) is not { } to || to <= from) return null;
        // WebVTT: line:0 and line:10% are at the top.
        Match place = CuePlace().Match(match.Groups["place"].Value);
        return (from, to, place.Success && int.Parse(place.Groups["line"].Value, CultureInfo.InvariantCulture) is >= 0 and < 40);
    }

    /// <summary>1:02:03.456, 02:03,456 and so on; null: none, or beyond a hundred hours.</summary>
    internal static TimeSpan? Time(string text)
    {
        string[] parts = text.Replace(',', '.').Split(':');
        double seconds = 0;
        foreach ((string part, int number) in parts.Select((part, number) => (part, number)))
        {
            if (!double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) || value < 0) return null;
            if (number > 0 && value >= 60) return null;
            seconds = (seconds * 60) + value;
        }
        return seconds < 360_000 ? TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)) : null;
    }

    // Words for players: most captions here are Chinese, and a wrong name is worse than none.
    private static string Language(List<CaptionLine> lines) => lines.Take(200).SelectMany(line => line.Text).Any(letter => letter is >= '\u4E00' and <= '\u9FFF') ? "chi" : "und";

    [GeneratedRegex(@"^\s*(?<from>(\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*(?<to>(\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})(?<place>\s.*)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CueTimes();

    [GeneratedRegex(@"(^|\s)line:(?<line>\d{1,3})%?(\s|,|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CuePlace();
}

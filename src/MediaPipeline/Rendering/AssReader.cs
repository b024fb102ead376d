namespace MediaPipeline.Rendering;

/// <summary>The dialogue of an ASS or SSA file. Of its styles only "at the top" and "slanted" are taken.</summary>
internal static class AssReader
{
    private static readonly string[] UsualEvents = ["Layer", "Start", "End", "Style", "Name", "MarginL", "MarginR", "MarginV", "Effect", "Text"];

    public static (List<CaptionLine>? Lines, int Wrong, string Form) Events(string[] lines)
    {
        List<CaptionLine> found = [];
        Dictionary<string, (bool Top, bool Italic)> styles = new(StringComparer.Ordinal);
        (string section, string[] styleFields, string[] eventFields) = ("", [], UsualEvents);
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] is ';' or '!') continue;
            if (line[0] == '[' && line[^1] == ']')
            {
                section = line.ToUpperInvariant();
                continue;
            }
            if (line.Split(':', 2) is not [var key, var value]) continue; // fonts and pictures inside of the file are of no use
            (bool isEvent, bool isStyle) = (section == "[EVENTS]", section.StartsWith("[V4", StringComparison.Ordinal));
            if (key == "Format" && isEvent) eventFields = Fields(value);
            else if (key == "Format" && isStyle) styleFields = Fields(value);
            else if (key == "Style" && isStyle) Remember(styles, styleFields, value.Split(','), section);
            else if (key == "Dialogue" && isEvent)
            {
                if (Line(eventFields, value, styles) is not { } caption) return (null, i + 1, "ass");
                found.Add(caption);
                if (found.Count > CaptionReader.MostLines) break;
            }
        }
        return (found, 0, "ass");
    }

    private static string[] Fields(string value) => [.. value.Split(',').Select(field => field.Trim())];

    private static void Remember(Dictionary<string, (bool, bool)> styles, string[] fields, string[] values, string section)
    {
        string Of(string name) => Array.IndexOf(fields, name) is >= 0 and var at && at < values.Length ? values[at].Trim() : "";
        // Version 4 counts places otherwise: 5-7 are at the top there, 7-9 in version 4+.
        bool top = int.TryParse(Of("Alignment"), out int place) && (section == "[V4 STYLES]" ? place is >= 5 and <= 7 : place is >= 7 and <= 9);
        if (styles.Count < 1_000) styles[Of("Name")] = (top, Of("Italic") is "-1" or "1");
    }

    private static CaptionLine? Line(string[] fields, string value, Dictionary<string, (bool Top, bool Italic)> styles)
    {
        // The last field is the text and may hold commas.
        string[] values = value.Split(',', fields.Length);
        if (values.Length < fields.Length || fields[^1] != "Text") return null;
        string Of(string name) => Array.IndexOf(fields, name) is >= 0 and var at ? values[at].Trim() : "";
        if (CaptionReader.Time(Of("Start")) is not { } from || CaptionReader.Time(Of("End")) is not { } to || to <= from) return null;
        (bool top, bool italic) = styles.GetValueOrDefault(Of("Style"));
        string text = values[^1];
        if (text.Contains(@"\an", StringComparison.Ordinal)) top = text.Contains(@"\an7", StringComparison.Ordinal) || text.Contains(@"\an8", StringComparison.Ordinal) || text.Contains(@"\an9", StringComparison.Ordinal);
        return new CaptionLine(from, to, CaptionText.FromAss(text)) { Top = top, Italic = italic || text.StartsWith(@"{\i1", StringComparison.Ordinal) };
    }
}

using System.Globalization;

namespace MediaPipeline.Recordings;

/// <summary>One segment of a playlist that our own recorder wrote. Not a parser for playlists of others: those are never read.</summary>
internal sealed record PlaylistEntry(string Name, TimeSpan Duration, DateTimeOffset? ProgramDateTime)
{
    private static readonly string[] DateForms = ["yyyy-MM-ddTHH:mm:ss.fffzzz", "yyyy-MM-ddTHH:mm:ss.fffzz00", "yyyy-MM-ddTHH:mm:ss.fffK"];

    public static IReadOnlyList<PlaylistEntry> Parse(string text)
    {
        List<PlaylistEntry> entries = [];
        TimeSpan? duration = null;
        DateTimeOffset? date = null;
        foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("#EXTINF:", StringComparison.Ordinal))
            {
                string number = line["#EXTINF:".Length..].Split(',')[0];
                duration = double.TryParse(number, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 3600 ? TimeSpan.FromSeconds(seconds) : null;
            }
            else if (line.StartsWith("#EXT-X-PROGRAM-DATE-TIME:", StringComparison.Ordinal))
            {
                date = Date(line["#EXT-X-PROGRAM-DATE-TIME:".Length..]);
            }
            else if (!line.StartsWith('#'))
            {
                string name = Path.GetFileName(line);
                // The last line of a playlist that is being written may be cut short.
                if (duration is { } length && name.EndsWith(".m4s", StringComparison.Ordinal)) entries.Add(new PlaylistEntry(name, length, date));
                (duration, date) = (null, null);
            }
        }
        return entries;
    }

    // ffmpeg writes the zone as +0000.
    private static DateTimeOffset? Date(string text)
    {
        string withColon = text.Length > 5 && text[^5] is '+' or '-' ? text.Insert(text.Length - 2, ":") : text;
        return DateTimeOffset.TryParseExact(withColon, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset date) ? date : null;
    }
}

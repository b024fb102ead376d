using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Studio.Grains.Values;

namespace Studio.Api.Edge.Tables;

/// <summary>CSV, TSV, and what a spreadsheet puts on the clipboard (RFC 4180, leniently).</summary>
internal static class SeparatedText
{
    private const int LinesLookedAt = 10;

    // In this order where nothing else tells: a tab is never part of a sentence, a full-width comma nearly always.
    private static readonly char[] Separators = ['\t', ',', ';', '，'];

    public static Outcome<Table> Read(string text, TableForm form)
    {
        char separator = SeparatorOf(text, form);
        var builder = new TableBuilder(form);
        using var reader = new StringReader(text);
        using var parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = separator.ToString(),
            // An inch mark is no quote: where a quote is never closed, quotes are read as they stand, or one cell would swallow the rest.
            Mode = EndsInsideQuotes(text, separator) ? CsvMode.NoEscape : CsvMode.RFC4180,
            BadDataFound = null,
            IgnoreBlankLines = false,
            HasHeaderRecord = false,
        });
        while (parser.Read())
        {
            if (parser.Count > form.Columns) builder.LeaveOutColumn();
            var cells = new CellText[Math.Min(parser.Count, form.Columns)];
            for (int column = 0; column < cells.Length; column++) cells[column] = CellText.Of(parser[column]);
            builder.Add(parser.Row, cells);
        }
        return builder.Build();
    }

    /// <summary>
    /// The separator that makes a header of the first lines. Counting signs would be misled by sentences and lists in the cells.
    /// Without a header: the first sign that stands in any line.
    /// </summary>
    internal static char SeparatorOf(string text, TableForm form)
    {
        var lines = new List<string>();
        using (var reader = new StringReader(text))
        {
            while (lines.Count < LinesLookedAt && reader.ReadLine() is { } line)
            {
                if (!string.IsNullOrWhiteSpace(line)) lines.Add(line.Length > 10_000 ? line[..10_000] : line);
            }
        }
        (char best, int most) = ('\t', 0);
        foreach (char separator in Separators)
        {
            int names = lines.Max(line => line.Split(separator).Count(cell => form.IsHeading(cell.Trim().Trim('"'))));
            if (names > most) (best, most) = (separator, names);
        }
        return most > 0 ? best : Array.Find(Separators, separator => lines.Exists(line => line.Contains(separator, StringComparison.Ordinal))) is var found and not '\0' ? found : '\t';
    }

    // A quote opens a cell only where the cell begins; two within are one.
    private static bool EndsInsideQuotes(string text, char separator)
    {
        bool inside = false, atStart = true;
        for (int i = 0; i < text.Length; i++)
        {
            char character = text[i];
            if (inside)
            {
                if (character != '"') continue;
                if (i + 1 < text.Length && text[i + 1] == '"') i++;
                else inside = false;
            }
            else
            {
                inside = character == '"' && atStart;
                atStart = character == separator || character is '\n' or '\r';
            }
        }
        return inside;
    }
}

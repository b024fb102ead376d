using System.Globalization;
using System.Text;

namespace MediaPipeline.Exports;

/// <summary>
/// A table for people (RFC 4180, UTF-8 with a mark at the begin, which spreadsheets need for Chinese): a row a piece. A title that a spreadsheet would take for a formula gets
/// an apostrophe before it.
/// </summary>
public static class CsvFile
{
    private const string Mark = "\uFEFF", Head = "number,title,clip,source,start_seconds,end_seconds,start_timecode,end_timecode,duration_seconds,on_air";

    /// <summary>The file.</summary>
    public static string Write(CutList list)
    {
        var text = new StringBuilder(Mark).Append(Head).Append("\r\n");
        int number = 0;
        foreach (CutEvent one in CutEvent.Of(list))
        {
            CutListSource source = list.Sources[one.Piece.Source];
            long end = one.First + one.Frames, start = list.Rate.Frame(source.StartTimecode);
            string[] fields =
            [
                (++number).ToString(CultureInfo.InvariantCulture), one.Name, one.Cut.Id ?? "", ExportText.Line(source.Name), Seconds(list.Rate.Seconds(one.First)), Seconds(list.Rate.Seconds(end)),
                list.Rate.Timecode(start + one.First), list.Rate.Timecode(start + end), Seconds(list.Rate.Seconds(one.Frames)), one.Piece.At.ToString("O", CultureInfo.InvariantCulture),
            ];
            text.AppendJoin(',', fields.Select(Field)).Append("\r\n");
        }
        return text.ToString();
    }

    private static string Seconds(decimal seconds) => seconds.ToString("0.000000", CultureInfo.InvariantCulture);

    private static string Field(string value)
    {
        // OWASP, "CSV injection".
        string safe = value.Length > 0 && value[0] is '=' or '+' or '-' or '@' ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 && safe == safe.Trim() ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

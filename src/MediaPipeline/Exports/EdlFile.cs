using System.Globalization;
using System.Text;

namespace MediaPipeline.Exports;

/// <summary>
/// An edit decision list as CMX 3600 has it: lines, timecodes, one event a piece. Reels are R001, R002 … by source; names and files stand in comments. The timeline begins
/// at 01:00:00:00, as is usual. More than 999 events are numbered on, which old machines do not read.
/// </summary>
public static class EdlFile
{
    // Some readers stop at 255 bytes of a line; Chinese takes three a character.
    private const int LongestTitle = 70;
    private const int HourOfBegin = 1;

    /// <summary>The file.</summary>
    public static string Write(CutList list)
    {
        var text = new StringBuilder();
        FrameRate rate = list.Rate;
        long begin = rate.Frame(TimeSpan.FromHours(HourOfBegin));
        // By the name of the first picture, not by the clock: at 29.97 without left-out numbers they differ.
        if (!rate.DropsFrames) begin = rate.Nominal * 3600L * HourOfBegin;
        Line(text, $"TITLE: {ExportText.Line(list.Title, LongestTitle)}");
        Line(text, rate.DropsFrames ? "FCM: DROP FRAME" : "FCM: NON-DROP FRAME");
        Line(text, "");
        int number = 0;
        foreach (CutEvent one in CutEvent.Of(list))
        {
            CutListSource source = list.Sources[one.Piece.Source];
            long start = rate.Frame(source.StartTimecode) + one.First, record = begin + one.Record;
            string reel = string.Create(CultureInfo.InvariantCulture, $"R{one.Piece.Source + 1:000}"), channels = list.HasSound ? "AA/V" : "V";
            Line(text, string.Create(CultureInfo.InvariantCulture,
                $"{++number:000}  {reel,-8} {channels,-5} C        {rate.Timecode(start)} {rate.Timecode(start + one.Frames)} {rate.Timecode(record)} {rate.Timecode(record + one.Frames)}"));
            Line(text, $"* FROM CLIP NAME: {ExportText.Line(one.Name, LongestTitle)}");
            Line(text, $"* SOURCE FILE: {ExportText.Line(source.Name, LongestTitle)}");
            Line(text, string.Create(CultureInfo.InvariantCulture, $"* ON AIR: {one.Piece.At:yyyy-MM-ddTHH:mm:ss.fffzzz}"));
        }
        return text.ToString();
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append("\r\n");
}

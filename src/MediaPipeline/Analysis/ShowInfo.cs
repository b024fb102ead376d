using System.Globalization;
using System.Text.RegularExpressions;

namespace MediaPipeline.Analysis;

/// <summary>Reads what ffmpeg's filter showinfo says of pictures. Seconds it says with six digits only, which is too few after some hours: stamps and their base are read.</summary>
internal static partial class ShowInfo
{
    /// <summary>The time stamp of a picture, in units of the base; null: another line.</summary>
    public static long? Picture(string line) => Frame().Match(line) is { Success: true } frame ? Number(frame, "stamp") : null;

    /// <summary>The length of a unit in seconds; null: another line.</summary>
    public static double? Unit(string line) => Base().Match(line) is { Success: true } found && Number(found, "by") is > 0 and var by ? (double)Number(found, "over") / by : null;

    private static long Number(Match match, string name) => long.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\] n: *\d+ pts: *(?<stamp>-?\d{1,17}) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Frame();

    [GeneratedRegex(@"config in time_base: (?<over>\d{1,9})/(?<by>\d{1,9})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Base();
}

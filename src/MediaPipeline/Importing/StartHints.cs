using System.Globalization;

namespace MediaPipeline.Importing;

/// <summary>A guess at when the first picture of a recording was taken.</summary>
/// <param name="How">Stable code of where it comes from.</param>
/// <param name="Error">How far off it may be.</param>
public sealed record StartHint(DateTimeOffset Start, string How, TimeSpan Error);

/// <summary>What the file itself says of its time. Pure.</summary>
public static class StartHints
{
    /// <summary>Codes of guesses: a phone's own date of the shot; the container's time as the begin, or as the end, of the recording.</summary>
    public const string RecordedDate = "recorded-date", CreatedAtBegin = "created-at-begin", CreatedAtEnd = "created-at-end";

    private static readonly TimeSpan Clock = TimeSpan.FromSeconds(2);
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The guesses, the best first.</summary>
    /// <param name="duration">Of the whole recording.</param>
    /// <param name="now">What lies ahead of it is a clock that was never set.</param>
    public static IReadOnlyList<StartHint> Of(ImportFacts facts, TimeSpan duration, DateTimeOffset now)
    {
        List<StartHint> hints = [];
        if (Moment(facts, "com.apple.quicktime.creationdate", now) is { } shot) hints.Add(new StartHint(shot, RecordedDate, Clock));
        if (Moment(facts, "creation_time", now) is { } created)
        {
            // Matroska's date is that of its begin. In MP4 some write the begin and others (Android's recorder) the end: it may be off by the whole length.
            bool certain = facts.Reader == "matroska";
            hints.Add(new StartHint(created, CreatedAtBegin, certain ? Clock : Clock + duration));
            if (!certain) hints.Add(new StartHint(created - duration, CreatedAtEnd, Clock + duration));
        }
        return hints;
    }

    private static DateTimeOffset? Moment(ImportFacts facts, string tag, DateTimeOffset now) =>
        facts.Tags.TryGetValue(tag, out string? text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset moment)
        && moment > Earliest && moment < now + TimeSpan.FromDays(1) ? moment : null;
}

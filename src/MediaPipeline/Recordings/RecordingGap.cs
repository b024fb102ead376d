namespace MediaPipeline.Recordings;

/// <summary>A stretch of wall-clock time in which nothing was recorded.</summary>
public readonly record struct RecordingGap(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Two parts that are closer follow each other: their clocks are read from files, and are no better than this.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    /// <summary>Why, where it is known: one of <see cref="GapCauses"/>.</summary>
    public string? Cause { get; init; }
}

/// <summary>Stable codes of why a part of a recording begins, and so of the gap before it.</summary>
public static class GapCauses
{
    /// <summary>The feed went away and came back, or it begins.</summary>
    public const string Feed = "feed";

    /// <summary>The recorder ended by itself or was killed.</summary>
    public const string RecorderDied = "recorder-died";

    /// <summary>The studio was started again.</summary>
    public const string StudioStarted = "studio-started";

    /// <summary>The feed came with another size, rate or sound.</summary>
    public const string ParametersChanged = "parameters-changed";

    /// <summary>The clock of the feed leapt.</summary>
    public const string ClockJumped = "clock-jumped";

    /// <summary>There was no room on the disk.</summary>
    public const string DiskFull = "disk-full";

    /// <summary>The file of a segment is missing.</summary>
    public const string SegmentLost = "segment-lost";

    /// <summary>No gap: this part was made of what the ingest server kept.</summary>
    public const string Kept = "kept";

    /// <summary>No gap: this part comes from a recording that was made elsewhere.</summary>
    public const string Imported = "imported";
}

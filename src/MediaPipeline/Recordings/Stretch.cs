namespace MediaPipeline.Recordings;

/// <summary>A stretch of wall-clock time; null: it still goes on.</summary>
public readonly record struct Stretch(DateTimeOffset From, DateTimeOffset? Until)
{
    /// <summary>Whether any of a segment's frames lie in it.</summary>
    public bool Touches(Segment segment) => segment.WallEnd > From && (Until is not { } until || segment.WallStart < until);
}

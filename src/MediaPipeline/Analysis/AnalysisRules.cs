namespace MediaPipeline.Analysis;

/// <summary>From when on something counts. The usual values are argued in decision 28.</summary>
public sealed record AnalysisRules
{
    /// <summary>The usual ones.</summary>
    public static AnalysisRules Default { get; } = new();

    /// <summary>A scene changes when pictures differ by at least this (mean of red, green and blue, 0–255) …</summary>
    public double SceneLeast { get; init; } = 10;

    /// <summary>… and by so many times what their neighbours differ by: a hand before the camera moves all of them, a cut only one.</summary>
    public double SceneRatio { get; init; } = 3;

    /// <summary>A scene lasts at least this.</summary>
    public TimeSpan SceneShortest { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>When the picture before is back within this, it was a flash.</summary>
    public TimeSpan Flash { get; init; } = TimeSpan.FromMilliseconds(350);

    /// <summary>A dot is black up to this (0–255).</summary>
    public int BlackDot { get; init; } = 25;

    /// <summary>A picture is black when so large a share of its dots is.</summary>
    public double BlackShare { get; init; } = 0.98;

    /// <summary>A shorter stretch of black is not marked.</summary>
    public TimeSpan BlackShortest { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Nothing moved while pictures differ by at most this from the first of them (mean, 0–255) …</summary>
    public double FrozenMost { get; init; } = 0.6;

    /// <summary>… and no larger share of their dots changed visibly.</summary>
    public double FrozenDots { get; init; } = 0.001;

    /// <summary>A shorter stretch without movement is not marked.</summary>
    public TimeSpan FrozenShortest { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Quieter than this is silence: root mean square of 50 ms, dB below full scale.</summary>
    public double SilenceBelow { get; init; } = -38;

    /// <summary>A shorter silence is not marked.</summary>
    public TimeSpan SilenceShortest { get; init; } = TimeSpan.FromMilliseconds(300);
}

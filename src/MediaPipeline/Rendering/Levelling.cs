namespace MediaPipeline.Rendering;

/// <summary>How a mix is brought to its target: by one gain over the whole, with a limiter only where peaks would go beyond. Nothing is compressed.</summary>
/// <param name="GainDb">Decibels.</param>
/// <param name="Limited">Whether peaks are held back.</param>
internal readonly record struct Levelling(double GainDb, bool Limited)
{
    // More than this would make a hall out of the noise of a quiet room.
    private const double MostGain = 24;

    // AAC gives back peaks that are a little higher than those it got.
    private const double Reserve = 0.8;

    /// <summary>For a mix and a target.</summary>
    public static Levelling For(Loudness? mix, LoudnessTarget target)
    {
        if (mix is not { Lufs: > LoudnessMeter.Silent }) return new Levelling(0, Limited: false);
        double gain = Math.Min(MostGain, target.Lufs - mix.Lufs);
        return new Levelling(gain, mix.TruePeak + gain > target.TruePeak - Reserve);
    }

    /// <summary>Once more, after the limiter took loudness away.</summary>
    public Levelling Again(Loudness found, LoudnessTarget target) => this with { GainDb = Math.Clamp(GainDb + (target.Lufs - found.Lufs), -60, MostGain) };

    /// <summary>The filters; peaks are looked at four times as finely as they are stored, for what lies between samples counts too.</summary>
    public IReadOnlyList<Filter> Filters(LoudnessTarget target)
    {
        var gain = new Filter("volume", ("volume", Math.Pow(10, GainDb / 20)), ("precision", "float"));
        if (!Limited) return [gain];
        double limit = Math.Pow(10, (target.TruePeak - Reserve) / 20);
        return [gain, new Filter("aresample", ("sample_rate", 192_000)), new Filter("alimiter", ("limit", limit), ("attack", 5), ("release", 60), ("level", 0), ("latency", 1)), new Filter("aresample", ("sample_rate", 48_000))];
    }
}

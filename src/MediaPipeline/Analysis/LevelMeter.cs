namespace MediaPipeline.Analysis;

/// <summary>The strength of the sound, window by window. A hole in the sound is silence.</summary>
internal sealed class LevelMeter
{
    private const double FullScale = 32_768;
    private readonly List<byte> _levels = [];
    private int _first, _open = int.MinValue, _count;
    private double _energy;

    /// <summary>Samples with the time of the first; what lies before zero is left out.</summary>
    /// <param name="rate">Samples a second.</param>
    public void Take(TimeSpan at, ReadOnlySpan<short> samples, int rate)
    {
        double time = at.TotalSeconds, window = SoundLevels.Window.TotalSeconds;
        for (int i = 0; i < samples.Length; i++)
        {
            int number = (int)Math.Floor(((time + ((double)i / rate)) / window) + 1e-9);
            if (number < 0) continue;
            if (number != _open) Close(number);
            double value = samples[i] / FullScale;
            (_energy, _count) = (_energy + (value * value), _count + 1);
        }
    }

    /// <summary>All of it.</summary>
    public SoundLevels End()
    {
        Close(int.MaxValue);
        return new SoundLevels(_first, [.. _levels]);
    }

    private void Close(int next)
    {
        if (_open != int.MinValue && _count > 0)
        {
            if (_levels.Count == 0) _first = _open;
            while (_first + _levels.Count < _open) _levels.Add(SoundLevels.Nothing);
            double decibels = _energy <= 0 ? -120 : 10 * Math.Log10(_energy / _count);
            byte level = (byte)Math.Clamp(Math.Round(decibels * -2), 0, SoundLevels.Nothing);
            int place = _open - _first;
            // A clock that went back a little: the louder counts.
            if (place < _levels.Count) _levels[Math.Max(0, place)] = Math.Min(_levels[Math.Max(0, place)], level);
            else _levels.Add(level);
        }
        (_open, _energy, _count) = (next, 0, 0);
    }
}

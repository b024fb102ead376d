using System.Globalization;

namespace MediaPipeline.Analysis;

/// <summary>
/// Reads what ffmpeg's filter ebur128 says ten times a second. Its words come by another pipe than the pictures, so they wait until the film's zero is known.
/// </summary>
/// <param name="counted">The range whose blocks count for the integrated loudness; null: all.</param>
internal sealed class LoudnessMeter(FilmSpan? counted)
{
    /// <summary>Names of the filters whose lines are read.</summary>
    public const string MomentaryName = "momentary", ShortTermName = "shortterm";

    private const string Time = "pts_time:", Momentary = "lavfi.r128.M=", ShortTerm = "lavfi.r128.S=";

    // The first tenths of a second of a film, unless it has no zero at all.
    private const int MostWaiting = 600;
    private readonly Lock _gate = new();
    private readonly List<(double Time, bool Short, float Value)> _waiting = [];
    private readonly List<float> _momentary = [], _short = [];
    private readonly int[] _counts = new int[LoudnessHistogram.Steps];
    private double _momentaryAt, _shortAt;
    private TimeSpan? _shift;
    private int? _first;

    /// <summary>What to add to ffmpeg's times.</summary>
    public void Shift(TimeSpan shift)
    {
        lock (_gate)
        {
            _shift = shift;
            foreach ((double time, bool isShort, float value) in _waiting) Keep(time, isShort, value);
            _waiting.Clear();
        }
    }

    /// <summary>A line of ffmpeg; others than the filters' are left alone.</summary>
    public void Hear(string line)
    {
        bool isShort = line.Contains("@" + ShortTermName, StringComparison.Ordinal);
        if (!isShort && !line.Contains("@" + MomentaryName, StringComparison.Ordinal)) return;
        if (After(line, Time) is { } time)
        {
            if (isShort) _shortAt = time;
            else _momentaryAt = time;
        }
        else if (After(line, isShort ? ShortTerm : Momentary) is { } value)
        {
            lock (_gate)
            {
                double at = isShort ? _shortAt : _momentaryAt;
                if (_shift is not null) Keep(at, isShort, (float)value);
                else if (_waiting.Count < MostWaiting) _waiting.Add((at, isShort, (float)value));
            }
        }
    }

    /// <summary>All of it.</summary>
    public (LoudnessCurve Curve, LoudnessHistogram Blocks) End()
    {
        lock (_gate)
        {
            if (_shift is null) Shift(TimeSpan.Zero);
            while (_short.Count < _momentary.Count) _short.Add(LoudnessCurve.Silence);
            bool any = Array.Exists(_counts, count => count > 0);
            return (_first is { } first ? new LoudnessCurve(first, Rounded(_momentary), Rounded(_short)) : LoudnessCurve.None, any ? new LoudnessHistogram(_counts) : LoudnessHistogram.None);
        }
    }

    private void Keep(double seconds, bool isShort, float value)
    {
        TimeSpan at = TimeSpan.FromSeconds(seconds) + _shift!.Value;
        if (at < TimeSpan.Zero) return;
        if (!isShort && (counted is not { } range || (at >= range.From && at < range.To)) && LoudnessHistogram.StepOf(value) is { } loud) _counts[loud]++;
        int step = LoudnessCurve.StepOf(at);
        _first ??= step;
        int place = step - _first.Value;
        if (place < 0) return;
        List<float> curve = isShort ? _short : _momentary;
        while (curve.Count <= place) curve.Add(LoudnessCurve.Silence);
        if (float.IsFinite(value)) curve[place] = Math.Max(curve[place], value);
    }

    private static float[] Rounded(List<float> values) => [.. values.Select(value => MathF.Round(value, 1))];

    private static double? After(string line, string key)
    {
        int at = line.IndexOf(key, StringComparison.Ordinal);
        return at >= 0 && double.TryParse(line.AsSpan(at + key.Length).Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && !double.IsNaN(value) && value < 1e9 ? value : null;
    }
}

namespace MediaPipeline.Analysis;

/// <summary>
/// Guesses where somebody speaks, from the sound's form: louder than the quiet around it, with a pitch of 62–400 Hz in some of it, and rising and falling as syllables
/// do. A hum, a steady tone and noise are none of it; singing and music with a beat may be. Needs the last seconds only.
/// </summary>
internal sealed class SpeechMeter
{
    private const int Rate = Stories.Levels.Rate, Hop = Rate / 50, Length = 256, Half = Length / 2, ShortestLag = Rate / 2 / 400, LongestLag = Rate / 2 / 62;

    // Frames of 20 ms: a judgement looks at the second around it, the floor at eight seconds.
    private const int Around = 60, Local = 10, FloorBlock = 50, FloorBlocks = 8;
    private const double Quietest = -65, AboveFloor = 8, Least = -50, Voicing = 0.5;
    private const double LeastActive = 0.25, LeastVoiced = 0.15, Swing = 3, LeastModulation = 4;
    private const int LeastTurns = 3;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20), Pause = TimeSpan.FromMilliseconds(400), Shortest = TimeSpan.FromMilliseconds(300);
    private readonly short[] _buffer = new short[Length], _half = new short[Half];
    private readonly Queue<(double Level, bool Voiced, bool Active)> _frames = new();
    private readonly Queue<double> _floors = new();
    private readonly List<FilmSpan> _spans = [];
    private int _filled, _inBlock;
    private double _blockFloor = double.MaxValue;
    private TimeSpan _next;
    private TimeSpan? _expected;
    private bool _begun;

    /// <summary>8 kHz, one channel, with the time of the first sample.</summary>
    public void Take(TimeSpan at, ReadOnlySpan<short> samples)
    {
        // A hole: what follows has nothing to do with what was.
        if (_expected is not { } expected || (at - expected).Duration() > 2 * Frame)
        {
            Flush();
            (_filled, _next) = (0, at);
        }
        _expected = at + TimeSpan.FromSeconds((double)samples.Length / Rate);
        while (samples.Length > 0)
        {
            int take = Math.Min(Length - _filled, samples.Length);
            samples[..take].CopyTo(_buffer.AsSpan(_filled));
            samples = samples[take..];
            _filled += take;
            if (_filled < Length) return;
            Listen();
            _buffer.AsSpan(Hop).CopyTo(_buffer);
            _filled -= Hop;
        }
    }

    /// <summary>All of it.</summary>
    public IReadOnlyList<FilmSpan> End()
    {
        Flush();
        return [.. FilmSpan.Join(_spans, Pause).Where(span => span.Length >= Shortest)];
    }

    private void Listen()
    {
        double energy = 0;
        foreach (short sample in _buffer) energy += (double)sample * sample;
        double level = Math.Max(Quietest, 10 * Math.Log10((energy / Length / (32_768.0 * 32_768)) + 1e-12));
        _blockFloor = Math.Min(_blockFloor, level);
        if (++_inBlock == FloorBlock)
        {
            _floors.Enqueue(_blockFloor);
            if (_floors.Count > FloorBlocks) _floors.Dequeue();
            (_inBlock, _blockFloor) = (0, double.MaxValue);
        }
        double floor = Math.Min(_blockFloor, _floors.Count > 0 ? _floors.Min() : double.MaxValue);
        bool active = level > Least && level > floor + AboveFloor;
        _frames.Enqueue((level, active && IsVoiced(), active));
        if (_frames.Count < Around) return;
        Judge();
        _frames.Dequeue();
        _next += Frame;
    }

    // Normalised autocorrelation: how alike the sound is to itself a period later. Half the rate is enough for a pitch, and a quarter of the work.
    private bool IsVoiced()
    {
        for (int i = 0; i < Half; i++) _half[i] = (short)((_buffer[2 * i] + _buffer[(2 * i) + 1]) / 2);
        unchecked
        {
            long energy = 0;
            foreach (short sample in _half) energy += sample * sample;
            for (int lag = ShortestLag; lag <= LongestLag; lag++)
            {
                (long product, long later) = (0, 0);
                for (int i = 0; i < Half - lag; i++)
                {
                    product += _half[i] * _half[i + lag];
                    later += _half[i + lag] * _half[i + lag];
                }
                if (product > Voicing * Math.Sqrt((double)energy * later)) return true;
            }
            return false;
        }
    }

    // The oldest second decides about its middle.
    private void Judge()
    {
        (double sum, double squares, int active, int voiced, int at, bool here) = (0, 0, 0, 0, 0, false);
        foreach ((double level, bool isVoiced, bool isActive) in _frames)
        {
            if (isActive) (sum, squares, active) = (sum + level, squares + (level * level), active + 1);
            if (isVoiced) voiced++;
            if (isActive && Math.Abs(at - (Around / 2)) <= Local) here = true;
            at++;
        }
        (bool before, _begun) = (_begun, true);
        if (!here || active < LeastActive * at || voiced < LeastVoiced * at) return;
        double mean = sum / active;
        if (Math.Sqrt(Math.Max(0, (squares / active) - (mean * mean))) < LeastModulation || Turns(mean) < LeastTurns) return;
        TimeSpan middle = _next + (Around / 2 * Frame);
        // Nothing else will ever judge the first half second.
        if (!before) _spans.Add(new FilmSpan(_next, middle + Frame));
        else if (_spans.Count > 0 && middle - _spans[^1].To <= Frame) _spans[^1] = _spans[^1] with { To = middle + Frame };
        else _spans.Add(new FilmSpan(middle, middle + Frame));
    }

    // How often it goes from loud to quiet or back: syllables do some times a second, where a tone begins or ends it happens once.
    private int Turns(double mean)
    {
        (int turns, bool? loud) = (0, null);
        foreach ((double level, _, bool isActive) in _frames)
        {
            bool? now = isActive && level > mean + Swing ? true : !isActive || level < mean - Swing ? false : null;
            if (now is null || now == loud) continue;
            if (loud is not null) turns++;
            loud = now;
        }
        return turns;
    }

    private void Flush()
    {
        // The last half second is judged by what there is.
        while (_frames.Count > Around / 2)
        {
            Judge();
            _frames.Dequeue();
            _next += Frame;
        }
        _frames.Clear();
        _begun = false;
    }
}

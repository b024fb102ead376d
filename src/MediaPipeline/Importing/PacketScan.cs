using System.Globalization;

namespace MediaPipeline.Importing;

/// <summary>What reading all packets of the pictures' stream found. These are facts, not claims.</summary>
/// <param name="Pictures">How many there are.</param>
/// <param name="Duration">From the first to the end of the last.</param>
/// <param name="LongestGroup">The longest time from key picture to key picture.</param>
/// <param name="HeadLess">Pictures before the first key picture: nobody can decode them.</param>
/// <param name="Varies">Whether the time from picture to picture differs by more than rounding.</param>
/// <param name="Jumps">How often its clock went back, or ahead by more than ten seconds.</param>
public sealed record ScanFacts(long Pictures, long Keys, TimeSpan Duration, TimeSpan LongestGroup, long HeadLess, bool Varies, int Jumps);

/// <summary>Counts packets line by line, so that a day of pictures takes no memory. Lines: pts, dts, duration in seconds, flags.</summary>
internal sealed class PacketScan
{
    private const double Jump = 10, Rounding = 0.0021;
    private double _first = double.MaxValue, _end = double.MinValue, _lastDts = double.NaN, _lastKey = double.NaN, _least = double.MaxValue, _most;
    private double _longest, _step;
    private long _pictures, _keys, _headLess;
    private int _jumps;

    /// <summary>So many so far.</summary>
    public long Pictures => Interlocked.Read(ref _pictures);

    public void Read(string line)
    {
        string[] fields = line.Split(',');
        if (fields.Length < 4) return;
        double pts = Number(fields[0]), dts = Number(fields[1]), lasts = Number(fields[2]);
        if (double.IsNaN(pts)) pts = dts;
        Interlocked.Increment(ref _pictures);
        if (double.IsNaN(pts)) return; // it has no time: ffmpeg makes one of its neighbours
        bool key = fields[3].StartsWith('K');
        if (_keys == 0 && !key) _headLess++;
        _first = Math.Min(_first, pts);
        // Matroska says no decoding time of the first few.
        if (!double.IsNaN(dts)) Step(dts);
        if (key)
        {
            if (_keys > 0) _longest = Math.Max(_longest, pts - _lastKey);
            (_lastKey, _keys) = (pts, _keys + 1);
        }
        _end = Math.Max(_end, pts + (lasts is > 0 and < Jump ? lasts : _step));
    }

    public ScanFacts Facts() => new(
        _pictures, _keys, TimeSpan.FromSeconds(_end > _first ? _end - _first : 0), TimeSpan.FromSeconds(Math.Max(_longest, _keys > 0 ? Math.Max(0, _end - _lastKey) : 0)), _headLess,
        _most - _least > Rounding && _most > _least * 1.2, _jumps);

    // Decoding times are evenly apart where pictures are; a jump is none of the rate's doing.
    private void Step(double dts)
    {
        if (!double.IsNaN(_lastDts))
        {
            double step = dts - _lastDts;
            if (step < 0 || step > Jump) _jumps++;
            else if (step > 0) (_step, _least, _most) = (step, Math.Min(_least, step), Math.Max(_most, step));
        }
        _lastDts = dts;
    }

    private static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
}

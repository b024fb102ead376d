namespace MediaPipeline.Analysis;

/// <summary>A picture made so small that comparing two costs nothing: blue, green and red of every second dot of a tile.</summary>
internal sealed class SmallPicture
{
    // A change that an eye sees in a small picture; noise and the pumping of key pictures stay below.
    private const int Visible = 16, Channels = 3, Stride = 4;
    private byte[] _dots = [];

    public TimeSpan At { get; private set; }

    /// <summary>How much it differs from the picture before it: mean of its values, 0–255.</summary>
    public double FromBefore { get; set; }

    /// <summary>Takes a tile of four bytes a dot (BGRA).</summary>
    public void Take(TimeSpan at, ReadOnlySpan<byte> tile, int width, int height)
    {
        int across = width / 2, down = height / 2;
        if (_dots.Length != across * down * Channels) _dots = new byte[across * down * Channels];
        (At, FromBefore) = (at, 0);
        int to = 0;
        for (int y = 0; y < down; y++)
        {
            ReadOnlySpan<byte> line = tile.Slice(y * 2 * width * Stride, width * Stride);
            for (int x = 0; x < across; x++)
            {
                int from = x * 2 * Stride;
                _dots[to++] = line[from];
                _dots[to++] = line[from + 1];
                _dots[to++] = line[from + 2];
            }
        }
    }

    /// <summary>Becomes the same as another.</summary>
    public void Take(SmallPicture other)
    {
        if (_dots.Length != other._dots.Length) _dots = new byte[other._dots.Length];
        other._dots.CopyTo(_dots, 0);
        (At, FromBefore) = (other.At, other.FromBefore);
    }

    /// <summary>Mean difference (0–255), and the share of values that changed visibly.</summary>
    public (double Mean, double Visible) Against(SmallPicture other)
    {
        ReadOnlySpan<byte> mine = _dots, theirs = other._dots;
        if (mine.Length == 0 || mine.Length != theirs.Length) return (255, 1);
        unchecked
        {
            int sum = 0, seen = 0;
            for (int i = 0; i < mine.Length; i++)
            {
                int difference = Math.Abs(mine[i] - theirs[i]);
                sum += difference;
                if (difference > Visible) seen++;
            }
            return ((double)sum / mine.Length, (double)seen / mine.Length);
        }
    }

    /// <summary>The share of dots that are no lighter than this (0–255; ITU-R BT.601 weights).</summary>
    public double Dark(int most)
    {
        int dark = 0;
        for (int i = 0; i < _dots.Length; i += Channels)
        {
            if ((_dots[i] * 114) + (_dots[i + 1] * 587) + (_dots[i + 2] * 299) <= most * 1000) dark++;
        }
        return _dots.Length == 0 ? 0 : (double)dark * Channels / _dots.Length;
    }
}

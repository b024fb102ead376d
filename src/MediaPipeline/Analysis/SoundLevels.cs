namespace MediaPipeline.Analysis;

/// <summary>How strong the sound is, window by window: what pauses are found in, with whatever threshold a person tries.</summary>
/// <param name="First">Number of the first window: window n begins at n × <see cref="Window"/>.</param>
/// <param name="HalfDecibels">Root mean square of each window in half decibels below full scale: 76 is −38 dB, 240 is nothing at all.</param>
public sealed record SoundLevels(int First, byte[] HalfDecibels)
{
    /// <summary>Nothing at all.</summary>
    public const byte Nothing = 240;

    /// <summary>So much sound a window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(50);

    /// <summary>No sound.</summary>
    public static SoundLevels None { get; } = new(0, []);

    private int End => First + HalfDecibels.Length;

    /// <summary>The stretches that are quieter.</summary>
    /// <param name="below">Threshold in dB below full scale, for example −38.</param>
    /// <param name="least">Shorter ones are left out.</param>
    public IReadOnlyList<FilmSpan> Quiet(double below, TimeSpan least)
    {
        List<FilmSpan> quiet = [];
        int begin = -1;
        for (int i = 0; i <= HalfDecibels.Length; i++)
        {
            if (i < HalfDecibels.Length && HalfDecibels[i] / -2.0 < below)
            {
                if (begin < 0) begin = i;
                continue;
            }
            if (begin >= 0 && (i - begin) * Window >= least) quiet.Add(new FilmSpan((First + begin) * Window, (First + i) * Window));
            begin = -1;
        }
        return quiet;
    }

    /// <summary>The windows that begin in a range.</summary>
    public SoundLevels Between(TimeSpan from, TimeSpan to)
    {
        int begin = Math.Max(First, (int)Math.Ceiling(from / Window)), end = Math.Min(End, (int)Math.Ceiling(to / Window));
        return begin >= end ? None : new SoundLevels(begin, HalfDecibels[(begin - First)..(end - First)]);
    }

    /// <summary>Both: of a window that both have the louder, nothing between them.</summary>
    public SoundLevels With(SoundLevels next)
    {
        if (HalfDecibels.Length == 0) return next;
        if (next.HalfDecibels.Length == 0) return this;
        int first = Math.Min(First, next.First);
        byte[] both = new byte[Math.Max(End, next.End) - first];
        Array.Fill(both, Nothing);
        HalfDecibels.CopyTo(both, First - first);
        for (int i = 0; i < next.HalfDecibels.Length; i++) both[next.First - first + i] = Math.Min(both[next.First - first + i], next.HalfDecibels[i]);
        return new SoundLevels(first, both);
    }
}

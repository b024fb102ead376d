using System.Text.Json.Serialization;

namespace MediaPipeline.Analysis;

/// <summary>How loud a film is over time, by EBU R128 (ITU-R BS.1770).</summary>
/// <param name="First">Number of the first step: step n stands for the time from n × <see cref="Step"/> on.</param>
/// <param name="Momentary">Greatest momentary loudness (400 ms) of each step, LUFS; −70 is silence.</param>
/// <param name="ShortTerm">Greatest short-term loudness (3 s) of each step, LUFS; −70 is silence.</param>
public sealed record LoudnessCurve(int First, IReadOnlyList<float> Momentary, IReadOnlyList<float> ShortTerm)
{
    /// <summary>What R128 calls silence (absolute gate).</summary>
    public const float Silence = -70;

    /// <summary>So much time a step.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    /// <summary>No sound.</summary>
    public static LoudnessCurve None { get; } = new(0, [], []);

    /// <summary>Number of the step behind the last.</summary>
    [JsonIgnore]
    public int End => First + Momentary.Count;

    /// <summary>The step that holds a moment.</summary>
    public static int StepOf(TimeSpan time) => (int)Math.Floor(time / Step);

    /// <summary>The steps that begin in a range, and the one that holds its begin.</summary>
    public LoudnessCurve Between(TimeSpan from, TimeSpan to)
    {
        int begin = Math.Max(First, StepOf(from)), end = Math.Min(End, (int)Math.Ceiling(to / Step));
        if (begin >= end) return None;
        return new LoudnessCurve(begin, [.. Momentary.Skip(begin - First).Take(end - begin)], [.. ShortTerm.Skip(begin - First).Take(end - begin)]);
    }

    /// <summary>Both: of a step that both have the louder, silence between them.</summary>
    public LoudnessCurve With(LoudnessCurve next)
    {
        if (Momentary.Count == 0) return next;
        if (next.Momentary.Count == 0) return this;
        int first = Math.Min(First, next.First), end = Math.Max(End, next.End);
        return new LoudnessCurve(first, Both(Momentary, next.Momentary), Both(ShortTerm, next.ShortTerm));

        float[] Both(IReadOnlyList<float> mine, IReadOnlyList<float> other)
        {
            float[] both = new float[end - first];
            Array.Fill(both, Silence);
            for (int i = 0; i < mine.Count; i++) both[First - first + i] = mine[i];
            for (int i = 0; i < other.Count; i++) both[next.First - first + i] = Math.Max(both[next.First - first + i], other[i]);
            return both;
        }
    }
}

/// <summary>
/// How often each momentary loudness occurred, in steps of 0.1 LU from −70 LUFS on: enough to tell the integrated loudness of any number of stretches together,
/// because its gate needs all of them. Source: ITU-R BS.1770-4, annex 1.
/// </summary>
/// <param name="Counts">Gating blocks (400 ms, one each 100 ms) per step; what is quieter is not counted.</param>
public sealed record LoudnessHistogram(IReadOnlyList<int> Counts)
{
    /// <summary>−70 … +10 LUFS.</summary>
    public const int Steps = 800;

    private const double Relative = -10, PerStep = 0.1;

    /// <summary>No sound.</summary>
    public static LoudnessHistogram None { get; } = new([]);

    /// <summary>Integrated loudness in LUFS; null: nothing was loud enough to count.</summary>
    [JsonIgnore]
    public double? Integrated
    {
        get
        {
            if (Mean(double.NegativeInfinity) is not { } all) return null;
            return Mean(all + Relative);
        }
    }

    /// <summary>The step of a loudness; null: it does not count.</summary>
    public static int? StepOf(double lufs) => lufs <= LoudnessCurve.Silence ? null : Math.Min(Steps - 1, (int)((lufs - LoudnessCurve.Silence) / PerStep));

    /// <summary>Both.</summary>
    public LoudnessHistogram With(LoudnessHistogram next)
    {
        if (Counts.Count == 0) return next;
        if (next.Counts.Count == 0) return this;
        return new LoudnessHistogram([.. Counts.Zip(next.Counts, (mine, other) => mine + other)]);
    }

    private double? Mean(double above)
    {
        (double energy, long blocks) = (0, 0);
        for (int step = 0; step < Counts.Count; step++)
        {
            double lufs = LoudnessCurve.Silence + ((step + 0.5) * PerStep);
            if (Counts[step] == 0 || lufs <= above) continue;
            energy += Counts[step] * Math.Pow(10, lufs / 10);
            blocks += Counts[step];
        }
        return blocks == 0 ? null : 10 * Math.Log10(energy / blocks);
    }
}

namespace Studio.Faults;

/// <summary>What was in memory at an instant at which nothing was on the screen, after a full collection on both sides.</summary>
/// <param name="Seconds">Since the begin.</param>
/// <param name="Pages">Each overlay page.</param>
/// <param name="ServerHeap">The server's managed heap, in bytes.</param>
/// <param name="ServerSet">The server's working set, in bytes.</param>
internal sealed record SoakSample(double Seconds, IReadOnlyList<PageSample> Pages, long ServerHeap, long ServerSet);

/// <summary>What a page holds.</summary>
internal readonly record struct PageSample(double Heap, double Nodes, double Listeners);

/// <summary>How much may have come to stay over the second half of a run, however long it was.</summary>
/// <remarks>
/// A page keeps nothing of a card that went: its bounds are noise. The server keeps every line of the session in memory (as-played record,
/// operations), so its bounds grow with what was done.
/// </remarks>
internal sealed record SoakBounds(double Heap = 256 * 1024, double Nodes = 20, double Listeners = 10, double ServerHeap = 4 * 1024 * 1024, double ServerSet = 24 * 1024 * 1024, double ServerPerOperation = 2 * 1024)
{
    public const double Mebi = 1024 * 1024;
}

/// <summary>One thing that was looked at.</summary>
internal readonly record struct Finding(bool Passed, string What, string Seen);

/// <summary>Decides whether a run was flat. Pure: samples in, findings out.</summary>
internal static class SoakJudge
{
    /// <summary>Fewer samples in the second half say nothing about a trend.</summary>
    public const int Fewest = 4;

    /// <summary>The trend of each quantity over the second half, against its bound.</summary>
    public static IReadOnlyList<Finding> Judge(IReadOnlyList<SoakSample> samples, int operations, SoakBounds bounds)
    {
        SoakSample[] half = [.. samples.Skip(samples.Count / 2)];
        if (half.Length < Fewest) return [new Finding(false, "there are enough samples", FormattableString.Invariant($"{samples.Count}"))];
        List<Finding> findings = [];
        for (int page = 0; page < half[0].Pages.Count; page++)
        {
            int at = page;
            findings.Add(Flat($"JS heap of overlay {page + 1}", half, sample => sample.Pages[at].Heap, bounds.Heap, 1024, "KiB"));
            findings.Add(Flat($"DOM nodes of overlay {page + 1}", half, sample => sample.Pages[at].Nodes, bounds.Nodes, 1, "nodes"));
            findings.Add(Flat($"event listeners of overlay {page + 1}", half, sample => sample.Pages[at].Listeners, bounds.Listeners, 1, "listeners"));
        }
        double kept = bounds.ServerPerOperation * operations / 2;
        findings.Add(Flat("managed heap of the server", half, sample => sample.ServerHeap, bounds.ServerHeap + kept, SoakBounds.Mebi, "MiB"));
        findings.Add(Flat("working set of the server", half, sample => sample.ServerSet, bounds.ServerSet + kept, SoakBounds.Mebi, "MiB"));
        return findings;
    }

    /// <summary>Growth over a stretch as a straight line through all samples tells it: one outlier at its end is no leak, and a steady one is.</summary>
    public static double Growth(IReadOnlyList<(double At, double Value)> samples)
    {
        double middle = samples.Average(sample => sample.At), mean = samples.Average(sample => sample.Value);
        double spread = samples.Sum(sample => (sample.At - middle) * (sample.At - middle));
        double slope = spread > 0 ? samples.Sum(sample => (sample.At - middle) * (sample.Value - mean)) / spread : 0;
        return slope * (samples[^1].At - samples[0].At);
    }

    private static Finding Flat(string what, SoakSample[] half, Func<SoakSample, double> value, double bound, double unit, string name)
    {
        double growth = Growth([.. half.Select(sample => (sample.Seconds, value(sample)))]);
        return new Finding(growth <= bound, $"{what} is flat", FormattableString.Invariant($"{growth / unit:+0.0;-0.0;0} of at most {bound / unit:0.#} {name}; {value(half[0]) / unit:0.#} at half, {value(half[^1]) / unit:0.#} at the end"));
    }
}

using System.Globalization;

namespace Studio.Bench;

/// <summary>What callers got in a turn.</summary>
internal sealed record Sample(double Rate, IReadOnlyList<double> Milliseconds);

/// <summary>So many callers, each one command after the other, for a while.</summary>
internal static class Load
{
    /// <param name="one">A caller's command by its number; false: it was refused and does not count.</param>
    public static async Task<Sample> RunAsync(int callers, TimeSpan turn, Func<int, int, Task<bool>> one)
    {
        List<double>[] waits = [.. Enumerable.Range(0, callers).Select(_ => new List<double>(10_000))]; // one each: the measuring must not be what is measured
        long begin = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(waits.Select((mine, caller) => Task.Run(async () =>
        {
            for (int i = 0; TimeProvider.System.GetElapsedTime(begin) < turn; i++)
            {
                long asked = TimeProvider.System.GetTimestamp();
                if (await one(caller, i)) mine.Add(TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds);
            }
        })));
        double seconds = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
        return new Sample(waits.Sum(mine => mine.Count) / seconds, [.. waits.SelectMany(mine => mine)]);
    }
}

/// <summary>A case and its peer, measured in turns.</summary>
internal sealed class Pairs(string name, bool quick)
{
    private readonly List<Sample> _ours = [], _theirs = [];

    public TimeSpan Turn { get; } = TimeSpan.FromSeconds(quick ? 1 : 4);

    public int Rounds { get; } = quick ? 2 : 6;

    public void Add(Sample ours, Sample theirs)
    {
        _ours.Add(ours);
        _theirs.Add(theirs);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: {ours.Rate:0} beside {theirs.Rate:0} holds/s"));
    }

    public Row Row(string peerName) => Studio.Bench.Row.More("holds", name, Percentile.Of(_ours.Select(one => one.Rate), 0.5), Percentile.Of(_theirs.Select(one => one.Rate), 0.5), peerName, "holds/s") with
    {
        Own = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["p50"] = Percentile.Of(_ours.SelectMany(one => one.Milliseconds), 0.5),
            ["p99"] = Percentile.Of(_ours.SelectMany(one => one.Milliseconds), 0.99),
            ["peerP50"] = Percentile.Of(_theirs.SelectMany(one => one.Milliseconds), 0.5),
            ["peerP99"] = Percentile.Of(_theirs.SelectMany(one => one.Milliseconds), 0.99),
            ["worst round"] = _ours.Zip(_theirs, (a, b) => a.Rate / b.Rate).Min(),
            ["best round"] = _ours.Zip(_theirs, (a, b) => a.Rate / b.Rate).Max(),
        },
    };
}

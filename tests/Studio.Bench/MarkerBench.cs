using System.Globalization;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>How far markers are from the pictures they mark, through an encoder that holds three seconds and one reconnection.</summary>
internal static class MarkerBench
{
    private const double Goal = 2;

    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick)
    {
        int seconds = quick ? 40 : 600;
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        MarkerRunResult run = await MarkerRun.RunAsync(studio, manager, seconds, every: quick ? 4 : 10);
        MarkedPicture[] seen = [.. run.Markers.Where(marker => !marker.Lost)];
        double[] errors = [.. seen.Select(marker => Math.Abs((marker.Found ?? int.MaxValue) - marker.True)).Select(pictures => (double)pictures)];
        return
        [
            // Nothing finer than a frame is measured: one is the least that the ratio reckons with.
            new Row("record", string.Create(CultureInfo.InvariantCulture, $"marker error, {seen.Length} markers in {seconds} s"), errors.Max(), Goal, "the goal: 2 frames of 25 a second", "frames", Goal / Math.Max(errors.Max(), 1))
            {
                Own = new Dictionary<string, double>(StringComparer.Ordinal)
                {
                    ["by stamp"] = seen.Count(marker => marker.By == "stamp"),
                    ["mean"] = errors.Average(),
                    ["bound broken"] = seen.Count(marker => marker.BoundMs is not { } bound || Math.Abs((marker.Found ?? int.MaxValue) - marker.True) * 40.0 > bound),
                    ["in the gap"] = run.Markers.Count(marker => marker.Lost && marker.AtGap && marker.Found == run.First),
                },
            },
        ];
    }
}

using Studio.Faults;
using Xunit;

namespace Studio.Browser.Tests;

/// <summary>The soak of <c>./studio faults soak</c>, shortened to what a test may take; and that its judge sees a leak.</summary>
public sealed class SoakTests
{
    [Fact]
    public async Task Three_quarters_of_a_minute_of_work_leave_nothing_behind_in_overlays_and_server()
    {
        await using Soak soak = await Soak.MakeAsync();
        await soak.WorkAsync(TimeSpan.FromSeconds(45), pause: TimeSpan.Zero, sampleEvery: TimeSpan.FromSeconds(3), _ => { });
        Assert.Empty(SoakJudge.Judge(soak.Samples, soak.Desk.Done, new SoakBounds()).Where(finding => !finding.Passed).Select(finding => $"{finding.What}: {finding.Seen}"));
        Assert.True(await soak.EqualsBoardAsync());
        Assert.Equal(0, soak.Desk.Twice);
        Assert.InRange(soak.Desk.Done, 50, int.MaxValue);
    }

    [Fact]
    public void A_run_that_is_flat_passes_and_each_kind_of_leak_is_found_by_its_name()
    {
        Assert.All(SoakJudge.Judge(Run(_ => 0), 1_000, new SoakBounds()), finding => Assert.True(finding.Passed, finding.What));
        // Noise is no leak, and what was there from the begin is none.
        Assert.All(SoakJudge.Judge(Run(at => at % 2 * 0.9), 1_000, new SoakBounds()), finding => Assert.True(finding.Passed, finding.What));
        Assert.All(SoakJudge.Judge(Run(at => at < 6 ? at : 6), 1_000, new SoakBounds()), finding => Assert.True(finding.Passed, finding.What));
        IReadOnlyList<Finding> leaks = SoakJudge.Judge(Run(at => at), 1_000, new SoakBounds());
        Assert.All(leaks, finding => Assert.False(finding.Passed, finding.What));
        Assert.Equal(5, leaks.Count);
        Assert.False(Assert.Single(SoakJudge.Judge([.. Run(_ => 0).Take(5)], 1_000, new SoakBounds())).Passed);
    }

    // Twelve samples; a leak of one is a little more than what a second half of six may keep.
    private static SoakSample[] Run(Func<int, double> leak) => [.. Enumerable.Range(0, 12).Select(at => new SoakSample(
        at * 60,
        [new PageSample(2_000_000 + (leak(at) * 60_000), 300 + (leak(at) * 5), 20 + (leak(at) * 3))],
        40_000_000 + (long)(leak(at) * 1_200_000), 200_000_000 + (long)(leak(at) * 6_000_000)))];
}

namespace Studio.Faults;

/// <summary>Hours of takes, clears, colours, blanks and stock before overlays in both formats: nothing is lost, and nothing comes to stay in memory.</summary>
internal static class SoakRun
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public static async Task<bool> RunAsync(Settings settings)
    {
        var report = new Report("soak");
        TimeSpan length = TimeSpan.FromMinutes(settings.Minutes);
        // Enough points for a line through the second half, at most one a minute.
        TimeSpan every = TimeSpan.FromSeconds(Math.Clamp(length.TotalSeconds / 24, 2, 60));
        await using Soak soak = await Soak.MakeAsync();
        report.Step(FormattableString.Invariant($"{settings.Minutes} minutes, a sample each {every.TotalSeconds:0} s"));
        await soak.WorkAsync(length, Pause, every, sample => report.Step(FormattableString.Invariant(
            $"{soak.Desk.Done,6} operations; {string.Join("; ", sample.Pages.Select(page => FormattableString.Invariant($"heap {page.Heap / SoakBounds.Mebi:0.00} MiB, {page.Nodes:0} nodes, {page.Listeners:0} listeners")))}; server {sample.ServerHeap / SoakBounds.Mebi:0.0} of {sample.ServerSet / SoakBounds.Mebi:0} MiB")));
        int operations = soak.Desk.Done;
        foreach (Finding finding in SoakJudge.Judge(soak.Samples, operations, new SoakBounds())) report.Check(finding.Passed, finding.What, finding.Seen);
        report.Check(await soak.EqualsBoardAsync(), "every overlay equals the board at the end", $"{operations} operations");
        report.Check(soak.Desk.Twice == 0, "no operation had its effect twice");
        report.Print();
        return report.Passed;
    }
}

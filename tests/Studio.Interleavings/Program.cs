using System.Globalization;
using Microsoft.Coyote;
using Microsoft.Coyote.SystematicTesting;
using Studio.Grains.Tests;

// ./studio test runs this after `coyote rewrite`; the number of interleavings is its only argument.
uint iterations = args is [var asked] ? uint.Parse(asked, CultureInfo.InvariantCulture) : 1_000;
using TestingEngine engine = TestingEngine.Create(Configuration.Create().WithTestingIterations(iterations).WithTelemetryEnabled(false), InterleaveAsync);
engine.Run();
Console.WriteLine(engine.GetReport());
foreach (string bug in engine.TestReport.BugReports) Console.WriteLine(bug);
return engine.TestReport.NumOfFoundBugs == 0 && engine.TestReport.NumOfExploredFairPaths + engine.TestReport.NumOfExploredUnfairPaths >= iterations ? 0 : 1;

static async Task InterleaveAsync()
{
    Microsoft.Coyote.Random.Generator chance = Microsoft.Coyote.Random.Generator.Create();
    var callers = new InterleavedCallers(chance.NextInteger);
    Task all = callers.RunAsync(Task.Run);
    Task outside = Task.Run(async () =>
    {
        while (!all.IsCompleted)
        {
            callers.Store.Step();
            await Task.Yield();
        }
    });
    await all;
    await outside;
    callers.Judge();
}

using CsCheck;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>
/// Thousands of interleavings of callers, turns and a store that loses, delays and reorders: whatever happens, what was answered is stored, once, and
/// nothing beside the rules is.
/// </summary>
public sealed class GroupCommitInterleavingTests
{
    [Fact]
    public void In_every_interleaving_answers_are_durable_operations_happen_once_and_the_rule_holds() => Gen.Int.Sample(Judge, iter: 4_000);

    [Fact]
    public void The_interleavings_are_many_and_reach_failures_refusals_and_new_owners()
    {
        Outcomes[] all = [.. Enumerable.Range(0, 300).Select(Explore)];
        Assert.True(all.Select(outcome => outcome.Trace).Distinct(StringComparer.Ordinal).Count() > 290);
        Assert.True(all.Count(outcome => outcome.Failures > 0) > 100);
        Assert.True(all.Count(outcome => outcome.Loads > 2) > 100);
        Assert.True(all.Count(outcome => outcome.Refusals > 0) > 100);
    }

    private sealed record Outcomes(string Trace, int Failures, int Loads, int Refusals);

    private static void Judge(int seed) => _ = Explore(seed);

    private static Outcomes Explore(int seed)
    {
        var turns = new TurnsBySeed(seed);
        var callers = new InterleavedCallers(turns.Choose);
        Task all = callers.RunAsync(turns.Start);
        Assert.True(turns.Run(all, callers.Store.Step), "Somebody waits for an answer that never comes.");
        all.GetAwaiter().GetResult();
        callers.Judge();
        return new Outcomes(string.Join(" ", callers.Trace), callers.Store.Failures, callers.Loads, callers.Refused.Count);
    }
}

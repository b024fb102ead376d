using CsCheck;
using Studio.Grains.Commit;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>
/// Thousands of interleavings of callers, turns and a store that loses, delays and reorders: whatever happens, what was answered is stored, once, and
/// nothing beside the rules is.
/// </summary>
public sealed class GroupCommitInterleavingTests
{
    private const int Callers = 5, Commands = 4;

    [Fact]
    public void In_every_interleaving_answers_are_durable_operations_happen_once_and_the_rule_holds() => 
        Gen.Int.Sample(seed => { Explore(seed); }, iter: 4_000);

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

    private static Outcomes Explore(int seed)
    {
        var turns = new TurnsBySeed(seed);
        var store = new MoodyStore(turns.Choose);
        var owner = new Owner(store);
        Task all = Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => turns.Start(() => CallAsync(owner, store, turns, caller))));
        Assert.True(turns.Run(all, store.Step), "Somebody waits for an answer that never comes.");
        all.GetAwaiter().GetResult();

        string[] stored = [.. store.Batches.SelectMany(batch => batch).Select(added => added.Operation)];
        Assert.Equal(stored.Distinct(StringComparer.Ordinal), stored);
        Assert.All(owner.Acknowledged, operation => Assert.Contains(operation, stored));
        Assert.DoesNotContain(stored, owner.Refused.Contains);
        Assert.All(store.Sums, sum => Assert.InRange(sum, 0, Pile.Most));
        return new Outcomes(string.Join(" ", owner.Trace), store.Failures, owner.Loads, owner.Refused.Count);
    }

    private static async Task CallAsync(Owner owner, MoodyStore store, TurnsBySeed turns, int caller)
    {
        for (int command = 0; command < Commands; command++)
        {
            string operation = $"{caller}-{command}";
            int pieces = turns.Choose(3); // 0: only asks
            (bool yes, int sum) = await owner.RepeatUntilKnownAsync(pile => Decide(pile, operation, pieces));
            // Not even a no may rest on what is not stored.
            Assert.Contains(sum, store.Sums);
            if (pieces > 0) (yes ? owner.Acknowledged : owner.Refused).Add(operation);
            owner.Trace.Add($"{operation}:{yes}:{sum}");
        }
    }

    private static Decision<Added, (bool Yes, int Sum)> Decide(Pile pile, string operation, int pieces) =>
        pieces == 0 || pile.Has(operation) ? (true, pile.Sum)
        : pile.Sum + pieces > Pile.Most ? (false, pile.Sum)
        : new Decision<Added, (bool Yes, int Sum)>((true, pile.Sum + pieces), [new Added(operation, pieces)]);

    /// <summary>What Orleans does for a grain: makes an instance when there is none, and drops one whose write failed.</summary>
    private sealed class Owner(MoodyStore store)
    {
        private Task<GroupCommit<Pile, Added, (long Version, int Sum)>>? _instance;

        public HashSet<string> Acknowledged { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Refused { get; } = new(StringComparer.Ordinal);

        public List<string> Trace { get; } = [];

        public int Loads { get; private set; }

        public async Task<TAnswer> RepeatUntilKnownAsync<TAnswer>(Func<Pile, Decision<Added, TAnswer>> decide)
        {
            for (int attempt = 0; ; attempt++)
            {
                // In the end the store comes to rest, as stores do: or nobody would ever be answered.
                if (attempt > 6) store.Calm = true;
                Task<GroupCommit<Pile, Added, (long Version, int Sum)>> instance = _instance ??= LoadAsync();
                try
                {
                    return await (await instance).RunAsync(decide);
                }
                catch (CommitFailedException)
                {
                    if (ReferenceEquals(_instance, instance)) _instance = null;
                }
            }
        }

        private async Task<GroupCommit<Pile, Added, (long Version, int Sum)>> LoadAsync()
        {
            Loads++;
            (long Version, int Sum) last = (-1, 0);
            return await GroupCommit<Pile, Added, (long Version, int Sum)>.LoadAsync(
                store, () => new Pile(), (pile, added) => pile.Apply(added), (pile, version) => (version, pile.Sum),
                view =>
                {
                    // What others see is what is stored under that version, and never goes back.
                    Assert.True(view.Version > last.Version);
                    Assert.Equal(store.SumAt(view.Version), view.Sum);
                    last = view;
                },
                _ => 3);
        }
    }
}

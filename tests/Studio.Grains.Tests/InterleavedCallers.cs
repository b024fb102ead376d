using Studio.Grains.Commit;

namespace Studio.Grains.Tests;

/// <summary>
/// Callers of one group commit on a moody store, with the owner that Orleans is for a grain: it makes an instance when there is none and drops one whose write
/// failed. Says what must hold in every interleaving; who interleaves is the test's business.
/// </summary>
internal sealed class InterleavedCallers(Func<int, int> choose)
{
    private const int Callers = 5, Commands = 4;

    private Task<GroupCommit<Pile, Added, (long Version, int Sum)>>? _instance;

    public MoodyStore Store { get; } = new(choose);

    public HashSet<string> Acknowledged { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Refused { get; } = new(StringComparer.Ordinal);

    public List<string> Trace { get; } = [];

    public int Loads { get; private set; }

    /// <param name="start">Starts a caller as a grain's call is started.</param>
    public Task RunAsync(Func<Func<Task>, Task> start) => Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => start(() => CallAsync(caller))).ToArray());

    /// <summary>What must be true when all are answered.</summary>
    public void Judge()
    {
        string[] stored = [.. Store.Batches.SelectMany(batch => batch).Select(added => added.Operation)];
        Must(stored.Distinct(StringComparer.Ordinal).Count() == stored.Length, "An operation is stored twice.");
        Must(Acknowledged.IsSubsetOf(stored), "What was answered with yes is not stored.");
        Must(!Refused.Overlaps(stored), "What was refused is stored.");
        Must(Store.Sums.All(sum => sum is >= 0 and <= Pile.Most), "More is stored than the rule allows.");
    }

    private async Task CallAsync(int caller)
    {
        for (int command = 0; command < Commands; command++)
        {
            string operation = $"{caller}-{command}";
            int pieces = choose(3); // 0: only asks
            (bool yes, int sum) = await RepeatUntilKnownAsync(pile => Decide(pile, operation, pieces));
            Must(Store.Sums.Contains(sum), "An answer, if only a no, rests on what is not stored.");
            if (pieces > 0) (yes ? Acknowledged : Refused).Add(operation);
            Trace.Add($"{operation}:{yes}:{sum}");
        }
    }

    private static Decision<Added, (bool Yes, int Sum)> Decide(Pile pile, string operation, int pieces) =>
        pieces == 0 || pile.Has(operation) ? (true, pile.Sum)
        : pile.Sum + pieces > Pile.Most ? (false, pile.Sum)
        : new Decision<Added, (bool Yes, int Sum)>((true, pile.Sum + pieces), [new Added(operation, pieces)]);

    private async Task<TAnswer> RepeatUntilKnownAsync<TAnswer>(Func<Pile, Decision<Added, TAnswer>> decide)
    {
        for (int attempt = 0; ; attempt++)
        {
            // In the end the store comes to rest, as stores do: or nobody would ever be answered.
            if (attempt > 6) Store.Calm = true;
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
        long last = -1;
        return await GroupCommit<Pile, Added, (long Version, int Sum)>.LoadAsync(
            Store.Connect(), () => new Pile(), (pile, added) => pile.Apply(added), (pile, version) => (version, pile.Sum),
            view =>
            {
                Must(view.Version > last && Store.SumAt(view.Version) == view.Sum, "What others see goes back, or is not what is stored.");
                last = view.Version;
            },
            _ => 3);
    }

    private static void Must(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidOperationException(otherwise);
    }
}

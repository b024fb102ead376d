using Studio.Grains.Commit;

namespace Studio.Grains.Tests;

/// <summary>What was added, under which operation.</summary>
internal readonly record struct Added(string Operation, int Pieces);

/// <summary>What is added up: never beyond the most, each operation once.</summary>
internal sealed class Pile
{
    public const int Most = 12;

    private readonly HashSet<string> _operations = new(StringComparer.Ordinal);

    public int Sum { get; private set; }

    public IEnumerable<string> Operations => _operations;

    public bool Has(string operation) => _operations.Contains(operation);

    public void Apply(Added added)
    {
        if (!_operations.Add(added.Operation)) throw new InvalidOperationException($"{added.Operation} is added twice.");
        Sum += added.Pieces;
    }

    public Pile Copy()
    {
        var copy = new Pile { Sum = Sum };
        copy._operations.UnionWith(_operations);
        return copy;
    }
}

/// <summary>
/// A store that a seed moves: what is sent reaches it in order, later or never; its answers come in any order, or not; in between somebody else may own
/// what it keeps. What is stored is only ever changed by a script that compares the version.
/// </summary>
internal sealed class MoodyStore(Func<int, int> choose) : ICommitLog<Pile, Added>
{
    private readonly Queue<Action> _arriving = new();
    private readonly List<Action> _answers = [];
    private (long Version, Pile State)? _snapshot;

    /// <summary>All that is stored, a batch a version.</summary>
    public List<IReadOnlyList<Added>> Batches { get; } = [];

    public int Failures { get; private set; }

    public bool Calm { get; set; }

    /// <summary>The sums before and after each thing that is stored.</summary>
    public IReadOnlyList<int> Sums => Batches.SelectMany(batch => batch).Aggregate(new List<int> { 0 }, (sums, added) => [.. sums, sums[^1] + added.Pieces]);

    /// <summary>The sum of a version.</summary>
    public int SumAt(long version) => Batches.Take((int)version).Sum(batch => batch.Sum(added => added.Pieces));

    public Task<CommitHistory<Pile, Added>> LoadAsync()
    {
        var answer = new TaskCompletionSource<CommitHistory<Pile, Added>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _arriving.Enqueue(() =>
        {
            List<Added> since = [.. Batches.Skip((int)(_snapshot?.Version ?? 0)).SelectMany(batch => batch)];
            var found = new CommitHistory<Pile, Added>(Batches.Count, _snapshot?.State.Copy(), since);
            _answers.Add(() => answer.SetResult(found));
        });
        return answer.Task;
    }

    public Task AppendAsync(long version, IReadOnlyList<Added> events)
    {
        Added[] batch = [.. events];
        return Send(version, () => Batches.Add(batch));
    }

    public Task SnapshotAsync(long version, Pile state)
    {
        Pile copy = state.Copy();
        return Send(version, () => _snapshot = (version, copy));
    }

    /// <summary>One thing happens at the store, or on the way to or from it; false: nothing is under way.</summary>
    public bool Step()
    {
        if (_arriving.Count + _answers.Count == 0) return false;
        if (_arriving.Count > 0 && (_answers.Count == 0 || choose(2) == 0))
        {
            _arriving.Dequeue()();
            return true;
        }
        int which = choose(_answers.Count);
        Action answer = _answers[which];
        _answers.RemoveAt(which);
        answer();
        return true;
    }

    private Task Send(long version, Action store)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _arriving.Enqueue(() =>
        {
            int mood = Calm ? 9 : choose(10);
            bool lost = mood == 0, unheard = mood == 1;
            if (lost || unheard) Failures++;
            if (lost)
            {
                _answers.Add(() => answer.SetException(new TimeoutException("never arrived")));
            }
            else if (Batches.Count != version)
            {
                _answers.Add(() => answer.SetException(new FencedException(version, $"{Batches.Count}")));
            }
            else
            {
                store();
                _answers.Add(() =>
                {
                    if (unheard) answer.SetException(new TimeoutException("stored, and the answer is lost"));
                    else answer.SetResult();
                });
            }
        });
        return answer.Task;
    }
}

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
/// A store that a seed moves: what one owner sends reaches it in order, late or never; its answers come in any order, or not; what a stale owner sent may come
/// long after the next owner began. What is stored is only ever changed by a script that compares version and writer.
/// </summary>
internal sealed class MoodyStore(Func<int, int> choose)
{
    private readonly List<Line> _lines = [];
    private readonly List<Action> _answers = [];
    private (long Version, Pile State)? _snapshot;
    private Line? _writer;

    /// <summary>All that is stored, a batch a version.</summary>
    public List<IReadOnlyList<Added>> Batches { get; } = [];

    public int Failures { get; private set; }

    /// <summary>Nothing gets lost any more.</summary>
    public bool Calm { get; set; }

    /// <summary>The sums before and after each thing that is stored.</summary>
    public IReadOnlyList<int> Sums => Batches.SelectMany(batch => batch).Aggregate(new List<int> { 0 }, (sums, added) => [.. sums, sums[^1] + added.Pieces]);

    /// <summary>The sum of a version.</summary>
    public int SumAt(long version) => Batches.Take((int)version).Sum(batch => batch.Sum(added => added.Pieces));

    /// <summary>A new owner's way to it.</summary>
    public ICommitLog<Pile, Added> Connect()
    {
        var line = new Line(this);
        _lines.Add(line);
        return line;
    }

    /// <summary>One thing happens at the store, or on the way to or from it; false: nothing is under way.</summary>
    public bool Step()
    {
        Line[] busy = [.. _lines.Where(line => line.Arriving.Count > 0)];
        if (busy.Length + _answers.Count == 0) return false;
        if (busy.Length > 0 && (_answers.Count == 0 || choose(2) == 0))
        {
            busy[choose(busy.Length)].Arriving.Dequeue()();
            return true;
        }
        int which = choose(_answers.Count);
        Action answer = _answers[which];
        _answers.RemoveAt(which);
        answer();
        return true;
    }

    private sealed class Line(MoodyStore store) : ICommitLog<Pile, Added>
    {
        private (long Version, Line? Writer) _found;

        public Queue<Action> Arriving { get; } = new();

        public Task<CommitHistory<Pile, Added>> LoadAsync()
        {
            var answer = new TaskCompletionSource<CommitHistory<Pile, Added>>(TaskCreationOptions.RunContinuationsAsynchronously);
            Arriving.Enqueue(() =>
            {
                List<Added> since = [.. store.Batches.Skip((int)(store._snapshot?.Version ?? 0)).SelectMany(batch => batch)];
                var found = new CommitHistory<Pile, Added>(store.Batches.Count, store._snapshot?.State.Copy(), since);
                _found = (found.Version, store._writer);
                store._answers.Add(() => answer.SetResult(found));
            });
            return answer.Task;
        }

        public Task AppendAsync(long version, IReadOnlyList<Added> events)
        {
            Added[] batch = [.. events];
            return Send(version, () =>
            {
                store.Batches.Add(batch);
                store._writer = this;
            });
        }

        public Task SnapshotAsync(long version, Pile state)
        {
            Pile copy = state.Copy();
            return Send(version, () => store._snapshot = (version, copy));
        }

        private Task Send(long version, Action write)
        {
            var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Arriving.Enqueue(() =>
            {
                int mood = store.Calm ? 9 : store.Choose(10);
                bool lost = mood == 0, unheard = mood == 1, fits = store.Batches.Count == version && store._writer == (version > _found.Version ? this : _found.Writer);
                if (lost || unheard) store.Failures++;
                if (fits && !lost) write();
                store._answers.Add(() =>
                {
                    if (lost || unheard) answer.SetException(new TimeoutException("no answer"));
                    else if (fits) answer.SetResult();
                    else answer.SetException(new FencedException(version, "another"));
                });
            });
            return answer.Task;
        }
    }

    private int Choose(int below) => choose(below);
}

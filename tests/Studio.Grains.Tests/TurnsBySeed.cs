namespace Studio.Grains.Tests;

/// <summary>
/// A grain's turns in an order that a seed chooses: one at a time, on the thread of the test, and what happens outside (the store) in between. The same seed is the
/// same interleaving, step by step.
/// </summary>
internal sealed class TurnsBySeed(int seed) : TaskScheduler
{
    private readonly List<Task> _ready = [];
    private readonly Random _random = new(seed);

    /// <summary>Chooses a number below another.</summary>
    public int Choose(int below) => _random.Next(below);

    /// <summary>Starts something as a grain's call is started: in a turn of its own.</summary>
    public Task Start(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

    /// <summary>Takes steps until all is done. Each is a turn or one of the outside's; answers false when nothing can happen any more.</summary>
    public bool Run(Task all, Func<bool> outside)
    {
        while (!all.IsCompleted)
        {
            if (_ready.Count > 0 && (Choose(3) > 0 || !outside()))
            {
                int next = Choose(_ready.Count);
                Task turn = _ready[next];
                _ready.RemoveAt(next);
                TryExecuteTask(turn);
            }
            else if (_ready.Count == 0 && !outside())
            {
                return all.IsCompleted;
            }
        }
        return true;
    }

    protected override void QueueTask(Task task) => _ready.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _ready;
}

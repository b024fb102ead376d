namespace Studio.Grains.Commit;

/// <summary>Where a group-committed state is kept: a snapshot and the batches of events since, fenced by a version.</summary>
public interface ICommitLog<TState, TEvent>
{
    /// <summary>The stored version (0 when nothing was ever stored), the last snapshot, and all events after it in order.</summary>
    Task<CommitHistory<TState, TEvent>> LoadAsync();

    /// <summary>Stores a batch durably as version <paramref name="version"/> + 1. Calls reach the store in their order; what is given is read before this returns its task.</summary>
    /// <exception cref="FencedException">The stored version is another: a newer activation owns the state.</exception>
    /// <exception cref="Exception">Anything else: the outcome is unknown, read it back with <see cref="LoadAsync"/>.</exception>
    Task AppendAsync(long version, IReadOnlyList<TEvent> events);

    /// <summary>Replaces all batches up to <paramref name="version"/> by a snapshot, so that replay stays short. The state is read before this returns its task.</summary>
    Task SnapshotAsync(long version, TState state);
}

/// <summary>What <see cref="ICommitLog{TState,TEvent}.LoadAsync"/> found.</summary>
public sealed record CommitHistory<TState, TEvent>(long Version, TState? Snapshot, IReadOnlyList<TEvent> EventsSince);

/// <summary>A write was refused because the stored version moved on: this activation is stale and must go.</summary>
public sealed class FencedException(long expected, string found)
    : Exception($"The stored version is {found}, this activation expected {expected}.");

namespace Studio.Grains.Commit;

/// <summary>
/// The operations that a state remembers, oldest first, bounded: a repeated command gets its first answer, and an operation id with
/// another body is refused. Kept inside the state that the operation changes, so that both are stored in one write.
/// </summary>
/// <typeparam name="TAnswer">What the first answer is rebuilt from.</typeparam>
[GenerateSerializer, Immutable, Alias("studio.OperationLog`1")]
public sealed record OperationLog<TAnswer>
{
    /// <summary>How many are remembered.</summary>
    [Id(1)] public int Most { get; init; } = 128;

    /// <summary>The remembered operations, oldest first.</summary>
    [Id(0)] public IReadOnlyList<DoneOperation<TAnswer>> Done { get; init; } = [];

    /// <summary>The operation of that id, or null when it was never done (or long ago).</summary>
    public DoneOperation<TAnswer>? Find(string operationId) => Done.LastOrDefault(done => string.Equals(done.Id, operationId, StringComparison.Ordinal));

    /// <summary>This log with one more operation; the oldest is forgotten when it is full.</summary>
    public OperationLog<TAnswer> With(string operationId, string body, TAnswer answer) =>
        this with { Done = [.. Done.Skip(Math.Max(0, Done.Count - Most + 1)), new DoneOperation<TAnswer>(operationId, body, answer)] };
}

/// <summary>One operation that was carried out: its id, what it asked for (to tell a repeat from a reuse), its answer.</summary>
[GenerateSerializer, Immutable, Alias("studio.DoneOperation`1")]
public sealed record DoneOperation<TAnswer>([property: Id(0)] string Id, [property: Id(1)] string Body, [property: Id(2)] TAnswer Answer);

namespace Studio.Grains.Commit;

/// <summary>What a pure decision comes to: the answer, and the events that make it true. No events: nothing changes.</summary>
public readonly record struct Decision<TEvent, TAnswer>(TAnswer Answer, IReadOnlyList<TEvent> Events)
{
    /// <summary>An answer that changes nothing (a refusal, a replay, a query).</summary>
    public static implicit operator Decision<TEvent, TAnswer>(TAnswer answer) => new(answer, []);
}

using Studio.Grains.Showcase;

namespace Studio.Faults;

/// <summary>What a guest asks for. An operation keeps its id through all its repeats.</summary>
internal enum Kind
{
    Place,
    Release,
    Confirm,
    Wait,
    Accept,
}

/// <summary>What the caller knows after an attempt.</summary>
internal enum Outcome
{
    /// <summary>The studio said yes: from here on it must be true.</summary>
    Acknowledged,

    /// <summary>The studio said no, with a code: nothing happened.</summary>
    Refused,

    /// <summary>No answer, or one that leaves it open (5xx, busy): it may have happened or not.</summary>
    Unknown,
}

/// <summary>A command of a guest.</summary>
/// <param name="HoldId">The hold that it is about; null for <see cref="Kind.Place"/> and <see cref="Kind.Wait"/>.</param>
internal sealed record Operation(string Id, string Guest, string Item, Kind Kind, int Quantity, string? HoldId = null);

/// <summary>One sending of an operation.</summary>
/// <param name="Number">1 for the first, higher for repeats, which say that they are.</param>
/// <param name="Begin">Before the first byte was sent, in ticks of UTC: callers and studio share the machine's clock.</param>
/// <param name="End">After the last byte of the answer, or when it was given up.</param>
/// <param name="HoldId">The hold that was acknowledged.</param>
/// <param name="Code">The problem's code, or what went wrong on the way.</param>
internal sealed record Attempt(Operation Operation, int Number, long Begin, long End, Outcome Outcome, string? HoldId, string? Code);

/// <summary>A hold as a page shows it, or as the log leaves it.</summary>
internal sealed record KeptHold(string Id, string Guest, string Item, int Quantity, HoldState State);

/// <summary>The counts of an item that the studio shows at the end.</summary>
internal sealed record KeptItem(string Id, int ShownHeld, int ShownConfirmed);

/// <summary>Everything that is known about a run when it is over.</summary>
/// <param name="Log">Every event that the store has, from the first.</param>
/// <param name="Shown">Every hold that the guests' own pages show.</param>
internal sealed record Run(IReadOnlyList<Attempt> Attempts, IReadOnlyList<LedgerEvent> Log, IReadOnlyList<KeptHold> Shown, IReadOnlyList<KeptItem> Items);

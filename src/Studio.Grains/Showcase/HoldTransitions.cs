using System.Collections.Frozen;

namespace Studio.Grains.Showcase;

/// <summary>What can be done to a hold.</summary>
public enum HoldAction
{
    /// <summary>Somebody who waited says yes to what was set aside for them.</summary>
    Accept,

    /// <summary>The buyer says how the goods are handed over; again: otherwise than before.</summary>
    Confirm,

    /// <summary>The buyer gives the pieces back.</summary>
    Release,

    /// <summary>The deadline has passed.</summary>
    Expire,

    /// <summary>Staff cancels it, with a reason.</summary>
    Cancel,
}

/// <summary>The transition table of holds: what is not in it is refused with hold-ended. Released and expired are ends.</summary>
public static class HoldTransitions
{
    /// <summary>From and action → to.</summary>
    public static readonly FrozenDictionary<(HoldState From, HoldAction Action), HoldState> Table = new Dictionary<(HoldState, HoldAction), HoldState>
    {
        [(HoldState.Offered, HoldAction.Accept)] = HoldState.Held,
        [(HoldState.Offered, HoldAction.Release)] = HoldState.Released,
        [(HoldState.Offered, HoldAction.Expire)] = HoldState.Expired,
        [(HoldState.Offered, HoldAction.Cancel)] = HoldState.Released,
        [(HoldState.Held, HoldAction.Confirm)] = HoldState.Confirmed,
        [(HoldState.Held, HoldAction.Release)] = HoldState.Released,
        [(HoldState.Held, HoldAction.Expire)] = HoldState.Expired,
        [(HoldState.Held, HoldAction.Cancel)] = HoldState.Released,
        [(HoldState.Confirmed, HoldAction.Confirm)] = HoldState.Confirmed,
        [(HoldState.Confirmed, HoldAction.Cancel)] = HoldState.Released,
    }.ToFrozenDictionary();

    /// <summary>What a hold becomes, or null: not from there.</summary>
    public static HoldState? Next(HoldState from, HoldAction action) => Table.TryGetValue((from, action), out HoldState to) ? to : null;
}

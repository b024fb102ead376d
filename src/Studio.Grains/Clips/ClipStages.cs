using System.Collections.Frozen;

namespace Studio.Grains.Clips;

/// <summary>Where a clip stands.</summary>
public enum ClipStage
{
    /// <summary>The studio offers it; nobody changed it.</summary>
    Candidate,

    /// <summary>Somebody is at it, or has to look at it.</summary>
    Draft,

    /// <summary>Its files are made.</summary>
    Rendering,

    /// <summary>Its files are there.</summary>
    Ready,

    /// <summary>Somebody looked at it and found it good.</summary>
    Approved,

    /// <summary>It went out of the house.</summary>
    HandedOver,

    /// <summary>Nobody wants it; it can be taken back.</summary>
    Dropped,
}

/// <summary>What can be done to a clip.</summary>
public enum ClipAction
{
    /// <summary>What is to be cut, or how, is changed.</summary>
    Edit,

    /// <summary>Its files are to be made.</summary>
    Render,

    /// <summary>The files are there.</summary>
    Finish,

    /// <summary>They could not be made.</summary>
    Fail,

    /// <summary>Somebody stops the work.</summary>
    Cancel,

    /// <summary>Somebody finds it good.</summary>
    Approve,

    /// <summary>Somebody gives it back, with a comment.</summary>
    Return,

    /// <summary>It goes out of the house.</summary>
    HandOver,

    /// <summary>Nobody wants it.</summary>
    Drop,

    /// <summary>Somebody wants it after all.</summary>
    Restore,
}

/// <summary>The transition table of clips: what is not in it is refused with clip-not-ready. What is approved is changed only after it was given back, and what was handed over never.</summary>
public static class ClipTransitions
{
    /// <summary>From and action → to.</summary>
    public static readonly FrozenDictionary<(ClipStage From, ClipAction Action), ClipStage> Table = new Dictionary<(ClipStage, ClipAction), ClipStage>
    {
        [(ClipStage.Candidate, ClipAction.Edit)] = ClipStage.Draft,
        [(ClipStage.Candidate, ClipAction.Render)] = ClipStage.Rendering,
        [(ClipStage.Candidate, ClipAction.Drop)] = ClipStage.Dropped,
        [(ClipStage.Draft, ClipAction.Edit)] = ClipStage.Draft,
        [(ClipStage.Draft, ClipAction.Render)] = ClipStage.Rendering,
        [(ClipStage.Draft, ClipAction.Drop)] = ClipStage.Dropped,
        [(ClipStage.Rendering, ClipAction.Edit)] = ClipStage.Draft,
        [(ClipStage.Rendering, ClipAction.Finish)] = ClipStage.Ready,
        [(ClipStage.Rendering, ClipAction.Fail)] = ClipStage.Draft,
        [(ClipStage.Rendering, ClipAction.Cancel)] = ClipStage.Draft,
        [(ClipStage.Rendering, ClipAction.Drop)] = ClipStage.Dropped,
        [(ClipStage.Ready, ClipAction.Edit)] = ClipStage.Draft,
        [(ClipStage.Ready, ClipAction.Render)] = ClipStage.Rendering,
        [(ClipStage.Ready, ClipAction.Approve)] = ClipStage.Approved,
        [(ClipStage.Ready, ClipAction.Drop)] = ClipStage.Dropped,
        [(ClipStage.Approved, ClipAction.Return)] = ClipStage.Ready,
        [(ClipStage.Approved, ClipAction.HandOver)] = ClipStage.HandedOver,
        [(ClipStage.Dropped, ClipAction.Restore)] = ClipStage.Draft,
    }.ToFrozenDictionary();

    /// <summary>What a clip becomes, or null: not from there.</summary>
    public static ClipStage? Next(ClipStage from, ClipAction action) => Table.TryGetValue((from, action), out ClipStage to) ? to : null;
}

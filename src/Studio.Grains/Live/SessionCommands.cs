using Studio.Grains.Recording;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>A command of the control room, beside take and clear.</summary>
[GenerateSerializer, Immutable, Alias("studio.SessionCommand")]
public abstract record SessionCommand;

/// <summary>Make a planned item the next. Refused: not-found, not-in-control, session-ended.</summary>
[GenerateSerializer, Immutable, Alias("studio.SetNext")]
public sealed record SetNext([property: Id(0)] string? RundownItemId) : SessionCommand;

/// <summary>Edit the plan, leaving the revision that the editor saw. Refused: stale-rundown, validation, not-found, item-not-in-session.</summary>
[GenerateSerializer, Immutable, Alias("studio.EditRundown")]
public sealed record EditRundown([property: Id(0)] long Expected, [property: Id(1)] RundownEdit Edit) : SessionCommand;

/// <summary>Undo the last edit of the plan. Refused: stale-rundown, nothing-to-undo.</summary>
[GenerateSerializer, Immutable, Alias("studio.UndoRundown")]
public sealed record UndoRundown([property: Id(0)] long Expected) : SessionCommand;

/// <summary>Blank all overlays, or bring them back. <paramref name="Version"/>: that they were told already; 0: the next.</summary>
[GenerateSerializer, Immutable, Alias("studio.SetBlank")]
public sealed record SetBlank([property: Id(0)] bool On, [property: Id(1)] long Version) : SessionCommand;

/// <summary>
/// Take the controls, or leave them. Refused: holder-present (somebody has them and is in the control room: say <paramref name="Confirmed"/>),
/// not-in-control (leaving what is not one's own).
/// </summary>
[GenerateSerializer, Immutable, Alias("studio.SetControl")]
public sealed record SetControl([property: Id(0)] bool Take, [property: Id(1)] bool Confirmed = false) : SessionCommand;

/// <summary>Begin or end a rehearsal. Refused: not-planned, not-in-control.</summary>
[GenerateSerializer, Immutable, Alias("studio.SetRehearsal")]
public sealed record SetRehearsal([property: Id(0)] bool On) : SessionCommand;

/// <summary>Set up the automatic pop-up; null stops it. Refused: validation, item-not-in-session, not-in-control, session-ended.</summary>
[GenerateSerializer, Immutable, Alias("studio.SetAutoPop")]
public sealed record SetAutoPop([property: Id(0)] AutoPopPlan? Plan) : SessionCommand;

/// <summary>When viewers must prove that they are people.</summary>
[GenerateSerializer, Immutable, Alias("studio.SetProof")]
public sealed record SetProof([property: Id(0)] ProofMode Mode) : SessionCommand;

/// <summary>Plan the session for another time. Refused: validation, session-ended.</summary>
[GenerateSerializer, Immutable, Alias("studio.SetSlot")]
public sealed record SetSlot([property: Id(0)] Slot Slot) : SessionCommand;

/// <summary>Open the SRT door, or (null) close it. Refused: session-ended.</summary>
[GenerateSerializer, Immutable, Alias("studio.SetDoor")]
public sealed record SetDoor([property: Id(0)] SrtDoor? Door) : SessionCommand;

/// <summary>A message to the host. Refused: validation.</summary>
[GenerateSerializer, Immutable, Alias("studio.SendMessage")]
public sealed record SendMessage([property: Id(0)] string Text, [property: Id(1)] bool Urgent) : SessionCommand;

/// <summary>Mark the moment (打点), whoever has the controls. Refused: not-live, validation.</summary>
[GenerateSerializer, Immutable, Alias("studio.MarkMoment")]
public sealed record MarkMoment([property: Id(0)] string Note) : SessionCommand;

/// <summary>Colours and logo of the cards. Refused: validation.</summary>
[GenerateSerializer, Immutable, Alias("studio.SetTheme")]
public sealed record SetTheme([property: Id(0)] CardTheme Theme) : SessionCommand;

/// <summary>Set an item's price. On air a higher one waits for a second person. Refused: validation, offer-runs, not-in-control.</summary>
[GenerateSerializer, Immutable, Alias("studio.SetPrice")]
public sealed record SetPrice([property: Id(0)] string ItemId, [property: Id(1)] Money Price) : SessionCommand;

/// <summary>Allow or decline a higher price. Refused: not-found, same-person.</summary>
[GenerateSerializer, Immutable, Alias("studio.SettleRaise")]
public sealed record SettleRaise([property: Id(0)] string RaiseId, [property: Id(1)] bool Allow) : SessionCommand;

/// <summary>Hide an item's price until it is called, or call it.</summary>
[GenerateSerializer, Immutable, Alias("studio.HidePrice")]
public sealed record HidePrice([property: Id(0)] string ItemId, [property: Id(1)] bool Hidden) : SessionCommand;

/// <summary>Start an offer. Refused: validation, offer-runs.</summary>
[GenerateSerializer, Immutable, Alias("studio.StartOffer")]
public sealed record StartOffer([property: Id(0)] string ItemId, [property: Id(1)] OfferSpec Offer) : SessionCommand;

/// <summary>An offer to start.</summary>
/// <param name="Length">10 seconds to 4 hours; null: until somebody ends it (not for a flash offer).</param>
/// <param name="Price">Flash: below the item's price.</param>
/// <param name="Quantity">Flash: pieces at that price, 0–100,000; 0: as many as there are.</param>
/// <param name="Steps">Step: 1–5 steps, pieces and prices both rising, all prices below the item's.</param>
/// <param name="AtLeast">Threshold: what a hold must be worth.</param>
/// <param name="Off">Threshold: what is taken off it, less than that.</param>
[GenerateSerializer, Immutable, Alias("studio.OfferSpec")]
public sealed record OfferSpec(
    [property: Id(0)] OfferKind Kind, [property: Id(1)] TimeSpan? Length, [property: Id(2)] Money Price = default, [property: Id(3)] int Quantity = 0,
    [property: Id(4)] IReadOnlyList<PriceStep>? Steps = null, [property: Id(5)] Money AtLeast = default, [property: Id(6)] Money Off = default);

/// <summary>End an offer before its time.</summary>
[GenerateSerializer, Immutable, Alias("studio.EndOffer")]
public sealed record EndOffer([property: Id(0)] string ItemId) : SessionCommand;

/// <summary>Take an item out of the sale, or back in.</summary>
[GenerateSerializer, Immutable, Alias("studio.WithdrawItem")]
public sealed record WithdrawItem([property: Id(0)] string ItemId, [property: Id(1)] bool Withdrawn) : SessionCommand;

/// <summary>Set how many pieces there are and how many a buyer may hold. Refused: validation, below-promised.</summary>
[GenerateSerializer, Immutable, Alias("studio.AllotItem")]
public sealed record AllotItem([property: Id(0)] string ItemId, [property: Id(1)] int Allotted, [property: Id(2)] int PerBuyerLimit) : SessionCommand;

/// <summary>Store a proof of a former price. <paramref name="Document"/>: file name of its stored picture.</summary>
[GenerateSerializer, Immutable, Alias("studio.ProvePrice")]
public sealed record ProvePrice(
    [property: Id(0)] string ItemId, [property: Id(1)] Money WasPrice, [property: Id(2)] string Document, [property: Id(3)] string Note) : SessionCommand;

/// <summary>Bring the catalogue's texts and picture to an item and to its card on air.</summary>
[GenerateSerializer, Immutable, Alias("studio.PushItem")]
public sealed record PushItem([property: Id(0)] string ItemId) : SessionCommand;

/// <summary>Keys of a Stream Deck or the like: they know neither head nor item.</summary>
public enum DeckKey
{
    /// <summary>Take what is next.</summary>
    TakeNext,

    /// <summary>Take the card off; nothing on air is no error.</summary>
    Clear,
}

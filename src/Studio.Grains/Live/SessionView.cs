using Studio.Grains.Recording;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>A session to be made.</summary>
/// <param name="Title">1–60 characters.</param>
/// <param name="HoldLifetime">How long a viewer's hold lasts.</param>
/// <param name="PlayName">The name under which the feed is played inside the machine; never the key.</param>
/// <param name="PlannedEnd">Null: open.</param>
[GenerateSerializer, Immutable, Alias("studio.CreateSession")]
public sealed record CreateSession(
    [property: Id(0)] string Title, [property: Id(1)] string RoomId, [property: Id(2)] DateTimeOffset PlannedStart,
    [property: Id(3)] IReadOnlyList<ItemSpec> Items, [property: Id(4)] TimeSpan HoldLifetime, [property: Id(5)] string PlayName,
    [property: Id(6)] DateTimeOffset? PlannedEnd = null);

/// <summary>A product for the showcase: price 1 fen–100,000 yuan, allotted 0–100,000 pieces, 1–1,000 pieces per buyer.</summary>
/// <param name="HoldLifetime">How long a hold on it lasts, 1 minute to 24 hours; null: as the session's.</param>
/// <param name="Parts">A combo (组合): 2–10 single items that stand in the showcase before it, with 1–100 pieces of each in a set. The product lends it its picture.</param>
/// <param name="Name">A combo's name, 1–60 characters; null: the product's.</param>
/// <param name="NotServed">Regions (provinces) to which it cannot be sent, at most 40.</param>
[GenerateSerializer, Immutable, Alias("studio.ItemSpec")]
public sealed record ItemSpec(
    [property: Id(0)] string ProductId, [property: Id(1)] Money Price, [property: Id(2)] int Allotted, [property: Id(3)] int PerBuyerLimit,
    [property: Id(4)] TimeSpan? HoldLifetime = null, [property: Id(5)] IReadOnlyList<ComboPart>? Parts = null, [property: Id(6)] string? Name = null,
    [property: Id(7)] IReadOnlyList<string>? NotServed = null)
{
    /// <summary>Whether both say the same: lists are compared by what is in them.</summary>
    public bool SameAs(ItemSpec other) => this with { Parts = other.Parts, NotServed = other.NotServed } == other
        && (Parts ?? []).SequenceEqual(other.Parts ?? []) && (NotServed ?? []).SequenceEqual(other.NotServed ?? [], StringComparer.Ordinal);
}

/// <summary>A numbered product of a session's showcase (橱窗商品, 1号链接 …).</summary>
[GenerateSerializer, Immutable, Alias("studio.ShowcaseItem")]
public sealed record ShowcaseItem(
    [property: Id(0)] string Id, [property: Id(1)] int Number, [property: Id(2)] string ProductId, [property: Id(3)] string Name,
    [property: Id(4)] string Unit, [property: Id(5)] Money Price, [property: Id(6)] string Picture, [property: Id(7)] int Allotted,
    [property: Id(8)] int PerBuyerLimit, [property: Id(9)] string Origin = "", [property: Id(10)] string TraceUrl = "", [property: Id(11)] bool PriceHidden = false,
    [property: Id(12)] bool Withdrawn = false, [property: Id(13)] ItemOffer? Offer = null, [property: Id(14)] PriceProof? Proof = null,
    [property: Id(15)] TimeSpan? HoldLifetime = null, [property: Id(16)] IReadOnlyList<ComboPart>? Parts = null, [property: Id(17)] IReadOnlyList<string>? NotServed = null,
    [property: Id(18)] string EnterpriseId = "", [property: Id(19)] string ShopUrl = "");

/// <summary>Where a session stands.</summary>
public enum SessionPhase
{
    /// <summary>Nothing was broadcast yet.</summary>
    Planned,

    /// <summary>The feed came in at least once; a lost feed does not end the session.</summary>
    Live,

    /// <summary>Over; the recording and the clips stay.</summary>
    Ended,
}

/// <summary>A moment of the session (打点), by the server's clock.</summary>
/// <param name="Place">Where it is in the recording; null: not looked for, or not yet found.</param>
/// <param name="Note">What somebody wrote to it, 0–60 characters.</param>
[GenerateSerializer, Immutable, Alias("studio.Marker")]
public sealed record Marker(
    [property: Id(0)] MarkerKind Kind, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string? ItemId, [property: Id(3)] long Revision,
    [property: Id(4)] MarkerPlace? Place = null, [property: Id(5)] string Note = "");

/// <summary>What a marker marks.</summary>
public enum MarkerKind
{
    /// <summary>A card went on air.</summary>
    Take,

    /// <summary>The card went off.</summary>
    Clear,

    /// <summary>The feed came.</summary>
    FeedStart,

    /// <summary>The feed went.</summary>
    FeedLost,

    /// <summary>The session ended.</summary>
    End,

    /// <summary>Somebody marked the moment.</summary>
    Manual,
}

/// <summary>A session as others see it.</summary>
[GenerateSerializer, Immutable, Alias("studio.SessionView")]
public sealed record SessionView(
    [property: Id(0)] string Id, [property: Id(1)] string Title, [property: Id(2)] Room Room, [property: Id(3)] SessionPhase Phase,
    [property: Id(4)] DateTimeOffset PlannedStart, [property: Id(5)] DateTimeOffset? StartedAt, [property: Id(6)] DateTimeOffset? EndedAt,
    [property: Id(7)] Feed Feed, [property: Id(8)] bool HasKey, [property: Id(9)] IReadOnlyList<ShowcaseItem> Items,
    [property: Id(10)] OnAir OnAir, [property: Id(11)] IReadOnlyList<Marker> Markers, [property: Id(12)] IReadOnlyList<string> Links,
    [property: Id(13)] Rundown Rundown, [property: Id(14)] bool CanUndoRundown, [property: Id(15)] string? NextId,
    [property: Id(16)] IReadOnlyList<Appearance> AsPlayed, [property: Id(17)] IReadOnlyList<PriceRaise> Raises, [property: Id(18)] Blank Blank,
    [property: Id(19)] ControlToken? Control, [property: Id(20)] bool Rehearsal, [property: Id(21)] AutoPop? AutoPop,
    [property: Id(22)] IReadOnlyList<HostMessage> Messages, [property: Id(23)] CardTheme Theme, [property: Id(24)] IReadOnlyList<RehearsalSpan> Rehearsals,
    [property: Id(25)] ReleasedControl? Released, [property: Id(26)] long Version, [property: Id(27)] ProofMode Proof,
    [property: Id(28)] DateTimeOffset? PlannedEnd, [property: Id(29)] SrtDoor? Door)
{
    /// <summary>When it is planned.</summary>
    public Slot Slot => new(PlannedStart, PlannedEnd);
}

/// <summary>When viewers must prove that they are not a flood of programs, before they hold.</summary>
public enum ProofMode
{
    /// <summary>Where one address asks for more than people do.</summary>
    Auto,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>Who has the controls of a session, since when.</summary>
[GenerateSerializer, Immutable, Alias("studio.ControlToken")]
public sealed record ControlToken([property: Id(0)] string Holder, [property: Id(1)] DateTimeOffset Since);

/// <summary>Controls that the studio took back, because no console of their holder was open any more.</summary>
[GenerateSerializer, Immutable, Alias("studio.ReleasedControl")]
public sealed record ReleasedControl([property: Id(0)] string Holder, [property: Id(1)] DateTimeOffset At);

/// <summary>A rehearsal (彩排), by the server's clock; null: it still runs.</summary>
[GenerateSerializer, Immutable, Alias("studio.RehearsalSpan")]
public sealed record RehearsalSpan([property: Id(0)] DateTimeOffset From, [property: Id(1)] DateTimeOffset? Until);

/// <summary>A message on the host's screen.</summary>
[GenerateSerializer, Immutable, Alias("studio.HostMessage")]
public sealed record HostMessage([property: Id(0)] string Text, [property: Id(1)] bool Urgent, [property: Id(2)] string By, [property: Id(3)] DateTimeOffset At);

/// <summary>Colours (<c>#rrggbb</c>) and logo (file name of a stored picture) of a brand's cards; null: the studio's own.</summary>
/// <param name="NoStamp">The overlay draws no sync stamp (同步标记) after a take.</param>
[GenerateSerializer, Immutable, Alias("studio.CardTheme")]
public sealed record CardTheme([property: Id(0)] string? Primary, [property: Id(1)] string? Accent, [property: Id(2)] string? Logo, [property: Id(3)] bool NoStamp = false)
{
    /// <summary>The studio's own look.</summary>
    public static CardTheme Plain { get; } = new(null, null, null);
}

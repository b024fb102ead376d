using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>The plan of a session (排品表): sections and items in order. The revision counts edits.</summary>
[GenerateSerializer, Immutable, Alias("studio.Rundown")]
public sealed record Rundown([property: Id(0)] long Revision, [property: Id(1)] IReadOnlyList<RundownSection> Sections)
{
    /// <summary>Items that a rundown may hold.</summary>
    public const int MostItems = 500;

    /// <summary>Sections that a rundown may hold.</summary>
    public const int MostSections = 60;

    /// <summary>A rundown without anything.</summary>
    public static Rundown Empty { get; } = new(0, []);

    /// <summary>All items in their order.</summary>
    public IEnumerable<RundownItem> Items => Sections.SelectMany(section => section.Items);

    /// <summary>The item of that id, or null.</summary>
    public RundownItem? Find(string? id) => id is null ? null : Items.FirstOrDefault(item => string.Equals(item.Id, id, StringComparison.Ordinal));

    /// <summary>The item behind another; null at the end, or when there is no such item.</summary>
    public RundownItem? Behind(string id) => Items.SkipWhile(item => !string.Equals(item.Id, id, StringComparison.Ordinal)).Skip(1).FirstOrDefault();
}

/// <summary>A part of the plan (环节).</summary>
[GenerateSerializer, Immutable, Alias("studio.RundownSection")]
public sealed record RundownSection([property: Id(0)] string Id, [property: Id(1)] string Title, [property: Id(2)] IReadOnlyList<RundownItem> Items);

/// <summary>One planned item (排品): a product of the showcase, or something without one (开场, 抽奖).</summary>
/// <param name="ItemId">The showcase item; null: it has no product.</param>
/// <param name="Title">What it is called in the plan; for a product its name unless something else is written.</param>
/// <param name="PlannedSeconds">0–14,400; 0: not planned.</param>
/// <param name="MustSay">Talking points, at most ten.</param>
/// <param name="MustNotSay">What must not be said, at most ten.</param>
/// <param name="Mechanism">What is promised with the price (价格机制).</param>
/// <param name="Quota">Pieces meant for this turn; null: not planned.</param>
/// <param name="Template">The graphic that its card is shown with.</param>
[GenerateSerializer, Immutable, Alias("studio.RundownItem")]
public sealed record RundownItem(
    [property: Id(0)] string Id, [property: Id(1)] string? ItemId, [property: Id(2)] string Title, [property: Id(3)] int PlannedSeconds,
    [property: Id(4)] IReadOnlyList<string> MustSay, [property: Id(5)] IReadOnlyList<string> MustNotSay, [property: Id(6)] string Mechanism,
    [property: Id(7)] int? Quota, [property: Id(8)] string Template);

/// <summary>What an edit does.</summary>
public enum RundownEditKind
{
    /// <summary>Adds <c>Items</c> to <c>SectionId</c> (null: the last) before <c>BeforeId</c> (null: at its end).</summary>
    AddItems,

    /// <summary>Replaces the item <c>Ids[0]</c> by <c>Items[0]</c>.</summary>
    ChangeItem,

    /// <summary>Moves <c>Ids</c>, in their order, to <c>SectionId</c> before <c>BeforeId</c> (null: at its end).</summary>
    MoveItems,

    /// <summary>Removes <c>Ids</c>.</summary>
    RemoveItems,

    /// <summary>Adds a section called <c>Title</c> before section <c>BeforeId</c> (null: at the end).</summary>
    AddSection,

    /// <summary>Renames <c>SectionId</c> to <c>Title</c>.</summary>
    ChangeSection,

    /// <summary>Moves <c>SectionId</c> before section <c>BeforeId</c> (null: to the end).</summary>
    MoveSection,

    /// <summary>Removes <c>SectionId</c>; its items go to the section before it, or behind it.</summary>
    RemoveSection,

    /// <summary>Replaces everything by <c>Sections</c> (an import).</summary>
    Replace,
}

/// <summary>One edit of a rundown. Which fields count is said by the kind.</summary>
[GenerateSerializer, Immutable, Alias("studio.RundownEdit")]
public sealed record RundownEdit(
    [property: Id(0)] RundownEditKind Kind, [property: Id(1)] IReadOnlyList<string>? Ids = null, [property: Id(2)] string? SectionId = null,
    [property: Id(3)] string? BeforeId = null, [property: Id(4)] string? Title = null, [property: Id(5)] IReadOnlyList<RundownEntry>? Items = null,
    [property: Id(6)] IReadOnlyList<RundownPart>? Sections = null);

/// <summary>A section of an import. <paramref name="Id"/>: of the section that it was before, if it was one.</summary>
[GenerateSerializer, Immutable, Alias("studio.RundownPart")]
public sealed record RundownPart([property: Id(0)] string Title, [property: Id(1)] IReadOnlyList<RundownEntry> Items, [property: Id(2)] string? Id = null);

/// <summary>An item as it is written. <paramref name="Id"/>: of the item that it was before, if it was one (as-played records name it).</summary>
[GenerateSerializer, Immutable, Alias("studio.RundownEntry")]
public sealed record RundownEntry(
    [property: Id(2)] int PlannedSeconds, [property: Id(0)] string? ItemId = null, [property: Id(1)] string? Title = null, [property: Id(3)] IReadOnlyList<string>? MustSay = null,
    [property: Id(4)] IReadOnlyList<string>? MustNotSay = null, [property: Id(5)] string? Mechanism = null, [property: Id(6)] int? Quota = null,
    [property: Id(7)] string? Template = null, [property: Id(8)] string? Id = null);

namespace Studio.Api.Live.Import;

/// <summary>Which item a row means. Exactly one of item and error, or neither: a free entry.</summary>
/// <param name="ByNumber">Whether the error is the number's, not the name's.</param>
internal readonly record struct ItemMatch(ImportItem? Item, string? Error, string? Warning, bool ByNumber, IReadOnlyList<ImportItem> Candidates)
{
    public static ItemMatch Of(ImportItem? item, string? warning = null) => new(item, null, warning, true, []);

    public static ItemMatch Wrong(string code, bool byNumber, params IEnumerable<ImportItem> candidates) => new(null, code, null, byNumber, [.. candidates.Take(10)]);
}

/// <summary>Finds the item that a row means. A wrong card on air is worse than a question, so where two could be meant, it asks.</summary>
internal sealed class ShowcaseNames(IReadOnlyList<ImportItem> showcase)
{
    // One sign is part of too many names to say anything.
    private const int ShortestPart = 2;

    private readonly (ImportItem Item, string Name)[] _items = [.. showcase.Select(item => (item, Cells.Fold(item.Name)))];

    /// <summary>The item of a link's number; a name beside it has to agree.</summary>
    public ItemMatch ByLink(int number, string? title)
    {
        ImportItem[] numbered = [.. _items.Where(entry => entry.Item.Number == number).Select(entry => entry.Item)];
        if (numbered.Length == 0) return ItemMatch.Wrong(ImportErrors.UnknownProduct, byNumber: true);
        if (title is null) return numbered.Length == 1 ? ItemMatch.Of(numbered[0]) : ItemMatch.Wrong(ImportErrors.AmbiguousProduct, true, numbered);
        ImportItem[] named = Named(title);
        ImportItem[] both = [.. numbered.Intersect(named)];
        if (both.Length == 1) return ItemMatch.Of(both[0]);
        if (numbered.Length > 1) return ItemMatch.Wrong(ImportErrors.AmbiguousProduct, true, numbered);
        return named.Length > 0
            ? ItemMatch.Wrong(ImportErrors.NumberConflictsName, true, [numbered[0], .. named])
            : ItemMatch.Of(numbered[0], ImportErrors.NumberConflictsName);
    }

    /// <summary>The item of a name; a number that may only count rows helps where the name fits several.</summary>
    public ItemMatch ByName(string title, int? number)
    {
        ImportItem[] named = Named(title);
        if (named.Length > 1 && number is not null && Array.FindAll(named, item => item.Number == number) is [var numbered]) return ItemMatch.Of(numbered);
        return named.Length > 1 ? ItemMatch.Wrong(ImportErrors.AmbiguousProduct, false, named) : ItemMatch.Of(named.FirstOrDefault());
    }

    // Those of exactly that name, else those whose name holds it or is held by it.
    private ImportItem[] Named(string title)
    {
        string folded = Cells.Fold(title);
        ImportItem[] exact = [.. _items.Where(entry => string.Equals(entry.Name, folded, StringComparison.Ordinal)).Select(entry => entry.Item)];
        if (exact.Length > 0 || folded.Length < ShortestPart) return exact;
        return [.. _items.Where(entry => entry.Name.Length >= ShortestPart
            && (entry.Name.Contains(folded, StringComparison.Ordinal) || folded.Contains(entry.Name, StringComparison.Ordinal))).Select(entry => entry.Item)];
    }
}

namespace Studio.Api.Live.Import;

/// <summary>Codes of single rows, beside <see cref="Studio.Grains.Values.FieldErrors"/>.</summary>
internal static class ImportErrors
{
    /// <summary>No item of the showcase has this number, or this name (for a row that has a price or a quota).</summary>
    public const string UnknownProduct = "unknown-product";

    /// <summary>Several items are meant; they are the candidates.</summary>
    public const string AmbiguousProduct = "ambiguous-product";

    /// <summary>The number is one item's and the name another's; both are candidates. As a warning: the name is no item's.</summary>
    public const string NumberConflictsName = "number-conflicts-name";

    /// <summary>Beyond what a rundown may hold.</summary>
    public const string TooManyItems = "too-many-items";

    /// <summary>A row further up gives the same item another price.</summary>
    public const string PriceConflict = "price-conflict";

    /// <summary>Only a warning: the item stands in a row further up, too.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>Only a warning: a row of sums is no item.</summary>
    public const string TotalSkipped = "total-skipped";
}

/// <summary>An item of the session's showcase that rows can mean.</summary>
/// <param name="PriceFen">What it costs now; a row's other price changes it.</param>
internal sealed record ImportItem(string Id, int Number, string Name, long? PriceFen = null);

/// <summary>An entry of the rundown as it is.</summary>
/// <param name="ItemId">Null: a free entry (开场, 抽奖).</param>
internal sealed record ImportExisting(
    string Id, string? ItemId, string Section, string Title, int PlannedSeconds,
    IReadOnlyList<string> MustSay, IReadOnlyList<string> MustNotSay, string Mechanism, int? Quota, long? PriceFen);

/// <summary>
/// What an entry will hold. Where the sheet has no column for a field, an entry that exists keeps its own value; a new one has none
/// (<c>null</c>, "" or an empty list; the planned time is then the caller's to choose). An empty planned time or price keeps the old one;
/// the price is the item's, wherever it stands in the plan.
/// </summary>
internal sealed record ImportValues(
    string Section, string Title, int? PlannedSeconds, IReadOnlyList<string> MustSay, IReadOnlyList<string> MustNotSay, string Mechanism, int? Quota, long? PriceFen);

/// <summary>What importing a row does.</summary>
internal enum ImportChange
{
    Added,
    Changed,
    Unchanged,
}

/// <summary>A row of the sheet that is, or would be, an entry.</summary>
/// <param name="Row">In the sheet, from one.</param>
/// <param name="Position">Among the importable rows, from one; null: the row has errors and is not imported.</param>
/// <param name="Change">Null when it is not imported.</param>
/// <param name="ExistingId">The entry that this row is; it is not listed as removed, even if the row has errors.</param>
/// <param name="Item">The item meant; null: a free entry, or an error says why.</param>
/// <param name="Changes">The fields that differ from the entry.</param>
internal sealed record ImportRow(
    int Row, int? Position, ImportChange? Change, string? ExistingId, ImportItem? Item, ImportValues Values, IReadOnlyList<ImportField> Changes);

/// <summary>Something wrong, or worth a look, in a row.</summary>
/// <param name="Column">The letters over the cell; null: the row as a whole.</param>
/// <param name="Candidates">The items that could be meant.</param>
internal sealed record ImportError(int Row, string? Column, ImportField? Field, string Code, IReadOnlyList<ImportItem> Candidates);

/// <summary>What an import would do. Nothing is done by making one.</summary>
/// <param name="Removed">Entries that the sheet does not hold.</param>
/// <param name="Errors">Each of these keeps its row out.</param>
/// <param name="Warnings">None of these does.</param>
/// <param name="MoreColumns">Whether the sheet has more columns than were looked at.</param>
internal sealed record ImportPreview(
    int HeaderRow, IReadOnlyList<ImportColumn> Columns, bool MoreColumns, IReadOnlyList<ImportRow> Rows, IReadOnlyList<ImportExisting> Removed,
    IReadOnlyList<ImportError> Errors, IReadOnlyList<ImportError> Warnings);

using Studio.Api.Edge.Tables;
using Studio.Grains.Values;

namespace Studio.Api.Live.Import;

/// <summary>Compares a sheet with the rundown as it is. Pure: what the operator confirms is exactly what was shown.</summary>
internal static class RundownImport
{
    public const int MostItems = 500;

    /// <summary>A rundown has some hundred rows; the rest is room for somebody's notes.</summary>
    public static readonly TableForm Form = new(5_000, 60, heading => HeaderRow.FieldOf(heading) is not null);

    /// <summary>What importing the table would do, or <see cref="TableCodes.HeaderMissing"/>.</summary>
    public static Outcome<ImportPreview> Preview(Table table, IReadOnlyList<ImportItem> showcase, IReadOnlyList<ImportExisting> current)
    {
        if (HeaderRow.Find(table) is not { } header) return new Refusal(TableCodes.HeaderMissing);
        List<ImportError> errors = [], warnings = [];
        var reader = new RowReader(header, new ShowcaseNames(showcase), errors, warnings);
        SheetRow[] sheet = LimitItems(OnePrice([.. table.Rows.Where(row => row.Number > header.Row).Select(reader.Read).OfType<SheetRow>()], header, errors), errors);
        ImportExisting?[] matches = Match(sheet, current);
        warnings.AddRange(Duplicates(sheet, header));
        int position = 0;
        var rows = new List<ImportRow>(sheet.Length);
        foreach ((SheetRow row, ImportExisting? existing) in sheet.Zip(matches)) rows.Add(RowOf(row, existing, header, row.IsWrong ? null : ++position));
        var kept = matches.OfType<ImportExisting>().ToHashSet(ReferenceEqualityComparer.Instance);
        return new ImportPreview(header.Row, header.Columns, table.MoreColumns, rows, [.. current.Where(entry => !kept.Contains(entry))], [.. errors.OrderBy(error => error.Row)],
            [.. warnings.OrderBy(warning => warning.Row)]);
    }

    // An item that is explained twice has one price all the same.
    private static SheetRow[] OnePrice(SheetRow[] rows, HeaderRow header, List<ImportError> errors)
    {
        var prices = new Dictionary<string, long>(StringComparer.Ordinal);
        return Array.ConvertAll(rows, row =>
        {
            if (row is not { IsWrong: false, Item: { } item, PriceFen: { } price } || prices.TryAdd(item.Id, price) || prices[item.Id] == price) return row;
            errors.Add(new ImportError(row.Row, header[ImportField.Price] is { } column ? Table.Letters(column) : null, ImportField.Price, ImportErrors.PriceConflict, [item]));
            return row with { IsWrong = true };
        });
    }

    private static SheetRow[] LimitItems(SheetRow[] rows, List<ImportError> errors)
    {
        int good = 0;
        return Array.ConvertAll(rows, row =>
        {
            if (row.IsWrong || ++good <= MostItems) return row;
            errors.Add(new ImportError(row.Row, null, null, ImportErrors.TooManyItems, []));
            return row with { IsWrong = true };
        });
    }

    // A product explained twice is two entries: the first row is the first of them. Free entries go by their title, then by their place.
    private static ImportExisting?[] Match(SheetRow[] sheet, IReadOnlyList<ImportExisting> current)
    {
        var matches = new ImportExisting?[sheet.Length];
        Dictionary<string, Queue<ImportExisting>> left = current.GroupBy(Key, StringComparer.Ordinal).ToDictionary(same => same.Key, same => new Queue<ImportExisting>(same), StringComparer.Ordinal);
        for (int i = 0; i < sheet.Length; i++)
        {
            if (KeyOf(sheet[i]) is { } key && left.TryGetValue(key, out Queue<ImportExisting>? same) && same.TryDequeue(out ImportExisting? entry)) matches[i] = entry;
        }
        var taken = matches.OfType<ImportExisting>().ToHashSet(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < sheet.Length && i < current.Count; i++)
        {
            bool free = matches[i] is null && sheet[i] is { Item: null, IsWrong: false } && current[i].ItemId is null;
            if (free && !taken.Contains(current[i])) matches[i] = current[i];
        }
        return matches;
    }

    private static string Key(ImportExisting entry) => entry.ItemId is { } item ? $"item {item}" : $"free {entry.Title}";

    private static string? KeyOf(SheetRow row) => row.Item is { } item ? $"item {item.Id}" : row.Title is { } title ? $"free {title}" : null;

    private static ImportRow RowOf(SheetRow row, ImportExisting? existing, HeaderRow header, int? position)
    {
        var values = new ImportValues(
            row.Section ?? existing?.Section ?? "",
            row.Title ?? existing?.Title ?? row.Item?.Name ?? "",
            row.PlannedSeconds ?? existing?.PlannedSeconds,
            row.MustSay ?? existing?.MustSay ?? [],
            row.MustNotSay ?? existing?.MustNotSay ?? [],
            row.Mechanism ?? existing?.Mechanism ?? "",
            header[ImportField.Quota] is null ? existing?.Quota : row.Quota,
            row.PriceFen ?? existing?.PriceFen ?? row.Item?.PriceFen);
        ImportField[] changes = existing is null ? [] : [.. Changes(values, existing)];
        ImportChange change = existing is null ? ImportChange.Added : changes.Length > 0 ? ImportChange.Changed : ImportChange.Unchanged;
        return new ImportRow(row.Row, position, position is null ? null : change, existing?.Id, row.Item, values, changes);
    }

    private static IEnumerable<ImportField> Changes(ImportValues values, ImportExisting entry)
    {
        if (!string.Equals(values.Section, entry.Section, StringComparison.Ordinal)) yield return ImportField.Section;
        if (!string.Equals(values.Title, entry.Title, StringComparison.Ordinal)) yield return ImportField.Product;
        if (values.PlannedSeconds != entry.PlannedSeconds) yield return ImportField.PlannedSeconds;
        if (!values.MustSay.SequenceEqual(entry.MustSay, StringComparer.Ordinal)) yield return ImportField.MustSay;
        if (!values.MustNotSay.SequenceEqual(entry.MustNotSay, StringComparer.Ordinal)) yield return ImportField.MustNotSay;
        if (!string.Equals(values.Mechanism, entry.Mechanism, StringComparison.Ordinal)) yield return ImportField.Mechanism;
        if (values.Quota != entry.Quota) yield return ImportField.Quota;
        if (values.PriceFen != entry.PriceFen) yield return ImportField.Price;
    }

    private static IEnumerable<ImportError> Duplicates(SheetRow[] sheet, HeaderRow header)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        ImportField field = header[ImportField.Product] is null ? ImportField.Number : ImportField.Product;
        return sheet.Where(row => row.Item is not null && !seen.Add(row.Item.Id))
            .Select(row => new ImportError(row.Row, Table.Letters(header[field] ?? 0), field, ImportErrors.Duplicate, [row.Item!]));
    }
}

using Studio.Api.Edge.Tables;
using Studio.Grains.Values;

namespace Studio.Api.Live.Import;

/// <summary>A row as the sheet has it; null: the sheet does not say.</summary>
internal sealed record SheetRow(int Row, ImportItem? Item, string? Section, string? Title, int? PlannedSeconds, IReadOnlyList<string>? MustSay,
    IReadOnlyList<string>? MustNotSay, string? Mechanism, int? Quota, long? PriceFen, bool IsWrong);

/// <summary>Reads rows under a header, one after the other, and notes what is wrong with them.</summary>
internal sealed class RowReader(HeaderRow header, ShowcaseNames showcase, List<ImportError> errors, List<ImportError> warnings)
{
    public const int SectionLength = 20, TitleLength = 60, MechanismLength = 60;

    private string? _section;

    /// <summary>The entry that a row is, or null: the row is empty, a section's heading, or a sum.</summary>
    public SheetRow? Read(TableRow row)
    {
        int before = errors.Count;
        string? section = Take(row, ImportField.Section, text => Cells.Text(text, SectionLength));
        // A section is written once, above or beside the first of its rows; so it holds until the next.
        if (section is not null) _section = section;
        if (IsEmpty(row) && errors.Count == before) return null;
        string? title = Take(row, ImportField.Product, text => Cells.Text(text, TitleLength));
        if (IsTotal(title) || title is null && IsTotal(section))
        {
            _section = IsTotal(section) ? null : _section;
            Note(warnings, row, IsTotal(title) ? ImportField.Product : ImportField.Section, ImportErrors.TotalSkipped, []);
            return null;
        }
        int? number = Take(row, ImportField.Number, Cells.Number);
        int? quota = Take(row, ImportField.Quota, Cells.Quota);
        long? price = Take(row, ImportField.Price, Cells.Fen);
        bool Wrong(ImportField field) => errors.Skip(before).Any(error => error.Field == field);
        // A link's number says enough even where the name beside it cannot be read: the row's entry is not to be taken for removed.
        bool identified = !Wrong(ImportField.Number) && (!Wrong(ImportField.Product) || number is not null && header.NumbersAreLinks);
        ImportItem? item = identified ? ItemOf(row, number, title, sold: quota is not null || price is not null) : null;
        return new SheetRow(row.Number, item, header[ImportField.Section] is null ? null : _section ?? "", title,
            Take(row, ImportField.PlannedSeconds, text => Cells.Seconds(text, header.InSeconds)),
            Take(row, ImportField.MustSay, Cells.Points), Take(row, ImportField.MustNotSay, Cells.Points),
            header[ImportField.Mechanism] is null ? null : Take(row, ImportField.Mechanism, text => Cells.Text(text, MechanismLength)) ?? "",
            quota, price, errors.Count > before);
    }

    private ImportItem? ItemOf(TableRow row, int? number, string? title, bool sold)
    {
        if (title is null && number is null)
        {
            Note(errors, row, header[ImportField.Product] is null ? ImportField.Number : ImportField.Product, FieldErrors.Required, []);
            return null;
        }
        ItemMatch match = number is { } link && (header.NumbersAreLinks || title is null) ? showcase.ByLink(link, title) : showcase.ByName(title!, number);
        // What has a price or a quota is sold, so it has to be in the showcase; an opening or a draw has neither.
        if (match is { Item: null, Error: null } && sold) match = ItemMatch.Wrong(ImportErrors.UnknownProduct, byNumber: false);
        ImportField field = match.ByNumber ? ImportField.Number : ImportField.Product;
        if (match.Error is not null) Note(errors, row, field, match.Error, match.Candidates);
        if (match.Warning is not null) Note(warnings, row, field, match.Warning, [match.Item!]);
        return match.Item;
    }

    // A running number stands in many rows that are otherwise still to be filled in.
    private bool IsEmpty(TableRow row) => !Enum.GetValues<ImportField>().Any(field =>
        field is not (ImportField.Section or ImportField.Note) && (field != ImportField.Number || header.NumbersAreLinks) && header[field] is { } column && !row[column].IsEmpty);

    private static bool IsTotal(string? text) => text is not null && Cells.Fold(text).TrimEnd(':') is "合计" or "总计" or "小计" or "总时长" or "total";

    private T? Take<T>(TableRow row, ImportField field, Func<string, Parsed<T>> parse)
    {
        if (header[field] is not { } column) return default;
        Parsed<T> parsed = row[column].Cut ? new(default, FieldErrors.TooLong) : parse(row[column].Text);
        if (parsed.Error is not null) Note(errors, row, field, parsed.Error, []);
        return parsed.Value;
    }

    private void Note(List<ImportError> list, TableRow row, ImportField field, string code, IReadOnlyList<ImportItem> candidates) =>
        list.Add(new ImportError(row.Number, header[field] is { } column ? Table.Letters(column) : null, field, code, candidates));
}

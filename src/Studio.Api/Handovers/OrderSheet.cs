using Studio.Api.Edge.Tables;
using Studio.Grains.Handovers;
using Studio.Grains.Values;

namespace Studio.Api.Handovers;

/// <summary>Something wrong in a row; it keeps the row out.</summary>
/// <param name="Column">The letters over the cell; null: the row as a whole.</param>
internal sealed record OrderError(int Row, string? Column, OrderField? Field, string Code);

/// <summary>An order export, read: what each row says, or what is wrong with it. Pure.</summary>
/// <param name="Rows">The row's number in the sheet, and what it says; rows with errors are not in it.</param>
/// <param name="Repeated">Rows that say what a row above says; they are left aside.</param>
internal sealed record OrderSheet(
    OrderColumns Columns, IReadOnlyList<(int Row, OrderRow Order)> Rows, IReadOnlyList<OrderError> Errors, IReadOnlyList<int> Repeated)
{
    private const int TextLength = 60;

    /// <summary>Reads the rows under the headings; none while columns are missing.</summary>
    public static OrderSheet Read(Table table, OrderColumns columns)
    {
        List<(int Row, OrderRow Order)> rows = [];
        List<OrderError> errors = [];
        List<int> repeated = [];
        if (columns.Missing.Count > 0) return new OrderSheet(columns, rows, errors, repeated);
        var seen = new Dictionary<string, OrderRow>(StringComparer.Ordinal);
        foreach (TableRow row in table.Rows.Where(row => row.Number > columns.Row))
        {
            if (IsAside(row, columns) || ReadRow(row, columns, errors) is not { } order) continue;
            if (!seen.TryGetValue(order.Number, out OrderRow? before))
            {
                seen.Add(order.Number, order);
                rows.Add((row.Number, order));
            }
            else if (before == order) repeated.Add(row.Number);
            else errors.Add(new OrderError(row.Number, Letters(columns, OrderField.OrderNumber), OrderField.OrderNumber, OrderErrors.NumberTwice));
        }
        return new OrderSheet(columns, rows, errors, repeated);
    }

    // Nothing in the columns that are read, or the sums that people write under a table.
    private static bool IsAside(TableRow row, OrderColumns columns)
    {
        string number = Folding.Fold(Cell(row, columns, OrderField.OrderNumber));
        if (number.StartsWith("合计", StringComparison.Ordinal) || number.StartsWith("总计", StringComparison.Ordinal) || number is "total") return true;
        return number.Length == 0 && !Enum.GetValues<OrderField>().Any(field => Cell(row, columns, field).Trim().Length > 0);
    }

    private static OrderRow? ReadRow(TableRow row, OrderColumns columns, List<OrderError> errors)
    {
        int before = errors.Count;
        T? Take<T>(OrderField field, (T? Value, string? Error) read)
        {
            bool cut = columns[field] is { } column && row[column].Cut;
            if (cut || read.Error is not null) errors.Add(new OrderError(row.Number, Letters(columns, field), field, cut ? FieldErrors.TooLong : read.Error!));
            return read.Value;
        }
        string? number = Take(OrderField.OrderNumber, OrderCells.Number(Cell(row, columns, OrderField.OrderNumber)));
        Money? amount = Take(OrderField.Amount, OrderCells.Amount(Cell(row, columns, OrderField.Amount)));
        int? quantity = Take(OrderField.Quantity, OrderCells.Quantity(Cell(row, columns, OrderField.Quantity)));
        DateTimeOffset? paidAt = Take(OrderField.PaidAt, OrderCells.Time(Cell(row, columns, OrderField.PaidAt)));
        (string status, string after) = (Cell(row, columns, OrderField.Status), Cell(row, columns, OrderField.AfterSale));
        OrderStatus? stands = Take(OrderField.Status, OrderCells.Status(status, after, paidAt));
        if (errors.Count > before) return null;
        string words = after.Trim().Length > 0 ? $"{status} {after}" : status;
        return new OrderRow(number!, stands!.Value, Clean(words), paidAt, Clean(Cell(row, columns, OrderField.Product)), quantity, amount!.Value, Cell(row, columns, OrderField.Remark));
    }

    // One line without control characters; what is longer is only shown shorter.
    private static string Clean(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        string clean = new Check().Text("text", text.Length > TextLength * 4 ? text[..(TextLength * 4)] : text, TextLength);
        return clean.Length > TextLength ? $"{clean[..(char.IsHighSurrogate(clean[TextLength - 2]) ? TextLength - 2 : TextLength - 1)]}…" : clean;
    }

    private static string Cell(TableRow row, OrderColumns columns, OrderField field) => columns[field] is { } column ? row[column].Text : "";

    private static string? Letters(OrderColumns columns, OrderField field) => columns[field] is { } column ? Table.Letters(column) : null;
}

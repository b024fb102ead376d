using Studio.Grains.Values;

namespace Studio.Api.Edge.Tables;

/// <summary>What any file or paste may hold; rows and columns are a matter of its <see cref="TableForm"/>.</summary>
internal static class TableLimits
{
    public const int Bytes = 5 * 1024 * 1024, CellCharacters = 4_000;

    /// <summary>What a workbook may come to when it is unpacked, and of how many parts it may consist.</summary>
    public const int UnpackedBytes = 64 * 1024 * 1024, Parts = 1_000;
}

/// <summary>What kind of table is expected.</summary>
/// <param name="Rows">The most rows it may have.</param>
/// <param name="Columns">Columns beyond are left out.</param>
/// <param name="IsHeading">Whether a cell could be one of its headings: tells which sign separates the cells of a text.</param>
internal sealed record TableForm(int Rows, int Columns, Func<string?, bool> IsHeading);

/// <summary>Why a table, as a whole, cannot be taken.</summary>
internal static class TableCodes
{
    /// <summary>More bytes than <see cref="TableLimits.Bytes"/>, or <see cref="TableLimits.UnpackedBytes"/> unpacked; fact <c>limit</c>.</summary>
    public const string FileTooLarge = "file-too-large";

    /// <summary>More rows than <see cref="TableForm.Rows"/>; facts <c>rows</c> (those that hold anything), <c>limit</c>.</summary>
    public const string TableTooLong = "table-too-long";

    /// <summary>Not a table in a form that is known; fact <c>format</c> where it was recognised: <c>xls</c>, <c>pdf</c>, <c>html</c>.</summary>
    public const string TableUnreadable = "table-unreadable";

    /// <summary>Nothing in it.</summary>
    public const string TableEmpty = "table-empty";

    /// <summary>None of the first ten rows names a product or link column.</summary>
    public const string HeaderMissing = "header-missing";
}

/// <summary>A sheet as text. Rows that hold nothing are not in it.</summary>
/// <param name="MoreColumns">Whether columns beyond <see cref="TableForm.Columns"/> were left out.</param>
internal sealed record Table(IReadOnlyList<TableRow> Rows, bool MoreColumns)
{
    /// <summary>The letters over a column, of its index from zero: <c>A</c>, <c>Z</c>, <c>AA</c>.</summary>
    public static string Letters(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letters(column / 26 - 1) + (char)('A' + column % 26);
}

/// <summary>One row.</summary>
/// <param name="Number">As the sheet's own margin counts it, from one.</param>
internal sealed record TableRow(int Number, IReadOnlyList<CellText> Cells)
{
    /// <summary>A cell by its column index; beyond the last it is empty.</summary>
    public CellText this[int column] => column < Cells.Count ? Cells[column] : CellText.Empty;
}

/// <summary>What a cell shows.</summary>
/// <param name="Cut">Whether it was longer than <see cref="TableLimits.CellCharacters"/>; the text is then only its beginning.</param>
internal readonly record struct CellText(string Text, bool Cut)
{
    public static readonly CellText Empty = new("", false);

    /// <summary>Whether nothing is shown (an array's untouched cell counts as well).</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Text);

    public static CellText Of(string text)
    {
        if (text.Length <= TableLimits.CellCharacters) return new CellText(text, false);
        int end = TableLimits.CellCharacters;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return new CellText(text[..end], true);
    }
}

/// <summary>Collects rows within the limits. Past the last row that may be, it only counts.</summary>
internal sealed class TableBuilder(TableForm form)
{
    private readonly List<(int Number, CellText[] Cells)> _rows = [];
    private bool _moreColumns;
    private int _count;

    /// <summary>Adds a row; one that holds nothing is not counted.</summary>
    public void Add(int number, CellText[] cells)
    {
        if (!Array.Exists(cells, cell => !cell.IsEmpty)) return;
        if (++_count <= form.Rows) _rows.Add((number, cells));
    }

    /// <summary>Something stood beyond the last column that may be.</summary>
    public void LeaveOutColumn() => _moreColumns = true;

    /// <summary>
    /// A merged region says the same in each of its rows: the empty cells under its first one take its text. Only downwards: a heading
    /// merged across the sheet is no one's section, product and price at once.
    /// </summary>
    public void FillDown(int column, int firstRow, int lastRow)
    {
        int at = _rows.BinarySearch((firstRow, []), Comparer<(int Number, CellText[])>.Create((a, b) => a.Number.CompareTo(b.Number)));
        if (at < 0 || column >= _rows[at].Cells.Length) return;
        CellText text = _rows[at].Cells[column];
        for (int next = at + 1; next < _rows.Count && _rows[next].Number <= lastRow; next++)
        {
            CellText[] cells = _rows[next].Cells;
            if (column >= cells.Length)
            {
                Array.Resize(ref cells, column + 1);
                _rows[next] = (_rows[next].Number, cells);
            }
            if (cells[column].IsEmpty) cells[column] = text;
        }
    }

    /// <summary>The table, or that it is empty or too long.</summary>
    public Outcome<Table> Build() =>
        _count == 0 ? new Refusal(TableCodes.TableEmpty)
        : _count > form.Rows ? Refusal.With(TableCodes.TableTooLong, "rows", _count).And("limit", form.Rows)
        : new Table([.. _rows.Select(row => new TableRow(row.Number, Array.ConvertAll(row.Cells, cell => cell.Text is null ? CellText.Empty : cell)))], _moreColumns);
}

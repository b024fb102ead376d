using System.Collections.Frozen;
using Studio.Api.Edge.Tables;

namespace Studio.Api.Live.Import;

/// <summary>What a column of a rundown sheet can be.</summary>
internal enum ImportField
{
    Section,
    Number,
    Product,
    PlannedSeconds,
    MustSay,
    MustNotSay,
    Mechanism,
    Quota,
    Price,

    /// <summary>Known and left aside.</summary>
    Note,
}

/// <summary>A column of the sheet and what it was taken for.</summary>
/// <param name="Column">Its letters.</param>
/// <param name="Header">Its heading, as the sheet has it.</param>
/// <param name="Field">Null: the heading says nothing to us.</param>
/// <param name="Used">False for unknown columns, notes, and a second column of the same field.</param>
internal sealed record ImportColumn(string Column, string Header, ImportField? Field, bool Used);

/// <summary>The row that names the columns.</summary>
internal sealed class HeaderRow
{
    private const int RowsLookedAt = 10, HeadingCharacters = 40;

    private static readonly FrozenDictionary<string, ImportField> Names = new (ImportField Field, string Names)[]
    {
        (ImportField.Section, "环节 板块 模块 阶段 段落 section segment part"),
        (ImportField.Number, "链接 链接号 几号链接 链接序号 链接编号 小黄车序号 号链接 link linkno linknumber 序号 编号 number no #"),
        (ImportField.Product, "商品 商品名 商品名称 品名 产品 产品名 产品名称 名称 标题 product productname name title item"),
        (ImportField.PlannedSeconds, "时长 计划时长 预计时长 讲解时长 分钟 分钟数 秒 秒数 planned plannedduration plannedminutes plannedseconds duration minutes min seconds sec"),
        (ImportField.MustSay, "必说 必讲 卖点 核心卖点 话术 mustsay talkingpoints sellingpoints"),
        (ImportField.MustNotSay, "禁说 不能说 不可说 禁用词 mustnotsay donotsay"),
        (ImportField.Mechanism, "机制 价格机制 优惠机制 优惠 mechanism offer"),
        (ImportField.Quota, "限量 数量 quota quantity"),
        (ImportField.Price, "直播价 直播价格 价格 售价 price liveprice"),
        (ImportField.Note, "备注 说明 note notes remark remarks"),
    }.SelectMany(entry => entry.Names.Split(' ').Select(name => KeyValuePair.Create(name, entry.Field))).ToFrozenDictionary(StringComparer.Ordinal);

    // A running number of the sheet's rows is called the same as a link's number; these names leave it open which it is.
    private static readonly FrozenSet<string> OpenNumbers = FrozenSet.ToFrozenSet(["序号", "编号", "number", "no", "#"], StringComparer.Ordinal);

    private readonly Dictionary<ImportField, int> _columns = [];

    private HeaderRow(TableRow row)
    {
        Row = row.Number;
        // The link column before the running number, if a sheet has both.
        int[] inOrder = [.. Enumerable.Range(0, row.Cells.Count).OrderBy(column => OpenNumbers.Contains(Key(row[column].Text)))];
        foreach (int column in inOrder)
        {
            if (FieldOf(row[column].Text) is { } field) _columns.TryAdd(field, column);
        }
        Columns = [.. Enumerable.Range(0, row.Cells.Count).Where(column => !row[column].IsEmpty).Select(column => ColumnOf(column, row[column].Text.Trim()))];
        InSeconds = this[ImportField.PlannedSeconds] is { } duration && SaysSeconds(row[duration].Text);
        // Without names, a number is all there is to go by.
        NumbersAreLinks = this[ImportField.Number] is { } number && (!OpenNumbers.Contains(Key(row[number].Text)) || this[ImportField.Product] is null);
    }

    /// <summary>The sheet's number of this row.</summary>
    public int Row { get; }

    /// <summary>All columns that have a heading.</summary>
    public IReadOnlyList<ImportColumn> Columns { get; }

    /// <summary>Whether a bare number is seconds; else it is minutes.</summary>
    public bool InSeconds { get; }

    /// <summary>Whether the numbers are certainly those of links.</summary>
    public bool NumbersAreLinks { get; }

    /// <summary>The index of the column that a field is read from.</summary>
    public int? this[ImportField field] => _columns.TryGetValue(field, out int column) ? column : null;

    /// <summary>Of the first rows the one that names the most fields; null when none names a product or link column.</summary>
    public static HeaderRow? Find(Table table)
    {
        (TableRow? best, int most) = (null, 0);
        foreach (TableRow row in table.Rows.Take(RowsLookedAt))
        {
            ImportField[] fields = [.. row.Cells.Select(cell => FieldOf(cell.Text)).OfType<ImportField>().Distinct()];
            // One word alone is a heading only where it has the row to itself: "价格" may also stand in somebody's title.
            bool heading = fields.Length > 1 || row.Cells.Count(cell => !cell.IsEmpty) == 1;
            if (heading && fields.Length > most && fields.Any(field => field is ImportField.Product or ImportField.Number)) (best, most) = (row, fields.Length);
        }
        return best is null ? null : new HeaderRow(best);
    }

    /// <summary>The field that a heading names: width, case, spaces, punctuation and a unit in brackets do not matter.</summary>
    public static ImportField? FieldOf(string? heading)
    {
        if (string.IsNullOrWhiteSpace(heading) || heading.Length > HeadingCharacters) return null;
        string folded = Fold(heading);
        if (Names.TryGetValue(Key(folded), out ImportField field)) return field;
        foreach (string part in folded.Split('/'))
        {
            if (Names.TryGetValue(Key(part), out field)) return field;
        }
        return null;
    }

    private ImportColumn ColumnOf(int column, string heading)
    {
        ImportField? field = FieldOf(heading);
        return new ImportColumn(Table.Letters(column), heading.Length > HeadingCharacters ? heading[..HeadingCharacters] : heading, field,
            field is { } known and not ImportField.Note && this[known] == column);
    }

    private static string Key(string heading)
    {
        string folded = Fold(heading);
        int bracket = folded.AsSpan().IndexOfAny('(', '[', '【');
        // "(分钟)" alone is still a heading.
        string head = bracket > 0 ? folded[..bracket] : folded;
        return string.Concat(head.Where(character => char.IsLetterOrDigit(character) || character == '#'));
    }

    private static bool SaysSeconds(string heading)
    {
        string folded = Fold(heading);
        return (folded.Contains('秒', StringComparison.Ordinal) || folded.Contains("sec", StringComparison.Ordinal) || folded.Contains("(s)", StringComparison.Ordinal))
            && !folded.Contains('分', StringComparison.Ordinal) && !folded.Contains("min", StringComparison.Ordinal);
    }

    private static string Fold(string text) => Cells.Fold(text.Length > HeadingCharacters ? text[..HeadingCharacters] : text);
}

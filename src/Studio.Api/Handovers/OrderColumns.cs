using System.Collections.Frozen;
using Studio.Api.Edge.Tables;
using Studio.Grains.Catalog;

namespace Studio.Api.Handovers;

/// <summary>What a column of a platform's order export can be.</summary>
internal enum OrderField
{
    OrderNumber,
    PaidAt,
    Status,

    /// <summary>Some platforms say in a column of its own whether an order was paid back.</summary>
    AfterSale,
    Product,
    Quantity,
    Amount,
    Remark,

    /// <summary>Known, so that it is seen to be left aside: phone numbers are not read into the studio.</summary>
    Phone,
}

/// <summary>A column of the export and what it is taken for.</summary>
/// <param name="Column">Its letters.</param>
/// <param name="Field">Null: left aside.</param>
internal sealed record OrderColumn(string Column, string Heading, OrderField? Field);

/// <summary>The row that names the columns, and which column each field is read from.</summary>
internal sealed class OrderColumns
{
    private const int RowsLookedAt = 10, HeadingCharacters = 40;

    // Of each field the best heading first: what was really paid before what was to be paid, a sub-order (one product) before its order.
    private static readonly FrozenDictionary<string, (OrderField Field, int Rank)> Ranks = new (OrderField Field, string Names)[]
    {
        (OrderField.OrderNumber, "子订单编号 子订单号 商品订单号 订单编号 订单号 订单id 主订单编号 主订单号 orderno ordernumber orderid order"),
        (OrderField.PaidAt, "付款时间 支付时间 订单付款时间 订单支付时间 买家付款时间 支付完成时间 订单成交时间 成交时间 paidat paymenttime paid"),
        (OrderField.Status, "订单状态 交易状态 状态 orderstatus status"),
        (OrderField.AfterSale, "售后状态 退款状态 订单售后状态 退款售后状态 aftersale refundstatus"),
        (OrderField.Product, "商品 商品名称 宝贝名称 宝贝标题 商品标题 选购商品 商品信息 产品名称 product productname title"),
        (OrderField.Quantity, "商品数量 购买数量 宝贝数量 宝贝总数量 成交数量 下单件数 数量 件数 quantity qty"),
        (OrderField.Amount, "买家实际支付金额 买家实付金额 用户实付金额 实付金额 实付款 实际支付金额 支付金额 订单实付金额 订单应付金额 商家实收金额 订单金额 总金额 成交金额 amount paidamount total"),
        (OrderField.Remark, "买家留言 订单买家留言 买家备注 用户备注 买家留言备注 留言 订单留言 备注 remark buyerremark message note"),
        (OrderField.Phone, "联系手机 收货人手机 收件人手机 收货人电话 收货人手机号 收件人手机号 收货手机号 手机号 手机 联系电话 电话 收件人电话 phone mobile"),
    }.SelectMany(entry => entry.Names.Split(' ').Select((name, rank) => KeyValuePair.Create(name, (entry.Field, rank)))).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>20,000 orders, and what stands above them; order exports have up to a hundred columns.</summary>
    public static readonly TableForm Form = new(20_000 + RowsLookedAt, 120, heading => Ranks.ContainsKey(Key(heading)));

    private readonly Dictionary<OrderField, int> _columns = [];

    private OrderColumns(TableRow row, IReadOnlyList<MappedColumn> mapping)
    {
        Row = row.Number;
        string[] keys = [.. Enumerable.Range(0, row.Cells.Count).Select(column => Key(row[column].Text))];
        if (mapping.Count > 0)
        {
            foreach (MappedColumn mapped in mapping)
            {
                if (Enum.TryParse(mapped.Field, ignoreCase: true, out OrderField field) && Array.IndexOf(keys, Key(mapped.Heading)) is >= 0 and var at) _columns.TryAdd(field, at);
            }
        }
        else
        {
            foreach (int column in Enumerable.Range(0, keys.Length).Where(column => Ranks.ContainsKey(keys[column])).OrderBy(column => Ranks[keys[column]].Rank)) _columns.TryAdd(Ranks[keys[column]].Field, column);
        }
        var fields = _columns.ToDictionary(column => column.Value, column => column.Key);
        Columns =
        [
            .. Enumerable.Range(0, row.Cells.Count).Where(column => !row[column].IsEmpty)
                .Select(column => new OrderColumn(Table.Letters(column), Short(row[column].Text.Trim()), fields.TryGetValue(column, out OrderField field) ? field : null)),
        ];
    }

    /// <summary>The sheet's number of this row.</summary>
    public int Row { get; }

    /// <summary>All columns that have a heading.</summary>
    public IReadOnlyList<OrderColumn> Columns { get; }

    /// <summary>The index of the column that a field is read from.</summary>
    public int? this[OrderField field] => _columns.TryGetValue(field, out int column) ? column : null;

    /// <summary>Fields without which nothing can be said of an order; of status and time of payment one is enough.</summary>
    public IReadOnlyList<OrderField> Missing =>
    [
        .. ((OrderField[])[OrderField.OrderNumber, OrderField.Amount]).Where(one => this[one] is null),
        .. this[OrderField.Status] is null && this[OrderField.PaidAt] is null ? (OrderField[])[OrderField.Status] : [],
    ];

    /// <summary>How these columns are remembered.</summary>
    public IReadOnlyList<MappedColumn> Mapping =>
        [.. Columns.Where(column => column.Field is not null).Select(column => new MappedColumn(Wire(column.Field!.Value), column.Heading))];

    /// <summary>The name of a field on the wire.</summary>
    public static string Wire(OrderField field) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(field.ToString());

    /// <summary>
    /// The columns of a table: as they were chosen; else as they were remembered, where this table has all of those headings; else as their
    /// headings say. Always an answer: what is missing, a person may point at.
    /// </summary>
    public static OrderColumns Find(Table table, IReadOnlyList<MappedColumn> chosen, IReadOnlyList<MappedColumn> remembered)
    {
        if (chosen.Count > 0) return new OrderColumns(Best(table, Headings(chosen)), chosen);
        if (remembered.Count > 0)
        {
            HashSet<string> headings = Headings(remembered);
            TableRow row = Best(table, headings);
            if (headings.IsSubsetOf(row.Cells.Select(cell => Key(cell.Text)))) return new OrderColumns(row, remembered);
        }
        return new OrderColumns(Best(table, Ranks.Keys), []);
    }

    // Of the first rows the one with the most of these headings; where none has any, the one with the most cells.
    private static TableRow Best(Table table, IEnumerable<string> headings)
    {
        HashSet<string> known = [.. headings];
        return table.Rows.Take(RowsLookedAt).OrderByDescending(row => row.Cells.Count(cell => known.Contains(Key(cell.Text)))).ThenByDescending(row => row.Cells.Count(cell => !cell.IsEmpty)).First();
    }

    private static HashSet<string> Headings(IReadOnlyList<MappedColumn> mapping) => [.. mapping.Select(column => Key(column.Heading))];

    // Width, case, spaces, punctuation and a unit in brackets do not matter.
    private static string Key(string? heading)
    {
        if (string.IsNullOrWhiteSpace(heading)) return "";
        string folded = Folding.Fold(Short(heading));
        int bracket = folded.AsSpan().IndexOfAny('(', '[', '【');
        return string.Concat((bracket > 0 ? folded[..bracket] : folded).Where(char.IsLetterOrDigit));
    }

    private static string Short(string heading) => heading.Length > HeadingCharacters ? heading[..HeadingCharacters] : heading;
}

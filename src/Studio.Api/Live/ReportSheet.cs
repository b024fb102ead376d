using MiniExcelLibs.Attributes;

namespace Studio.Api.Live;

/// <summary>One sheet of a report: typed columns and their rows.</summary>
/// <remarks>MiniExcel knows columns by key over all sheets of a file, so keys carry the sheet's.</remarks>
internal sealed class ReportSheet(string id, ReportTexts texts)
{
    private readonly List<Dictionary<string, object?>> _rows = [];

    /// <summary>The name on its tab.</summary>
    public string Name => texts[$"sheet.{id}"];

    public List<DynamicExcelColumn> Columns { get; } = [];

    /// <summary>The rows; one without anything in it where there are none, so that the headers are there.</summary>
    public IReadOnlyList<Dictionary<string, object?>> Rows => _rows.Count > 0 ? _rows : [Columns.ToDictionary(column => column.Key, object? (_) => null, StringComparer.Ordinal)];

    public ReportSheet Text(string name, double width) => Column(name, null, width);

    public ReportSheet Number(string name, string format = "#,##0") => Column(name, format, 13);

    public ReportSheet Money(string name) => Column(name, "#,##0.00", 15);

    public ReportSheet Date(string name) => Column(name, "yyyy-mm-dd hh:mm:ss", 20);

    /// <summary>A row; what is behind the last value stays empty.</summary>
    public ReportSheet Row(params object?[] values)
    {
        _rows.Add(Columns.Select((column, index) => (column.Key, Value: index < values.Length ? values[index] : null)).ToDictionary(cell => cell.Key, cell => cell.Value, StringComparer.Ordinal));
        return this;
    }

    private ReportSheet Column(string name, string? format, double width)
    {
        var column = new DynamicExcelColumn($"{id}.{name}") { Name = texts[$"column.{name}"], Index = Columns.Count, Width = width };
        if (format is not null) column.Format = format;
        Columns.Add(column);
        return this;
    }
}

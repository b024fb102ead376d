using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge.Tables;

namespace Studio.Api.Handovers;

/// <summary>As what a list leaves the studio.</summary>
internal enum FileFormat
{
    Xlsx,

    /// <summary>UTF-8 with its mark.</summary>
    Csv,

    /// <summary>GBK, as older programs want it.</summary>
    CsvGbk,
}

/// <summary>Lists as files.</summary>
internal static class Files
{
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>A workbook of all tables, or the first of them as CSV.</summary>
    public static FileContentHttpResult Of(OutTable[] tables, string name, FileFormat format) => format switch
    {
        FileFormat.Xlsx => TypedResults.File(OutTable.Workbook(tables), Xlsx, $"{name}.xlsx"),
        _ => TypedResults.File(tables[0].Csv(gbk: format == FileFormat.CsvGbk), format == FileFormat.CsvGbk ? "text/csv; charset=gbk" : "text/csv; charset=utf-8", $"{name}.csv"),
    };

    /// <summary>How a format is called in records.</summary>
    public static string Word(FileFormat format) => format switch { FileFormat.Csv => "csv", FileFormat.CsvGbk => "csv-gbk", _ => "xlsx" };

    /// <summary>A name of parts, with nothing in it that a file system or a header minds.</summary>
    public static string Name(params string[] parts) =>
        string.Join('-', parts.Select(part => string.Concat(part.Where(sign => char.IsLetterOrDigit(sign) || sign is '_')).Trim()).Where(part => part.Length > 0).Select(part => part.Length > 40 ? part[..40] : part));

    /// <summary>A day of the base.</summary>
    public static string Day(DateTimeOffset moment) => moment.ToOffset(TimeSpan.FromHours(8)).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}

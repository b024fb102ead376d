using System.Globalization;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Live;

/// <summary>A report as a workbook: numbers are numbers, money is yuan, times are dates of the base's zone, and texts are never formulas.</summary>
/// <remarks>
/// MiniExcel writes every <see cref="string"/> as a text cell (<c>t="str"</c> without <c>f</c>), whatever it begins with: a product called
/// <c>=1+1</c> stays a name. A test opens the file again and holds it to that.
/// </remarks>
internal static class ReportWorkbook
{
    // China has one zone and no daylight saving since 1991; a zone file need not be installed.
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    /// <summary>The wall clock of the base.</summary>
    public static DateTime Local(DateTimeOffset moment) => moment.ToOffset(Shanghai).DateTime;

    public static byte[] Write(SessionReport report, ReportTexts texts)
    {
        ReportSheet[] sheets = [Overview(report, texts), Items(report, texts), AsPlayed(report, texts), Plan(report, texts), Formulas(report, texts)];
        var settings = new OpenXmlConfiguration
        {
            AutoFilter = false,
            FreezeRowCount = 1,
            DynamicColumns = [.. sheets.SelectMany(sheet => sheet.Columns)],
        };
        using var stream = new MemoryStream();
        stream.SaveAs(sheets.ToDictionary(sheet => sheet.Name, object (sheet) => sheet.Rows, StringComparer.Ordinal), configuration: settings);
        return stream.ToArray();
    }

    private static ReportSheet Overview(SessionReport report, ReportTexts texts)
    {
        ReportSheet sheet = new ReportSheet("overview", texts).Text("figure", 26).Text("value", 34).Number("amount", "#,##0.####").Money("yuan").Date("time").Text("how", 60);
        sheet.Row(texts["title"], report.Title).Row(texts["room"], report.Room).Row(texts["state"], texts[$"state.{report.State}"]);
        sheet.Row(texts["plannedStart"], null, null, null, Local(report.PlannedStart)).Row(texts["started"], null, null, null, Local(report.StartedAt));
        sheet.Row(texts["ended"], null, null, null, Local(report.EndedAt)).Row(texts["countedUpTo"], null, null, null, Local(report.At));
        foreach (ReportFigure figure in report.Figures)
        {
            double? plain = figure.Unit == FigureUnit.Fen ? null : figure.Value;
            decimal? yuan = figure is { Unit: FigureUnit.Fen, Value: { } fen } ? (decimal)fen / 100 : null;
            string? remark = figure.Value is null ? texts["notKnown"] : null;
            sheet.Row($"{texts[$"figure.{figure.Id}"]}{texts[$"unit.{figure.Unit}"]}", remark, plain, yuan, null, texts[$"formula.{figure.Formula}"]);
        }
        return sheet;
    }

    private static ReportSheet Items(SessionReport report, ReportTexts texts)
    {
        ReportSheet sheet = new ReportSheet("items", texts).Number("number").Text("name", 40).Text("unit", 8).Number("allotted").Number("left").Number("timesOnAir")
            .Number("secondsOnAir", "#,##0.0").Number("plannedSeconds", "#,##0").Number("holds").Number("heldPieces").Number("stillHeldPieces").Number("confirmedPieces")
            .Number("releasedPieces").Number("expiredPieces").Number("buyers").Number("piecesOnAir").Number("piecesOffAir").Number("heldPerAllotted", "0.0%")
            .Number("holdsPerMinute", "0.00").Money("heldValue");
        foreach (ItemReport item in report.Items)
        {
            sheet.Row(
                item.Number, item.Name, item.Unit, item.Allotted, item.Left, item.TimesOnAir, item.SecondsOnAir, item.PlannedSeconds, item.Holds, item.HeldPieces,
                item.StillHeldPieces, item.ConfirmedPieces, item.ReleasedPieces, item.ExpiredPieces, item.Buyers, item.PiecesOnAir, item.PiecesOffAir,
                item.HeldPerAllotted, item.HoldsPerMinute, Yuan(item.HeldValueFen));
        }
        return sheet;
    }

    private static ReportSheet AsPlayed(SessionReport report, ReportTexts texts)
    {
        ReportSheet sheet = new ReportSheet("asPlayed", texts).Date("from").Date("until").Number("seconds", "#,##0.0").Number("plannedSeconds", "#,##0").Number("overSeconds", "+#,##0.0;-#,##0.0;0")
            .Text("place", 14).Number("turn").Number("number").Text("name", 40).Money("price").Text("cause", 14).Text("by", 16).Number("holds").Number("pieces").Text("note", 30)
            .Text("inRecording", 14).Text("placedBy", 30).Number("placedError", "0.00");
        foreach (AppearanceReport one in report.AsPlayed)
        {
            bool product = one.ItemId.Length > 0;
            sheet.Row(
                Local(one.From), Local(one.Until), one.Seconds, one.PlannedSeconds, one.OverSeconds, texts[$"place.{one.Place}"], one.Turn == 0 ? null : one.Turn,
                product ? one.Number : null, one.Name, product ? Yuan(one.PriceFen) : null, texts[$"cause.{one.Cause}"], ReportNames.Write(one, texts),
                product ? one.Holds : null, product ? one.Pieces : null, one.BeforeLive ? texts["beforeLive"] : null,
                InRecording(one.Placed), one.Placed is { } placed ? $"{texts[$"placed.{placed.By}"]}{(placed.AtGap ? texts["placed.atGap"] : "")}" : null, one.Placed?.ErrorMs / 1000);
        }
        return sheet;
    }

    // A picture lasts four hundredths of a second, and a sheet's times are whole ones.
    private static string? InRecording(PlaceReport? place) =>
        place is null or { By: PlacedBy.NotRecorded } ? null : Local(place.At).ToString("HH:mm:ss.ff", CultureInfo.InvariantCulture);

    private static ReportSheet Plan(SessionReport report, ReportTexts texts)
    {
        ReportSheet sheet = new ReportSheet("plan", texts).Text("section", 24).Number("number").Text("name", 40).Number("plannedSeconds", "#,##0").Number("realSeconds", "#,##0.0")
            .Number("overSeconds", "+#,##0.0;-#,##0.0;0").Number("turns").Text("note", 30);
        foreach (SectionReport section in report.Sections)
        {
            foreach (PlannedReport item in section.Items)
            {
                sheet.Row(section.Title, item.Number == 0 ? null : item.Number, item.Title, item.PlannedSeconds, item.RealSeconds, item.OverSeconds, item.Turns, null);
            }
            sheet.Row(section.Title, null, texts["sectionSum"], section.PlannedSeconds, section.RealSeconds, section.OverSeconds, null, section.Unplanned > 0 ? texts["unplanned"] : null);
        }
        return sheet;
    }

    private static ReportSheet Formulas(SessionReport report, ReportTexts texts)
    {
        ReportSheet sheet = new ReportSheet("formulas", texts).Text("figure", 30).Text("formula", 40).Text("how", 90);
        foreach (ReportFigure figure in report.Figures) sheet.Row(texts[$"figure.{figure.Id}"], figure.Formula, texts[$"formula.{figure.Formula}"]);
        foreach ((string column, string formula) in report.Formulas) sheet.Row(texts[$"column.{column}"], formula, texts[$"formula.{formula}"]);
        return sheet;
    }

    private static DateTime? Local(DateTimeOffset? moment) => moment is { } known ? Local(known) : null;

    private static decimal Yuan(Money money) => money.Fen / 100m;
}

using System.Text.Json;
using MiniExcelLibs;
using Studio.Api.Live;
using Studio.Grains.Live;
using Studio.Grains.Values;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>The report of a real session, and its workbook opened again.</summary>
public sealed class ReportTests(SharedStudio shared)
{
    private StudioClient Manager => shared.Manager;

    [Fact]
    public async Task A_session_that_was_played_is_reported_exactly_and_its_workbook_says_the_same()
    {
        (string id, string[] guests) = await PlayAsync();
        JsonElement report = (await Manager.GetAsync($"/api/sessions/{id}/report")).Ok;
        Assert.Equal("holdsRunning", report.GetProperty("state").GetString());
        Assert.Equal(
            [("holds", 3), ("heldPieces", 6), ("stillHeldPieces", 3), ("confirmedPieces", 0), ("releasedPieces", 3), ("expiredPieces", 0), ("buyers", 2), ("heldPerAllotted", 0.3), ("heldValue", 3 * 1_250)],
            ((string[])["holds", "heldPieces", "stillHeldPieces", "confirmedPieces", "releasedPieces", "expiredPieces", "buyers", "heldPerAllotted", "heldValue"]).Select(name => (name, Figure(report, name))));
        JsonElement[] items = [.. report.GetProperty("items").EnumerateArray()], played = [.. report.GetProperty("asPlayed").EnumerateArray()];
        Assert.Equal(("=1+1", 12, 6, 9, 3, 1, 2), (Text(items[0], "name"), Int(items[0], "allotted"), Int(items[0], "heldPieces"), Int(items[0], "left"), Int(items[0], "piecesOnAir"), Int(items[0], "timesOnAir"), Int(items[0], "buyers")));
        Assert.Equal(["=1+1", "商品2"], played.Select(one => Text(one, "name")));
        Assert.Equal([("manager", "王主任"), ("manager", "王主任")], played.Select(one => (Text(one, "by"), Text(one, "byName"))));
        Assert.Equal([(2, 3), (0, 0)], played.Select(one => (Int(one, "holds"), Int(one, "pieces"))));
        Assert.Equal((played[0].GetProperty("until").GetDateTimeOffset() - played[0].GetProperty("from").GetDateTimeOffset()).TotalSeconds, played[0].GetProperty("seconds").GetDouble(), 3);
        JsonElement[] points = [.. items[0].GetProperty("curve").GetProperty("points").EnumerateArray()];
        Assert.Equal([(10, 0), (8, 2), (7, 3), (9, 3), (6, 6), (9, 3)], points.Select(point => (Int(point, "left"), Int(point, "held"))).Where((point, index) => index == 0 || point != (Int(points[index - 1], "left"), Int(points[index - 1], "held"))));
        Assert.DoesNotContain(guests, guest => report.GetRawText().Contains(guest, StringComparison.Ordinal));

        await WorkbookIsAsync(id, "zh-CN", report, ["概览", "商品", "实播", "排品", "公式"]);
        await WorkbookIsAsync(id, "en", report, ["Overview", "Items", "As played", "Rundown", "Formulas"]);
    }

    [Fact]
    public async Task A_session_that_never_began_and_one_that_does_not_exist_have_an_answer()
    {
        string id = StudioClient.Id(await Manager.MakeSessionAsync(products: 0));
        JsonElement report = (await Manager.GetAsync($"/api/sessions/{id}/report")).Ok;
        Assert.Equal(("notStarted", 0), (Text(report, "state"), report.GetProperty("asPlayed").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("figures").EnumerateArray().Single(figure => Text(figure, "id") == "cardShare").GetProperty("value").ValueKind);
        Assert.Equal(3, Sheet(await Manager.Http.GetByteArrayAsync($"/api/sessions/{id}/report.xlsx"), "公式")[0].Length);
        Assert.Equal("not-found", (await Manager.GetAsync("/api/sessions/s_unknown/report")).Code);
        Assert.Equal("not-found", (await Manager.GetAsync("/api/sessions/s_unknown/report.xlsx")).Code);
    }

    [Theory]
    [InlineData("manual", "xiaoli", "李小丽", "李小丽")]
    [InlineData("manual", "xiaoli", null, "xiaoli（账号已停用）")]
    [InlineData("manual", "studio", null, "studio（账号已停用）")]
    [InlineData("deck", "deck:台口", "台口", "台口")]
    [InlineData("auto-pop", "studio", null, "系统")]
    public void Who_did_it_is_written_as_people_say_it_and_an_account_that_is_gone_keeps_its_name(string cause, string by, string? name, string written)
    {
        var one = new AppearanceReport(1, default, null, 1, false, cause, by, PlanPlace.PopUp, null, "i1", 1, "商品", new Money(100), 0, null, null, 0, 0, name);
        Assert.Equal(written, ReportNames.Write(one, ReportTexts.Chinese));
    }

    // Item 1 (ten pieces, twelve later) on air with a hold of 2 and one of 1; off air one of 3, given back; item 2 on air; the end.
    private async Task<(string Session, string[] Guests)> PlayAsync()
    {
        string room = await Manager.MakeRoomAsync(), first = await Manager.MakeProductAsync("=1+1", 1_250), second = await Manager.MakeProductAsync("商品2", 990);
        object[] items = [new { productId = first, priceFen = 1_250, allotted = 10, perBuyerLimit = 5 }, new { productId = second, priceFen = 990, allotted = 8, perBuyerLimit = 5 }];
        JsonElement session = (await Manager.PostAsync("/api/sessions", new { operationId = StudioClient.NewOperation(), title = "+助农专场", roomId = room, plannedStart = DateTimeOffset.UnixEpoch.AddYears(55), items })).Ok;
        string id = StudioClient.Id(session), one = StudioClient.Id(session.GetProperty("items")[0]), two = StudioClient.Id(session.GetProperty("items")[1]);
        await using Publisher publisher = Publisher.Generated(shared.Studio, await Manager.MakeKeyAsync(id));
        await Wait.UntilAsync(async () => Text((await Manager.GetAsync($"/api/sessions/{id}")).Ok, "phase") == "live", "the session is live");
        using StudioClient a = shared.Studio.Client(), b = shared.Studio.Client();
        string link = await Manager.MakeLinkAsync(id, "room");
        string[] guests = [(await a.EnterRoomAsync(link)).Ok.GetProperty("guestId").GetString()!, (await b.EnterRoomAsync(link)).Ok.GetProperty("guestId").GetString()!];

        long revision = (await Manager.TakeAsync(id, one, 0)).Ok.GetProperty("revision").GetInt64();
        await Wait.UntilAsync(async () => (await a.HoldAsync(id, one, 2)).Status == 201, "the item can be held");
        _ = (await b.HoldAsync(id, one, 1)).Ok;
        revision = (await Manager.ClearAsync(id, revision)).Ok.GetProperty("revision").GetInt64();
        _ = (await Manager.PostAsync($"/api/sessions/{id}/items/{one}/allot", new { operationId = StudioClient.NewOperation(), allotted = 12, perBuyerLimit = 5 })).Ok;
        string held = StudioClient.Id((await b.HoldAsync(id, one, 3)).Ok);
        _ = (await b.SendAsync(HttpMethod.Delete, $"/api/room/{id}/holds/{held}?itemId={one}&operationId={StudioClient.NewOperation()}", null)).Ok;
        await Wait.UntilAsync(async () => (await Manager.TakeAsync(id, two, revision)).Status == 200, "the second item is on air");
        _ = (await Manager.PostAsync($"/api/sessions/{id}/end", new { operationId = StudioClient.NewOperation() })).Ok;
        return (id, guests);
    }

    private async Task WorkbookIsAsync(string id, string language, JsonElement report, string[] names)
    {
        using HttpResponseMessage answer = await Manager.Http.GetAsync($"/api/sessions/{id}/report.xlsx?lang={language}");
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", answer.Content.Headers.ContentType!.MediaType);
        byte[] file = await answer.Content.ReadAsByteArrayAsync();
        using var stream = new MemoryStream(file);
        Assert.Equal(names, MiniExcel.GetSheetNames(stream));

        object?[][] overview = Sheet(file, names[0]);
        Assert.Equal("+助农专场", overview[1][1]);
        JsonElement[] figures = [.. report.GetProperty("figures").EnumerateArray()];
        foreach ((JsonElement figure, object?[] row) in figures.Zip(overview.TakeLast(figures.Length)))
        {
            double? value = figure.GetProperty("value") is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;
            bool money = Text(figure, "unit") == "fen";
            Assert.Equal((money ? null : value, money ? value / 100 : null), ((double?)row[2], (double?)row[3]));
        }
        Same(report.GetProperty("items"), Sheet(file, names[1]), "number", "name", "unit", "allotted", "left", "timesOnAir", "secondsOnAir", "plannedSeconds", "holds", "heldPieces", "stillHeldPieces", "confirmedPieces",
            "releasedPieces", "expiredPieces", "buyers", "piecesOnAir", "piecesOffAir", "heldPerAllotted", "holdsPerMinute", "heldValueFen");
        Same(report.GetProperty("asPlayed"), Sheet(file, names[2]), "from", "until", "seconds", "plannedSeconds", "overSeconds", "", "", "number", "name", "priceFen", "", "byName", "holds", "pieces");
        Same(report.GetProperty("sections")[0].GetProperty("items"), Sheet(file, names[3])[..^1], "", "number", "title", "plannedSeconds", "realSeconds", "overSeconds", "turns");
        Assert.Equal(figures.Length + report.GetProperty("formulas").EnumerateObject().Count() + 1, Sheet(file, names[4]).Length);
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(file));
        foreach (System.IO.Compression.ZipArchiveEntry sheet in zip.Entries.Where(entry => entry.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(await sheet.OpenAsync());
            string xml = await reader.ReadToEndAsync();
            Assert.False(xml.Contains("<x:f>", StringComparison.Ordinal) || xml.Contains("<f>", StringComparison.Ordinal), $"{sheet.FullName} has a formula.");
        }
    }

    // Cell by cell: columns in the order of the names; an empty name is not compared.
    private static void Same(JsonElement rows, object?[][] sheet, params string[] columns)
    {
        Assert.Equal(rows.GetArrayLength() + 1, sheet.Length);
        foreach ((JsonElement row, object?[] cells) in rows.EnumerateArray().Zip(sheet.Skip(1)))
        {
            foreach ((string column, object? cell) in columns.Zip(cells).Where(pair => pair.First.Length > 0))
            {
                object? expected = Expected(row.GetProperty(column), column);
                // A date in a workbook is a number of days: it keeps milliseconds, give or take one.
                if (expected is DateTime time) Assert.Equal(time, Assert.IsType<DateTime>(cell), TimeSpan.FromMilliseconds(2));
                else Assert.Equal(expected, cell);
            }
        }
    }

    private static object? Expected(JsonElement value, string column) => value.ValueKind switch
    {
        JsonValueKind.Number => column.EndsWith("Fen", StringComparison.Ordinal) ? value.GetDouble() / 100 : value.GetDouble(),
        JsonValueKind.String when column is "from" or "until" => value.GetDateTimeOffset().ToOffset(TimeSpan.FromHours(8)).DateTime,
        JsonValueKind.String => value.GetString(),
        _ => null,
    };

    private static object?[][] Sheet(byte[] file, string name)
    {
        using var stream = new MemoryStream(file);
        return [.. stream.Query(sheetName: name).Select(row => ((IDictionary<string, object?>)row).Values.ToArray())];
    }

    private static double Figure(JsonElement report, string id) => report.GetProperty("figures").EnumerateArray().Single(figure => Text(figure, "id") == id).GetProperty("value").GetDouble();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}

using System.Text;
using System.Text.Json;
using MiniExcelLibs;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>From confirmed holds to files, orders and a station's counter, over a real studio.</summary>
public sealed class HandoverTests(SharedStudio shared)
{
    private StudioClient Manager => shared.Manager;

    [Fact]
    public async Task Exports_hold_exactly_what_was_confirmed_and_phone_numbers_only_where_goods_are_collected()
    {
        Sold sold = await Sold.MakeAsync(shared.Studio, Manager);
        string at = $"/api/sessions/{sold.Session}", shopCode = Sold.Code(sold.Shop), stationCode = Sold.Code(sold.Collected);
        object?[][] enterprise = Sheet(await Manager.Http.GetByteArrayAsync($"{at}/enterprises/{sold.Enterprise}/export"));
        Assert.Equal([shopCode, stationCode], enterprise.Skip(1).Select(row => row[0]));
        Assert.Equal(["=夏乐西瓜", 1.0, 29.9, 29.9], ((int[])[2, 4, 5, 7]).Select(column => enterprise[1][column]));
        Assert.Equal(89.7, enterprise[2][7]);
        string csv = Encoding.UTF8.GetString(await Manager.Http.GetByteArrayAsync($"{at}/enterprises/{sold.Enterprise}/export?format=csv&lang=en"));
        Assert.StartsWith("\ufeffCode,No.,Product", csv, StringComparison.Ordinal);
        Assert.Contains(",'=夏乐西瓜,", csv, StringComparison.Ordinal);
        Assert.Equal(3, csv.TrimEnd().Split("\r\n").Length);
        Assert.DoesNotContain(Sold.Phone, csv, StringComparison.Ordinal);
        string gbk = CodePagesEncodingProvider.Instance.GetEncoding(936)!.GetString(await Manager.Http.GetByteArrayAsync($"{at}/enterprises/{sold.OtherEnterprise}/export?format=csvGbk"));
        Assert.Contains($"{Sold.Code(sold.Elsewhere)},2,厚民晋茶,", gbk, StringComparison.Ordinal);

        object?[][] station = Sheet(await Manager.Http.GetByteArrayAsync($"{at}/stations/{sold.Station}/export"));
        Assert.Equal([stationCode], station.Skip(1).Select(row => row[0]));
        Assert.Contains(Sold.Phone, station[1]);
        JsonElement export = Assert.Single((await Manager.GetAsync($"{at}/exports")).Ok.EnumerateArray());
        Assert.Equal(("manager", "xlsx", 1, sold.Station), (export.GetProperty("by").GetString(), export.GetProperty("format").GetString(), export.GetProperty("rows").GetInt32(), export.GetProperty("stationId").GetString()));

        foreach (string list in (string[])["/holds", "/reconciliation", "/reconciliation/rows", "/orders?show=all", $"/stations/{sold.Station}/list", "/exports"])
        {
            string text = (await Manager.GetAsync(at + list)).Ok.GetRawText();
            Assert.DoesNotContain(Sold.Phone, text, StringComparison.Ordinal);
            Assert.DoesNotContain(sold.Guests, guest => text.Contains(guest, StringComparison.Ordinal));
        }
        Assert.Single((await Manager.GetAsync($"{at}/exports")).Ok.EnumerateArray());
        Assert.Contains(Sold.Phone, (await Manager.GetAsync($"{at}/stations/{sold.Station}/list?phones=true")).Ok.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(2, (await Manager.GetAsync($"{at}/exports")).Ok.GetArrayLength());
        Assert.DoesNotContain(shared.Studio.Log, line => line.Contains(Sold.Phone, StringComparison.Ordinal));
        string none = await Sold.EnterpriseAsync(Manager, "没卖过", "");
        Assert.Equal("nothing-to-export", (await Manager.GetAsync($"{at}/enterprises/{none}/export")).Code);
        // What an item was described with: the enterprise's shop, or the product's own page.
        Assert.Equal(["https://shop.example/xiale", "https://shop.example/tea/1"], (await Manager.GetAsync(at)).Ok.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("shopUrl").GetString()));
    }

    [Fact]
    public async Task An_order_file_marks_what_was_paid_twice_is_once_and_a_refund_unmarks()
    {
        Sold sold = await Sold.MakeAsync(shared.Studio, Manager, "夏乐西瓜");
        string at = $"/api/sessions/{sold.Session}", code = Sold.Code(sold.Shop);
        string file = $"订单编号,订单状态,实付款,付款时间,买家留言,数量\n9001,买家已付款,￥25.90,2026-11-24 20:13,提货码 {code.ToLowerInvariant().Replace('-', ' ')} 谢谢13900000000,1\n9002,买家已付款,29.9,2026-11-24 20:15,,1\n9003,等待买家付款,29.9,,,1\n9004,买家已付款,abc,2026-11-24 20:15,,1\n";
        JsonElement preview = (await UploadAsync(at, "preview", sold.Enterprise, file)).Ok;
        Assert.Equal((2, 1, 1, 1, 1), (Sum(preview, "new"), Sum(preview, "notPaid"), Sum(preview, "matched"), Sum(preview, "unmatched"), preview.GetProperty("errorCount").GetInt32()));
        Assert.Equal((5, "C", "invalid"), (preview.GetProperty("errors")[0].GetProperty("row").GetInt32(), preview.GetProperty("errors")[0].GetProperty("column").GetString(), preview.GetProperty("errors")[0].GetProperty("code").GetString()));
        Assert.Empty((await Manager.GetAsync($"{at}/orders?show=all")).Ok.GetProperty("orders").EnumerateArray());

        string operation = StudioClient.NewOperation();
        JsonElement done = (await UploadAsync(at, "import", sold.Enterprise, file, operation)).Ok;
        Assert.Equal(done.GetRawText(), (await UploadAsync(at, "import", sold.Enterprise, file, operation)).Ok.GetRawText());
        JsonElement again = (await UploadAsync(at, "import", sold.Enterprise, file, StudioClient.NewOperation())).Ok;
        Assert.Equal((0, 0, 2), (Sum(again, "new"), Sum(again, "changed"), Sum(again, "unchanged")));
        JsonElement item = (await Manager.GetAsync($"{at}/reconciliation")).Ok.GetProperty("items")[0];
        Assert.Equal((4, 1, 2_590, -400, 3), (Int(item, "confirmed"), Int(item, "paid"), Int(item, "paidFen"), Int(item, "differenceFen"), Int(item, "waiting")));
        JsonElement enterprise = (await Manager.GetAsync($"{at}/reconciliation")).Ok.GetProperty("enterprises").EnumerateArray().Single(one => one.GetProperty("enterpriseId").GetString() == sold.Enterprise);
        Assert.Equal((1, 2_990, 1), (Int(enterprise, "paidWithoutHold"), Int(enterprise, "withoutHoldFen"), Int(enterprise, "unmatched")));
        JsonElement missing = (await Manager.GetAsync($"{at}/reconciliation/rows?days=0&standing=missing&enterprise={sold.Enterprise}")).Ok;
        Assert.Equal(Sold.Code(sold.Collected), Assert.Single(missing.GetProperty("rows").EnumerateArray()).GetProperty("code").GetString());

        // What remained is matched by hand, and taken off again; then a refund comes.
        object match = new { operationId = StudioClient.NewOperation(), enterpriseId = sold.Enterprise, number = "9002", code = Sold.Code(sold.Collected) };
        Assert.Equal(1, Int((await Manager.PostAsync($"{at}/orders/match", match)).Ok, "pieces"));
        Assert.Equal("order-matched", (await Manager.PostAsync($"{at}/orders/match", new { operationId = StudioClient.NewOperation(), enterpriseId = sold.Enterprise, number = "9002", code })).Code);
        Assert.Equal("by-hand", (await Manager.PostAsync($"{at}/orders/take-off", new { operationId = StudioClient.NewOperation(), enterpriseId = sold.Enterprise, number = "9002", why = "弄错了" })).Ok.GetProperty("unmatched").GetString());
        _ = (await UploadAsync(at, "import", sold.Enterprise, file.Replace("9001,买家已付款", "9001,退款成功", StringComparison.Ordinal), StudioClient.NewOperation())).Ok;
        Assert.Equal(0, Int((await Manager.GetAsync($"{at}/reconciliation")).Ok.GetProperty("items")[0], "paid"));
        JsonElement refunded = Assert.Single((await Manager.GetAsync($"{at}/orders?show=refunded")).Ok.GetProperty("orders").EnumerateArray());
        Assert.Equal(("9001", code, "退款成功"), (refunded.GetProperty("number").GetString(), refunded.GetProperty("holdCode").GetString(), refunded.GetProperty("statusText").GetString()));
        Assert.DoesNotContain("13900000000", (await Manager.GetAsync($"{at}/orders?show=all")).Ok.GetRawText(), StringComparison.Ordinal);
        JsonElement columns = (await Manager.GetAsync("/api/enterprises")).Ok.EnumerateArray().Single(one => StudioClient.Id(one) == sold.Enterprise).GetProperty("columns");
        Assert.Contains("实付款", columns.EnumerateArray().Select(column => column.GetProperty("heading").GetString()));
    }

    [Fact]
    public async Task An_exported_workbook_becomes_an_order_export_and_comes_back_into_the_reconciliation()
    {
        Sold sold = await Sold.MakeAsync(shared.Studio, Manager, "夏乐西瓜");
        string at = $"/api/sessions/{sold.Session}";
        object?[][] exported = Sheet(await Manager.Http.GetByteArrayAsync($"{at}/enterprises/{sold.Enterprise}/export"));
        using var memory = new MemoryStream();
        memory.SaveAs(exported.Skip(1).Select((row, i) => new Dictionary<string, object?>
        {
            ["订单编号"] = $"310000000000000000{i}",
            ["订单状态"] = "交易成功",
            ["买家实际支付金额"] = row[7],
            ["订单付款时间"] = new DateTime(2026, 11, 24, 20, 13, 5),
            ["宝贝标题"] = row[2],
            ["宝贝总数量"] = row[4],
            ["买家留言"] = $"请备注{row[0]}",
            ["联系手机"] = "13900000000",
        }));
        using var body = new ByteArrayContent(memory.ToArray());
        body.Headers.ContentType = new("application/octet-stream");
        JsonElement done = (await Manager.SendAsync(HttpMethod.Post, $"{at}/orders/import?enterpriseId={sold.Enterprise}&operationId={StudioClient.NewOperation()}", body)).Ok;
        Assert.Equal((2, 2, 0), (Sum(done, "new"), Sum(done, "matched"), Sum(done, "unmatched")));
        JsonElement item = (await Manager.GetAsync($"{at}/reconciliation?days=0")).Ok.GetProperty("items")[0];
        Assert.Equal((4, 4, 4, 0, 0, 4 * 2_990, 4 * 2_990, 0), (Int(item, "confirmed"), Int(item, "paid"), Int(item, "settled"), Int(item, "waiting"), Int(item, "missing"), Int(item, "promisedFen"), Int(item, "paidFen"), Int(item, "differenceFen")));
        byte[] workbook = await Manager.Http.GetByteArrayAsync($"{at}/reconciliation.xlsx?lang=en");
        using var stream = new MemoryStream(workbook);
        Assert.Equal(["Enterprises", "Items", "Holds", "Orders without a hold", "Formulas"], MiniExcel.GetSheetNames(stream));
        Assert.Equal([4.0, 119.6, 119.6, 0.0], ((int[])[4, 10, 11, 12]).Select(column => Sheet(workbook, "Items")[1][column]));
    }

    [Fact]
    public async Task A_station_sees_and_hands_over_its_own_and_nobody_learns_whose_a_foreign_code_is()
    {
        Sold sold = await Sold.MakeAsync(shared.Studio, Manager, "夏乐西瓜");
        string at = $"/api/sessions/{sold.Session}", name = $"station-{sold.Session[^6..]}", auditor = $"auditor-{sold.Session[^6..]}";
        await Manager.MakeAccountAsync(name, "station");
        await Manager.MakeAccountAsync(auditor, "auditor");
        using StudioClient staff = shared.Studio.Client(), audits = shared.Studio.Client();
        _ = (await staff.SignInAsync(name)).Ok;
        _ = (await audits.SignInAsync(auditor)).Ok;
        Assert.Equal(404, (await staff.GetAsync($"{at}/stations/{sold.Station}/list")).Status);
        _ = (await Manager.SendAsync(HttpMethod.Put, $"/api/accounts/{name}/station", new { operationId = StudioClient.NewOperation(), stationId = sold.Station })).Ok;
        Assert.Equal("水头镇站", (await staff.GetAsync("/api/station")).Ok.GetProperty("station").GetProperty("name").GetString());
        JsonElement list = (await staff.GetAsync($"{at}/stations/{sold.Station}/list")).Ok;
        Assert.Equal((Sold.Code(sold.Collected), 3), (Assert.Single(list.GetProperty("rows").EnumerateArray()).GetProperty("code").GetString(), list.GetProperty("products")[0].GetProperty("open").GetInt32()));
        foreach (string other in (string[])[$"{at}/stations/{sold.OtherStation}/list", $"{at}/stations/{sold.OtherStation}/export"]) Assert.Equal(404, (await staff.GetAsync(other)).Status);
        foreach (string other in (string[])[$"{at}/reconciliation", $"{at}/holds", $"{at}/enterprises/{sold.Enterprise}/export", $"{at}/exports"])
        {
            Assert.Equal(403, (await staff.GetAsync(other)).Status);
            Assert.Equal(200, (await audits.GetAsync(other)).Status);
        }
        Assert.Equal(403, (await audits.GetAsync($"{at}/stations/{sold.Station}/export")).Status);

        string hand = $"{at}/stations/{sold.Station}/handed-over";
        Answer[] refused = await Task.WhenAll(((string[])["ZZZZ-ZZZZ", Sold.Code(sold.Elsewhere), Sold.Code(sold.Shop), Sold.Code(sold.Running), ""]).Select(code => staff.PostAsync(hand, new { operationId = StudioClient.NewOperation(), code })));
        Assert.All(refused, answer => Assert.Equal((404, "code-unknown", 5), (answer.Status, answer.Code, answer.Body.EnumerateObject().Count())));
        object done = new { operationId = StudioClient.NewOperation(), code = Sold.Code(sold.Collected).ToLowerInvariant() };
        Assert.Equal(200, (await staff.PostAsync(hand, done)).Status);
        Assert.Equal(200, (await staff.PostAsync(hand, done)).Status);
        Assert.Equal("handed-over-already", (await staff.PostAsync(hand, new { operationId = StudioClient.NewOperation(), code = Sold.Code(sold.Collected) })).Code);
        Assert.Equal(3, Int((await Manager.GetAsync($"{at}/reconciliation")).Ok.GetProperty("items")[0], "handedOver"));
        Assert.Equal(200, (await staff.PostAsync($"{hand}/{StudioClient.Id(sold.Collected)}/undo", new { operationId = StudioClient.NewOperation() })).Status);
        Assert.Equal(0, Int((await Manager.GetAsync($"{at}/reconciliation")).Ok.GetProperty("items")[0], "handedOver"));
    }

    [Fact]
    public async Task A_hold_goes_to_an_open_station_and_staff_can_cancel_it_with_a_reason()
    {
        Sold sold = await Sold.MakeAsync(shared.Studio, Manager, "夏乐西瓜");
        string at = $"/api/sessions/{sold.Session}", closed = await Sold.StationAsync(Manager, "停用站", closed: true);
        using StudioClient guest = shared.Studio.Client();
        await guest.EnterRoomAsync(await Manager.MakeLinkAsync(sold.Session, "room"));
        _ = (await guest.SendAsync(HttpMethod.Put, $"/api/room/{sold.Session}/contact", new { operationId = StudioClient.NewOperation(), phone = Sold.Phone, consent = "2026-11" })).Ok;
        JsonElement[] open = [.. (await guest.GetAsync($"/api/room/{sold.Session}/stations")).Ok.EnumerateArray()];
        Assert.Contains(sold.Station, open.Select(StudioClient.Id));
        Assert.DoesNotContain(closed, open.Select(StudioClient.Id));
        JsonElement hold = (await guest.HoldAsync(sold.Session, sold.Items[1], 1)).Ok;
        Task<Answer> Confirm(string station) => guest.PostAsync($"/api/room/{sold.Session}/holds/{StudioClient.Id(hold)}/confirm", new { operationId = StudioClient.NewOperation(), way = "station", stationId = station });
        Answer unknown = await Confirm("st_unknown");
        Assert.Equal(("not-found", "station"), (unknown.Code, unknown.Body.GetProperty("what").GetString()));
        Assert.Equal("station-closed", (await Confirm(closed)).Code);
        Assert.Equal(200, (await Confirm(sold.Station)).Status);

        Answer page = await Manager.GetAsync($"{at}/holds?state=confirmed&item={sold.Items[1]}");
        Assert.Equal(2, Int(page.Ok, "total"));
        string cancel = $"{at}/holds/{StudioClient.Id(hold)}/cancel";
        Assert.Equal("validation", (await Manager.PostAsync(cancel, new { operationId = StudioClient.NewOperation(), why = " " })).Code);
        Assert.Equal("released", (await Manager.PostAsync(cancel, new { operationId = StudioClient.NewOperation(), why = "买家打电话不要了" })).Ok.GetProperty("state").GetString());
        Assert.Equal("not-found", (await Manager.PostAsync($"{at}/holds/h_0000000000000000/cancel", new { operationId = StudioClient.NewOperation(), why = "x" })).Code);
        Assert.Equal(1, Int((await Manager.GetAsync($"{at}/holds?state=confirmed&item={sold.Items[1]}")).Ok, "total"));
    }

    [Fact]
    public async Task Bad_files_are_refused_with_a_code_and_a_table_of_another_shape_asks_for_its_columns()
    {
        Sold sold = await Sold.MakeAsync(shared.Studio, Manager, "夏乐西瓜");
        string at = $"/api/sessions/{sold.Session}";
        Assert.Equal("table-empty", (await UploadAsync(at, "preview", sold.Enterprise, "")).Code);
        Assert.Equal("table-unreadable", (await UploadAsync(at, "preview", sold.Enterprise, "<html><table>")).Code);
        Assert.Equal("file-too-large", (await UploadAsync(at, "import", sold.Enterprise, new string('a', (5 * 1024 * 1024) + 1), StudioClient.NewOperation())).Code);
        Assert.Equal("not-found", (await UploadAsync(at, "preview", "e_unknown", "订单号\n1\n")).Code);
        const string Shape = "甲,乙,丙\n9009,12.5,已付款\n";
        Assert.Equal(["orderNumber", "amount", "status"], (await UploadAsync(at, "preview", sold.Enterprise, Shape)).Ok.GetProperty("missing").EnumerateArray().Select(field => field.GetString()));
        Assert.Equal("columns-missing", (await UploadAsync(at, "import", sold.Enterprise, Shape, StudioClient.NewOperation())).Code);
        string map = string.Concat(((string[])["orderNumber:甲", "amount:乙", "status:丙"]).Select(one => $"&map={Uri.EscapeDataString(one)}"));
        Assert.Equal(1, Sum((await UploadAsync(at, "import", sold.Enterprise, Shape, StudioClient.NewOperation(), map)).Ok, "new"));
        Assert.Empty((await UploadAsync(at, "preview", sold.Enterprise, Shape)).Ok.GetProperty("missing").EnumerateArray());
        Assert.Equal("validation", (await UploadAsync(at, "import", sold.Enterprise, Shape, "x")).Code);
        foreach (string bad in (string[])["/reconciliation?days=-1", "/reconciliation/rows?standing=nowhere", "/holds?state=1", "/orders?show=x", $"/enterprises/{sold.Enterprise}/export?format=exe"]) Assert.Equal("validation", (await Manager.GetAsync(at + bad)).Code);
        Assert.Equal(404, (await Manager.GetAsync("/api/sessions/s_unknown/reconciliation")).Status);
    }

    [Fact]
    public async Task Twenty_thousand_orders_are_imported_listed_page_by_page_and_exported()
    {
        Sold sold = await Sold.MakeAsync(shared.Studio, Manager, "夏乐西瓜");
        string at = $"/api/sessions/{sold.Session}";
        string file = "订单编号,订单状态,实付款,付款时间,买家留言\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"{1_000_000 + i},已付款,0.01,2026-11-24 20:13:05,{(i == 20_000 ? Sold.Code(sold.Shop) : "")}\n"));
        Assert.Equal(20_000, Sum((await UploadAsync(at, "preview", sold.Enterprise, file)).Ok, "new"));
        JsonElement done = (await UploadAsync(at, "import", sold.Enterprise, file, StudioClient.NewOperation())).Ok;
        Assert.Equal((20_000, 1, 19_999), (Sum(done, "new"), Sum(done, "matched"), Sum(done, "unmatched")));
        Assert.Equal((0, 20_000), (Sum((await UploadAsync(at, "import", sold.Enterprise, file, StudioClient.NewOperation())).Ok, "changed"), Sum((await UploadAsync(at, "preview", sold.Enterprise, file)).Ok, "unchanged")));
        HashSet<string> seen = [];
        string? after = null;
        for (int page = 0; page < 3; page++)
        {
            JsonElement orders = (await Manager.GetAsync($"{at}/orders?after={Uri.EscapeDataString(after ?? "")}")).Ok;
            Assert.Equal((19_999, 100), (Int(orders, "total"), orders.GetProperty("orders").GetArrayLength()));
            seen.UnionWith(orders.GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("number").GetString()!));
            after = orders.GetProperty("next").GetString();
        }
        Assert.Equal(300, seen.Count);
        Assert.Equal(20_000, Sheet(await Manager.Http.GetByteArrayAsync($"{at}/reconciliation.xlsx"), "没有锁单的订单").Length);
    }

    private async Task<Answer> UploadAsync(string at, string what, string enterprise, string text, string? operationId = null, string map = "")
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        body.Headers.ContentType = new("application/octet-stream");
        return await Manager.SendAsync(HttpMethod.Post, $"{at}/orders/{what}?enterpriseId={enterprise}{(operationId is null ? "" : $"&operationId={operationId}")}{map}", body);
    }

    private static object?[][] Sheet(byte[] file, string? name = null)
    {
        using var stream = new MemoryStream(file);
        return [.. stream.Query(sheetName: name).Select(row => ((IDictionary<string, object?>)row).Values.ToArray())];
    }

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static int Sum(JsonElement element, string name) => element.GetProperty("sums").GetProperty(name).GetInt32();
}

using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>The page about how long recordings are kept.</summary>
public sealed class KeepingTests(Chromium chromium, OpenStudio open)
{
    [Fact]
    public async Task A_manager_keeps_longer_holds_and_is_refused_a_deletion_and_an_auditor_only_reads()
    {
        string id = StudioClient.Id(await open.SessionAsync("夏乐西瓜"));
        await using (Publisher publisher = Publisher.Generated(open.Studio, await open.Manager.MakeKeyAsync(id)))
        {
            await Wait.UntilAsync(async () => (await open.Manager.GetAsync($"/api/sessions/{id}/keeping")).Ok.GetProperty("session").GetProperty("files").GetInt64() > 1, "files are sealed");
        }
        _ = (await open.Manager.PostAsync($"/api/sessions/{id}/end", new { operationId = StudioClient.NewOperation() })).Ok;
        await using Window window = await open.ManagerWindowAsync(chromium);
        await window.GoAsync("/base/#/keeping");
        ILocator row = window.Page.Locator($"[data-session={id}]");
        await Expect(row).ToContainTextAsync("保存中");
        await Expect(row).ToContainTextAsync("（3 年）");
        // How full it is in how many days depends on the machine: it says one or the other.
        await Expect(window["disk"]).ToContainTextAsync(new System.Text.RegularExpressions.Regex("天后满|三年内不会满", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("keeping");

        await row.GetByRole(AriaRole.Button, new() { Name = "延长保存" }).ClickAsync();
        await window.Page.GetByLabel("保存年数（3–30）").FillAsync("10");
        await window["act"].GetByRole(AriaRole.Button, new() { Name = "延长保存" }).ClickAsync();
        await Expect(row).ToContainTextAsync("（10 年）");
        await row.GetByRole(AriaRole.Button, new() { Name = "依法保全" }).ClickAsync();
        await window.Page.GetByLabel("原因").FillAsync("县检察院调查");
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("keeping-hold");
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(row).ToContainTextAsync("依法保全：县检察院调查");
        await Expect(row.GetByRole(AriaRole.Button, new() { Name = "申请删除" })).ToHaveCountAsync(0);
        Assert.Equal("on-hold", (await open.Manager.PostAsync($"/api/sessions/{id}/keeping/deletion", new { operationId = StudioClient.NewOperation(), why = "x" })).Code);
        await row.Locator("summary").ClickAsync();
        await Expect(row.GetByText("延长到 10 年")).ToBeVisibleAsync();
        IDownload manifest = await window.Page.RunAndWaitForDownloadAsync(() => row.GetByRole(AriaRole.Button, new() { Name = "下载封存清单" }).ClickAsync());
        Assert.Contains("part-0001/init.mp4", await File.ReadAllTextAsync(await manifest.PathAsync()), StringComparison.Ordinal);
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("keeping-record");

        await window.Page.SetViewportSizeAsync(375, 812);
        await window.FitsAsync();
        await window.ShootAsync("keeping-phone");
        await window.Button("English").ClickAsync();
        await Expect(row).ToContainTextAsync("Legal hold");
        await window.FitsAsync();
        Assert.Empty(await window.FaultsAsync());
        Assert.Empty(window.Complaints);

        string auditor = $"auditor-{Guid.NewGuid().ToString("N")[..6]}";
        await open.Manager.MakeAccountAsync(auditor, "auditor");
        await using Window reads = await chromium.OpenAsync(open.Studio.Url);
        await reads.SignInAsync(auditor, "/base/#/keeping");
        await Expect(reads.Page.Locator($"[data-session={id}]")).ToContainTextAsync("县检察院调查");
        await Expect(reads["kept"].GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        Assert.Empty(reads.Complaints);
    }

    [Fact]
    public async Task An_expired_recording_is_deleted_in_two_steps_the_second_with_the_title_typed()
    {
        await using Window window = await open.ManagerWindowAsync(chromium);
        // Three years cannot be waited for: the page is told of a session that is over for long. What the studio decides, other tests ask it.
        const string expired = """{"id":"s_x","title":"三年前的助农专场","phase":"ended","startedAt":"2023-11-20T11:00:00Z","endedAt":"2023-11-20T14:00:00Z","recordingBytes":5400000000,"clipBytes":320000000,"state":"STATE","years":3,"keptUntil":"2026-11-20T14:00:00Z","hold":null,"asked":ASKED,"confirmed":null,"deletedAt":null,"cold":true,"files":5402,"chain":"ab12","closed":true,"problem":null}""";
        string now = expired.Replace("STATE", "expired", StringComparison.Ordinal).Replace("ASKED", "null", StringComparison.Ordinal);
        string asked = expired.Replace("STATE", "asked", StringComparison.Ordinal).Replace("ASKED", """{"by":"manager","at":"2026-11-25T01:00:00Z","why":"满三年"}""", StringComparison.Ordinal);
        List<string> sent = [];
        await window.Page.RouteAsync("**/api/keeping", route => route.FulfillAsync(new() { ContentType = "application/json", Body = $$$"""{"sessions":[{{{now}}}],"disk":{"recordingBytes":5400000000,"clipBytes":320000000,"freeBytes":91000000000,"coldFreeBytes":4000000000000,"daysLeft":17.6}}""" }));
        await window.Page.RouteAsync("**/api/sessions/s_x/keeping/**", async route =>
        {
            sent.Add($"{new Uri(route.Request.Url).AbsolutePath} {route.Request.PostDataJSON()?.GetProperty(route.Request.Url.EndsWith("confirm", StringComparison.Ordinal) ? "title" : "why").GetString()}");
            now = route.Request.Url.EndsWith("confirm", StringComparison.Ordinal) ? asked.Replace("\"asked\",\"years\"", "\"deleting\",\"years\"", StringComparison.Ordinal) : asked;
            await route.FulfillAsync(new() { ContentType = "application/json", Body = now });
        });
        await window.GoAsync("/base/#/keeping");
        await Expect(window["disk"]).ToContainTextAsync("约 17 天后满");
        await Expect(window["disk"]).ToContainTextAsync("5.4 GB");
        await window["kept"].GetByRole(AriaRole.Button, new() { Name = "申请删除" }).ClickAsync();
        await window.Page.GetByLabel("原因").FillAsync("满三年");
        await window["act"].GetByRole(AriaRole.Button, new() { Name = "申请删除" }).ClickAsync();
        await Expect(window["kept"]).ToContainTextAsync("待确认删除");
        await window["kept"].GetByRole(AriaRole.Button, new() { Name = "确认删除" }).ClickAsync();
        await window.Page.GetByLabel("请输入这一场的标题").FillAsync("三年前的助农专场");
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("keeping-delete");
        await window["act"].GetByRole(AriaRole.Button, new() { Name = "确认删除" }).ClickAsync();
        await Expect(window["kept"]).ToContainTextAsync("删除中");
        await Expect(window["kept"].GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        Assert.Equal(["/api/sessions/s_x/keeping/deletion 满三年", "/api/sessions/s_x/keeping/deletion/confirm 三年前的助农专场"], sent);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task The_page_is_right_with_no_session_and_quick_with_five_hundred()
    {
        await using Window window = await open.ManagerWindowAsync(chromium, 390, 844);
        int count = 0;
        await window.Page.RouteAsync("**/api/keeping", route =>
        {
            IEnumerable<string> sessions = Enumerable.Range(1, count).Select(i => $$"""{"id":"s_{{i}}","title":"第 {{i}} 场 <b>助农</b>专场，名字很长很长，长到一行放不下也要能看","phase":"ended","startedAt":"2026-11-20T11:00:00Z","endedAt":"2026-11-20T14:00:00Z","recordingBytes":{{i * 10_000_000L}},"clipBytes":0,"state":"kept","years":3,"keptUntil":"2029-11-20T14:00:00Z","hold":null,"asked":null,"confirmed":null,"deletedAt":null,"cold":false,"files":5402,"chain":"ab12","closed":true,"problem":{{(i % 50 == 0 ? "\"move-refused\"" : "null")}}}""");
            return route.FulfillAsync(new() { ContentType = "application/json", Body = $$$"""{"sessions":[{{{string.Join(',', sessions)}}}],"disk":{"recordingBytes":0,"clipBytes":0,"freeBytes":91000000000,"coldFreeBytes":null,"daysLeft":null}}""" });
        });
        await window.GoAsync("/base/#/keeping");
        await Expect(window.Page.GetByText("还没有录像")).ToBeVisibleAsync();
        await Expect(window["disk"]).ToContainTextAsync("估不出来");
        await window.FitsAsync();
        Assert.Empty(await window.FaultsAsync());
        count = 500;
        await window.GoAsync("/base/#/keeping");
        await Expect(window["kept"]).ToHaveCountAsync(500);
        await window.FitsAsync();
        await window.ShootAsync("keeping-many");
        // A phone that is turned: rows that were seen wide and are out of sight must not keep the page wide.
        await window.Page.SetViewportSizeAsync(844, 390);
        await window["kept"].Last.ScrollIntoViewIfNeededAsync();
        await window["kept"].First.ScrollIntoViewIfNeededAsync();
        await window.Page.SetViewportSizeAsync(390, 844);
        await window.FitsAsync();
        await window.Page.GetByLabel("按标题查找").FillAsync("第 499 场");
        await Expect(window["kept"]).ToHaveCountAsync(1);
        Assert.Empty(window.Complaints);
    }
}

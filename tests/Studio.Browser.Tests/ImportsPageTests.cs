using System.Buffers.Binary;
using System.Collections.Concurrent;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>The page on which recordings from elsewhere come in.</summary>
public sealed class ImportsPageTests(Chromium chromium, OpenStudio open) : IDisposable
{
    private const int Piece = 16 * 1024 * 1024;
    private readonly string _films = Directory.CreateTempSubdirectory("films-").FullName;

    public void Dispose() => Directory.Delete(_films, recursive: true);

    [Fact]
    public async Task An_editor_sends_a_recording_in_reloads_the_page_chooses_the_file_again_and_puts_it_in_its_place()
    {
        string id = StudioClient.Id(await open.SessionAsync("夏乐西瓜"));
        await using (Publisher publisher = Publisher.Generated(open.Studio, await open.Manager.MakeKeyAsync(id)))
        {
            await Wait.UntilAsync(async () => (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("startedAt").ValueKind == System.Text.Json.JsonValueKind.String, "it is live");
        }
        _ = (await open.Manager.PostAsync($"/api/sessions/{id}/end", new { operationId = StudioClient.NewOperation() })).Ok;
        string film = await LongFilmAsync("手机拍的 <b>西瓜 地.mp4"), other = await LongFilmAsync("other.mp4", seconds: 3);
        string editor = await new Desk(chromium, open).OperatorAsync("editor");
        await using Window window = await chromium.OpenAsync(open.Studio.Url);
        window.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await window.SignInAsync(editor, $"/base/#/imports?session={id}");
        await Expect(window["session"]).ToHaveValueAsync(id);

        // The line is away from the second piece on.
        ConcurrentQueue<long> offsets = new();
        bool away = true;
        await window.Page.RouteAsync("**/upload", async route =>
        {
            if (route.Request.Method != "PATCH")
            {
                await route.ContinueAsync();
                return;
            }
            long offset = long.Parse(route.Request.Headers["upload-offset"], System.Globalization.CultureInfo.InvariantCulture);
            offsets.Enqueue(offset);
            if (away && offset > 0) await route.AbortAsync();
            else await route.ContinueAsync();
        });
        await window["send"].Locator("input[type=file]").SetInputFilesAsync(film);
        ILocator row = window["import"].First;
        await Expect(row).ToContainTextAsync("手机拍的 <b>西瓜 地.mp4");
        await Expect(row).ToContainTextAsync("上传中");
        await Wait.UntilAsync(() => offsets.Count > 1, "the second piece is tried");
        await row.GetByRole(AriaRole.Button, new() { Name = "暂停" }).ClickAsync();
        await Expect(row).ToContainTextAsync("已暂停");
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("imports-uploading");

        await window.Page.ReloadAsync();
        await Expect(row).ToContainTextAsync("没传完");
        await Expect(row).ToContainTextAsync("再选一次同一个文件");
        await row.Locator("input[type=file]").SetInputFilesAsync(other);
        await Expect(window.Page.GetByText("这不是原来那个文件")).ToBeVisibleAsync();
        await window.ShootAsync("imports-broken");
        away = false;
        offsets.Clear();
        await row.Locator("input[type=file]").SetInputFilesAsync(film);
        await Expect(row).ToContainTextAsync("已导入", new() { Timeout = 60_000 });
        Assert.Equal([Piece, 2L * Piece], offsets.Take(2));
        await Expect(row).ToContainTextAsync("还没有对时间");
        await Expect(row).ToContainTextAsync("画面原样保留");

        await row.GetByRole(AriaRole.Button, new() { Name = "对时间" }).ClickAsync();
        ILocator dialog = window["align"];
        await Expect(dialog).ToBeVisibleAsync();
        await window.UntilAsync("() => document.querySelector('[data-testid=frame]')?.naturalWidth > 0");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "文件时间当作开始" }).ClickAsync();
        await Expect(window["result"]).ToHaveTextAsync("录像从 2026-11-20 18:00:00.000 开始");
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("imports-align");
        // By the picture at two seconds, and a little later.
        await dialog.GetByRole(AriaRole.Button, new() { Name = "+1 s" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "+1 s" }).ClickAsync();
        await window.Page.GetByLabel("这个画面的时刻（北京时间）").FillAsync("2026-11-20T19:30:02");
        await window.Page.GetByLabel("微调（毫秒）").FillAsync("40");
        await Expect(window["result"]).ToHaveTextAsync("录像从 2026-11-20 19:30:00.040 开始");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "放到这里" }).ClickAsync();
        await Expect(row).ToContainTextAsync("从 2026-11-20 19:30:00.0 开始（手工对时，±0.5");
        await row.GetByRole(AriaRole.Button, new() { Name = "对时间" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "撤销上一次对时" }).ClickAsync();
        await Expect(row).ToContainTextAsync("还没有对时间");

        await window.Page.SetViewportSizeAsync(375, 812);
        await window.FitsAsync();
        await window.ShootAsync("imports-phone");
        await row.GetByRole(AriaRole.Button, new() { Name = "对时间" }).ClickAsync();
        await window.UntilAsync("() => document.querySelector('[data-testid=frame]')?.naturalWidth > 0");
        await window.FitsAsync();
        await window.ShootAsync("imports-align-phone");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Button("English").ClickAsync();
        await Expect(row).ToContainTextAsync("Imported");
        await window.FitsAsync();
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("imports-phone-en");
        Assert.Equal(0, await row.Locator("b").CountAsync());
        Assert.DoesNotContain(window.Complaints, text => !text.Contains("ERR_FAILED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_refused_says_why_and_an_auditor_only_reads()
    {
        string id = StudioClient.Id(await open.SessionAsync("夏乐西瓜")), list = Path.Combine(_films, "film.mp4");
        await File.WriteAllTextAsync(list, "#EXTM3U\n/etc/passwd\n");
        await using Window window = await open.ManagerWindowAsync(chromium);
        await window.GoAsync($"/base/#/imports?session={id}");
        await Expect(window["session"]).ToHaveValueAsync(id);
        await window["send"].Locator("input[type=file]").SetInputFilesAsync(list);
        await Expect(window["import"].First).ToContainTextAsync("已拒绝");
        await Expect(window["import"].First).ToContainTextAsync("这是播放列表或拼接脚本，不是录像。");
        await Expect(window["import"].First.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await window.ShootAsync("imports-refused");
        // An empty file is refused before it is sent.
        await window["send"].Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "empty.mp4", MimeType = "video/mp4", Buffer = [] });
        await Expect(window["send"].GetByRole(AriaRole.Alert)).ToContainTextAsync("empty.mp4：这个文件是空的。");

        await using Window reads = await chromium.OpenAsync(open.Studio.Url);
        await reads.SignInAsync(await new Desk(chromium, open).OperatorAsync("auditor"), "/base/#/imports");
        await Expect(reads["import"].First).ToContainTextAsync("已拒绝");
        await Expect(reads["send"]).ToHaveCountAsync(0);
        Assert.Empty(reads.Complaints);
    }

    [Fact]
    public async Task The_page_is_right_with_no_import_and_quick_with_five_hundred()
    {
        await using Window window = await open.ManagerWindowAsync(chromium, 390, 844);
        int count = 0;
        string[] states = ["uploading", "needsSession", "encoding", "ready", "refused", "failed"];
        await window.Page.RouteAsync("**/api/imports", route =>
        {
            IEnumerable<string> imports = Enumerable.Range(1, count).Select(i => $$"""{"id":"i_{{i:0000000000000000}}","sessionId":{{(states[i % 6] == "needsSession" ? "null" : "\"s_1\"")}},"sessionTitle":"第 {{i}} 场助农专场","name":"第 {{i}} 个名字很长很长长到一行放不下也要能看的文件_without_any_space_to_break_it_at_0123456789.mp4","bytes":{{i * 10_000_000L}},"mark":"","by":"editor","fromFolder":false,"mine":true,"at":"2026-11-20T11:00:00Z","state":"{{states[i % 6]}}","receivedBytes":{{i * 4_000_000L}},"percent":42,"problem":{{(states[i % 6] switch { "refused" => "\"import-cut-short\"", "failed" => "\"disk-full\"", _ => "null" })}},"durationSeconds":3600,"format":"mov · hevc 3840×2160 · aac","encoded":true,"repairs":["rotated","made-smaller","variable-rate"],"proposals":[],"alignment":null,"canUndo":false}""");
            return route.FulfillAsync(new() { ContentType = "application/json", Body = $$"""{"imports":[{{string.Join(',', imports)}}],"mostBytes":21474836480,"folder":true}""" });
        });
        await window.GoAsync("/base/#/imports");
        await Expect(window.Page.GetByText("还没有导入的录像")).ToBeVisibleAsync();
        await window.FitsAsync();
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("imports-empty");
        count = 500;
        await window.GoAsync("/base/#/imports");
        await Expect(window["import"]).ToHaveCountAsync(500);
        await window.FitsAsync();
        await window.ShootAsync("imports-many");
        await window.Page.GetByLabel("按文件名或场次查找").FillAsync("第 499 个");
        await Expect(window["import"]).ToHaveCountAsync(1);
        Assert.Empty(await window.FaultsAsync());
        Assert.Empty(window.Complaints);
    }

    // A box that says "nothing" makes any film as long as it has to be.
    private async Task<string> LongFilmAsync(string name, double seconds = 6)
    {
        string film = await Elsewhere.FilmAsync(Path.Combine(_films, name), seconds, "-metadata", "creation_time=2026-11-20T10:00:00Z");
        byte[] box = new byte[(2 * Piece) + 1_000_000];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        "free"u8.CopyTo(box.AsSpan(4));
        await using FileStream file = new(film, FileMode.Append);
        await file.WriteAsync(box);
        return film;
    }
}

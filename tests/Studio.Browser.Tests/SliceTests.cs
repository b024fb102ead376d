using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SkiaSharp;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>The studio's main job from the first start to the cut clip, by its screens alone, on a real feed.</summary>
public sealed partial class SliceTests(Chromium chromium) : IAsyncLifetime
{
    private static readonly SKColor Magenta = new(0xE0, 0x10, 0xC0);
    private StudioProcess _studio = null!;
    private Film _film = null!;

    public async ValueTask InitializeAsync()
    {
        _studio = await StudioProcess.StartAsync();
        _film = await Film.OpenAsync(_studio.Folder);
    }

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    [Fact]
    public async Task From_the_set_up_link_to_a_card_on_air_a_held_piece_and_a_cut_clip()
    {
        await using Window desk = await chromium.OpenAsync(_studio.Url);
        await SetUpAsync(desk);
        await PlanAsync(desk);

        await desk.Page.GetByRole(AriaRole.Link, new() { Name = "打开控制台" }).First.ClickAsync();
        await Expect(desk.Page.Locator("header .lamp[role=status]")).ToHaveTextAsync("已连接");
        string overlayLink = await MakeLinkAsync(desk, "overlay"), roomLink = await MakeLinkAsync(desk, "room");
        await using Window wide = await chromium.OpenAsync(_studio.Url, 1920, 1080), tall = await chromium.OpenAsync(_studio.Url, 1080, 1920), room = await chromium.OpenAsync(_studio.Url, 390, 844, touch: true);
        foreach (Window overlay in (Window[])[wide, tall]) await overlay.GoAsync(overlayLink);
        await Expect(desk["overlay"]).ToHaveCountAsync(2);
        await room.GoAsync(roomLink);
        await Expect(room.Page.GetByText("直播还没开始，开播后这里会自动播放。")).ToBeVisibleAsync();

        await desk["make-key"].ClickAsync();
        // The form plans an hour ahead, and a key opens a quarter of an hour before.
        await desk["key-move"].ClickAsync();
        await Expect(desk["key-move"]).ToHaveCountAsync(0);
        await Expect(desk.Page.GetByLabel("服务器")).ToHaveValueAsync($"rtmp://127.0.0.1:{_studio.RtmpPort}/live");
        await using Publisher publisher = Publisher.Film(_studio, await desk.Page.GetByLabel("推流码").InputValueAsync(), _film.Path);
        DateTimeOffset filmBegan = TimeProvider.System.GetUtcNow();
        await Expect(desk["phase"]).ToHaveTextAsync(new Regex("直播中", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(desk["feed"]).ToHaveTextAsync("有信号");
        await PlaysAsync(room);

        DateTimeOffset took = await TakeByKeyboardAsync(desk, "1");
        await ShowsCardAsync(wide, "余 20");
        await ShowsCardAsync(tall, "余 20");
        await SaysOnScreenAsync(desk, overlays: 2);

        await room["shelf-1"].GetByTestId("hold").ClickAsync();
        await Expect(room.Page.GetByText("已为您预留 1 件")).ToBeVisibleAsync();
        await Expect(wide["card"]).ToContainTextAsync("余 19");
        await Expect(tall["card"]).ToContainTextAsync("余 19");
        await Expect(desk.Mirror.Locator("article")).ToContainTextAsync("19");

        // The stretch has to reach into what the recorder has closed: as long as a host speaks of one product, at the least.
        double recorded = await room.Page.EvaluateAsync<double>("() => document.querySelector('video').duration");
        await room.UntilAsync(FormattableString.Invariant($"() => document.querySelector('video').duration > {recorded + 5}"));
        await desk.Page.Keyboard.PressAsync("Escape");
        DateTimeOffset cleared = TimeProvider.System.GetUtcNow();
        await Expect(wide["card"]).ToHaveCountAsync(0);
        Assert.True((await PictureAsync(wide)).IsClear());
        await IsCutFromAsync(desk, took - filmBegan, cleared - filmBegan);

        await DiesAndComesBackAsync(desk, wide, room);
    }

    private async Task SetUpAsync(Window desk)
    {
        await desk.GoAsync($"/setup/#t={_studio.SetupToken}");
        await desk.FillAsync("姓名", "王主任");
        await desk.FillAsync("账号（登录用）", "manager");
        await desk.FillAsync("密码（至少 8 位）", StudioClient.Password);
        await desk.Button("创建并进入").ClickAsync();
        await Expect(desk.Page.GetByText("还没有场次")).ToBeVisibleAsync();
    }

    private static async Task PlanAsync(Window desk)
    {
        await desk.Page.GetByRole(AriaRole.Link, new() { Name = "直播间", Exact = true }).ClickAsync();
        await desk.FillAsync("名称", "一号直播间");
        await desk.Button("新建直播间").ClickAsync();
        await Expect(desk.Page.Locator(".rooms li")).ToHaveTextAsync("一号直播间");

        await desk.Page.GetByRole(AriaRole.Link, new() { Name = "商品", Exact = true }).ClickAsync();
        await desk.Button("新建商品").ClickAsync();
        await desk.FillAsync("名称", "南大里高山晚熟麒麟西瓜");
        await desk.FillAsync("价格（元）", "29.90");
        await desk.FillAsync("单位（斤、瓶、盒…）", "个");
        await desk.Button("保存").ClickAsync();
        ILocator product = desk.Page.Locator(".products li");
        await product.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "西瓜.png", MimeType = "image/png", Buffer = Picture.Plain(900, 900, Magenta) });
        await Expect(product.GetByText("手绘图")).ToHaveCountAsync(0);

        await desk.Page.GetByRole(AriaRole.Link, new() { Name = "场次", Exact = true }).ClickAsync();
        await desk.Button("新建场次").ClickAsync();
        await desk.FillAsync("标题", "麒麟西瓜助农专场");
        await desk.Page.GetByLabel("选择商品").SelectOptionAsync("南大里高山晚熟麒麟西瓜");
        await desk.FillAsync("备货（件）", "20");
        await desk.FillAsync("每人限（件）", "2");
        await desk.Button("加到橱窗").ClickAsync();
        await desk.Button("新建").ClickAsync();
        await Expect(desk.Page.GetByText("麒麟西瓜助农专场").First).ToBeVisibleAsync();
    }

    private static async Task<string> MakeLinkAsync(Window desk, string kind)
    {
        await desk[$"make-{kind}-link"].ClickAsync();
        ILocator made = desk.Page.Locator(".made input");
        await Expect(made).ToHaveValueAsync(new Regex($"/{kind}/#c=", RegexOptions.None, TimeSpan.FromSeconds(1)));
        string url = await made.InputValueAsync();
        return url[url.IndexOf($"/{kind}/", StringComparison.Ordinal)..];
    }

    private static async Task PlaysAsync(Window room)
    {
        await Expect(room["player"]).ToBeVisibleAsync();
        await room.UntilAsync("() => { const video = document.querySelector('video'); return video && video.videoWidth > 0 && video.currentTime > 0.5 && !video.paused }");
    }

    private static async Task<DateTimeOffset> TakeByKeyboardAsync(Window desk, string number)
    {
        await desk.Page.Locator("body").PressAsync(number);
        DateTimeOffset took = TimeProvider.System.GetUtcNow();
        await desk.Page.Keyboard.PressAsync("Enter");
        return took;
    }

    // By pixels: the product's own colour within the card, and nothing at all around it.
    private static async Task ShowsCardAsync(Window overlay, string stock)
    {
        ILocator card = overlay["card"];
        await Expect(card).ToContainTextAsync("南大里高山晚熟麒麟西瓜");
        await Expect(card).ToContainTextAsync("29");
        await Expect(card).ToContainTextAsync(stock);
        await overlay.UntilAsync("() => { const { shadowRoot } = document.querySelector('[data-testid=card]').firstElementChild; return shadowRoot.querySelector('.picture img').complete && shadowRoot.getAnimations().length === 0 }");
        LocatorBoundingBoxResult box = (await card.Locator("article").BoundingBoxAsync())!;
        Picture picture = await PictureAsync(overlay);
        int magenta = picture.Count(box.X, box.Y, box.Width, box.Height, pixel => pixel.Alpha > 200 && Picture.Near(pixel, Magenta));
        Assert.True(magenta > 10_000, $"The picture of the product is on the card: {magenta} of its pixels.");
        const int Shadow = 60;
        int painted = picture.Count(0, 0, picture.Width, picture.Height, pixel => pixel.Alpha > 0);
        int within = picture.Count(box.X - Shadow, box.Y - Shadow, box.Width + (2 * Shadow), box.Height + (2 * Shadow), pixel => pixel.Alpha > 0);
        Assert.Equal(painted, within);
    }

    private static async Task<Picture> PictureAsync(Window overlay) => Picture.Of(await overlay.Page.ScreenshotAsync(new() { OmitBackground = true }));

    private static async Task SaysOnScreenAsync(Window desk, int overlays)
    {
        ILocator confirmed = desk.Page.Locator("[data-testid=overlay][data-state=onScreen]");
        await Expect(confirmed).ToHaveCountAsync(overlays);
        foreach (string words in await confirmed.AllInnerTextsAsync()) Assert.Matches(Latency(), words);
    }

    private async Task IsCutFromAsync(Window desk, TimeSpan took, TimeSpan cleared)
    {
        ILocator clip = desk["clip"];
        await Expect(clip).ToHaveAttributeAsync("data-state", "ready", new() { Timeout = 60_000 });
        byte[] cover = await DownloadAsync(desk, clip, "下载封面"), video = await DownloadAsync(desk, clip, "下载视频");
        Picture drawn = Picture.Of(cover);
        Assert.True(drawn.Count(0, 0, drawn.Width, drawn.Height, pixel => Picture.Near(pixel, SKColors.White)) > 1_000, "The cover has a code to scan.");
        string file = Path.Combine(_studio.Folder, "downloaded.mp4");
        await File.WriteAllBytesAsync(file, video);
        (double begin, double seconds) = await _film.FindAsync(file);
        // ffmpeg needs a moment to start, and without an overlay in the picture the clock alone says where it is cut: three seconds either way. Its length is exact.
        double wanted = took.TotalSeconds % _film.Seconds;
        double early = (wanted - begin + _film.Seconds) % _film.Seconds;
        if (early > _film.Seconds / 2) early -= _film.Seconds;
        Assert.InRange(early, -3, 3);
        Assert.InRange(seconds, (cleared - took).TotalSeconds - 1, (cleared - took).TotalSeconds + 1);
    }

    private static async Task<byte[]> DownloadAsync(Window desk, ILocator clip, string name)
    {
        string address = (await clip.GetByRole(AriaRole.Link, new() { Name = name }).GetAttributeAsync("href"))!;
        IAPIResponse answer = await desk.Context.APIRequest.GetAsync(address);
        Assert.True(answer.Ok);
        return await answer.BodyAsync();
    }

    private async Task DiesAndComesBackAsync(Window desk, Window overlay, Window room)
    {
        await _studio.KillAsync();
        await Expect(desk.Page.Locator("header .lamp[role=status]")).Not.ToHaveTextAsync("已连接");
        await _studio.StartAgainAsync();
        await Expect(desk.Page.Locator("header .lamp[role=status]")).ToHaveTextAsync("已连接", new() { Timeout = 30_000 });
        await Expect(desk["feed"]).ToHaveTextAsync("有信号", new() { Timeout = 30_000 });

        // The hold is in the ledger, not only on the viewer's screen: the page asks anew.
        await room.Page.ReloadAsync();
        await Expect(room["shelf-1"].GetByTestId("left")).ToHaveTextAsync("余 19");
        await room["my-holds"].ClickAsync();
        await Expect(room["my-hold"]).ToContainTextAsync("1 件");
        await TakeByKeyboardAsync(desk, "1");
        await Expect(overlay["card"]).ToContainTextAsync("余 19", new() { Timeout = 30_000 });
        await room["release"].ClickAsync();
        await room["release-sure"].ClickAsync();
        await Expect(overlay["card"]).ToContainTextAsync("余 20");
    }

    [GeneratedRegex(@"已上屏 · \d+ 毫秒", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Latency();
}

using System.Globalization;
using MediaPipeline.Analysis;
using MediaPipeline.Processes;
using MediaPipeline.Recordings;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>The sync stamp from the real page to the real search: drawn by Chromium, encoded and recorded, found on its picture.</summary>
public sealed class StampTests(Chromium chromium, OpenStudio open)
{
    private const string Session = "s_stamped";
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1920, 1080, 1280, 720)]
    [InlineData(1280, 720, 1280, 720)]
    [InlineData(1080, 1920, 720, 1280)]
    public async Task What_the_page_draws_after_a_take_is_found_in_the_recording_on_its_picture(int width, int height, int sentWidth, int sentHeight)
    {
        (Window overlay, StubHub hub) = await OpenAsync(width, height, Document(6, "a"));
        await using Window _ = overlay;
        await overlay.Page.EvaluateAsync("() => { document.documentElement.style.background = 'repeating-linear-gradient(30deg, #24361f 0 40px, #c9b18a 40px 90px)' }");
        // The page's time stands still, so that a quarter of a second is enough for a picture; it must not leap so far that the line is taken for dead.
        double now = await overlay.Page.EvaluateAsync<double>("() => Date.now()");
        await overlay.Page.Clock.PauseAtAsync(DateTimeOffset.FromUnixTimeMilliseconds((long)now + 1_000).UtcDateTime);
        byte[] before = await overlay.Page.ScreenshotAsync();
        hub.Say(Document(7, "b"));
        await Wait.UntilAsync(async () =>
        {
            await overlay.Page.Clock.RunForAsync(5);
            return await overlay["stamp"].EvaluateAsync<bool>("stamp => stamp.classList.contains('on')");
        }, "the stamp is drawn");
        await Expect(overlay["card"]).ToHaveAttributeAsync("data-revision", "7");
        byte[] during = await overlay.Page.ScreenshotAsync();
        await overlay.Page.Clock.RunForAsync(300);
        Assert.False(await overlay["stamp"].EvaluateAsync<bool>("stamp => stamp.classList.contains('on')"));
        byte[] after = await overlay.Page.ScreenshotAsync();
        await overlay.ShootAsync(string.Create(CultureInfo.InvariantCulture, $"stamp-after-{width}"));
        await File.WriteAllBytesAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(Checkout.Root, "artifacts", "screens")).FullName, string.Create(CultureInfo.InvariantCulture, $"stamp-{width}.png")), during);

        string folder = Directory.CreateTempSubdirectory("stamped-").FullName;
        try
        {
            RecordingTimeline timeline = await RecordAsync(folder, sentWidth, sentHeight, (before, 31), (during, 6), (after, 40));
            StampOutcome outcome = await StampSearch.FindAsync(timeline, folder, new StampQuery(Session, SyncStamp.Of(1, 7), timeline.Start, timeline.End), new HashSet<SegmentFile>(), CancellationToken.None);
            Assert.Equal(31 / 25.0, Assert.IsType<FoundStamp>(outcome.Found).Media.TotalSeconds, 0.001);
            Assert.InRange(outcome.Found!.Error.TotalMilliseconds, 40, 81);
            Assert.Null((await StampSearch.FindAsync(timeline, folder, new StampQuery(Session, SyncStamp.Of(1, 8), timeline.Start, timeline.End), new HashSet<SegmentFile>(), CancellationToken.None)).Found);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_page_that_comes_late_a_blank_screen_a_pushed_price_and_a_theme_without_it_draw_none()
    {
        (Window overlay, StubHub hub) = await OpenAsync(1280, 720, Document(1, "a"));
        await using Window _ = overlay;
        await Expect(overlay["card"]).ToBeVisibleAsync();
        hub.Say(Document(2, "a"));
        await PaintedAsync(hub, 2);
        hub.Say(Document(3, "b", blank: 1));
        await PaintedAsync(hub, 3);
        hub.Say(Document(3, "b", blank: 2));
        await Wait.UntilAsync(() => hub.Painted.Any(painted => painted.TryGetProperty("blankVersion", out var version) && version.GetInt32() == 2), "the blank has ended");
        hub.Say(Document(4, "c", stamp: false, blank: 2));
        await PaintedAsync(hub, 4);
        Assert.Null(await overlay["stamp"].GetAttributeAsync("data-revision")); // it was never drawn
        hub.Say(Document(5, null, blank: 2));
        await PaintedAsync(hub, 5);
        Assert.Equal("5", await overlay["stamp"].GetAttributeAsync("data-revision")); // taken off: that is a moment too
        await Expect(overlay["stamp"]).Not.ToHaveClassAsync(new System.Text.RegularExpressions.Regex("\\bon\\b", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Empty(overlay.Complaints);
    }

    [Fact]
    public async Task The_control_rooms_mirror_and_previews_draw_none_and_the_switch_reaches_the_overlay()
    {
        var session = await open.SessionAsync("夏乐西瓜", "祁家河花椒");
        string id = StudioClient.Id(session), item = StudioClient.Id(session.GetProperty("items")[0]);
        await using Window overlay = await chromium.OpenAsync(open.Studio.Url, 1280, 720);
        await overlay.GoAsync(await open.LinkAsync(id, "overlay"));
        await using Window console = await open.ConsoleAsync(chromium, id);
        await Wait.UntilAsync(async () => (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("overlays").GetArrayLength() == 1, "the overlay has joined");
        _ = (await open.Manager.TakeAsync(id, item, 0)).Ok;
        await Expect(overlay["stamp"]).ToHaveAttributeAsync("data-revision", "1");
        await Expect(console.Mirror.GetByTestId("card")).ToBeVisibleAsync();
        await Expect(console.Mirror.GetByTestId("stamp")).ToHaveCountAsync(0);

        Assert.True((await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("onAir").GetProperty("theme").GetProperty("stamp").GetBoolean());
        _ = (await open.Manager.PostAsync($"/api/sessions/{id}/theme", new { operationId = StudioClient.NewOperation(), stamp = false })).Ok;
        _ = (await open.Manager.ClearAsync(id, 1)).Ok;
        await Expect(overlay["card"]).ToHaveCountAsync(0);
        Assert.Equal("1", await overlay["stamp"].GetAttributeAsync("data-revision"));
        Assert.Empty(overlay.Complaints);
    }

    private async Task<(Window Overlay, StubHub Hub)> OpenAsync(int width, int height, object first)
    {
        Window overlay = await chromium.OpenAsync(open.Studio.Url, width, height);
        await overlay.Page.Clock.InstallAsync(new() { TimeDate = Noon.UtcDateTime });
        var hub = new StubHub(first);
        await hub.AttachAsync(overlay.Page);
        await overlay.GoAsync("/overlay/#c=any");
        await Wait.UntilAsync(() => hub.Painted.Count > 0, "the overlay has joined");
        return (overlay, hub);
    }

    private static Task PaintedAsync(StubHub hub, long revision) =>
        Wait.UntilAsync(() => hub.Painted.Any(painted => painted.GetProperty("revision").GetInt64() == revision), "the document is confirmed");

    private static object Document(long revision, string? takenAt, bool stamp = true, int? blank = null) => new
    {
        sessionId = Session,
        epoch = 1,
        revision,
        phase = "live",
        card = takenAt is null ? null : new { itemId = "i", number = 7, name = "夏乐西瓜", unit = "个", priceFen = 3_990, pictureUrl = "/icon.svg", takenAt, template = (string?)null },
        serverTime = "2026-11-23T12:00:05Z",
        rehearsal = false,
        theme = new { primary = (string?)null, accent = (string?)null, logoUrl = (string?)null, stamp },
        blank = new { on = blank == 1, version = blank ?? 0 },
    };

    /// <summary>Pictures, each for so many frames, through an encoder at two Mbit/s and the recorder's own output.</summary>
    private static async Task<RecordingTimeline> RecordAsync(string folder, int width, int height, params (byte[] Png, int Frames)[] pictures)
    {
        string part = Path.Combine(folder, "part-0001");
        Directory.CreateDirectory(part);
        List<string> inputs = [];
        string graph = "";
        for (int i = 0; i < pictures.Length; i++)
        {
            string png = Path.Combine(folder, $"{i}.png");
            await File.WriteAllBytesAsync(png, pictures[i].Png);
            inputs.AddRange(["-loop", "1", "-framerate", "25", "-t", (pictures[i].Frames / 25.0).ToString(CultureInfo.InvariantCulture), "-i", png]);
            graph += string.Create(CultureInfo.InvariantCulture, $"[{i}:v]");
        }
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("film", "ffmpeg",
        [
            "-v", "error", "-nostdin", .. inputs,
            "-filter_complex", string.Create(CultureInfo.InvariantCulture, $"{graph}concat=n={pictures.Length}:v=1,scale={width}:{height},noise=alls=12:allf=t,format=yuv420p[v]"), "-map", "[v]",
            "-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-g", "50", "-keyint_min", "50", "-sc_threshold", "0", "-b:v", "2000k", "-maxrate", "2000k", "-bufsize", "2000k",
            .. RecorderArguments.Output(part),
        ])
        { WorkingDirectory = part });
        Assert.True(await ffmpeg.Exited == 0, string.Join('\n', ffmpeg.LastLines()));
        return await new RecordingFolder(folder).ReadTimelineAsync(CancellationToken.None);
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>How far behind the camera a viewer is, told by a clock in the picture, and how they wind back.</summary>
public sealed class WatchingTests(Chromium chromium, OpenStudio open, ITestOutputHelper output)
{
    // How old the picture is, read from its own fields (Publisher.Stamped), in seconds; null: it cannot be read.
    private const string Age =
        """
        () => {
          const video = document.querySelector('video');
          if (!video || video.readyState < 2) return null;
          const canvas = window.stampCanvas ??= new OffscreenCanvas(640, 40), pen = canvas.getContext('2d', { willReadFrequently: true });
          pen.drawImage(video, 0, 0, video.videoWidth, 40 * video.videoHeight / 360, 0, 0, 640, 40);
          const pixels = pen.getImageData(0, 0, 640, 40).data;
          let stamp = 0;
          for (let bit = 0; bit < 16; bit++) {
            const light = pixels[(20 * 640 + bit * 40 + 20) * 4];
            if (light > 90 && light < 170) return null;
            if (light >= 170) stamp += 2 ** bit;
          }
          const now = (Date.now() / 50) % 64000;
          return ((now - stamp + 64000 + 2000) % 64000 - 2000) / 20;
        }
        """;

    [Fact]
    public async Task The_picture_is_at_most_six_seconds_old_stays_so_for_a_minute_and_is_again_after_a_stall()
    {
        (string id, string link, string key) = await SessionAsync();
        await using Publisher publisher = Publisher.Stamped(open.Studio, key);
        await RecordedAsync(id);
        await using Window room = await chromium.OpenAsync(open.Studio.Url, 412, 915, touch: true);
        await room.GoAsync(link);
        await Wait.UntilAsync(async () => await AgeAsync(room) is not null, "there is a picture", TimeSpan.FromSeconds(30));
        await Wait.UntilAsync(async () => await AgeAsync(room) <= 6, "it is close to live", TimeSpan.FromSeconds(20));

        List<double> ages = [], told = [];
        for (int i = 0; i < 120; i++)
        {
            if (await AgeAsync(room) is { } age) ages.Add(age);
            told.Add(double.Parse((await room["player"].GetAttributeAsync("data-behind"))!, CultureInfo.InvariantCulture));
            await Task.Delay(500, TestContext.Current.CancellationToken); // a minute is a minute
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"camera to screen over a minute: median {Median(ages):0.0} s, worst {ages.Max():0.0} s; by PROGRAM-DATE-TIME: median {Median(told):0.0} s, worst {told.Max():0.0} s"));
        Assert.True(ages.Count > 110, "The stamp can be read.");
        Assert.True(ages.Max() <= 6, $"The picture was {ages.Max()} s old.");
        Assert.True(Math.Abs(Median(told) - Median(ages)) < 1, "What the page believes is what is so.");

        // Some seconds of standing still: it catches up by playing a little faster.
        double settled = Median(ages);
        await room.Page.EvaluateAsync("() => { const video = document.querySelector('video'); window.seeks = 0; window.fastest = 1; video.addEventListener('seeking', () => window.seeks++); video.addEventListener('ratechange', () => window.fastest = Math.max(window.fastest, video.playbackRate)); video.pause(); setTimeout(() => video.play(), 2500); }");
        await Wait.UntilAsync(async () => await AgeAsync(room) > settled + 2, "it stands still");
        await Wait.UntilAsync(async () => await AgeAsync(room) <= settled + 0.8, "it has caught up", TimeSpan.FromSeconds(30));
        double fastest = await room.Page.EvaluateAsync<double>("window.fastest");
        Assert.InRange(fastest, 1.01, 1.25);
        Assert.Equal(0, await room.Page.EvaluateAsync<int>("window.seeks"));

        // A line that is away for ten seconds: it jumps.
        await room.Context.SetOfflineAsync(true);
        await Wait.UntilAsync(async () => await AgeAsync(room) > 10, "the line is away", TimeSpan.FromSeconds(30));
        await room.Context.SetOfflineAsync(false);
        await Wait.UntilAsync(async () => await AgeAsync(room) <= 6, "it is close to live again", TimeSpan.FromSeconds(30));
        double? again = await AgeAsync(room);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"caught up at {fastest:0.00} times the speed; after ten seconds without a line again {again:0.0} s"));
    }

    [Fact]
    public async Task A_viewer_on_a_phone_winds_back_over_a_gap_is_told_how_far_and_comes_back_to_live()
    {
        (string id, string link, string key) = await SessionAsync();
        await using (Publisher first = Publisher.Stamped(open.Studio, key)) await RecordedAsync(id, seconds: 16);
        // The feed is away for some seconds: a gap, and a second part.
        await Wait.UntilAsync(async () => (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("feed").GetString() == "away", "the feed is away");
        await using Publisher back = Publisher.Stamped(open.Studio, key);
        await RecordedAsync(id, seconds: 40);
        await using Window room = await chromium.OpenAsync(open.Studio.Url, 360, 640, touch: true);
        ConcurrentQueue<string> asked = [];
        room.Page.Request += (_, request) =>
        {
            if (request.Url.Contains(".m3u8", StringComparison.Ordinal)) asked.Enqueue(request.Url);
        };
        await room.GoAsync(link);
        await Wait.UntilAsync(async () => await AgeAsync(room) <= 6, "it is live", TimeSpan.FromSeconds(30));
        Assert.All(asked, url => Assert.Contains("/live.m3u8", url, StringComparison.Ordinal));

        await Expect(room["wind"]).ToHaveCountAsync(0);
        LocatorBoundingBoxResult button = (await room["wind-back"].BoundingBoxAsync())!;
        Assert.True(button is { Width: >= 44, Height: >= 44 });
        await room["wind-back"].TapAsync();
        await Expect(room["behind"]).ToHaveTextAsync(new Regex(@"^比直播晚 0:3\d$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Wait.UntilAsync(async () => await AgeAsync(room) is > 28 and < 42, "it shows what was on air half a minute ago");
        Assert.Contains(asked, url => url.Contains("/index.m3u8?at=", StringComparison.Ordinal));
        await room.FitsAsync();
        Assert.Empty(await room.FaultsAsync());
        await room.ShootAsync("room-wound-back");

        // The whole recording is told once, and then only what is new.
        await Wait.UntilAsync(() => asked.Any(url => url.Contains("_HLS_skip=YES", StringComparison.Ordinal)), "it asks for the news only");
        foreach (string part in (string[])["wind", "wind-ahead", "to-edge", "sound"])
        {
            LocatorBoundingBoxResult box = (await room[part].BoundingBoxAsync())!;
            Assert.True(box is { Width: >= 44, Height: >= 44 }, part);
        }

        // The keyboard leads to the very begin, and the picture plays over the gap.
        await room["wind"].FocusAsync();
        await room.Page.Keyboard.PressAsync("Home");
        DateTimeOffset begin = (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("recording").GetProperty("from").GetDateTimeOffset();
        await Wait.UntilAsync(async () => await AgeAsync(room) is { } age && Math.Abs((TimeProvider.System.GetUtcNow() - begin).TotalSeconds - age) < 12, "it is at the begin");
        JsonElement gap = (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("recording").GetProperty("gaps")[0];
        await Wait.UntilAsync(async () => await AgeAsync(room) is { } age && TimeProvider.System.GetUtcNow().AddSeconds(-age) > gap.GetProperty("to").GetDateTimeOffset(), "it plays on behind the gap", TimeSpan.FromSeconds(40));

        await room["to-edge"].TapAsync();
        await Wait.UntilAsync(async () => await AgeAsync(room) <= 6, "it is live again", TimeSpan.FromSeconds(20));
        await Expect(room["wind"]).ToHaveCountAsync(0);
        Assert.DoesNotContain(room.Complaints, text => !text.Contains("404", StringComparison.Ordinal));
        await room.Button("English").ClickAsync();
        await room["sound"].FocusAsync();
        await room.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(room["behind"]).ToContainTextAsync("behind live");
        await room.FitsAsync();
        await room.ShootAsync("room-wound-back-en");
    }

    private async Task<(string Id, string Link, string Key)> SessionAsync()
    {
        string id = StudioClient.Id(await open.SessionAsync("夏乐西瓜"));
        return (id, await open.LinkAsync(id, "room"), await open.Manager.MakeKeyAsync(id));
    }

    private Task RecordedAsync(string id, double seconds = 2) => Wait.UntilAsync(
        async () => (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("recording") is var recording && recording.GetProperty("available").GetBoolean()
            && (recording.GetProperty("to").GetDateTimeOffset() - recording.GetProperty("from").GetDateTimeOffset()).TotalSeconds >= seconds,
        $"{seconds} s are recorded", TimeSpan.FromSeconds(seconds + 60));

    private static async Task<double?> AgeAsync(Window window) => await window.Page.EvaluateAsync<double?>(Age);

    private static double Median(List<double> numbers) => numbers.Order().ElementAt(numbers.Count / 2);
}

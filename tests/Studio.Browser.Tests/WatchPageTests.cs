using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>The staff's page of a recording: picture, small pictures and sound along the time of day.</summary>
public sealed class WatchPageTests(Chromium chromium, OpenStudio open)
{
    // Whether a row of the canvas has several colours: pictures are drawn there, and not one flat ground.
    private const string Colours =
        """
        y => {
          const canvas = document.querySelector('[data-testid=story] canvas');
          if (!canvas || !canvas.width) return 0;
          const pixels = canvas.getContext('2d').getImageData(0, Math.round(y * canvas.height / 112), canvas.width, 1).data, seen = new Set();
          for (let i = 0; i < pixels.length; i += 4) seen.add(`${pixels[i] >> 4},${pixels[i + 1] >> 4},${pixels[i + 2] >> 4}`);
          return seen.size;
        }
        """;

    // Which share of the columns has sound above the line of silence.
    private const string Loud =
        """
        () => {
          const canvas = document.querySelector('[data-testid=story] canvas'), pen = canvas.getContext('2d');
          const at = y => pen.getImageData(0, Math.round(y * canvas.height / 112), canvas.width, 1).data, [loud, silent] = [at(83), at(66)];
          let columns = 0;
          for (let i = 0; i < loud.length; i += 4) if (Math.abs(loud[i] - silent[i]) > 40) columns++;
          return columns / canvas.width;
        }
        """;

    [Fact]
    public async Task While_it_is_live_pictures_and_sound_appear_a_press_goes_to_its_moment_and_the_keyboard_too()
    {
        string id = StudioClient.Id(await open.SessionAsync("夏乐西瓜"));
        await using Window window = await open.ManagerWindowAsync(chromium);
        await window.GoAsync($"/base/#/sessions/{id}/watch");
        await Expect(window.Page.GetByText("还没有录像")).ToBeVisibleAsync();
        await using Publisher publisher = Publisher.Generated(open.Studio, await open.Manager.MakeKeyAsync(id));
        await Wait.UntilAsync(async () => (await open.Manager.GetAsync($"/api/sessions/{id}/story")) is { Status: 200 } made && made.Body.GetProperty("tiles").GetInt32() >= 8, "there are small pictures", TimeSpan.FromSeconds(90));
        await window.GoAsync($"/base/#/sessions/{id}");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "看录像" }).ClickAsync();
        await Wait.UntilAsync(async () => await window.Page.EvaluateAsync<int>(Colours, 30) > 1 && await window.Page.EvaluateAsync<int>(Colours, 88) > 1, "pictures and sound are drawn");
        // Eight seconds in ten the feed has a tone, also in what came after the page was opened.
        await Wait.UntilAsync(async () => await window.Page.EvaluateAsync<double>(Loud) >= 0.5, "the sound is drawn to its end");
        await Expect(window["shown"]).ToHaveTextAsync(new Regex(@"\d\d:\d\d:\d\d", RegexOptions.None, TimeSpan.FromSeconds(1)));

        ILocator story = window["story"];
        LocatorBoundingBoxResult box = (await story.BoundingBoxAsync())!;
        await window.Page.Mouse.MoveAsync(box.X + (box.Width * 0.3f), box.Y + 30);
        await Expect(window["story-preview"].Locator(".tile")).ToBeVisibleAsync();
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("watch");

        await window.Page.Mouse.ClickAsync(box.X + 4, box.Y + 30);
        DateTimeOffset from = (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("recording").GetProperty("from").GetDateTimeOffset();
        await Wait.UntilAsync(async () => await BehindBeginAsync(window, from) is >= 0 and < 5, "the begin is shown");
        await story.FocusAsync();
        for (int i = 0; i < 2; i++) await window.Page.Keyboard.PressAsync("ArrowRight");
        await Wait.UntilAsync(async () => await BehindBeginAsync(window, from) is >= 9 and < 18, "ten seconds on");
        await Expect(story).ToHaveAttributeAsync("aria-valuetext", new Regex("从开头起 0:", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await window.Page.Keyboard.PressAsync("+");
        await Wait.UntilAsync(async () => await window.Page.EvaluateAsync<int>(Colours, 30) > 1, "it is looked at closer");
        await window["to-edge"].ClickAsync();
        await Wait.UntilAsync(async () => (TimeProvider.System.GetUtcNow() - from).TotalSeconds - await BehindBeginAsync(window, from) < 8, "the newest picture is shown");

        await window.Page.SetViewportSizeAsync(375, 812);
        await window.FitsAsync();
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("watch-phone");
        await window.Button("English").ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Recording" })).ToBeVisibleAsync();
        await window.FitsAsync();
        await window.ShootAsync("watch-phone-en");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Four_hours_are_drawn_from_a_few_small_files_in_less_than_a_second()
    {
        await using Window window = await open.ManagerWindowAsync(chromium);
        string id = StudioClient.Id(await open.SessionAsync("夏乐西瓜"));
        long at = DateTimeOffset.Parse("2026-11-20T11:00:00Z", CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        string lengths = string.Join(',', Enumerable.Repeat("2000", 3_600)), session = await open.Manager.Http.GetStringAsync($"/api/sessions/{id}");
        session = Regex.Replace(session, "\"available\":false", "\"available\":true", RegexOptions.None, TimeSpan.FromSeconds(1)).Replace("\"phase\":\"planned\"", "\"phase\":\"ended\"", StringComparison.Ordinal);
        List<string> asked = [];
        await window.Page.RouteAsync($"**/api/sessions/{id}", route => route.FulfillAsync(new() { ContentType = "application/json", Body = session }));
        await window.Page.RouteAsync($"**/api/sessions/{id}/story", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = $$"""{"tile":{"width":160,"height":90,"columns":10,"rows":10,"coarseEvery":30},"tiles":7200,"pairMs":20,"stretches":[{"at":{{at}},"first":0,"firstPair":0,"lengths":[{{lengths}}]},{"at":{{at + 7_260_000}},"first":3600,"firstPair":360000,"lengths":[{{lengths}}]}],"gaps":[{"from":{{at + 7_200_000}},"to":{{at + 7_260_000}}}],"from":"2026-11-20T11:00:00Z","to":"2026-11-20T15:01:00Z","complete":true}""",
        }));
        byte[] sheet = Convert.FromBase64String(await window.Page.EvaluateAsync<string>(
            """
            () => {
              const canvas = document.createElement('canvas');
              [canvas.width, canvas.height] = [1600, 900];
              const pen = canvas.getContext('2d');
              for (let tile = 0; tile < 100; tile++) {
                pen.fillStyle = `hsl(${tile * 3.6} 70% 50%)`;
                pen.fillRect(tile % 10 * 160, Math.floor(tile / 10) * 90, 160, 90);
              }
              return canvas.toDataURL('image/jpeg', 0.7).split(',')[1];
            }
            """));
        byte[] levels = new byte[14_400];
        for (int i = 0; i < levels.Length; i++) levels[i] = (byte)(i % 2 == 0 ? 256 - 60 : 60);
        await window.Page.RouteAsync($"**/media/sessions/{id}/**", route =>
        {
            string file = new Uri(route.Request.Url).Segments[^1];
            asked.Add(file);
            return file.EndsWith(".jpg", StringComparison.Ordinal) ? route.FulfillAsync(new() { ContentType = "image/jpeg", BodyBytes = sheet })
                : file.EndsWith(".bin", StringComparison.Ordinal) ? route.FulfillAsync(new() { BodyBytes = levels }) : route.FulfillAsync(new() { Status = 404 });
        });
        await window.GoAsync($"/base/#/sessions/{id}");
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "看录像" })).ToBeVisibleAsync();
        double painted = await window.Page.EvaluateAsync<double>(
            $$"""
            async () => {
              const begin = performance.now(), look = {{Colours}};
              [...document.querySelectorAll('a')].find(link => link.textContent.includes('看录像')).click();
              while (look(30) < 8 || look(88) < 2) {
                if (performance.now() - begin > 20000) return 99999;
                await new Promise(requestAnimationFrame);
              }
              return performance.now() - begin;
            }
            """);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"four hours painted after {painted:0} ms; files: {string.Join(' ', asked)}"));
        Assert.True(painted < 1_000, $"It took {painted} ms.");
        Assert.All(asked, file => Assert.Matches("^(coarse-000[0-2][.]jpg|overview[.]bin|index[.]m3u8)$", file));
        await Expect(window.Page.GetByText("有 1 段没有录到")).ToBeVisibleAsync();
        await window.ShootAsync("watch-four-hours");

        // Closer and closer: the sheets of every segment, and only of what is seen.
        await window["story"].FocusAsync();
        for (int i = 0; i < 9; i++) await window.Page.Keyboard.PressAsync("+");
        await Wait.UntilAsync(() => asked.Any(file => file.StartsWith("fine-", StringComparison.Ordinal)) && asked.Contains("peaks.bin"), "it is looked at closely");
        Assert.InRange(asked.Where(file => file.StartsWith("fine-", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Count(), 1, 12);
    }

    // Seconds of the day from the recording's begin to the picture that is shown.
    private static async Task<double?> BehindBeginAsync(Window window, DateTimeOffset from)
    {
        string text = await window["shown"].InnerTextAsync();
        if (!TimeSpan.TryParseExact(text, "hh\\:mm\\:ss", CultureInfo.InvariantCulture, out TimeSpan shown)) return null;
        double seconds = (shown - from.ToOffset(TimeSpan.FromHours(8)).TimeOfDay).TotalSeconds;
        return seconds < -43_200 ? seconds + 86_400 : Math.Ceiling(seconds);
    }
}

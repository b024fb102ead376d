using System.Globalization;
using System.Text.Json;
using Studio.Testing;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>A recorded session whose pictures carry their numbers, and the editor's screen on it.</summary>
internal sealed class EditorDesk
{
    /// <summary>When its first picture came.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 11, 0, 0, TimeSpan.Zero);

    // The number that the picture in the player carries as fields along its top; -1: there is none, or it is on its way.
    private const string Number =
        """
        () => {
          const video = [...document.querySelectorAll('.screen video')].find(one => one.style.display !== 'none');
          if (!video || video.readyState < 2 || video.seeking) return -1;
          const canvas = window.numberCanvas ??= new OffscreenCanvas(320, 20), pen = canvas.getContext('2d', { willReadFrequently: true });
          pen.drawImage(video, 0, 0, video.videoWidth, 20 * video.videoHeight / 180, 0, 0, 320, 20);
          const pixels = pen.getImageData(0, 0, 320, 20).data;
          let number = 0;
          for (let bit = 0; bit < 16; bit++) if (pixels[(10 * 320 + bit * 20 + 10) * 4] > 128) number += 2 ** bit;
          return number;
        }
        """;

    private readonly OpenStudio _open;

    private EditorDesk(OpenStudio open, string id) => (_open, Id) = (open, id);

    public string Id { get; }

    /// <summary>Makes one of 40 seconds.</summary>
    public static async Task<EditorDesk> RecordedAsync(OpenStudio open)
    {
        string id = StudioClient.Id(await open.SessionAsync("夏乐西瓜"));
        string media = Path.Combine(open.Studio.Folder, "media");
        await LongRecording.WriteAsync(Path.Combine(media, "sessions", id), Path.Combine(media, "stories", id), Start);
        return new EditorDesk(open, id);
    }

    /// <summary>A clip of it, in pictures of the film.</summary>
    public async Task<string> ClipAsync(string title, int from, int to) => StudioClient.Id((await _open.Manager.PostAsync($"/api/sessions/{Id}/clips", new
    {
        operationId = StudioClient.NewOperation(),
        title,
        itemId = (string?)null,
        spans = new[] { new { from = At(from - 0.5), to = At(to - 0.5) } },
    })).Ok);

    /// <summary>A clip as the studio has it.</summary>
    public async Task<JsonElement> ClipAsync(string id) => (await _open.Manager.GetAsync($"/api/clips/{id}")).Ok;

    /// <summary>Its spans in pictures: the first one that is in it, and the first that is not any more.</summary>
    public async Task<(int From, int To)[]> SpansAsync(string id) =>
        [.. (await ClipAsync(id)).GetProperty("spans").EnumerateArray().Select(span => (Picture(span.GetProperty("from")), Picture(span.GetProperty("to"))))];

    /// <summary>The editor, with all that it needs.</summary>
    public async Task<Window> OpenAsync(Chromium chromium, int width = 1440, int height = 900)
    {
        Window window = await _open.ManagerWindowAsync(chromium, width, height);
        await ShowAsync(window);
        return window;
    }

    /// <summary>The same page again.</summary>
    public async Task ShowAsync(Window window)
    {
        await window.GoAsync($"/editor/?session={Id}");
        await Expect(window.Page.Locator("[data-testid=timeline] canvas[data-drawn]")).ToBeAttachedAsync();
        await Wait.UntilAsync(async () => await PictureAsync(window) >= 0, "there is a picture", TimeSpan.FromSeconds(20));
    }

    /// <summary>The number of the picture that is shown.</summary>
    public static Task<int> PictureAsync(Window window) => window.Page.EvaluateAsync<int>(Number);

    /// <summary>Waits until a picture is shown.</summary>
    public static Task ShowsAsync(Window window, int picture) =>
        Wait.UntilAsync(async () => await PictureAsync(window) == picture, string.Create(CultureInfo.InvariantCulture, $"picture {picture} is shown"), TimeSpan.FromSeconds(10));

    private static string At(double picture) => Start.AddSeconds(picture / LongRecording.FrameRate).ToString("O", CultureInfo.InvariantCulture);

    // A cut lies between two pictures.
    private static int Picture(JsonElement at) => (int)Math.Ceiling((at.GetDateTimeOffset() - Start).TotalSeconds * LongRecording.FrameRate);
}

using System.Globalization;
using MediaPipeline.Imaging;
using MediaPipeline.Processes;
using Microsoft.Playwright;

namespace Studio.Bench;

/// <summary>
/// Covers of clips, drawn one after the other, beside a headless Chromium that takes screenshots of a page that looks the same: warm, one page for all, its pictures handed in, nothing loaded from
/// elsewhere. Both give JPEG of the same size and quality. Reading the code again is left out, for Chromium does not do it; what it costs stands beside.
/// </summary>
internal static class CoversBench
{
    private const int Quality = 90;
    private const string Link = "https://studio.example.cn:8443/room/#c=abcdefghijklmnopqrstuvwxyz", Seller = "南大里直播基地", Caption = "扫码进直播间";
    private static readonly string[] Titles = ["夏县青铜方鼎", "晋南旱地西瓜5斤装，现摘现发", "格瓦斯 Cabernet 干红葡萄酒 750ml", "大红袍花椒250克"];
    private static readonly string[] Prices = ["¥1,299.00/件", "¥19.90/个", "¥168.00/瓶", "¥36.80/袋"];

    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick)
    {
        (int ours, int peers) = quick ? (16, 6) : (200, 60);
        CoverSpec[] specs = await SpecsAsync();
        CoverPlan[] plans = [.. specs.Select(spec => CoverPlan.Of(spec, hasLogo: false))];
        for (int i = 0; i < 8; i++) Cover.Draw(specs[i % 4], plans[i % 4]);
        double drawn = Rate(ours, i =>
        {
            CoverSpec spec = specs[i % specs.Length];
            return Cover.Draw(spec, CoverPlan.Of(spec, hasLogo: false)).Length > 0;
        });
        double small = Rate(Math.Max(8, ours / 4), i => QrReader.ReadBoth(Cover.Draw(specs[i % 4], plans[i % 4])) is { Full: Link, Small: Link });
        double screenshots = await ChromiumAsync(specs, peers);
        return
        [
            Row.More("covers", "covers vs chromium screenshot", drawn, screenshots, "headless Chromium, one warm page (goal: 20 x)", "covers/s") with
            {
                Own = new Dictionary<string, double>(StringComparer.Ordinal) { ["ms each"] = 1_000 / drawn, ["chromium ms each"] = 1_000 / screenshots, ["with the code read again /s"] = small, ["width"] = 1080, ["height"] = 1440 },
            },
        ];
    }

    private static double Rate(int count, Func<int, bool> make)
    {
        long begin = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            if (!make(i)) throw new InvalidOperationException("A cover was not right.");
        }
        return count / TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
    }

    private static async Task<CoverSpec[]> SpecsAsync()
    {
        string folder = Directory.CreateTempSubdirectory("bench-covers-").FullName;
        try
        {
            // As a camera gives them: shapes, colours, noise.
            ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("ffmpeg", "ffmpeg", [
                "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=1:d=4,gblur=sigma=6,noise=alls=5", "-frames:v", "4", "-q:v", "3", "-pix_fmt", "yuvj420p", "-y", Path.Combine(folder, "%d.jpg")]));
            if (await ffmpeg.Exited != 0) throw new InvalidOperationException(string.Join('\n', ffmpeg.LastLines()));
            PictureKind[] kinds = [PictureKind.Bronze, PictureKind.Watermelon, PictureKind.Wine, PictureKind.Pepper];
            return
            [
                .. Enumerable.Range(0, 4).Select(i => new CoverSpec(
                    File.ReadAllBytes(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{i + 1}.jpg"))), Titles[i], Prices[i], Seller, Link,
                    ProductPicture.Draw(new ProductPictureSpec(Titles[i], kinds[i], Titles[i], 600))) { Template = CoverTemplate.Band, QrCaption = Caption }),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> ChromiumAsync(CoverSpec[] specs, int count)
    {
        string program = Environment.GetEnvironmentVariable("STUDIO_CHROMIUM") ?? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .SelectMany(folder => (string[])[Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser"), Path.Combine(folder, "google-chrome")]).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("There is no Chromium; type: apt-get install chromium");
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, Args = ["--no-sandbox"] });
        IPage page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1080, Height = 1440 } });
        await page.SetContentAsync(Page(Qr.Png(Link, 246)));
        object[] covers = [.. specs.Select((spec, i) => (object)new { frame = Data(spec.Frame!, "jpeg"), product = Data(spec.ProductPicture!, "png"), title = Titles[i], price = Prices[i] })];
        for (int i = 0; i < 4; i++) await ShotAsync(i);
        long begin = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < count; i++) await ShotAsync(i);
        return count / TimeProvider.System.GetElapsedTime(begin).TotalSeconds;

        async Task ShotAsync(int number)
        {
            await page.EvaluateAsync("""
                async cover => {
                  frame.src = cover.frame; product.src = cover.product; title.textContent = cover.title; price.textContent = cover.price;
                  await Promise.all([frame.decode(), product.decode()]);
                }
                """, covers[number % covers.Length]);
            byte[] jpeg = await page.ScreenshotAsync(new PageScreenshotOptions { Type = ScreenshotType.Jpeg, Quality = Quality, Animations = ScreenshotAnimations.Allow, Caret = ScreenshotCaret.Initial });
            if (jpeg.Length < 10_000) throw new InvalidOperationException("The screenshot is empty.");
        }
    }

    private static string Data(byte[] picture, string kind) => $"data:image/{kind};base64,{Convert.ToBase64String(picture)}";

    // The template "band" as a page.
    private static string Page(byte[] code) => $$"""
        <!doctype html><meta charset="utf-8"><style>
        body { margin: 0; width: 1080px; height: 1440px; background: #121a17; position: relative; overflow: hidden; font-family: "Noto Sans CJK SC", sans-serif; font-weight: 700; color: #fffaf0 }
        #frame { position: absolute; width: 1080px; height: 900px; object-fit: cover }
        #band { position: absolute; top: 870px; width: 1080px; height: 600px; border-radius: 40px; background: #121a17; box-shadow: 0 -10px 36px #0009 }
        #edge { position: absolute; top: 865px; left: 480px; width: 120px; height: 10px; border-radius: 5px; background: #ffd166 }
        #product { position: absolute; left: 756px; top: 650px; width: 260px; height: 260px; border-radius: 24px; border: 8px solid #fff; box-shadow: 0 12px 36px #0009; box-sizing: border-box }
        #name { position: absolute; left: 64px; top: 64px; padding: 4px 24px; border-radius: 32px; font-size: 38px; background: #121a17b8 }
        #title { position: absolute; left: 64px; top: 934px; width: 620px; font-size: 80px; line-height: 1.26 }
        #price { position: absolute; left: 64px; bottom: 64px; font-size: 100px; color: #ffd166 }
        #code { position: absolute; right: 64px; bottom: 64px; padding: 12px; border-radius: 20px; background: #fff; color: #121a17; font-size: 26px; text-align: center }
        #code img { display: block; width: 246px; image-rendering: pixelated }
        </style><img id="frame"><div id="band"></div><div id="edge"></div><img id="product"><div id="name">{{Seller}}</div><div id="title"></div><div id="price"></div>
        <div id="code"><img src="{{Data(code, "png")}}">{{Caption}}</div>
        """;
}

using MediaPipeline.Imaging;
using QRCoder;
using SkiaSharp;

namespace MediaPipeline.Tests.Imaging;

public sealed class DrawingTests
{
    private const string Link = "https://studio.example.cn:8443/room/?s=20261123-abcdefgh#c=AbCdEfGhIjKlMnOpQrStUvWxYz0123456789";

    [Theory]
    [InlineData(Link, 300)]
    [InlineData("夏县南大里直播基地", 64)]
    [InlineData("x", 1)]
    public void A_code_holds_the_modules_of_its_text(string text, int size)
    {
        using SKBitmap picture = SKBitmap.Decode(Qr.Png(text, size));
        AssertModules(text, picture, 0, 0, picture.Width);
        Assert.True(picture.Width >= size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n\t ")]
    [InlineData("🍉🎉👨‍👩‍👧🇨🇳")]
    [InlineData("\uD83C alone \uDF49")]
    [InlineData("مرحبا بالعالم الجميل اليوم 50")]
    [InlineData("\u202Eright to left\u202C \0 \u0007")]
    [InlineData("<script>alert('x')</script> {0} %s")]
    [InlineData("e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301")]
    public async Task No_title_breaks_a_cover(string title)
    {
        using SKBitmap picture = SKBitmap.Decode(await DrawnAsync(Spec(title) with { PriceText = title, BaseName = title }));
        Assert.Equal((1_080, 1_440), (picture.Width, picture.Height));
    }

    [Fact]
    public async Task Pictures_that_cannot_be_read_are_left_out_of_a_cover() =>
        Assert.NotEmpty(await DrawnAsync(Spec("x") with { Frame = [1, 2, 3], ProductPicture = [] }));

    [Fact]
    public async Task A_title_of_a_hundred_thousand_letters_is_drawn_at_once()
    {
        var cover = (CoverOutcome.Drawn)await Cover.RenderAsync(Spec(new string('夏', 100_000)) with { PriceText = new string('9', 100_000) }, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(cover.Facts.TitleShortened);
        Assert.EndsWith("…", cover.Facts.TitleLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_title_and_a_price_are_seen_on_a_cover()
    {
        using SKBitmap with = SKBitmap.Decode(await DrawnAsync(Spec("夏县青铜方鼎")));
        using SKBitmap without = SKBitmap.Decode(await DrawnAsync(Spec("") with { PriceText = "" }));

        Assert.True(Bright(with, new SKRectI(64, 990, 600, 1_080)) > 2_000);
        Assert.True(Bright(with, new SKRectI(64, 1_290, 600, 1_390)) > 2_000);
        Assert.Equal(0, Bright(without, new SKRectI(64, 990, 600, 1_390)));
    }

    [Fact]
    public void Each_kind_has_its_own_picture_and_the_same_seed_draws_the_same_one()
    {
        PictureKind[] kinds = Enum.GetValues<PictureKind>();
        List<byte[]> drawn = [.. kinds.Select(kind => ProductPicture.Draw(new ProductPictureSpec("夏县好物", kind, "seed", 200)))];

        Assert.Equal(13, kinds.Length);
        Assert.Equal(13, drawn.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(drawn[1], ProductPicture.Draw(new ProductPictureSpec("夏县好物", kinds[1], "seed", 200)));
        Assert.NotEqual(drawn[1], ProductPicture.Draw(new ProductPictureSpec("夏县好物", kinds[1], "another", 200)));
        foreach (byte[] png in drawn)
        {
            using SKBitmap picture = SKBitmap.Decode(png);
            Assert.Equal((200, 200), (picture.Width, picture.Height));
            Assert.True(picture.Pixels.Distinct().Count() > 1_000);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("👨‍👩‍👧")]
    [InlineData("\uD83C")]
    public void No_name_breaks_a_drawn_picture(string name) => Assert.NotEmpty(ProductPicture.Draw(new ProductPictureSpec(name, PictureKind.Generic, name, 64)));

    [Fact]
    public async Task A_frame_is_taken_at_its_moment()
    {
        using var folder = new TempFolder();
        await Film.FfmpegAsync("-f", "lavfi", "-i", "color=red:s=160x120:r=25:d=1", "-f", "lavfi", "-i", "color=blue:s=160x120:r=25:d=1", "-filter_complex", "[0][1]concat", "-pix_fmt", "yuv420p", folder["film.mp4"]);

        using SKBitmap early = SKBitmap.Decode(await FrameGrab.GrabAsync(folder["film.mp4"], TimeSpan.FromSeconds(0.5), CancellationToken.None));
        using SKBitmap late = SKBitmap.Decode(await FrameGrab.GrabAsync(folder["film.mp4"], TimeSpan.FromSeconds(1.5), CancellationToken.None));
        Assert.True(early.GetPixel(80, 60) is { Red: > 200, Blue: < 40 });
        Assert.True(late.GetPixel(80, 60) is { Red: < 40, Blue: > 200 });
        Assert.Null(await FrameGrab.GrabAsync(folder["film.mp4"], TimeSpan.FromSeconds(9), CancellationToken.None));
        Assert.Null(await FrameGrab.GrabAsync(folder["none.mp4"], TimeSpan.Zero, CancellationToken.None));
    }

    private static CoverSpec Spec(string title) => new(null, title, "¥199.00/件", "南大里直播基地", null, null);

    private static async Task<byte[]> DrawnAsync(CoverSpec spec) => Assert.IsType<CoverOutcome.Drawn>(await Cover.RenderAsync(spec, CancellationToken.None)).Jpeg;

    private static int Bright(SKBitmap picture, SKRectI area)
    {
        int found = 0;
        for (int y = area.Top; y < area.Bottom; y++)
        {
            for (int x = area.Left; x < area.Right; x++)
            {
                if (picture.GetPixel(x, y) is { Red: > 200, Green: > 180 }) found++;
            }
        }
        return found;
    }

    // QRCoder itself says which modules are dark; each is looked up in the middle of its place in the picture.
    private static void AssertModules(string text, SKBitmap picture, int left, int top, int side)
    {
        bool[,] expected = Matrix(text);
        int count = expected.GetLength(0);
        float module = (float)side / count;
        int dark = 0;
        for (int y = 0; y < count; y++)
        {
            for (int x = 0; x < count; x++)
            {
                bool found = picture.GetPixel((int)(left + ((x + 0.5f) * module)), (int)(top + ((y + 0.5f) * module))).Red < 128;
                Assert.True(expected[x, y] == found, $"module {x},{y} is {(found ? "dark" : "light")}");
                if (found) dark++;
            }
        }
        Assert.InRange(dark, count * count / 10, count * count / 2);
        Assert.False(expected[3, 3]);
        Assert.True(expected[4, 4]); // four modules of quiet zone, then the corner of the finder
    }

    private static bool[,] Matrix(string text)
    {
        using QRCodeData code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        bool[,] modules = new bool[code.ModuleMatrix.Count, code.ModuleMatrix.Count];
        for (int y = 0; y < code.ModuleMatrix.Count; y++)
        {
            for (int x = 0; x < code.ModuleMatrix.Count; x++) modules[x, y] = code.ModuleMatrix[y][x];
        }
        return modules;
    }
}

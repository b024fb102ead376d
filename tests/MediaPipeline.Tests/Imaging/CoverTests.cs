using CsCheck;
using MediaPipeline.Imaging;
using SkiaSharp;

namespace MediaPipeline.Tests.Imaging;

public sealed class CoverTests
{
    // As the studio makes them: an address of a house, a room, a secret of 26 letters.
    private const string Link = "https://studio.nandali.example.cn:8443/room/#c=abcdefghjkmnpqrstvwxyz0123";
    private static readonly byte[] Red = Solid(SKColors.Red), Blue = Solid(SKColors.Blue), White = Solid(SKColors.White), Black = Solid(SKColors.Black);
    private static readonly string[] Whole = ["夏县青铜方鼎", "晋南旱地西瓜5斤装，现摘现发！", "Handmade bronze vessel of Xia County", "", "（限量）", "🍉甜"];
    private static readonly string[] Pieces = ["夏", "县", "葡萄", "，", "（", "）", "！", " ", "wine", "Supercalifragilistic", "é", "👨‍👩‍👧", "5", "斤", "。"];

    public static TheoryData<CoverTemplate, CoverShape> All
    {
        get
        {
            var all = new TheoryData<CoverTemplate, CoverShape>();
            foreach (CoverTemplate template in Enum.GetValues<CoverTemplate>())
            {
                foreach (CoverShape shape in Enum.GetValues<CoverShape>()) all.Add(template, shape);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Each_template_in_each_shape_shows_its_pictures_and_a_code_that_is_read_from_360p(CoverTemplate template, CoverShape shape)
    {
        CoverSpec spec = Spec(template, shape);
        var cover = Assert.IsType<CoverOutcome.Drawn>(await Cover.RenderAsync(spec, default));

        using var codec = SKCodec.Create(new MemoryStream(cover.Jpeg));
        Assert.Equal((SKEncodedImageFormat.Jpeg, Cover.SizeOf(shape)), (codec.EncodedFormat, (codec.Info.Width, codec.Info.Height)));
        Assert.Equal((Link, Link), (QrReader.Read(cover.Jpeg), QrReader.ReadSmall(cover.Jpeg)));
        CoverSlots slots = CoverPlan.Of(spec, hasLogo: false).Slots;
        using SKBitmap picture = SKBitmap.Decode(cover.Jpeg);
        Assert.True(picture.GetPixel((int)slots.Inset.MidX, (int)slots.Inset.MidY) is { Red: < 20, Green: < 20, Blue: > 240 });
        Assert.True(picture.GetPixel((int)slots.Picture.MidX, (int)slots.Picture.Top + 130) is { Red: > 240, Green: < 20, Blue: < 20 });
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Words_and_code_lie_in_the_safe_zone_and_never_on_each_other(CoverTemplate template, CoverShape shape) => Titles.Sample(
        title =>
        {
            var plan = CoverPlan.Of(Spec(template, shape) with { Title = title }, hasLogo: true);
            SKRect safe = SKRect.Inflate(CoverSlots.SafeZone(shape), 1, 1);
            SKRect[] parts = [.. plan.Title.Select(Box), .. plan.Price.Count == 0 ? [] : (SKRect[])[plan.Price.Select(Box).Aggregate(SKRect.Union)], plan.Qr!.Card, Box(plan.Name!), plan.Logo];
            Assert.All(parts, part => Assert.True(safe.Contains(part), $"{part} is outside of {safe}: {title}"));
            for (int i = 0; i < parts.Length; i++)
            {
                for (int j = i + 1; j < parts.Length; j++) Assert.False(SKRect.Inflate(parts[i], -2, -2).IntersectsWith(parts[j]), $"{parts[i]} and {parts[j]}: {title}");
            }
            Assert.InRange(plan.Title.Count, 0, 2);
            // What begins a title stays at its begin; below it no closing mark does.
            Assert.All(plan.Title.Skip(1), line => Assert.DoesNotContain(line.Text[0], "，。、；：！？）》」』】…％"));
        }, iter: 12);

    [Fact]
    public void Every_ink_can_be_read_on_its_ground_whatever_the_brands_colours() => Gen.Select(Gen.Byte.Array[3], Gen.Byte.Array[3]).Sample(
        (ground, accent) =>
        {
            var brand = new BrandKit("夏县", $"#{Convert.ToHexString(ground)}", $"#{Convert.ToHexString(accent)}");
            var palette = CoverPalette.Of(brand);
            Assert.Null(brand.Problem());
            Assert.True(Contrast.Ratio(palette.Ink, palette.Ground) >= 4.5);
            Assert.True(Contrast.Ratio(palette.Price, palette.Ground) >= 4.5);
            Assert.True(Contrast.Ratio(palette.AccentInk, palette.Accent) >= 4.5);
            foreach (SKColor under in (SKColor[])[SKColors.White, SKColors.Black]) Assert.True(Contrast.Ratio(palette.Ink, Contrast.Over(palette.Ground, palette.Veil, under)) >= 4.5);
        }, iter: 300);

    [Theory]
    [InlineData("#121A17", "#FFD166")]
    [InlineData("#FFF6E5", "#D7263D")]
    public async Task Words_of_a_poster_can_be_read_on_a_white_picture_and_on_a_black_one(string ground, string accent)
    {
        foreach (byte[] frame in (byte[][])[White, Black])
        {
            CoverSpec spec = Spec(CoverTemplate.Poster, CoverShape.Upright) with { Frame = frame, Brand = new BrandKit("夏县", ground, accent) };
            var plan = CoverPlan.Of(spec, hasLogo: false);
            using SKBitmap picture = SKBitmap.Decode(Assert.IsType<CoverOutcome.Drawn>(await Cover.RenderAsync(spec, default)).Jpeg);
            // Beside the letters, at the height of their heads and feet.
            foreach (PlacedLine line in plan.Title)
            {
                foreach (float y in (float[])[line.Baseline - (line.Size * 0.85f), line.Baseline]) Assert.True(Contrast.Ratio(picture.GetPixel(30, (int)y), plan.Palette.Ink) >= 4.4, $"{y}: {picture.GetPixel(30, (int)y)}");
            }
        }
    }

    [Theory]
    [InlineData(40)]
    [InlineData(84)]
    [InlineData(120)]
    public async Task Addresses_as_long_as_the_studios_are_read_from_every_shape(int length)
    {
        string link = Link.PadRight(length, 'x')[..length];
        foreach (CoverShape shape in Enum.GetValues<CoverShape>())
        {
            var cover = Assert.IsType<CoverOutcome.Drawn>(await Cover.RenderAsync(Spec(CoverTemplate.Band, shape) with { QrText = link }, default));
            Assert.Equal(link, cover.Facts.QrRead);
            Assert.True(cover.Facts.QrModule >= 6);
        }
    }

    [Fact]
    public async Task A_code_is_also_read_from_a_frame_that_ffmpeg_made_small()
    {
        using var folder = new TempFolder();
        Assert.IsType<CoverOutcome.Drawn>(await Cover.WriteAsync(Spec(CoverTemplate.Poster, CoverShape.Wide), folder["wide.jpg"], default));
        await Film.FfmpegAsync("-pattern_type", "none", "-i", folder["wide.jpg"], "-vf", "scale=640:360", "-c:v", "libx264", "-crf", "23", "-pix_fmt", "yuv420p", "-frames:v", "1", "-y", folder["small.mp4"]);

        byte[]? frame = await FrameGrab.GrabJpegAsync(folder["small.mp4"], TimeSpan.Zero, default);

        Assert.Equal(Link, QrReader.Read(frame!));
    }

    [Fact]
    public async Task A_cover_whose_code_cannot_be_read_never_gets_its_name()
    {
        using var folder = new TempFolder();
        foreach (int length in (int[])[1_200, 5_000])
        {
            CoverOutcome outcome = await Cover.WriteAsync(Spec(CoverTemplate.Framed, CoverShape.Upright) with { QrText = new string('x', length) }, folder["cover.jpg"], default);
            Assert.Equal(new CoverOutcome.Refused(Cover.QrUnreadable), outcome);
        }
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("", "#000000", "#FFFFFF", null, BrandKit.BadName)]
    [InlineData("夏县", "000000", "#FFFFFF", null, BrandKit.BadColour)]
    [InlineData("夏县", "#00000g", "#FFFFFF", null, BrandKit.BadColour)]
    [InlineData("夏县", "#000000", "#FFF", null, BrandKit.BadColour)]
    [InlineData("夏县", "#000000", "#FFFFFF", "no picture", BrandKit.BadLogo)]
    public async Task A_brand_that_is_not_right_is_refused_with_its_code(string name, string ground, string accent, string? logo, string code)
    {
        var brand = new BrandKit(name, ground, accent, BrandFont.Serif, logo is null ? null : System.Text.Encoding.UTF8.GetBytes(logo));
        Assert.Equal(new CoverOutcome.Refused(code), await Cover.RenderAsync(Spec(CoverTemplate.Band, CoverShape.Square) with { Brand = brand }, default));
    }

    [Fact]
    public void A_price_is_set_in_parts_and_nothing_of_it_is_lost()
    {
        Assert.Equal(new PriceParts("¥", "1,299", ".00/件"), PriceParts.Of("¥1,299.00/件"));
        Assert.Equal(new PriceParts("", "19", ".9元/5斤"), PriceParts.Of("19.9元/5斤"));
        Assert.Equal(new PriceParts("", "面议", ""), PriceParts.Of("面议"));
    }

    private static Gen<string> Titles => Gen.OneOf(Gen.Int[0, Whole.Length - 1].Select(i => Whole[i]), Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[1, 60].Select(string.Concat));

    // The letters' own box is less high than their lines are apart.
    private static SKRect Box(PlacedLine line) => new(line.X, line.Baseline - (line.Size * 0.86f), line.X + line.Width, line.Baseline + (line.Size * 0.12f));

    private static CoverSpec Spec(CoverTemplate template, CoverShape shape) =>
        new(Red, "晋南旱地西瓜5斤装，现摘现发", "¥1,299.00/件", "南大里直播基地", Link, Blue) { Template = template, Shape = shape, QrCaption = "扫码进直播间" };

    private static byte[] Solid(SKColor color)
    {
        using var bitmap = new SKBitmap(160, 120);
        bitmap.Erase(color);
        return bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray();
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MediaPipeline.Imaging;
using SkiaSharp;

namespace MediaPipeline.Tests.Imaging;

public sealed class PictureIntakeTests
{
    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public async Task A_picture_is_encoded_again_and_named_by_its_new_bytes(SKEncodedImageFormat format)
    {
        byte[] upload = Picture(640, 480, format);
        PictureIntake.Accepted taken = await AcceptAsync(upload);

        Assert.Equal((640, 480, "image/jpeg"), (taken.Width, taken.Height, taken.ContentType));
        Assert.NotEqual(upload, taken.Content);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(taken.Content)), taken.Sha256);
        AssertColours(taken.Content, SKColors.Red, SKColors.Lime, SKColors.Blue, SKColors.Yellow);
    }

    [Fact]
    public async Task A_large_picture_becomes_smaller_and_keeps_its_shape()
    {
        foreach (SKEncodedImageFormat format in (SKEncodedImageFormat[])[SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Png])
        {
            PictureIntake.Accepted taken = await AcceptAsync(Picture(4_000, 3_000, format));
            Assert.Equal((1_600, 1_200), (taken.Width, taken.Height));
            AssertColours(taken.Content, SKColors.Red, SKColors.Lime, SKColors.Blue, SKColors.Yellow);
        }
    }

    [Fact]
    public async Task See_through_parts_stay_see_through()
    {
        using var bitmap = new SKBitmap(100, 100);
        bitmap.Erase(SKColors.Transparent);
        PictureIntake.Accepted taken = await AcceptAsync(bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray());

        Assert.Equal("image/webp", taken.ContentType);
        using SKBitmap decoded = SKBitmap.Decode(taken.Content);
        Assert.Equal(0, decoded.GetPixel(50, 50).Alpha);
    }

    [Theory]
    [InlineData(1, "RGBY")]
    [InlineData(2, "GRYB")]
    [InlineData(3, "YBGR")]
    [InlineData(4, "BYRG")]
    [InlineData(5, "RBGY")]
    [InlineData(6, "BRYG")]
    [InlineData(7, "YGBR")]
    [InlineData(8, "GYRB")]
    public async Task A_picture_stands_upright_whatever_its_EXIF_tag_says(int orientation, string corners)
    {
        PictureIntake.Accepted taken = await AcceptAsync(WithExif(Picture(400, 200, SKEncodedImageFormat.Jpeg), orientation));

        Assert.Equal(orientation < 5 ? (400, 200) : (200, 400), (taken.Width, taken.Height));
        AssertColours(taken.Content, [.. corners.Select(letter => letter switch { 'R' => SKColors.Red, 'G' => SKColors.Lime, 'B' => SKColors.Blue, _ => SKColors.Yellow })]);
        using var codec = SKCodec.Create(new MemoryStream(taken.Content));
        Assert.Equal(SKEncodedOrigin.TopLeft, codec.EncodedOrigin);
    }

    [Fact]
    public async Task Metadata_does_not_come_through()
    {
        byte[] upload = WithExif(Picture(64, 64, SKEncodedImageFormat.Jpeg), 1, "GPS 35.14 N 111.22 E");
        Assert.Contains("GPS 35.14", Encoding.Latin1.GetString(upload), StringComparison.Ordinal);

        string taken = Encoding.Latin1.GetString((await AcceptAsync(upload)).Content);
        Assert.DoesNotContain("GPS", taken, StringComparison.Ordinal);
        Assert.DoesNotContain("Exif", taken, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_pixels_are_found_in_the_header_without_decoding()
    {
        // 10 000 × 6 000 and a body that no decoder could read: only a header check can name the pixels.
        byte[] upload = Png(10_000, 6_000, [1, 2, 3]);
        long begin = TimeProvider.System.GetTimestamp();

        Assert.Equal(PictureRefusal.TooManyPixels, await RefusalAsync(upload));
        Assert.True(TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Too_many_bytes_are_not_read_to_their_end()
    {
        using var endless = new EndlessStream();
        Assert.Equal(PictureRefusal.TooManyBytes, Assert.IsType<PictureIntake.Refused>(await PictureIntake.NormaliseAsync(endless, PictureLimits.Default, CancellationToken.None)).Code);
        Assert.InRange(endless.Given, 10_000_000, 10_200_000);
    }

    [Fact]
    public async Task What_is_no_picture_is_refused()
    {
        byte[] jpeg = Picture(640, 480, SKEncodedImageFormat.Jpeg), png = Picture(640, 480, SKEncodedImageFormat.Png);

        Assert.Equal(PictureRefusal.Empty, await RefusalAsync([]));
        Assert.Equal(PictureRefusal.NotAPicture, await RefusalAsync("<!DOCTYPE html><script>alert(1)</script>"u8.ToArray()));
        Assert.Equal(PictureRefusal.NotAPicture, await RefusalAsync([.. png[..8], .. "<html></html>"u8]));
        Assert.Equal(PictureRefusal.NotAPicture, await RefusalAsync(new byte[1_000]));
        Assert.Equal(PictureRefusal.NotAPicture, await RefusalAsync(jpeg[..(jpeg.Length / 2)]));
        Assert.Equal(PictureRefusal.NotAPicture, await RefusalAsync(png[..(png.Length / 2)]));
        Assert.Equal(PictureRefusal.NotAPicture, await RefusalAsync(Png(100, 100, [1, 2, 3])));
    }

    [Fact]
    public async Task Other_formats_are_refused_as_such()
    {
        using var folder = new TempFolder();
        await Film.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=64x64:r=5:d=1", folder["a.gif"]);
        await Film.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=64x64:r=5:d=1", "-c:v", "libwebp_anim", "-f", "webp", folder["a.webp"]);
        await Film.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=64x64:r=5:d=1", "-f", "apng", folder["a.png"]);
        await Film.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=64x64", "-frames:v", "1", "-c:v", "bmp", "-f", "image2pipe", folder["a.bmp"]);

        foreach (string name in (string[])["a.gif", "a.webp", "a.png", "a.bmp"]) Assert.Equal((name, PictureRefusal.UnsupportedFormat), (name, await RefusalAsync(await File.ReadAllBytesAsync(folder[name]))));
        Assert.Equal(PictureRefusal.UnsupportedFormat, await RefusalAsync("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray()));
        Assert.Equal(PictureRefusal.UnsupportedFormat, await RefusalAsync([0, 0, 0, 24, .. "ftypheic"u8, .. new byte[40]]));
    }

    private static Task<PictureIntake> TakeAsync(byte[] upload) => PictureIntake.NormaliseAsync(new MemoryStream(upload), PictureLimits.Default, CancellationToken.None);

    private static async Task<PictureIntake.Accepted> AcceptAsync(byte[] upload) => Assert.IsType<PictureIntake.Accepted>(await TakeAsync(upload));

    private static async Task<PictureRefusal> RefusalAsync(byte[] upload) => Assert.IsType<PictureIntake.Refused>(await TakeAsync(upload)).Code;

    // Four quarters: red, green, blue, yellow, read like a page.
    private static byte[] Picture(int width, int height, SKEncodedImageFormat format)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        foreach ((int x, int y, SKColor color) in ((int, int, SKColor)[])[(0, 0, SKColors.Red), (1, 0, SKColors.Lime), (0, 1, SKColors.Blue), (1, 1, SKColors.Yellow)])
        {
            using var paint = new SKPaint { Color = color };
            surface.Canvas.DrawRect(x * width / 2f, y * height / 2f, width / 2f, height / 2f, paint);
        }
        using SKImage image = surface.Snapshot();
        return image.Encode(format, 90).ToArray();
    }

    private static void AssertColours(byte[] content, params SKColor[] expected)
    {
        using SKBitmap picture = SKBitmap.Decode(content);
        (int x, int y)[] places = [(1, 1), (3, 1), (1, 3), (3, 3)];
        for (int i = 0; i < 4; i++)
        {
            SKColor found = picture.GetPixel(picture.Width * places[i].x / 4, picture.Height * places[i].y / 4);
            Assert.True(Math.Abs(found.Red - expected[i].Red) + Math.Abs(found.Green - expected[i].Green) + Math.Abs(found.Blue - expected[i].Blue) < 60, $"quarter {i}: {found}, expected {expected[i]}");
        }
    }

    private static byte[] WithExif(byte[] jpeg, int orientation, string text = "")
    {
        byte[] tiff = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(text)];
        byte[] segment = [.. "Exif\0\0"u8, .. tiff];
        int length = segment.Length + 2;
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. segment, .. jpeg[2..]];
    }

    private static byte[] Png(int width, int height, byte[] body)
    {
        byte[] size = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(size, width);
        BinaryPrimitives.WriteInt32BigEndian(size.AsSpan(4), height);
        return [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Chunk("IHDR", [.. size, 8, 2, 0, 0, 0]), .. Chunk("IDAT", body), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. content], length = new byte[4], sum = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32(typed));
        return [.. length, .. typed, .. sum];
    }

    // PNG's checksum (ISO 3309), bit by bit.
    private static uint Crc32(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }

    private sealed class EndlessStream : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Given += count;
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

using SkiaSharp;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace MediaPipeline.Imaging;

/// <summary>Reads codes from pictures, as a viewer's phone would.</summary>
public static class QrReader
{
    /// <summary>Lines of the smallest picture that a cover has to be read from.</summary>
    public const int SmallLines = 360;

    // An 8K picture; a header may claim anything.
    private const long MostPixels = 7680L * 4320;

    private static readonly Dictionary<DecodeHintType, object> Quick = new() { [DecodeHintType.CHARACTER_SET] = "UTF-8" }, Harder = new(Quick) { [DecodeHintType.TRY_HARDER] = true };

    /// <summary>The text of the code in a picture (JPEG, PNG, WebP); null: none was found, or it is not a picture.</summary>
    public static string? Read(byte[] picture)
    {
        using SKBitmap? bitmap = Grey(picture);
        return bitmap is null ? null : Read(bitmap);
    }

    /// <summary>The text of the code when the picture is shown small: its shorter side has 360 pixels (640×360 and 360 wide).</summary>
    public static string? ReadSmall(byte[] picture)
    {
        using SKBitmap? bitmap = Grey(picture);
        if (bitmap is null) return null;
        using SKBitmap small = Small(bitmap);
        return Read(small);
    }

    /// <summary>Both, with the picture decoded once.</summary>
    internal static (string? Full, string? Small) ReadBoth(byte[] picture)
    {
        using SKBitmap? bitmap = Grey(picture);
        if (bitmap is null) return (null, null);
        using SKBitmap small = Small(bitmap);
        return (Read(bitmap), Read(small));
    }

    private static SKBitmap? Grey(byte[] picture)
    {
        using SKData data = SKData.CreateCopy(picture);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || (long)codec.Info.Width * codec.Info.Height > MostPixels) return null;
        var bitmap = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Gray8, SKAlphaType.Opaque));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) == SKCodecResult.Success) return bitmap;
        bitmap.Dispose();
        // Not every coder gives grey itself.
        using SKBitmap? colour = SKBitmap.Decode(picture);
        return colour?.Copy(SKColorType.Gray8);
    }

    private static SKBitmap Small(SKBitmap full)
    {
        float scale = Math.Min(1f, (float)SmallLines / Math.Min(full.Width, full.Height));
        var small = new SKBitmap(new SKImageInfo((int)MathF.Round(full.Width * scale), (int)MathF.Round(full.Height * scale), SKColorType.Gray8, SKAlphaType.Opaque));
        using SKPixmap from = full.PeekPixels(), to = small.PeekPixels();
        from.ScalePixels(to, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return small;
    }

    private static string? Read(SKBitmap grey)
    {
        byte[] luminance = new byte[grey.Width * grey.Height];
        ReadOnlySpan<byte> pixels = grey.GetPixelSpan();
        for (int y = 0; y < grey.Height; y++) pixels.Slice(y * grey.RowBytes, grey.Width).CopyTo(luminance.AsSpan(y * grey.Width));
        var source = new PlanarYUVLuminanceSource(luminance, grey.Width, grey.Height, 0, 0, grey.Width, grey.Height, reverseHoriz: false);
        var picture = new BinaryBitmap(new HybridBinarizer(source));
        return (new QRCodeReader().decode(picture, Quick) ?? new QRCodeReader().decode(picture, Harder))?.Text;
    }
}

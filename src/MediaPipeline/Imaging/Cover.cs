using MediaPipeline.Processes;
using SkiaSharp;

namespace MediaPipeline.Imaging;

/// <summary>Draws covers (封面) and posters of clips. A cover whose code cannot be read again is not given out.</summary>
public static class Cover
{
    /// <summary>Code: what was read again from the finished picture, at full size or from 360p, is not what the code should say.</summary>
    public const string QrUnreadable = "qr-unreadable";

    /// <summary>Code: there was no room to write it.</summary>
    public const string DiskFull = "disk-full";

    // Skia draws its own order of colours several times faster than any other.
    private const int Quality = 90, NoSpace = 28;

    /// <summary>Pixels of a shape.</summary>
    public static (int Width, int Height) SizeOf(CoverShape shape) => CoverSlots.SizeOf(shape);

    /// <summary>Draws, encodes, and reads the code again.</summary>
    public static Task<CoverOutcome> RenderAsync(CoverSpec spec, CancellationToken cancellation) => BackgroundWork.RunAsync(() => Render(spec), cancellation);

    /// <summary>The same into a file, which has its name only when everything is right.</summary>
    public static async Task<CoverOutcome> WriteAsync(CoverSpec spec, string path, CancellationToken cancellation)
    {
        CoverOutcome outcome = await RenderAsync(spec, cancellation);
        if (outcome is not CoverOutcome.Drawn drawn) return outcome;
        string unfinished = $"{path}.{Guid.NewGuid():n}.tmp";
        try
        {
            await File.WriteAllBytesAsync(unfinished, drawn.Jpeg, cancellation);
            File.Move(unfinished, path, overwrite: true);
            return drawn;
        }
        catch (IOException full) when (full.HResult == NoSpace || full.Message.Contains("No space left", StringComparison.Ordinal))
        {
            return new CoverOutcome.Refused(DiskFull);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static CoverOutcome Render(CoverSpec spec)
    {
        if (spec.Brand?.Problem() is { } wrong) return new CoverOutcome.Refused(wrong);
        CoverPlan plan;
        try
        {
            plan = CoverPlan.Of(spec, spec.Brand?.Logo is not null);
        }
        catch (QRCoder.Exceptions.DataTooLongException)
        {
            return new CoverOutcome.Refused(QrUnreadable);
        }
        byte[] jpeg = Draw(spec, plan);
        string read = "";
        if (spec.QrText is { Length: > 0 } text)
        {
            (string? full, string? small) = QrReader.ReadBoth(jpeg);
            if (full != text || small != text) return new CoverOutcome.Refused(QrUnreadable);
            read = text;
        }
        return new CoverOutcome.Drawn(jpeg, new CoverFacts(plan.Width, plan.Height, [.. plan.Title.Select(line => line.Text)], plan.TitleShortened, plan.Qr?.Module ?? 0, read));
    }

    /// <summary>The picture alone, nothing read again.</summary>
    internal static byte[] Draw(CoverSpec spec, CoverPlan plan)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(plan.Width, plan.Height, SKImageInfo.PlatformColorType, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        using (SKImage? frame = Decode(spec.Frame))
        using (SKImage? product = Decode(spec.ProductPicture))
        using (SKImage? logo = Decode(spec.Brand?.Logo))
        {
            new CoverPainter(canvas, plan, frame, product, logo, spec.Focus).Draw(spec.Template);
        }
        using SKPixmap pixels = bitmap.PeekPixels();
        using SKData? data = pixels.Encode(new SKJpegEncoderOptions(Quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore));
        return data?.ToArray() ?? throw new InvalidOperationException("The picture could not be encoded.");
    }

    // What is a picture, and not larger than one may be; anything else is left out.
    private static SKImage? Decode(byte[]? bytes)
    {
        if (bytes is not { Length: > 0 }) return null;
        using SKData data = SKData.CreateCopy(bytes);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || (long)codec.Info.Width * codec.Info.Height > PictureLimits.Default.Pixels) return null;
        var bitmap = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKImageInfo.PlatformColorType, codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is SKCodecResult.Success or SKCodecResult.IncompleteInput)
        {
            bitmap.SetImmutable();
            return SKImage.FromBitmap(bitmap);
        }
        bitmap.Dispose();
        return null;
    }
}

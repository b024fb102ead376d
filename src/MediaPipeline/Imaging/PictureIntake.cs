using System.Security.Cryptography;
using SkiaSharp;

namespace MediaPipeline.Imaging;

/// <summary>Why a picture is not taken.</summary>
public enum PictureRefusal
{
    /// <summary>More bytes than allowed.</summary>
    TooManyBytes,

    /// <summary>More pixels than allowed; found in the header, nothing was decoded.</summary>
    TooManyPixels,

    /// <summary>Not a picture, or a broken one.</summary>
    NotAPicture,

    /// <summary>A picture, but none of JPEG, PNG, WebP, or an animated one.</summary>
    UnsupportedFormat,

    /// <summary>No bytes at all.</summary>
    Empty,
}

/// <summary>What is taken. Bytes, pixels in all, pixels of the longer side after re-encoding.</summary>
public sealed record PictureLimits(int Bytes, long Pixels, int LongestSide)
{
    /// <summary>10 MB, 40 megapixels, 1600 px.</summary>
    public static PictureLimits Default { get; } = new(10_000_000, 40_000_000, 1_600);
}

/// <summary>Takes uploaded pictures in: checks the header before anything is decoded, then encodes again, so that nothing of the upload's bytes is served.</summary>
public abstract record PictureIntake
{
    // A picture at the limit takes 160 MB while it is decoded; more than two at once would take the machine.
    private static readonly SemaphoreSlim Decoding = new(2);

    private PictureIntake()
    {
    }

    /// <summary>A clean picture: upright, without metadata.</summary>
    public sealed record Accepted(byte[] Content, string ContentType, int Width, int Height, string Sha256) : PictureIntake;

    /// <summary>Not taken.</summary>
    public sealed record Refused(PictureRefusal Code) : PictureIntake;

    /// <summary>Checks and re-encodes.</summary>
    public static async Task<PictureIntake> NormaliseAsync(Stream content, PictureLimits limits, CancellationToken cancellation)
    {
        if (await ReadAsync(content, limits.Bytes, cancellation) is not { } bytes) return new Refused(PictureRefusal.TooManyBytes);
        if (bytes.Length == 0) return new Refused(PictureRefusal.Empty);
        if (OtherFormats.IsOne(bytes)) return new Refused(PictureRefusal.UnsupportedFormat);
        await Decoding.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => Normalise(bytes, limits), cancellation);
        }
        finally
        {
            Decoding.Release();
        }
    }

    private static PictureIntake Normalise(byte[] bytes, PictureLimits limits)
    {
        using SKData data = SKData.CreateCopy(bytes);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null) return new Refused(PictureRefusal.NotAPicture);
        if (codec.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp) || codec.FrameCount > 1)
        {
            return new Refused(PictureRefusal.UnsupportedFormat);
        }
        if ((long)codec.Info.Width * codec.Info.Height > limits.Pixels) return new Refused(PictureRefusal.TooManyPixels);
        // JPEG can be decoded at a half, a quarter, an eighth: a photograph then takes a fraction of the memory.
        SKSizeI stored = codec.GetScaledDimensions(Math.Min(1, (float)limits.LongestSide / Math.Max(codec.Info.Width, codec.Info.Height)));
        if (Math.Max(stored.Width, stored.Height) < limits.LongestSide) stored = codec.Info.Size;
        using var raw = new SKBitmap(new SKImageInfo(stored.Width, stored.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb()));
        // A truncated file decodes half: better refused now than shown half grey.
        if (codec.GetPixels(raw.Info, raw.GetPixels()) != SKCodecResult.Success) return new Refused(PictureRefusal.NotAPicture);
        using SKBitmap upright = Upright(raw, codec.EncodedOrigin, limits.LongestSide);
        bool opaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        using SKImage image = SKImage.FromBitmap(upright);
        using SKData encoded = opaque ? image.Encode(SKEncodedImageFormat.Jpeg, 88) : image.Encode(SKEncodedImageFormat.Webp, 90);
        byte[] result = encoded.ToArray();
        return new Accepted(result, opaque ? "image/jpeg" : "image/webp", upright.Width, upright.Height, Convert.ToHexStringLower(SHA256.HashData(result)));
    }

    // Phones store pictures lying down and say so in a tag, which the re-encoding drops.
    private static SKBitmap Upright(SKBitmap raw, SKEncodedOrigin origin, int longest)
    {
        bool turned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        (int width, int height) = turned ? (raw.Height, raw.Width) : (raw.Width, raw.Height);
        float scale = Math.Min(1f, (float)longest / Math.Max(width, height));
        var target = new SKBitmap(new SKImageInfo(Math.Max(1, (int)MathF.Round(width * scale)), Math.Max(1, (int)MathF.Round(height * scale)), SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb()));
        using var canvas = new SKCanvas(target);
        canvas.Clear(SKColors.Transparent);
        canvas.Scale((float)target.Width / width, (float)target.Height / height);
        canvas.Concat(Turn(origin, width, height));
        using SKImage image = SKImage.FromBitmap(raw);
        canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return target;
    }

    // From stored coordinates to upright ones; width and height are the upright ones. Source: EXIF 2.32, tag 0x0112.
    private static SKMatrix Turn(SKEncodedOrigin origin, float width, float height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, width, -1, 0, height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, height, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    private static async Task<byte[]?> ReadAsync(Stream content, int limit, CancellationToken cancellation)
    {
        using var kept = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        int length;
        while ((length = await content.ReadAsync(buffer, cancellation)) > 0)
        {
            if (kept.Length + length > limit) return null;
            kept.Write(buffer, 0, length);
        }
        return kept.ToArray();
    }
}

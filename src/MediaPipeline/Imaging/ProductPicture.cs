using System.Security.Cryptography;
using System.Text;
using SkiaSharp;

namespace MediaPipeline.Imaging;

/// <summary>Kinds of goods that can be drawn.</summary>
public enum PictureKind
{
#pragma warning disable CS1591 // the words are those of the goods
    Generic, Bronze, Wine, Tea, Watermelon, Apple, Peach, Pepper, Persimmon, Grape, Vegetable, FarmStay, Scenery,
#pragma warning restore CS1591
}

/// <summary>A picture to draw.</summary>
/// <param name="Name">The product; its first character stands on the label where a kind has one.</param>
/// <param name="Seed">The same seed draws the same picture; another one varies the ground.</param>
/// <param name="Size">Pixels of each side.</param>
public sealed record ProductPictureSpec(string Name, PictureKind Kind, string Seed, int Size);

/// <summary>Draws pictures for products that have none yet: flat, warm, plainly a drawing and not a photograph of goods.</summary>
public static class ProductPicture
{
    /// <summary>A PNG.</summary>
    public static byte[] Draw(ProductPictureSpec spec)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(spec.Size, spec.Size));
        SKCanvas canvas = surface.Canvas;
        canvas.Scale(spec.Size / 800f);
        byte[] seed = SHA256.HashData(Encoding.UTF8.GetBytes(spec.Seed));
        Grounds.Draw(canvas, spec.Kind, seed);
        Goods.Draw(canvas, spec.Kind, spec.Name);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}

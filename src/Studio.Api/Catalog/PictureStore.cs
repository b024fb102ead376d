using MediaPipeline.Imaging;
using Studio.Api.Edge;
using Studio.Api.Parts;
using Studio.Grains.Catalog;
using Studio.Grains.Values;

namespace Studio.Api.Catalog;

/// <summary>Product pictures as files named by their content: uploaded ones are checked and encoded again, missing ones are drawn.</summary>
internal sealed class PictureStore(StudioOptions options)
{
    // Three pixels of an old phone's screen to each of the shelf's 88.
    private const int SmallSide = 264;

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(options.DataFolder, "media", "pictures")).FullName;

    /// <summary>Where a browser finds a picture.</summary>
    public static string UrlOf(string picture) => $"/media/pictures/{picture}";

    /// <summary>By the ending that this store itself gave.</summary>
    public static string ContentTypeOf(string file) => Path.GetExtension(file) switch { ".webp" => "image/webp", ".png" => "image/png", _ => "image/jpeg" };

    /// <summary>Checks, encodes again and stores an upload; answers its file name. Nothing is left behind when it is refused.</summary>
    public async Task<Outcome<string>> StoreAsync(Stream upload, CancellationToken cancellation)
    {
        if (FreeSpace.IsShort(options)) return new Refusal(FreeSpace.Code);
        switch (await PictureIntake.NormaliseAsync(upload, PictureLimits.Default, cancellation))
        {
            case PictureIntake.Accepted picture:
                string name = picture.Sha256[..32] + (picture.ContentType switch { "image/webp" => ".webp", "image/png" => ".png", _ => ".jpg" });
                Write(name, picture.Content);
                return name;
            case PictureIntake.Refused refused:
                return new Refusal(refused.Code switch
                {
                    PictureRefusal.TooManyBytes => Problems.PictureTooLarge,
                    PictureRefusal.TooManyPixels => Problems.PictureTooManyPixels,
                    PictureRefusal.UnsupportedFormat => Problems.PictureFormat,
                    _ => Problems.PictureNotAPicture,
                });
            default:
                throw new InvalidOperationException("The intake answers one of two things.");
        }
    }

    /// <summary>Draws the picture that stands in for an upload, unless it is there; answers its file name.</summary>
    public string EnsureDrawn(ProductDetails details)
    {
        string name = DrawnName(details);
        if (!File.Exists(Path.Combine(_folder, name)))
        {
            Write(name, ProductPicture.Draw(new ProductPictureSpec(details.Name, Enum.Parse<PictureKind>(details.Kind.ToString()), Seed: name, Size: 800)));
        }
        return name;
    }

    /// <summary>The path of a stored picture, or null: only names of this store's own form are looked for.</summary>
    public string? Find(string file) =>
        file.Length <= 64 && file.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.') && !file.StartsWith('.')
        && Path.Combine(_folder, file) is var path && File.Exists(path)
            ? path
            : null;

    /// <summary>The path of a stored picture's small edition, made when it is first asked for; null as for <see cref="Find"/>. Where it cannot be made, the picture itself.</summary>
    public string? FindSmall(string file)
    {
        if (Find(file) is not { } path) return null;
        string name = $"{Path.GetFileNameWithoutExtension(file)}-small.webp";
        if (!File.Exists(Path.Combine(_folder, name)))
        {
            if (FreeSpace.IsShort(options) || Thumbnail.Make(File.ReadAllBytes(path), SmallSide) is not { } small) return path;
            Write(name, small);
        }
        return Path.Combine(_folder, name);
    }

    private static string DrawnName(ProductDetails details) =>
        $"drawn-{details.Kind.ToString().ToLowerInvariant()}-{StableId.Hash(details.Name, 12)}.png";

    // A file with a final name is complete: written under another name in the same folder, then renamed.
    private void Write(string name, byte[] content)
    {
        string target = Path.Combine(_folder, name);
        if (File.Exists(target)) return;
        string unfinished = $"{target}.{Guid.NewGuid():n}.tmp";
        try
        {
            File.WriteAllBytes(unfinished, content);
            File.Move(unfinished, target, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}

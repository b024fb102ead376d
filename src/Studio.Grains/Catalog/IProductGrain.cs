using Orleans.Concurrency;
using Studio.Grains.Values;

namespace Studio.Grains.Catalog;

/// <summary>A product of the catalogue. Key: its id, which the creating operation names.</summary>
[Alias("studio.IProductGrain")]
public interface IProductGrain : IGrainWithStringKey
{
    /// <summary>Makes the product; <paramref name="drawn"/> is the file name of the picture drawn for it. Refused: validation, operation-conflict.</summary>
    [Alias("Create")] Task<Outcome<Product>> Create(ProductDetails details, string drawn);

    /// <summary>Changes the product. Cards on air are instances and stay as they are. Refused: validation, not-found, operation-conflict.</summary>
    [Alias("Change")] Task<Outcome<Product>> Change(string operationId, ProductDetails details, string drawn);

    /// <summary>Gives the product a picture that the edge has checked and stored under <paramref name="picture"/> (a file name).</summary>
    [Alias("SetPicture")] Task<Outcome<Product>> SetPicture(string operationId, string picture);

    /// <summary>The product, or null when there is none.</summary>
    [ReadOnly, Alias("Get")] Task<Product?> Get();
}

/// <summary>A product as it stands.</summary>
/// <param name="Picture">File name of the picture that is shown.</param>
/// <param name="PictureDrawn">Nobody uploaded a picture yet: the shown one was drawn.</param>
[GenerateSerializer, Immutable, Alias("studio.Product")]
public sealed record Product([property: Id(0)] string Id, [property: Id(1)] ProductDetails Details, [property: Id(2)] string Picture,
    [property: Id(3)] bool PictureDrawn);

/// <summary>What a manager writes of a product.</summary>
/// <param name="Name">1–60 characters.</param>
/// <param name="Unit">What the price is for (斤, 瓶, 盒 …), 1–10 characters.</param>
/// <param name="Price">1 fen to 100,000 yuan.</param>
/// <param name="Kind">Which picture is drawn while none is uploaded.</param>
/// <param name="Origin">Where it comes from (产地), at most 40 characters; may be empty.</param>
/// <param name="TraceUrl">Where its origin can be looked up: an http or https address of at most 200 characters; may be empty.</param>
/// <param name="EnterpriseId">Whose product it is; empty: nobody's yet.</param>
/// <param name="ShopUrl">Its own page in the shop, instead of the enterprise's; may be empty.</param>
[GenerateSerializer, Immutable, Alias("studio.ProductDetails")]
public sealed record ProductDetails(
    [property: Id(0)] string Name, [property: Id(1)] string Unit, [property: Id(2)] Money Price, [property: Id(3)] ProductKind Kind,
    [property: Id(4)] string Origin = "", [property: Id(5)] string TraceUrl = "",
    [property: Id(6)] string EnterpriseId = "", [property: Id(7)] string ShopUrl = "")
{
    /// <summary>The highest price that can be typed: 100,000 yuan.</summary>
    public static readonly Money HighestPrice = new(10_000_000);

    /// <summary>The cleaned details, or what is wrong with them.</summary>
    public Outcome<ProductDetails> Checked()
    {
        var check = new Check();
        ProductDetails clean = this with
        {
            Name = check.Text("name", Name, 60),
            Unit = check.Text("unit", Unit, 10),
            Price = new Money(check.Range("priceFen", Price.Fen, 1, HighestPrice.Fen)),
            Origin = string.IsNullOrWhiteSpace(Origin) ? "" : check.Text("origin", Origin, 40),
            TraceUrl = check.Address("traceUrl", TraceUrl, 200),
            EnterpriseId = EnterpriseId?.Trim() ?? "",
            ShopUrl = check.Address("shopUrl", ShopUrl, 200),
        };
        if (clean.EnterpriseId.Length > 40) check.Add("enterpriseId", FieldErrors.Invalid);
        if (!Enum.IsDefined(Kind)) check.Add("kind", FieldErrors.Invalid);
        return check.Refusal is { } refusal ? refusal : clean;
    }
}

/// <summary>Kinds of goods for which a picture can be drawn (the four specialities of Xia County first).</summary>
public enum ProductKind
{
    /// <summary>Anything else.</summary>
    Generic,

    /// <summary>青铜.</summary>
    Bronze,

    /// <summary>红酒.</summary>
    Wine,

    /// <summary>茶.</summary>
    Tea,

    /// <summary>西瓜.</summary>
    Watermelon,

    /// <summary>苹果.</summary>
    Apple,

    /// <summary>桃.</summary>
    Peach,

    /// <summary>花椒.</summary>
    Pepper,

    /// <summary>柿饼.</summary>
    Persimmon,

    /// <summary>葡萄.</summary>
    Grape,

    /// <summary>蔬菜.</summary>
    Vegetable,

    /// <summary>农家乐.</summary>
    FarmStay,

    /// <summary>景点.</summary>
    Scenery,
}

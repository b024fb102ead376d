using Orleans.Concurrency;
using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Grains.Catalog;

/// <summary>An enterprise that sells through the base, and where it sells. Key: its id, which the creating operation names.</summary>
[Alias("studio.IEnterpriseGrain")]
public interface IEnterpriseGrain : IGrainWithStringKey
{
    /// <summary>Makes the enterprise. Refused: validation, operation-conflict.</summary>
    [Alias("Create")] Task<Outcome<Enterprise>> Create(EnterpriseDetails details);

    /// <summary>Changes it. Items of sessions keep what they were described with until somebody pushes. Refused: validation, not-found, operation-conflict.</summary>
    [Alias("Change")] Task<Outcome<Enterprise>> Change(string operationId, EnterpriseDetails details);

    /// <summary>Remembers how its platform's order exports are read. Twice is the same as once. Refused: not-found.</summary>
    [Alias("Remember")] Task<Outcome<Enterprise>> Remember(IReadOnlyList<MappedColumn> columns);

    /// <summary>The enterprise, or null when there is none.</summary>
    [ReadOnly, Alias("Get")] Task<Enterprise?> Get();
}

/// <summary>An enterprise as it stands.</summary>
/// <param name="Columns">How its order exports were read last; empty: they never were.</param>
[GenerateSerializer, Immutable, Alias("studio.Enterprise")]
public sealed record Enterprise([property: Id(0)] string Id, [property: Id(1)] EnterpriseDetails Details, [property: Id(2)] IReadOnlyList<MappedColumn> Columns);

/// <summary>Of an order export: the column with this heading holds this field.</summary>
/// <param name="Field">The edge's name of the field.</param>
[GenerateSerializer, Immutable, Alias("studio.MappedColumn")]
public sealed record MappedColumn([property: Id(0)] string Field, [property: Id(1)] string Heading);

/// <summary>What a manager writes of an enterprise.</summary>
/// <param name="Name">1–60 characters.</param>
/// <param name="ShopUrl">Its shop page: an http or https address of at most 200 characters; may be empty.</param>
[GenerateSerializer, Immutable, Alias("studio.EnterpriseDetails")]
public sealed record EnterpriseDetails([property: Id(0)] string Name, [property: Id(1)] SalesPlatform Platform, [property: Id(2)] string ShopUrl = "") : IEntryDetails<EnterpriseDetails>
{
    /// <inheritdoc/>
    public Outcome<EnterpriseDetails> Checked()
    {
        var check = new Check();
        EnterpriseDetails clean = this with { Name = check.Text("name", Name, 60), ShopUrl = check.Address("shopUrl", ShopUrl, 200) };
        if (!Enum.IsDefined(Platform)) check.Add("platform", FieldErrors.Invalid);
        return check.Refusal is { } refusal ? refusal : clean;
    }
}

/// <summary>Where an enterprise sells. The studio takes no payment; it only points there.</summary>
public enum SalesPlatform
{
    /// <summary>淘宝, 天猫.</summary>
    Taobao,

    /// <summary>拼多多.</summary>
    Pinduoduo,

    /// <summary>抖音.</summary>
    Douyin,

    /// <summary>快手.</summary>
    Kuaishou,

    /// <summary>微信小店.</summary>
    Wechat,

    /// <summary>Elsewhere.</summary>
    Other,
}

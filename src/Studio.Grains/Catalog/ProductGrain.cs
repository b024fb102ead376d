using Studio.Grains.Commit;
using Studio.Grains.Index;
using Studio.Grains.Values;

namespace Studio.Grains.Catalog;

internal sealed class ProductGrain([PersistentState("product", StudioStore.Grains)] IPersistentState<ProductState> state) : Grain, IProductGrain
{
    private ProductState State => state.State;

    private Product Current => Of(State);

    public async Task<Outcome<Product>> Create(ProductDetails details, string drawn)
    {
        Outcome<ProductDetails> clean = details.Checked();
        if (clean.Refusal is { } refusal) return refusal;
        if (State.CreatedAs is not null)
        {
            return State.CreatedAs == clean.Value ? Current : new Refusal(RefusalCodes.OperationConflict);
        }
        await GrainFactory.GetGrain<IIndexGrain>(Indexes.Products).Add(this.GetPrimaryKeyString());
        return await Store(State with { CreatedAs = clean.Value, Details = clean.Value, Drawn = drawn });
    }

    public async Task<Outcome<Product>> Change(string operationId, ProductDetails details, string drawn)
    {
        Outcome<ProductDetails> clean = details.Checked();
        if (clean.Refusal is { } refusal) return refusal;
        return await Once(operationId, $"change {clean.Value}", State with { Details = clean.Value, Drawn = drawn });
    }

    public Task<Outcome<Product>> SetPicture(string operationId, string picture) =>
        Once(operationId, $"picture {picture}", State with { Uploaded = picture });

    public Task<Product?> Get() => Task.FromResult(State.Details is null ? null : Current);

    private async Task<Outcome<Product>> Once(string operationId, string body, ProductState after)
    {
        if (State.Details is null) return new Refusal(RefusalCodes.NotFound);
        if (State.Operations.Find(operationId) is { } done)
        {
            return string.Equals(done.Body, body, StringComparison.Ordinal) ? done.Answer : new Refusal(RefusalCodes.OperationConflict);
        }
        return await Store(after with { Operations = State.Operations.With(operationId, body, Of(after)) });
    }

    private Product Of(ProductState product) =>
        new(this.GetPrimaryKeyString(), product.Details!, product.Uploaded ?? product.Drawn, product.Uploaded is null);

    private async Task<Product> Store(ProductState after)
    {
        state.State = after;
        await state.WriteStateAsync();
        return Current;
    }
}

/// <summary>Schema 1.</summary>
[GenerateSerializer, Alias("studio.ProductState")]
internal sealed record ProductState
{
    [Id(0)] public int Schema { get; init; } = 1;

    [Id(1)] public ProductDetails? CreatedAs { get; init; }

    [Id(2)] public ProductDetails? Details { get; init; }

    [Id(3)] public string? Uploaded { get; init; }

    [Id(4)] public string Drawn { get; init; } = "";

    [Id(5)] public OperationLog<Product> Operations { get; init; } = new();
}

using Studio.Grains.Commit;

namespace Studio.Grains.Showcase;

internal sealed class ContactGrain([PersistentState("contact", StudioStore.Grains)] IPersistentState<ContactState> state) : Grain, IContactGrain
{
    public async Task<Contact> Keep(string operationId, Contact contact)
    {
        // A repeat comes with another instant and another encryption of the same number: the first stays.
        if (state.State.Contact is { } kept && string.Equals(state.State.KeptBy, operationId, StringComparison.Ordinal)) return kept;
        await StoreAsync(new ContactState { Contact = contact, KeptBy = operationId });
        return contact;
    }

    public Task<Contact?> Get() => Task.FromResult(state.State.Contact);

    public async Task Forget()
    {
        if (state.State.Contact is not null) await StoreAsync(new ContactState());
    }

    private async Task StoreAsync(ContactState after)
    {
        state.State = after;
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle(); // what is in memory is not what is stored
            throw;
        }
    }
}

/// <summary>A contact as it is stored.</summary>
[GenerateSerializer, Alias("studio.ContactState")]
internal sealed record ContactState
{
    /// <summary>Version of this layout.</summary>
    [Id(0)] public int Schema { get; init; } = 1;

    /// <summary>The contact.</summary>
    [Id(1)] public Contact? Contact { get; init; }

    /// <summary>The operation that brought it.</summary>
    [Id(2)] public string? KeptBy { get; init; }
}

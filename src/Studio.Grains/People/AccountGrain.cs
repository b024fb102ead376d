using System.Text.RegularExpressions;
using Studio.Grains.Commit;
using Studio.Grains.Index;
using Studio.Grains.Values;

namespace Studio.Grains.People;

internal sealed partial class AccountGrain([PersistentState("account", StudioStore.Grains)] IPersistentState<AccountState> state) : Grain, IAccountGrain
{
    public async Task<Outcome<Account>> Create(string operationId, NewAccount account)
    {
        var check = new Check();
        string displayName = check.Text("displayName", account.DisplayName, 40);
        if (!NameForm().IsMatch(account.Name)) check.Add("name", FieldErrors.Invalid);
        if (account.Roles.Count == 0) check.Add("roles", FieldErrors.Required);
        else if (!account.Roles.All(Enum.IsDefined)) check.Add("roles", FieldErrors.Invalid);
        if (check.Refusal is { } refusal) return refusal;
        if (state.State.Credentials is { } taken)
        {
            return string.Equals(state.State.OperationId, operationId, StringComparison.Ordinal) ? taken.Account : new Refusal(RefusalCodes.NameTaken);
        }
        await GrainFactory.GetGrain<IIndexGrain>(Indexes.Accounts).Add(this.GetPrimaryKeyString());
        var made = new Account(account.Name, displayName, [.. account.Roles.Distinct()]);
        state.State = new AccountState { OperationId = operationId, Credentials = new Credentials(made, account.PasswordHash) };
        await state.WriteStateAsync();
        return made;
    }

    public async Task<Outcome<Account>> SetStation(string? stationId)
    {
        if (state.State.Credentials is not { } known) return new Refusal(RefusalCodes.NotFound);
        if (string.Equals(known.Account.StationId, stationId, StringComparison.Ordinal)) return known.Account;
        state.State = state.State with { Credentials = known with { Account = known.Account with { StationId = stationId } } };
        await state.WriteStateAsync();
        return state.State.Credentials!.Account;
    }

    // A guessed name must not keep an activation.
    public Task<Credentials?> Credentials()
    {
        if (!state.RecordExists) DeactivateOnIdle();
        return Task.FromResult(state.State.Credentials);
    }

    public Task<Account?> Get() => Task.FromResult(state.State.Credentials?.Account);

    [GeneratedRegex(@"^[\p{L}\p{N}._-]{2,32}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex NameForm();
}

/// <summary>Schema 1.</summary>
[GenerateSerializer, Alias("studio.AccountState")]
internal sealed record AccountState
{
    [Id(0)] public int Schema { get; init; } = 1;

    [Id(1)] public string? OperationId { get; init; }

    [Id(2)] public Credentials? Credentials { get; init; }
}

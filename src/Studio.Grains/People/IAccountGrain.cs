using Orleans.Concurrency;
using Studio.Grains.Values;

namespace Studio.Grains.People;

/// <summary>A member of staff who can sign in. Key: the name in lower case.</summary>
[Alias("studio.IAccountGrain")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Makes the account. Refused: validation, name-taken, operation-conflict.</summary>
    [Alias("Create")] Task<Outcome<Account>> Create(string operationId, NewAccount account);

    /// <summary>Says at which station a member of station staff works; null: at none. Twice is the same as once. Refused: not-found.</summary>
    [Alias("SetStation")] Task<Outcome<Account>> SetStation(string? stationId);

    /// <summary>The account with its password hash, for the edge to verify; null when there is none.</summary>
    [ReadOnly, Alias("Credentials")] Task<Credentials?> Credentials();

    /// <summary>The account, or null when there is none.</summary>
    [ReadOnly, Alias("Get")] Task<Account?> Get();
}

/// <summary>A member of staff.</summary>
/// <param name="StationId">The station of station staff; they see that one and no other.</param>
[GenerateSerializer, Immutable, Alias("studio.Account")]
public sealed record Account([property: Id(0)] string Name, [property: Id(1)] string DisplayName, [property: Id(2)] IReadOnlyList<Role> Roles,
    [property: Id(3)] string? StationId = null);

/// <summary>An account to be made; the password is hashed at the edge.</summary>
/// <param name="Name">2–32 letters, digits, dots, dashes or underscores.</param>
/// <param name="DisplayName">1–40 characters.</param>
[GenerateSerializer, Immutable, Alias("studio.NewAccount")]
public sealed record NewAccount(
    [property: Id(0)] string Name, [property: Id(1)] string DisplayName, [property: Id(2)] string PasswordHash, [property: Id(3)] IReadOnlyList<Role> Roles);

/// <summary>What sign-in verifies against.</summary>
[GenerateSerializer, Immutable, Alias("studio.Credentials")]
public sealed record Credentials([property: Id(0)] Account Account, [property: Id(1)] string PasswordHash);

/// <summary>What a member of staff does; see the domain document.</summary>
public enum Role
{
    /// <summary>Base manager (基地管理).</summary>
    Manager,

    /// <summary>Control-room operator (中控).</summary>
    Operator,

    /// <summary>Host (主播).</summary>
    Host,

    /// <summary>Editor (剪辑).</summary>
    Editor,

    /// <summary>Farmer or cooperative (农户, 合作社).</summary>
    Farmer,

    /// <summary>Village station staff (站点).</summary>
    Station,

    /// <summary>Third-party auditor (第三方核查), read-only.</summary>
    Auditor,
}

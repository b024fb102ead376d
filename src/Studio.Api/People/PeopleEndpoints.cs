using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Studio.Api.Edge;
using Studio.Grains.Index;
using Studio.Grains.People;
using Studio.Grains.Values;

namespace Studio.Api.People;

/// <summary>Sign-in, the first manager, accounts.</summary>
internal static class PeopleEndpoints
{
    private static readonly PasswordHasher<string> Hasher = new();

    // Verified when there is no such account, so that a wrong name takes as long as a wrong password.
    private static readonly string NobodysHash = Hasher.HashPassword("", StableId.NewSecret(26));

    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder api = routes.MapGroup("/api").WithTags("People");
        api.MapGet("/me", MeAsync).AllowAnonymous();
        api.MapPost("/setup", SetUpAsync).AllowAnonymous().RequireRateLimiting(Limits.SignIn);
        api.MapPost("/sign-in", SignInAsync).AllowAnonymous().RequireRateLimiting(Limits.SignIn);
        api.MapPost("/sign-out", (Delegate)SignOutAsync).AllowAnonymous();
        api.MapGet("/people", PeopleAsync).RequireAuthorization(Access.Look);
        api.MapGet("/accounts", AccountsAsync).RequireAuthorization(Access.Manage);
        api.MapPost("/accounts", CreateAccountAsync).RequireAuthorization(Access.Manage).AddEndpointFilter<Operations>();
    }

    private static async Task<Ok<Me>> MeAsync(ClaimsPrincipal user, IGrainFactory grains) => TypedResults.Ok(new Me(
        user.Identity is { IsAuthenticated: true, Name: { } name } && await grains.GetGrain<IAccountGrain>(Key(name)).Get() is { } account ? AccountDto.Of(account) : null,
        await grains.GetGrain<ISetupGrain>(0).Needed()));

    private static async Task<Results<Ok<Me>, ProblemHttpResult>> SetUpAsync(SetUp body, HttpContext context, IGrainFactory grains)
    {
        if (WrongPassword(body.Password) is { } refusal) return Problems.Of(refusal);
        var manager = new NewAccount(body.Name.Trim(), body.DisplayName, Hasher.HashPassword("", body.Password), [Role.Manager]);
        Outcome<Account> made = await grains.GetGrain<ISetupGrain>(0).Complete(StableId.ForSecret(body.Token), manager);
        return made.Refusal is { } wrong ? Problems.Of(wrong) : TypedResults.Ok(await EnterAsync(context, made.Value));
    }

    private static async Task<Results<Ok<Me>, ProblemHttpResult>> SignInAsync(SignIn body, HttpContext context, IGrainFactory grains)
    {
        Credentials? known = body.Name.Length <= 64 ? await grains.GetGrain<IAccountGrain>(Key(body.Name)).Credentials() : null;
        PasswordVerificationResult verdict = Hasher.VerifyHashedPassword("", known?.PasswordHash ?? NobodysHash, body.Password.Length <= 256 ? body.Password : "");
        return known is null || verdict == PasswordVerificationResult.Failed
            ? Problems.Of(RefusalCodes.WrongCredentials)
            : TypedResults.Ok(await EnterAsync(context, known.Account));
    }

    private static async Task<NoContent> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(Access.StaffScheme);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<AccountDto[]>> AccountsAsync(IGrainFactory grains)
    {
        IReadOnlyList<string> names = await grains.GetGrain<IIndexGrain>(Indexes.Accounts).All();
        Account?[] accounts = await Task.WhenAll(names.Select(name => grains.GetGrain<IAccountGrain>(name).Get()));
        return TypedResults.Ok(accounts.OfType<Account>().Select(AccountDto.Of).ToArray());
    }

    // Those who work in the base know each other's names; farmers and stations are in no list.
    private static async Task<Ok<PersonDto[]>> PeopleAsync(IGrainFactory grains)
    {
        IReadOnlyList<string> names = await grains.GetGrain<IIndexGrain>(Indexes.Accounts).All();
        Account?[] accounts = await Task.WhenAll(names.Select(name => grains.GetGrain<IAccountGrain>(name).Get()));
        return TypedResults.Ok(accounts.OfType<Account>().Where(account => account.Roles.Any(Access.MayLook)).Select(account => new PersonDto(account.Name, account.DisplayName)).ToArray());
    }

    private static async Task<Results<Ok<AccountDto>, ProblemHttpResult>> CreateAccountAsync(CreateAccount body, IGrainFactory grains)
    {
        if (WrongPassword(body.Password) is { } refusal) return Problems.Of(refusal);
        var account = new NewAccount(body.Name.Trim(), body.DisplayName, Hasher.HashPassword("", body.Password), body.Roles);
        return (await grains.GetGrain<IAccountGrain>(Key(body.Name)).Create(body.OperationId, account)).ToResult(AccountDto.Of);
    }

    private static async Task<Me> EnterAsync(HttpContext context, Account account)
    {
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, account.Name), .. account.Roles.Select(role => new Claim(ClaimTypes.Role, role.ToString()))], Access.StaffScheme);
        await context.SignInAsync(Access.StaffScheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
        return new Me(AccountDto.Of(account), false);
    }

    private static Refusal? WrongPassword(string password) => password.Length switch
    {
        < 8 => new Check().Add("password", "too-short").Refusal,
        > 256 => new Check().Add("password", FieldErrors.TooLong).Refusal,
        _ => null,
    };

    // Names that cannot be valid share one grain, which refuses them.
    private static string Key(string name) => name.Trim() is { Length: > 0 and <= 64 } trimmed ? trimmed.ToLowerInvariant() : "-";
}

/// <summary>Who is signed in, and whether the base still waits for its first manager.</summary>
internal sealed record Me(AccountDto? Account, bool SetupNeeded);

/// <summary>A member of staff.</summary>
internal sealed record AccountDto(string Name, string DisplayName, IReadOnlyList<Role> Roles, string? StationId)
{
    public static AccountDto Of(Account account) => new(account.Name, account.DisplayName, account.Roles, account.StationId);
}

/// <summary>What a colleague is called: the name that they sign in with, and their own.</summary>
internal sealed record PersonDto(string Name, string DisplayName);

/// <summary>The first manager; the token is in the printed link.</summary>
internal sealed record SetUp(string Token, string Name, string DisplayName, string Password);

/// <summary>Name and password.</summary>
internal sealed record SignIn(string Name, string Password);

/// <summary>A new member of staff; password 8–256 characters.</summary>
internal sealed record CreateAccount(string OperationId, string Name, string DisplayName, string Password, IReadOnlyList<Role> Roles) : IOperation;

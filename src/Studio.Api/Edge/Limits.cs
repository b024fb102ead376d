using System.Threading.RateLimiting;
using Studio.Api.Parts;
using Studio.Api.People;

namespace Studio.Api.Edge;

/// <summary>How often one address or one guest may ask.</summary>
internal static class Limits
{
    /// <summary>Ten attempts a minute from one address: passwords and set-up tokens cannot be tried out.</summary>
    public const string SignIn = "sign-in";

    /// <summary>A guest's commands: so many a second, twice as many at once; and a bound for all that share an address.</summary>
    public const string Guest = "guest";

    /// <summary>A guest's comments: five at once, one a second after that. The room's own slow mode is the grain's.</summary>
    public const string Comment = "comment";

    /// <summary>Entering a room: a village may share one address, so this is generous.</summary>
    public const string Enter = "enter";

    public static void AddLimits(this IServiceCollection services, StudioOptions options) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = async (context, _) =>
        {
            if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after))
            {
                context.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(after.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
            bool guest = context.HttpContext.Request.Path.StartsWithSegments("/api/room", StringComparison.OrdinalIgnoreCase);
            await Problems.Of(guest ? Problems.TooFast : Problems.TooManyAttempts).ExecuteAsync(context.HttpContext);
        };
        limiter.AddPolicy(SignIn, context => RateLimitPartition.GetFixedWindowLimiter(Address(context),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = 10, Window = TimeSpan.FromMinutes(1) }));
        limiter.AddPolicy(Enter, context => RateLimitPartition.GetFixedWindowLimiter(Address(context),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = options.EntriesPerMinute, Window = TimeSpan.FromMinutes(1) }));
        limiter.AddPolicy(Guest, context => RateLimitPartition.GetTokenBucketLimiter(GuestIdentity.Of(context.User)?.GuestId ?? Address(context),
            _ => Bucket(options.GuestCommandsPerSecond)));
        limiter.AddPolicy(Comment, context => RateLimitPartition.GetTokenBucketLimiter(GuestIdentity.Of(context.User)?.GuestId ?? Address(context),
            _ => new TokenBucketRateLimiterOptions { TokenLimit = 5, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromSeconds(1) }));
        // Guests cost nothing to make: what limits one of them must not be the only limit.
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => IsGuestCommand(context)
            ? RateLimitPartition.GetTokenBucketLimiter(Address(context), _ => Bucket(options.AddressCommandsPerSecond))
            : RateLimitPartition.GetNoLimiter(""));
    });

    /// <summary>The address that a request came from.</summary>
    public static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "?";

    private static TokenBucketRateLimiterOptions Bucket(int perSecond) => new()
    {
        TokenLimit = 2 * perSecond,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
    };

    // Comments have a pace of their own: who floods the room must not keep a village from holding goods.
    internal static bool IsGuestCommand(HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method) && context.Request.Path.StartsWithSegments("/api/room", StringComparison.OrdinalIgnoreCase)
        && context.Request.Path.Value?.EndsWith("/comments", StringComparison.OrdinalIgnoreCase) != true;
}

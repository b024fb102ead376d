using System.Threading.RateLimiting;
using Studio.Api.People;

namespace Studio.Api.Edge;

/// <summary>How often one address or one guest may ask.</summary>
internal static class Limits
{
    /// <summary>Ten attempts a minute from one address: passwords and set-up tokens cannot be tried out.</summary>
    public const string SignIn = "sign-in";

    /// <summary>A guest's commands: ten at once, five a second after that.</summary>
    public const string Guest = "guest";

    /// <summary>A guest's comments: five at once, one a second after that. The room's own slow mode is the grain's.</summary>
    public const string Comment = "comment";

    /// <summary>Entering a room: a village may share one address, so this is generous.</summary>
    public const string Enter = "enter";

    public static void AddLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
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
            _ => new FixedWindowRateLimiterOptions { PermitLimit = 3_000, Window = TimeSpan.FromMinutes(1) }));
        limiter.AddPolicy(Guest, context => RateLimitPartition.GetTokenBucketLimiter(GuestIdentity.Of(context.User)?.GuestId ?? Address(context),
            _ => new TokenBucketRateLimiterOptions { TokenLimit = 10, TokensPerPeriod = 5, ReplenishmentPeriod = TimeSpan.FromSeconds(1) }));
        limiter.AddPolicy(Comment, context => RateLimitPartition.GetTokenBucketLimiter(GuestIdentity.Of(context.User)?.GuestId ?? Address(context),
            _ => new TokenBucketRateLimiterOptions { TokenLimit = 5, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromSeconds(1) }));
    });

    /// <summary>The address that a request came from.</summary>
    public static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "?";
}

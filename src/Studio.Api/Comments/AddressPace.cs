using System.Threading.RateLimiting;
using Studio.Api.Edge;

namespace Studio.Api.Comments;

/// <summary>
/// How fast comments may come from one address, whoever sends them: a guest's own pace is no obstacle to a program that enters the room as
/// fifty guests. A village may share one address, so this is generous.
/// </summary>
internal sealed class AddressPace : IEndpointFilter, IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetTokenBucketLimiter(
        address, _ => new TokenBucketRateLimiterOptions { TokenLimit = 100, TokensPerPeriod = 25, ReplenishmentPeriod = TimeSpan.FromMilliseconds(500) }));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        using RateLimitLease lease = _limiter.AttemptAcquire(Limits.Address(context.HttpContext));
        return lease.IsAcquired ? await next(context) : Problems.Of(Problems.TooFast);
    }

    public void Dispose() => _limiter.Dispose();
}

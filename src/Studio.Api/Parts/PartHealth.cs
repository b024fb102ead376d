using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;
using Studio.Api.Recording;

namespace Studio.Api.Parts;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can do its work; each part is named.</summary>
internal static class PartHealth
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static void AddPartHealth(this IServiceCollection services, StudioOptions options)
    {
        IHealthChecksBuilder checks = services.AddHealthChecks().AddCheck<RedisCheck>("redis").AddCheck<DiskCheck>("disk");
        if (options.Role == StudioRole.All) checks.AddCheck<NginxCheck>("nginx").AddCheck<RecorderCheck>("recorders");
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    // States only: what a stranger may read says nothing about folders, sessions or versions.
    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new { status = report.Status.ToString(), parts = report.Entries.ToDictionary(part => part.Key, part => new { status = part.Value.Status.ToString(), part.Value.Description }) }, Json);

    private sealed class RedisCheck(RedisPart redis) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await redis.Connection.GetDatabase().PingAsync().WaitAsync(TimeSpan.FromSeconds(1), cancellationToken);
                return HealthCheckResult.Healthy(Word(redis));
            }
            catch (Exception failure) when (failure is RedisException or TimeoutException or InvalidOperationException)
            {
                return HealthCheckResult.Unhealthy(Word(redis));
            }
        }
    }

    private sealed class NginxCheck(NginxPart nginx) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(nginx.State is PartState.Running ? HealthCheckResult.Healthy(Word(nginx)) : HealthCheckResult.Unhealthy(Word(nginx)));
    }

    private sealed class RecorderCheck(RecorderSet recorders) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            string word = $"{recorders.Count} wanted";
            return Task.FromResult(recorders.Problems.FirstOrDefault() is { } problem ? HealthCheckResult.Degraded($"{word}, {problem}") : HealthCheckResult.Healthy(word));
        }
    }

    private sealed class DiskCheck(StudioOptions options) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(FreeSpace.IsShort(options) ? HealthCheckResult.Degraded("disk-full") : HealthCheckResult.Healthy());
    }

    private static string Word(ManagedServer part) =>
        part.Restarts == 0 ? part.State.ToString().ToLowerInvariant() : $"{part.State.ToString().ToLowerInvariant()}, restarted {part.Restarts} times";
}

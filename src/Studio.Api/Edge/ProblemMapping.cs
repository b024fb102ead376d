using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Orleans.Runtime;
using StackExchange.Redis;
using Studio.Grains.Commit;

namespace Studio.Api.Edge;

/// <summary>Turns whatever goes wrong into a problem document: never an exception page, never a bare status.</summary>
internal static partial class ProblemMapping
{
    public static void AddProblems(this IServiceCollection services)
    {
        services.AddExceptionHandler<ExceptionProblems>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            if (!context.ProblemDetails.Extensions.ContainsKey("code"))
            {
                string code = Problems.CodeOf(context.ProblemDetails.Status ?? 500);
                context.ProblemDetails.Extensions["code"] = code;
                context.ProblemDetails.Type = Problems.TypeOf(code);
                context.ProblemDetails.Title = code;
            }
            context.ProblemDetails.Extensions["traceId"] = context.HttpContext.Features.Get<IHttpActivityFeature>()?.Activity.TraceId.ToString() ?? context.HttpContext.TraceIdentifier;
        });
    }

    /// <summary>The code of a failure that is the store's, or null.</summary>
    public static string? StorageCode(Exception failure) => failure switch
    {
        StorageUnavailableException => Problems.OutcomeUnknown,
        RedisException or RedisCommandException or TimeoutException => Problems.StorageUnavailable,
        // Nobody is answered whose own request was broken off: what was cancelled is an activation, or a silo that goes.
        OperationCanceledException => Problems.StorageUnavailable,
        // An activation that cannot read its state, a silo that is shutting down, a directory that moves.
        OrleansException => Problems.StorageUnavailable,
        AggregateException many => many.InnerExceptions.Select(StorageCode).FirstOrDefault(code => code is not null),
        _ => failure.GetType().Namespace?.StartsWith("Orleans", StringComparison.Ordinal) == true ? Problems.StorageUnavailable : null,
    };

    private sealed partial class ExceptionProblems(IProblemDetailsService problems, ILogger<ExceptionProblems> log) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
        {
            string code = exception is BadHttpRequestException bad ? Problems.CodeOf(bad.StatusCode) : StorageCode(exception) ?? Problems.Unexpected;
            if (code == Problems.Unexpected) Failed(context.Request.Method, context.GetEndpoint()?.DisplayName ?? "?", exception);
            context.Response.StatusCode = Problems.StatusOf(code);
            return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, Exception = exception, ProblemDetails = Problems.Of(code).ProblemDetails });
        }

        [LoggerMessage(LogLevel.Error, "{Method} {Endpoint} failed")]
        private partial void Failed(string method, string endpoint, Exception failure);
    }
}

using Microsoft.Extensions.Logging;
using Orleans.Storage;
using StackExchange.Redis;

namespace Studio.Grains.Commit;

/// <summary>
/// The one place where failures of the store are translated. Exceptions of client libraries have no codec and would reach the caller as
/// a puzzle; and after any failed write the activation's memory may differ from the store, so the activation goes and the next one reads.
/// </summary>
public sealed partial class StorageFaultFilter(ILogger<StorageFaultFilter> log) : IIncomingGrainCallFilter
{
    /// <inheritdoc/>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception failure) when (IsStorageFault(failure))
        {
            StorageFailed(context.TargetId.ToString(), context.MethodName, failure);
            // Without the exception: calls that still queue for this activation would be answered with it, as it is. So they go to the next one.
            context.TargetContext?.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, "The store failed; read it again."));
            throw new StorageUnavailableException("The store did not answer; whether the command was stored is unknown. Repeat it under the same operation id.");
        }
    }

    private static bool IsStorageFault(Exception failure) => failure switch
    {
        CommitFailedException or FencedException or InconsistentStateException or RedisException or RedisCommandException or TimeoutException => true,
        OrleansException { InnerException: RedisException or RedisCommandException or TimeoutException } => true,
        AggregateException many => many.InnerExceptions.Any(IsStorageFault),
        // The Redis grain storage wraps what it catches in its own exception type, which is named but internal to its assembly.
        _ => failure.GetType().Namespace?.StartsWith("Orleans.Persistence", StringComparison.Ordinal) == true,
    };

    [LoggerMessage(LogLevel.Warning, "store failed in {Grain} {Method}; the activation goes")]
    private partial void StorageFailed(string grain, string method, Exception failure);
}

/// <summary>The store failed. The outcome of a command is unknown until it is repeated under the same operation id.</summary>
[GenerateSerializer, Alias("studio.StorageUnavailableException")]
public sealed class StorageUnavailableException(string message) : Exception(message);

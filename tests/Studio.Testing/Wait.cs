namespace Studio.Testing;

/// <summary>Waits for a condition instead of for a time.</summary>
public static class Wait
{
    /// <summary>Until the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within the limit (default 30 s).</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan? limit = null)
    {
        long begin = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(begin) > (limit ?? TimeSpan.FromSeconds(30))) throw new TimeoutException($"Waited in vain: {what}.");
            await Task.Delay(50);
        }
    }

    /// <summary>Until the condition holds.</summary>
    public static Task UntilAsync(Func<bool> condition, string what, TimeSpan? limit = null) => UntilAsync(() => Task.FromResult(condition()), what, limit);
}

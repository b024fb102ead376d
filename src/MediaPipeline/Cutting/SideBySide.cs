namespace MediaPipeline.Cutting;

/// <summary>Steps that do not need each other. One ffmpeg does not fill two cores while it starts, looks ahead and ends; two do.</summary>
internal static class SideBySide
{
    private const int Width = 2;

    /// <summary>Runs the steps two at a time, in their order, until one of them says something; null: none did.</summary>
    /// <param name="ended">Told after each step how many are through.</param>
    public static async Task<T?> FirstAsync<T>(IReadOnlyList<Func<CancellationToken, Task<T?>>> steps, Action<int>? ended, CancellationToken cancellation)
        where T : class
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        T? said = null;
        int through = 0;
        try
        {
            await Parallel.ForEachAsync(steps, new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = stop.Token }, async (step, token) =>
            {
                if (await step(token) is { } answer)
                {
                    // Those that are stopped by this say something too.
                    Interlocked.CompareExchange(ref said, answer, null);
                    await stop.CancelAsync();
                }
                else
                {
                    ended?.Invoke(Interlocked.Increment(ref through));
                }
            });
        }
        catch (OperationCanceledException) when (said is not null)
        {
            // The answer is what ended the others.
        }
        return said;
    }
}

namespace Studio.Api.Imports;

/// <summary>Tells the worker that there may be something to do, so that it need not wait for its next round.</summary>
internal sealed class ImportBell : IDisposable
{
    private readonly SemaphoreSlim _bell = new(0, 1);

    /// <summary>There may be something to do.</summary>
    public void Ring()
    {
        try
        {
            _bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // It rang already.
        }
    }

    /// <summary>Until it rings, or so long.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellation) => _bell.WaitAsync(longest, cancellation);

    public void Dispose() => _bell.Dispose();
}

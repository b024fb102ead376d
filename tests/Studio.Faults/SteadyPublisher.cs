using Studio.Testing;

namespace Studio.Faults;

/// <summary>A publisher that comes back at once, again and again, as an encoder with an impatient operator.</summary>
internal sealed class SteadyPublisher : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _publishing;
    private volatile Publisher? _now;
    private long _since;

    public SteadyPublisher(StudioProcess studio, string key, string film) => _publishing = Task.Run(() => PublishAsync(studio, key, film));

    /// <summary>The process that publishes now.</summary>
    public int Id => _now!.Id;

    /// <summary>When it was started.</summary>
    public DateTimeOffset Since => new(Interlocked.Read(ref _since), TimeSpan.Zero);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _publishing;
        _over.Dispose();
    }

    private async Task PublishAsync(StudioProcess studio, string key, string film)
    {
        while (!_over.IsCancellationRequested)
        {
            await using Publisher publisher = _now = Publisher.Film(studio, key, film);
            Interlocked.Exchange(ref _since, TimeProvider.System.GetUtcNow().UtcTicks);
            try
            {
                await publisher.Ended.WaitAsync(_over.Token);
                await Task.Delay(Pause, _over.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}

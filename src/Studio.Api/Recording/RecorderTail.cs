using MediaPipeline.Recordings;

namespace Studio.Api.Recording;

/// <summary>What the ingest server keeps of one session's feed: lost pictures are made of it, and what is no longer needed goes.</summary>
internal sealed partial class RecorderTail(string sessionId, string folder, string feed, TailFolder kept, TimeProvider clock, ILogger<Recorder> log) : IDisposable
{
    /// <summary>So long a segment may stay open: OBS puts key pictures at most 20 s apart.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(1), Scarce = TimeSpan.FromSeconds(20);
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Watches a run of the recorder.</summary>
    /// <param name="lenient">The run before was ended for its parameters at once: ffmpeg writes them in another way than they came, and they tell nothing.</param>
    public RunWatch Watch(string part, bool lenient) => new(part, kept, feed, clock) { IgnoresParameters = lenient };

    /// <summary>Makes parts of what no segment holds; <paramref name="over"/>: nothing more will come.</summary>
    public async Task SettleAsync(bool over, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            TimeSpan found = await new LostPictureMaker(folder, kept).MakeAsync(feed, over, cancellation);
            if (found > TimeSpan.Zero) Found(sessionId, found.TotalSeconds);
        }
        catch (IOException failure)
        {
            // It stays where it is, and is looked at again with the next part; the parts themselves must not wait for it.
            NotFound(sessionId, failure.Message);
            new RecordingFolder(folder).Settle();
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Removes what every closed segment has long held.</summary>
    public void Trim() => kept.RemoveBefore(feed, clock.GetUtcNow() - Enough);

    /// <summary>Keeps only the newest: the disk has no room.</summary>
    public void Save() => kept.RemoveBefore(feed, clock.GetUtcNow() - Scarce);

    /// <summary>Removes everything until the last word of a feed that is over; it may just be coming back.</summary>
    public void Clear(DateTimeOffset written) => kept.RemoveBefore(feed, written.AddMilliseconds(1));

    public void Dispose() => _one.Dispose();

    [LoggerMessage(LogLevel.Information, "recorder {Session}: {Seconds:0.0} s were in no segment and were made of what the ingest server kept")]
    private partial void Found(string session, double seconds);

    [LoggerMessage(LogLevel.Warning, "recorder {Session}: what the ingest server kept could not be used: {Why}")]
    private partial void NotFound(string session, string why);
}

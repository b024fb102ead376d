using System.Collections.Concurrent;
using MediaPipeline.Analysis;
using MediaPipeline.Recordings;
using Studio.Api.Recording.Ingest;

namespace Studio.Api.Recording;

/// <summary>Looks at each feed every few seconds, and knows what is wrong with it.</summary>
internal sealed partial class FeedHealth(TailFolder kept, TimeProvider clock, ILogger<FeedHealth> log) : BackgroundService
{
    private const int Remembered = 8;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5), Gone = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>How a session's feed is; null: nothing is known, or there is none.</summary>
    public FeedHealthDto? Of(string sessionId) =>
        _known.TryGetValue(sessionId, out Known? known) ? FeedHealthDto.Of(known.Facts, known.Samples, clock.GetUtcNow()) : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
                {
                    CouldNotLook(failure.Message);
                }
                await Task.Delay(Every, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The studio stops.
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        HashSet<string> there = new(StringComparer.Ordinal);
        foreach ((string feed, DateTimeOffset written) in kept.Feeds())
        {
            if (clock.GetUtcNow() - written > Gone || PlayNames.SessionOf(feed) is not { } sessionId) continue;
            if (FeedFacts.Read(kept, feed, out string? file) is not { } facts) continue;
            there.Add(sessionId);
            IReadOnlyList<FeedSample> samples = _known.TryGetValue(sessionId, out Known? known) ? known.Samples : [];
            // The same file again: nothing new came, and what was seen stays as old as it is.
            if (file is not null && file != known?.File && await FeedGlance.TakeAsync(file, stopping) is { } glance)
            {
                samples = [.. samples.TakeLast(Remembered - 1), new FeedSample(clock.GetUtcNow(), glance)];
            }
            _known[sessionId] = new Known(facts, samples, file);
        }
        foreach (string gone in _known.Keys.Where(sessionId => !there.Contains(sessionId))) _known.TryRemove(gone, out _);
    }

    [LoggerMessage(LogLevel.Warning, "feeds could not be looked at: {Why}")]
    private partial void CouldNotLook(string why);

    private sealed record Known(FeedFacts Facts, IReadOnlyList<FeedSample> Samples, string? File);
}

/// <summary>How a feed is: measured over its last ten seconds, looked at every five.</summary>
/// <param name="KilobitsPerSecond">Pictures and sound.</param>
/// <param name="Dropped">Pictures that are missing, of <paramref name="Pictures"/> and these.</param>
/// <param name="KeySeconds">The longest time between two key pictures.</param>
/// <param name="LoudestDb">Loudest sample of the sound, below full scale; null: no sound.</param>
/// <param name="DriftMsPerMinute">By how much the feed's clock runs ahead of the studio's; null: not known yet.</param>
/// <param name="Notices">What should be mended, the gravest first.</param>
internal sealed record FeedHealthDto(
    int KilobitsPerSecond, double FrameRate, int Dropped, int Pictures, double KeySeconds, double? LoudestDb, int? DriftMsPerMinute, IReadOnlyList<FeedNotice> Notices)
{
    public static FeedHealthDto Of(FeedFacts facts, IReadOnlyList<FeedSample> samples, DateTimeOffset now) => new(
        (int)(facts.BitsPerSecond / 1000), Math.Round(facts.FrameRate, 1), facts.Dropped, facts.Pictures, Math.Round(facts.KeyInterval.TotalSeconds, 1),
        samples is [.., var last] ? last.Glance.Loudest : null, facts.Drift is { } drift ? (int)drift.TotalMilliseconds : null, FeedJudge.Judge(facts, samples, now));
}

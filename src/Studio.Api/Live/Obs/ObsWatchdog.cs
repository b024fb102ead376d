using Studio.Api.Parts;
using Studio.Grains.Index;
using Studio.Grains.Live;

namespace Studio.Api.Live.Obs;

/// <summary>
/// Refreshes browser sources whose overlay has gone silent in a session that is live or rehearsed: a crashed renderer stays blank until
/// somebody refreshes it, and OBS does not.
/// </summary>
internal sealed partial class ObsWatchdog(StudioOptions options, IGrainFactory grains, RelaySet relays, TimeProvider clock, ILogger<ObsWatchdog> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(3);
    private readonly Watched[] _watched = [.. options.Obs.Select((source, at) => new Watched(source, new ObsLine(source, source.NameOr(at), clock, log), source.NameOr(at)))];

    /// <summary>The sources of a room.</summary>
    public IReadOnlyList<ObsDto> Of(Room room) => [.. _watched.Where(one => ObsWatch.IsIn(one.Source.Room, room.Id, room.Name)).Select(one => one.Describe())];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_watched.Length == 0) return;
        await Task.WhenAll([LookAsync(stoppingToken), .. _watched.Select(one => one.Line.RunAsync(stoppingToken))]);
    }

    private async Task LookAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(LookEvery, clock, stop);
                try
                {
                    await LookOnceAsync(stop);
                }
                catch (Exception failure) when (!stop.IsCancellationRequested)
                {
                    LookFailed(failure.Message); // the store is away; looked at again in a moment
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The studio stops.
        }
    }

    private async Task LookOnceAsync(CancellationToken stop)
    {
        List<SessionRelay> running = [];
        foreach (string id in await grains.GetGrain<IIndexGrain>(Indexes.Sessions).All())
        {
            if (await grains.GetGrain<ILiveSessionGrain>(id).Get() is not { } session || !(session.Phase == SessionPhase.Live || session.Rehearsal)) continue;
            if (await relays.FindAsync(id) is { } relay) running.Add(relay);
        }
        await Task.WhenAll(_watched.Select(one => LookAtAsync(one, running, stop)));
    }

    private async Task LookAtAsync(Watched one, List<SessionRelay> running, CancellationToken stop)
    {
        DateTimeOffset now = clock.GetUtcNow();
        // A source shows one overlay; with two sessions in its room at the same time it is alive when either hears of it.
        DateTimeOffset?[] silences = [.. running
            .Where(relay => ObsWatch.IsIn(one.Source.Room, relay.Session.Room.Id, relay.Session.Room.Name))
            .Select(relay => relay.Overlays.SilentSince(one.Source.Overlay.Length == 0 ? null : one.Source.Overlay))];
        DateTimeOffset? silentSince = silences.Length == 0 || Array.Exists(silences, silence => silence is null) ? null : silences.Max();
        if (one.Line.State != ObsState.Connected || !ObsWatch.Due(now, silentSince, one.TriedAt)) return;
        one.TriedAt = now;
        ObsAnswer? answer = await one.Line.RefreshAsync(stop);
        if (answer is { Done: true }) one.RefreshedAt = now;
        one.SourceMissing = answer is { Done: false, Code: ObsProtocol.ResourceNotFound };
        Refreshed(one.Name, one.Source.Source, answer switch { null => "no answer", { Done: true } => "done", _ => $"refused, code {answer.Code}" });
    }

    [LoggerMessage(LogLevel.Warning, "obs {Name}: overlay silent; refresh of {Source}: {Result}")]
    private partial void Refreshed(string name, string source, string result);

    [LoggerMessage(LogLevel.Warning, "obs: could not look at the sessions: {Why}")]
    private partial void LookFailed(string why);

    private sealed class Watched(ObsSource source, ObsLine line, string name)
    {
        public string Name { get; } = name;

        public ObsSource Source { get; } = source;

        public ObsLine Line { get; } = line;

        public DateTimeOffset? TriedAt { get; set; }

        public DateTimeOffset? RefreshedAt { get; set; }

        public bool SourceMissing { get; set; }

        public ObsDto Describe() => new(Name, Source.Source, Line.State, SourceMissing, RefreshedAt);
    }
}

/// <summary>A watched source as the control room sees it. Neither its address nor its password is anybody's business.</summary>
/// <param name="SourceMissing">OBS has no source of that name.</param>
/// <param name="RefreshedAt">When it was last refreshed because its overlay was silent.</param>
internal sealed record ObsDto(string Name, string Source, ObsState State, bool SourceMissing, DateTimeOffset? RefreshedAt);

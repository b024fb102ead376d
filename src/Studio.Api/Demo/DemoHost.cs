using System.Globalization;
using MediaPipeline.Processes;
using Studio.Api.Live;
using Studio.Api.Parts;
using Studio.Api.People;
using Studio.Api.Stations;
using Studio.Grains.Live;
using Studio.Grains.People;
using Studio.Grains.Recording;
using Studio.Grains.Values;

namespace Studio.Api.Demo;

/// <summary>
/// Makes a base and runs a live session, through the same HTTP interface and the same RTMP port that people use. It shows one card,
/// a few viewers hold pieces, it clears the card (a clip is cut), takes the next, and then leaves the controls to whoever watches.
/// </summary>
internal sealed partial class DemoHost(StudioOptions options, SecretMint mint, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<DemoHost> log) : BackgroundService
{
    private static readonly TimeSpan FirstCard = TimeSpan.FromSeconds(12), Patience = TimeSpan.FromSeconds(60);
    private ChildProcess? _feed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using CancellationTokenRegistration onStart = lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task.WaitAsync(stoppingToken);
            using var api = new DemoClient(options.LocalUrl);
            await RunAsync(api, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The studio stops.
        }
        catch (Exception failure)
        {
            Failed(failure.Message);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_feed is { } feed) await feed.StopAsync(StopPlan.Ffmpeg);
    }

    private async Task RunAsync(DemoClient api, CancellationToken stopping)
    {
        (string name, string password) = await EnterAsync(api);
        SessionDetail session = await DemoBase.EnsureSessionAsync(api, clock.GetUtcNow());
        StationDto[] stations = await DemoTrade.StationsAsync(api, password);
        StreamKey key = await api.PostAsync<StreamKey>($"/api/sessions/{session.Id}/key", new { operationId = DemoClient.NewOperation() });
        string url = $"rtmp://127.0.0.1:{options.RtmpPort.ToString(CultureInfo.InvariantCulture)}/live/{key.Key}";
        _feed = ChildProcess.Start(new ChildSpec("demo feed", "ffmpeg", DemoSetup.FeedArguments(options, url)) { KeepStdin = true });
        NewLinkDto overlay = await LinkAsync(api, session.Id, CapabilityKind.Overlay, "演示贴片 demo overlay");
        NewLinkDto room = await LinkAsync(api, session.Id, CapabilityKind.Room, "演示直播间 demo room");
        await PrintAsync(name, password, session, overlay, room);

        await UntilAsync(async () => (await api.GetAsync<SessionDetail>($"/api/sessions/{session.Id}")) is { Feed: FeedState.Live, Recording.Available: true }, stopping);
        session = await api.GetAsync<SessionDetail>($"/api/sessions/{session.Id}");
        if (session.OnAir.Card is not null || session.Clips.Count > 0) return; // an earlier start has shown it already
        await DemoTrade.OfferAsync(api, session);
        await TakeAsync(api, await api.GetAsync<SessionDetail>($"/api/sessions/{session.Id}"), number: 1);
        await DemoTrade.VisitAsync(options.LocalUrl, room.Url[(room.Url.IndexOf("#c=", StringComparison.Ordinal) + 3)..], session, stations);
        await Task.Delay(FirstCard, clock, stopping);
        session = await api.GetAsync<SessionDetail>($"/api/sessions/{session.Id}");
        await api.PostAsync<HeadDto>($"/api/sessions/{session.Id}/clear", new { operationId = DemoClient.NewOperation(), expected = new { session.OnAir.Epoch, session.OnAir.Revision } });
        await Task.Delay(TimeSpan.FromSeconds(2), clock, stopping);
        await TakeAsync(api, await api.GetAsync<SessionDetail>($"/api/sessions/{session.Id}"), number: 2);
        await UntilAsync(async () => (await api.GetAsync<SessionDetail>($"/api/sessions/{session.Id}")).Clips is [{ Stage: Grains.Clips.ClipStage.Ready }, ..], stopping);
        await Console.Out.WriteLineAsync("  演示：第一条切片和封面已生成，见控制台 · Demo: the first clip and its cover are ready, see the console.\n");
    }

    // The first manager, made through the set-up link like any other; the password is kept so that a second start can sign in.
    private async Task<(string Name, string Password)> EnterAsync(DemoClient api)
    {
        const string Name = "demo";
        string password = mint.Mint("demo", "manager", "")[..12];
        var body = new { token = Welcome.Token(mint), name = Name, displayName = "演示管理员 Demo", password };
        await UntilAsync(async () => (await api.GetAsync<Me>("/api/me")) is not null, CancellationToken.None);
        bool needed = (await api.GetAsync<Me>("/api/me")).SetupNeeded;
        // The set-up link is armed a moment after the start.
        if (needed) await UntilAsync(() => api.TryPostAsync("/api/setup", body), CancellationToken.None);
        else await api.PostAsync<Me>("/api/sign-in", new { name = Name, password });
        return (Name, password);
    }

    private static Task<NewLinkDto> LinkAsync(DemoClient api, string sessionId, CapabilityKind kind, string label) =>
        api.PostAsync<NewLinkDto>($"/api/sessions/{sessionId}/links", new { operationId = $"demo-link-{kind.ToString().ToLowerInvariant()}", kind, label });

    private static async Task TakeAsync(DemoClient api, SessionDetail session, int number)
    {
        string itemId = session.Items.First(item => item.Number == number).Id;
        RundownDto plan = await api.GetAsync<RundownDto>($"/api/sessions/{session.Id}/rundown");
        await api.PostAsync<HeadDto>($"/api/sessions/{session.Id}/take", new
        {
            operationId = DemoClient.NewOperation(),
            itemId,
            expected = new { session.OnAir.Epoch, session.OnAir.Revision },
            rundownItemId = plan.Sections.SelectMany(section => section.Items).FirstOrDefault(item => item.ItemId == itemId)?.Id,
        });
    }

    private async Task PrintAsync(string name, string password, SessionDetail session, NewLinkDto overlay, NewLinkDto room)
    {
        string origin = options.PublicUrl?.TrimEnd('/') ?? $"http://localhost:{options.Port.ToString(CultureInfo.InvariantCulture)}";
        string Shown(string url) => url.Replace(options.LocalUrl, origin, StringComparison.Ordinal);
        await Console.Out.WriteLineAsync($"""
              演示基地 · Demo base — 登录 sign in: {name} / {password}
                控制台 console   {origin}/console/?session={session.Id}
                贴片 overlay   {Shown(overlay.Url)}
                直播间 room      {Shown(room.Url)}
                基地   base      {origin}/base/
                站点   station   {origin}/base/#/station  {DemoTrade.StationAccount} / {password}

            """);
    }

    private async Task UntilAsync(Func<Task<bool>> condition, CancellationToken stopping)
    {
        long begin = clock.GetTimestamp();
        while (!await condition())
        {
            if (clock.GetElapsedTime(begin) > Patience) throw new TimeoutException($"The demo waited {Patience.TotalSeconds:0} s in vain.");
            await Task.Delay(TimeSpan.FromMilliseconds(300), clock, stopping);
        }
    }

    [LoggerMessage(LogLevel.Error, "demo: {Why}")]
    private partial void Failed(string why);

    private sealed record StreamKey(string Server, string Key);
}

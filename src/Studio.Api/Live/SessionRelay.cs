using System.Collections.Immutable;
using Microsoft.AspNetCore.SignalR;
using Studio.Api.Clips;
using Studio.Api.Comments;
using Studio.Grains.Clips;
using Studio.Grains.Live;
using Studio.Grains.Recording;
using Studio.Grains.Showcase;

namespace Studio.Api.Live;

/// <summary>
/// One observer of a session and its ledgers for this process, and the pump that sends what they tell to the process's own clients.
/// The grain is never held up: it tells the relay one way; the relay keeps only the newest document of each kind (latest wins), and the
/// pump gives each frame a deadline, so that one stuck client slows nobody.
/// </summary>
internal sealed partial class SessionRelay : ISessionObserver, IHoldLedgerObserver, IAsyncDisposable
{
    private static readonly TimeSpan CountsEvery = TimeSpan.FromMilliseconds(100), BlankPatience = TimeSpan.FromMilliseconds(300), BlankAgain = TimeSpan.FromMilliseconds(500);

    private readonly string _sessionId;
    private readonly IGrainFactory _grains;
    private readonly SessionBroadcast _broadcast;
    private readonly TimeProvider _clock;
    private readonly ILogger<SessionRelay> _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly Lock _gate = new();

    // The runtime keeps only a weak reference to an observer; these fields keep ours alive (docs/traps.md).
    private readonly ISessionObserver _asSessionObserver;
    private readonly IHoldLedgerObserver _asLedgerObserver;

    private ImmutableDictionary<string, ItemCounts> _counts = ImmutableDictionary.Create<string, ItemCounts>(StringComparer.Ordinal);
    private ImmutableQueue<Clip> _clips = [];
    private SessionView _session;
    private OnAir _onAir;
    private BlankDto _blank;
    private ImmutableList<ShowcaseItem> _changedItems = [];
    private bool _onAirDue, _countsDue, _stockDue, _sessionDue, _boardDue;
    private Task _work = Task.CompletedTask;

    public SessionRelay(
        SessionView session, IGrainFactory grains, IHubContext<StudioHub, IStudioClient> studio, IHubContext<RoomHub, IRoomClient> room,
        TimeProvider clock, ILogger<SessionRelay> log)
    {
        (_sessionId, _session, _onAir, _blank) = (session.Id, session, session.OnAir, new BlankDto(session.Blank.On, session.Blank.Version));
        (_grains, _clock, _log) = (grains, clock, log);
        Ledger = grains.GetGrain<IHoldLedgerGrain>(session.Id);
        _broadcast = new SessionBroadcast(session.Id, studio, room, clock, log, _stop.Token);
        _asSessionObserver = grains.CreateObjectReference<ISessionObserver>(this);
        _asLedgerObserver = grains.CreateObjectReference<IHoldLedgerObserver>(this);
        Overlays = new OverlayBoard(clock, Wake);
        Comments = new CommentStream(session.Id, grains, _broadcast, clock, log);
        Audience = new Attendance(session.Id, clock);
        Audience.Follow(session);
    }

    /// <summary>The overlay pages of this session.</summary>
    public OverlayBoard Overlays { get; }

    /// <summary>What viewers say.</summary>
    public CommentStream Comments { get; }

    /// <summary>The newest session that was told.</summary>
    public SessionView Session => _session;

    /// <summary>The newest on-air document.</summary>
    public OnAirDoc OnAir
    {
        get
        {
            lock (_gate) return Document();
        }
    }

    /// <summary>The showing of an item that is on air now; null: it is not.</summary>
    public CardInstance? ShowingOf(string itemId) =>
        _onAir is { Card: { } card } shown && string.Equals(card.ItemId, itemId, StringComparison.Ordinal) ? new CardInstance(shown.Epoch, shown.Revision) : null;

    /// <summary>Where its holds are decided. Kept, for each press asks it and making a reference costs more than many a refusal.</summary>
    public IHoldLedgerGrain Ledger { get; }

    /// <summary>The newest counts.</summary>
    public CountsDoc Counts => new(_sessionId, [.. Session.Items.Select(item => _counts.GetValueOrDefault(item.Id)).OfType<ItemCounts>().Select(ItemCountsDto.Of)]);

    /// <summary>What the control room knows beside the card.</summary>
    public BoardDoc Board
    {
        get
        {
            lock (_gate) return BoardDoc.Of(_session, _blank, Audience.Here, Consoles.Now, _clock.GetUtcNow());
        }
    }

    /// <summary>Phase and feed.</summary>
    public SessionStatus Status => SessionStatus.Of(_session);

    /// <summary>Begins to observe; answers when the first state of everything is here.</summary>
    public async Task StartAsync()
    {
        await Task.WhenAll(ObserveAsync(), Comments.StartAsync());
        _work = Task.WhenAll(PumpAsync(), RenewAsync(), ReportAudienceAsync());
    }

    public Task OnAirChanged(string sessionId, OnAir onAir)
    {
        Offer(onAir);
        return Task.CompletedTask;
    }

    public Task SessionChanged(SessionView session)
    {
        bool blanked;
        lock (_gate)
        {
            Dictionary<string, ShowcaseItem> before = _session.Items.ToDictionary(item => item.Id, StringComparer.Ordinal);
            _changedItems = _changedItems.AddRange(session.Items.Where(item => !ReferenceEquals(before.GetValueOrDefault(item.Id), item)));
            _sessionDue |= SessionStatus.Of(session) != SessionStatus.Of(_session);
            blanked = session.Blank.Version > _blank.Version;
            bool looks = session.Rehearsal != _session.Rehearsal || session.Theme != _session.Theme;
            if (blanked) _blank = new BlankDto(session.Blank.On, session.Blank.Version);
            (_session, _boardDue) = (session, true);
            _onAirDue |= blanked || looks;
        }
        if (blanked) Overlays.Changed(Shown);
        Audience.Follow(session);
        Offer(session.OnAir);
        Wake();
        return Task.CompletedTask;
    }

    /// <summary>
    /// Blanks the overlays of this process at once, or brings them back; answers the version under which that is to be stored. It needs
    /// neither the store nor the grain: in a panic (紧急清屏) the screen comes first.
    /// </summary>
    public long SetBlank(bool on)
    {
        long version;
        lock (_gate)
        {
            version = _blank.On == on ? _blank.Version : _blank.Version + 1;
            _blank = new BlankDto(on, version);
            (_onAirDue, _boardDue) = (true, true);
        }
        Overlays.Changed(Shown);
        Wake();
        return version;
    }

    /// <summary>
    /// Blanks at once and then stores it; answers after a moment whether the log has it already. While the store is away it is tried again
    /// until it does, or until somebody changes it again.
    /// </summary>
    public async Task<(long Version, bool Stored)> BlankAsync(Stamp stamp, bool on)
    {
        long version = SetBlank(on);
        Task stored = StoreBlankAsync(stamp, on, version);
        await Task.WhenAny(stored, Task.Delay(BlankPatience, _clock));
        return (version, stored.IsCompletedSuccessfully);
    }

    /// <summary>A console was opened, or closed: the others see who is here, and the session knows who holds on to the controls.</summary>
    public async Task AttendAsync(string connection, string? account)
    {
        string? changed = account is null ? Consoles.Left(connection) : Consoles.Joined(connection, account);
        if (changed is null) return;
        lock (_gate) _boardDue = true;
        Wake();
        await _grains.GetGrain<ILiveSessionGrain>(_sessionId).Attend([changed], open: account is not null);
    }

    public Task ClipChanged(Clip clip)
    {
        lock (_gate) _clips = _clips.Enqueue(clip);
        Wake();
        return Task.CompletedTask;
    }

    public Task Counted(string sessionId, IReadOnlyList<ItemCounts> counts)
    {
        lock (_gate)
        {
            ItemCounts[] news = [.. counts.Where(item => !_counts.TryGetValue(item.ItemId, out ItemCounts? known) || known.Version < item.Version)];
            if (news.Length == 0) return Task.CompletedTask;
            _counts = _counts.SetItems(news.Select(item => KeyValuePair.Create(item.ItemId, item)));
            _countsDue = true;
            _stockDue |= news.Any(item => string.Equals(_onAir.Card?.ItemId, item.ItemId, StringComparison.Ordinal));
        }
        Wake();
        return Task.CompletedTask;
    }

    /// <summary>The newest counts of one item, or null.</summary>
    public ItemCounts? CountsOf(string itemId) => _counts.GetValueOrDefault(itemId);

    /// <summary>Takes a document that an answer of this process already carries; the observer's copy of it is then old news.</summary>
    public void Offer(OnAir onAir)
    {
        lock (_gate)
        {
            if ((onAir.Epoch, onAir.Revision).CompareTo((_onAir.Epoch, _onAir.Revision)) <= 0) return;
            (_onAir, _onAirDue) = (onAir, true);
        }
        Overlays.Changed(Shown);
        Wake();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        await Comments.DisposeAsync();
        await CloseAudienceAsync();
        _grains.DeleteObjectReference<ISessionObserver>(_asSessionObserver);
        _grains.DeleteObjectReference<IHoldLedgerObserver>(_asLedgerObserver);
        _stop.Dispose();
        _wake.Dispose();
    }

    private Shown Shown
    {
        get
        {
            lock (_gate) return new Shown(_onAir.Epoch, _onAir.Revision, _blank.Version);
        }
    }

    private OnAirDoc Document() => new(
        _sessionId, _onAir.Epoch, _onAir.Revision, _session.Phase,
        _onAir.Card is { } card ? CardDto.Of(card) : null,
        _onAir.Card is { } shown && _counts.TryGetValue(shown.ItemId, out ItemCounts? counts) ? new StockDto(counts.Left, counts.Allotted, counts.Version) : null,
        _clock.GetUtcNow(), _blank, _session.Rehearsal, ThemeDto.Of(_session.Theme), _session.Version);

    private void Wake()
    {
        lock (_gate)
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
    }

    private async Task StoreBlankAsync(Stamp stamp, bool on, long version)
    {
        while (_blank.Version == version)
        {
            try
            {
                await _grains.GetGrain<ILiveSessionGrain>(_sessionId).Do(stamp, new SetBlank(on, version));
                return;
            }
            catch (Exception failure) when (Edge.ProblemMapping.StorageCode(failure) is not null)
            {
                await Task.Delay(BlankAgain, _clock, _stop.Token);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "relay {Session}: could not renew the observation: {Why}")]
    private partial void RenewFailed(string session, string why);
}

using Microsoft.Extensions.Logging;
using Orleans.Utilities;
using Studio.Grains.Catalog;
using Studio.Grains.Clips;
using Studio.Grains.Commit;
using Studio.Grains.Index;
using Studio.Grains.Recording;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>The shell around <see cref="LiveSession"/>: loads, decides, stores, tells.</summary>
internal sealed class LiveSessionGrain(
    [PersistentState("session", StudioStore.Grains)] IPersistentState<LiveSession> state, TimeProvider clock, ILogger<LiveSessionGrain> log)
    : Grain, ILiveSessionGrain
{
    private readonly ObserverManager<ISessionObserver> _observers = new(ObserverLease.Lifetime, log);
    private IGrainTimer? _afterwards;

    private string Id => this.GetPrimaryKeyString();

    private LiveSession Session => state.State;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // What an earlier activation stored but did not finish: clips to request, ledgers to bring into step.
        _afterwards = this.RegisterGrainTimer(FinishAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        return Task.CompletedTask;
    }

    public async Task<Outcome<SessionView>> Create(CreateSession command)
    {
        var check = new Check();
        CreateSession clean = command with { Title = check.Text("title", command.Title, 60) };
        if (clean.Items.Count > 500) check.Add("items", FieldErrors.TooLong);
        if (check.Refusal is { } refusal) return refusal;
        if (Session.Exists) return SameAs(Session.CreatedAs!, clean) ? Session.View(Id) : new Refusal(RefusalCodes.OperationConflict);
        if (await GrainFactory.GetGrain<IRoomGrain>(clean.RoomId).Get() is not { } room) return Refusal.With(RefusalCodes.NotFound, "what", "room");

        List<ShowcaseItem> items = [];
        foreach (ItemSpec spec in clean.Items)
        {
            Outcome<ShowcaseItem> item = await Describe(spec, items.Count + 1);
            if (item.Refusal is { } wrong) return wrong;
            items.Add(item.Value);
        }
        await GrainFactory.GetGrain<IIndexGrain>(Indexes.Sessions).Add(Id);
        await Store(Session with
        {
            CreatedAs = clean,
            Title = clean.Title,
            Room = room,
            Items = items,
            Feed = new Feed(FeedState.None, clean.PlayName, null, null),
            LedgersInStep = false,
        });
        await BringLedgersInStep();
        return Session.View(Id);
    }

    public async Task<Outcome<ShowcaseItem>> AddItem(string operationId, ItemSpec item)
    {
        if (!Session.Exists) return new Refusal(RefusalCodes.NotFound);
        if (Session.Edits.Find(operationId) is { } done)
        {
            return string.Equals(done.Body, item.ToString(), StringComparison.Ordinal)
                ? Session.Items.First(known => string.Equals(known.Id, done.Answer, StringComparison.Ordinal))
                : new Refusal(RefusalCodes.OperationConflict);
        }
        if (Session.Phase == SessionPhase.Ended) return new Refusal(RefusalCodes.SessionEnded);
        if (Session.Items.Count >= 500) return new Check().Add("items", FieldErrors.TooLong).Refusal!;
        Outcome<ShowcaseItem> described = await Describe(item, Session.Items.Count + 1);
        if (described.Refusal is { } refusal) return refusal;
        await Store(Session with
        {
            Items = [.. Session.Items, described.Value],
            LedgersInStep = false,
            Edits = Session.Edits.With(operationId, item.ToString(), described.Value.Id),
        });
        await BringLedgersInStep();
        await TellSession();
        return described.Value;
    }

    public Task<Outcome<OnAir>> Take(TakeItem command) =>
        ChangeAir(command.OperationId, LiveSession.Take(Session, Id, command, clock.GetUtcNow()));

    public Task<Outcome<OnAir>> Clear(ClearCard command) =>
        ChangeAir(command.OperationId, LiveSession.Clear(Session, Id, command, clock.GetUtcNow()));

    public async Task<Outcome<SessionView>> End(string operationId)
    {
        if (!Session.Exists) return new Refusal(RefusalCodes.NotFound);
        await Store(LiveSession.End(Session, Id, clock.GetUtcNow()));
        await BringLedgersInStep();
        await TellOnAir();
        await TellSession();
        FinishSoon();
        return Session.View(Id);
    }

    public async Task<Outcome<Feed>> SetKey(string operationId, string? keyId)
    {
        if (!Session.Exists) return new Refusal(RefusalCodes.NotFound);
        if (Session.Edits.Find(operationId) is { } done)
        {
            return string.Equals(done.Answer, keyId ?? "", StringComparison.Ordinal) ? Session.Feed : new Refusal(RefusalCodes.OperationConflict);
        }
        if (Session.Phase == SessionPhase.Ended) return new Refusal(RefusalCodes.SessionEnded);
        if (keyId is not null) await GrainFactory.GetGrain<IStreamKeyGrain>(keyId).Assign(Id);
        await Store(Session with { KeyId = keyId, Edits = Session.Edits.With(operationId, "key", keyId ?? "") });
        await TellSession();
        return Session.Feed;
    }

    public async Task<Outcome<Feed>> FeedStarting(string keyId, string clientId)
    {
        Outcome<LiveSession> decision = LiveSession.FeedStarting(Session, keyId, clientId, clock.GetUtcNow());
        if (decision.Refusal is { } refusal) return refusal;
        await Store(decision.Value);
        await BringLedgersInStep();
        await TellSession();
        return Session.Feed;
    }

    public async Task FeedLost(string clientId)
    {
        LiveSession after = LiveSession.FeedLost(Session, clientId, clock.GetUtcNow());
        if (ReferenceEquals(after, Session)) return;
        await Store(after);
        await TellSession();
    }

    public Task AddLink(string linkId) => Session.Exists && !Session.Links.Contains(linkId, StringComparer.Ordinal)
        ? Store(Session with { Links = [.. Session.Links, linkId] })
        : Task.CompletedTask;

    public Task<SessionView?> Get() => Task.FromResult(Session.Exists ? Session.View(Id) : null);

    public Task<OnAir> Current() => Task.FromResult(Session.OnAir);

    public Task<SessionView?> Observe(ISessionObserver observer)
    {
        _observers.Subscribe(observer, observer);
        return Get();
    }

    public Task TellClip(Clip clip) => _observers.Notify(observer => observer.ClipChanged(clip));

    private async Task<Outcome<OnAir>> ChangeAir(string operationId, Outcome<LiveSession> decision)
    {
        if (!Session.Exists) return new Refusal(RefusalCodes.NotFound);
        if (decision.Refusal is { } refusal) return refusal;
        if (!ReferenceEquals(decision.Value, Session))
        {
            await Store(decision.Value);
            await TellOnAir();
            FinishSoon();
        }
        return Session.Operations.Find(operationId)!.Answer;
    }

    private async Task<Outcome<ShowcaseItem>> Describe(ItemSpec spec, int number)
    {
        var check = new Check();
        check.Range("priceFen", spec.Price.Fen, 1, ProductDetails.HighestPrice.Fen);
        check.Range("allotted", spec.Allotted, 0, 100_000);
        check.Range("perBuyerLimit", spec.PerBuyerLimit, 1, 1_000);
        if (check.Refusal is { } refusal) return refusal;
        Product? product = await GrainFactory.GetGrain<IProductGrain>(spec.ProductId).Get();
        return product is null
            ? Refusal.With(RefusalCodes.NotFound, "what", "product")
            : new ShowcaseItem($"i{number}", number, product.Id, product.Details.Name, product.Details.Unit, spec.Price, product.Picture, spec.Allotted, spec.PerBuyerLimit);
    }

    private async Task BringLedgersInStep()
    {
        if (Session.LedgersInStep) return;
        Selling selling = Session.Phase switch { SessionPhase.Planned => Selling.NotYet, SessionPhase.Live => Selling.Open, _ => Selling.Closed };
        foreach (ShowcaseItem item in Session.Items)
        {
            var ledger = GrainFactory.GetGrain<IHoldLedgerGrain>($"{Id}/{item.Id}");
            await ledger.Allot(new ItemTerms(item.Price, item.Allotted, item.PerBuyerLimit, Session.CreatedAs!.HoldLifetime));
            await ledger.SetSelling(selling);
        }
        await Store(Session with { LedgersInStep = true });
    }

    // The operator's take is answered first; what follows from it is done in the next turn.
    private void FinishSoon() => _afterwards?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (!Session.Exists) return;
        try
        {
            await BringLedgersInStep();
            if (Session.ClipsToRequest.Count == 0) return;
            foreach (ClipRequest request in Session.ClipsToRequest)
            {
                await GrainFactory.GetGrain<IClipGrain>(request.ClipId).Request(request);
            }
            await Store(Session with { ClipsToRequest = [] });
        }
        catch (Exception)
        {
            // Stored, so not lost: the next activation finishes it.
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task Store(LiveSession after)
    {
        if (ReferenceEquals(after, Session)) return;
        state.State = after;
        await state.WriteStateAsync();
    }

    private Task TellOnAir()
    {
        OnAir onAir = Session.OnAir;
        return _observers.Notify(observer => observer.OnAirChanged(Id, onAir));
    }

    private Task TellSession()
    {
        SessionView view = Session.View(Id);
        return _observers.Notify(observer => observer.SessionChanged(view));
    }

    // Records compare lists by reference, so the items are compared one by one.
    private static bool SameAs(CreateSession first, CreateSession second) =>
        first with { Items = second.Items, PlayName = second.PlayName } == second && first.Items.SequenceEqual(second.Items);
}

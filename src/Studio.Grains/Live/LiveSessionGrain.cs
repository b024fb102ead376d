using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;
using StackExchange.Redis;
using Studio.Grains.Catalog;
using Studio.Grains.Clips;
using Studio.Grains.Commit;
using Studio.Grains.Index;
using Studio.Grains.Recording;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>The shell around <see cref="LiveSession"/>: loads, asks for a decision, stores, tells.</summary>
internal sealed partial class LiveSessionGrain(IConnectionMultiplexer redis, StudioStore store, TimeProvider clock, ILogger<LiveSessionGrain> log) : Grain, ILiveSessionGrain
{
    private const string Studio = "studio";

    private readonly ObserverManager<ISessionObserver> _observers = new(ObserverLease.Lifetime, log);
    private SessionLog _log = null!;
    private IGrainTimer? _afterwards;
    private Presence _presence = null!;

    private string Id => this.GetPrimaryKeyString();

    private LiveSession Session => _log.Session;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _log = await SessionLog.LoadAsync(redis, store, Id);
        _presence = new Presence(clock.GetUtcNow());
        // What an earlier activation stored but did not finish: clips to request, ledgers to bring into step, offers to end.
        _afterwards = this.RegisterGrainTimer(FinishAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    public async Task<Outcome<SessionView>> Create(Stamp stamp, CreateSession command)
    {
        var check = new Check();
        CreateSession clean = command with { Title = check.Text("title", command.Title, 60) };
        if (clean.Items.Count > Rundown.MostItems) check.Add("items", FieldErrors.TooLong);
        if (check.Refusal is { } refusal) return refusal;
        if (Session.Exists) return SameAs(Session.CreatedAs!, clean) ? Session.View() : new Refusal(RefusalCodes.OperationConflict);
        if (await GrainFactory.GetGrain<IRoomGrain>(clean.RoomId).Get() is not { } room) return Refusal.With(RefusalCodes.NotFound, "what", "room");

        List<ShowcaseItem> items = [];
        foreach (ItemSpec spec in clean.Items)
        {
            Outcome<ShowcaseItem> item = await Describe(spec, items);
            if (item.Refusal is { } wrong) return wrong;
            items.Add(item.Value);
        }
        await GrainFactory.GetGrain<IIndexGrain>(Indexes.Sessions).Add(Id);
        var rundown = new Rundown(1, [new RundownSection("s1", "", [.. items.Select(Planned)])]);
        await Store(stamp, [new SessionCreated(clean, clean.Title, room, items, rundown)]);
        await BringLedgersInStep();
        return Session.View();
    }

    public async Task<Outcome<ShowcaseItem>> AddItem(Stamp stamp, ItemSpec item)
    {
        Outcome<ShowcaseItem> added = await Run(stamp, "add", JsonSerializer.Serialize(item), () => DecideItem(item), reference => Session.Find(reference)!);
        if (added.Refusal is null) await BringLedgersInStep();
        return added;
    }

    public Task<Outcome<OnAir>> Take(Stamp stamp, TakeItem command) => Run(stamp, "take", $"{command.ItemId} {command.RundownItemId} {command.Template}", async () =>
        Board.Take(Session, command, stamp.By, clock.GetUtcNow(), await LeftOf(command.ItemId)), _ => Session.OnAir);

    public Task<Outcome<OnAir>> Clear(Stamp stamp, Head expected) => Run(stamp, "clear", "", () =>
        Task.FromResult(Board.Clear(Session, expected, stamp.By)), _ => Session.OnAir);

    public Task<Outcome<OnAir>> Press(Stamp stamp, DeckKey key) => Run(stamp, "press", key.ToString(), async () =>
    {
        // A key acts for whoever has the controls: it stands on their desk.
        string by = Session.Control?.Holder ?? stamp.By;
        if (key == DeckKey.Clear) return Session.OnAir.Card is null ? new Decided([new NothingChanged()]) : Board.Clear(Session, Session.OnAir.Head, by);
        if (Session.Rundown.Find(Session.NextId) is not { } next) return new Refusal(RefusalCodes.NothingNext);
        var take = new TakeItem(next.ItemId ?? "", Session.OnAir.Head, next.Id);
        return Board.Take(Session, take, by, clock.GetUtcNow(), await LeftOf(take.ItemId));
    }, _ => Session.OnAir);

    public Task<Outcome<SessionView>> Do(Stamp stamp, SessionCommand command) => Run(
        stamp, command.GetType().Name, JsonSerializer.Serialize(command, command.GetType()), () => Decide(stamp, command), _ => Session.View());

    public Task<Outcome<IReadOnlyList<PriceOutcome>>> SetPrices(Stamp stamp, IReadOnlyList<ItemPrice> prices) => Run(
        stamp, "prices", string.Join(' ', prices), () => Task.FromResult(PriceList.Set(Session, prices, stamp.By, clock.GetUtcNow(), StableId.ForOperation("x", stamp.By, stamp.OperationId))), PriceList.Read);

    public async Task<Outcome<SessionView>> End(Stamp stamp)
    {
        Outcome<SessionView> ended = await Run(stamp, "end", "", () => Task.FromResult((Outcome<Decided>)Board.End(Session)), _ => Session.View());
        if (ended.Refusal is null)
        {
            await BringLedgersInStep();
            await GrainFactory.GetGrain<ISessionClipsGrain>(Id).Nudge();
        }
        return ended.Refusal is null ? Session.View() : ended;
    }

    public Task OfferMoved(string itemId, string offerId, Money price, int left) =>
        Store(new Stamp("", Studio, Causes.FollowUp), Offering.Moved(Session, itemId, offerId, price, left).Events);

    public Task AddLink(string linkId) => Session.Exists && !Session.Links.Contains(linkId, StringComparer.Ordinal)
        ? Store(new Stamp("", Studio, Causes.FollowUp), [new LinkAdded(linkId)])
        : Task.CompletedTask;

    public Task<SessionView?> Get() => Task.FromResult(Session.Exists ? Session.View() : null);

    public Task<OnAir> Current() => Task.FromResult(Session.OnAir);

    public async Task<IReadOnlyList<HistoryLine>> History(long from, int count) => [.. (await _log.ReadAsync(from, count)).Select(Readable)];

    public async Task<bool> Verify() => string.Equals(
        JsonSerializer.Serialize(await _log.ReplayAllAsync(), SessionJson.Default.LiveSession), JsonSerializer.Serialize(Session, SessionJson.Default.LiveSession), StringComparison.Ordinal);

    public Task<SessionView?> Observe(ISessionObserver observer)
    {
        _observers.Subscribe(observer, observer);
        return Get();
    }

    public Task Attend(IReadOnlyList<string> accounts, bool open)
    {
        foreach (string account in accounts) _presence.Note(account, open, clock.GetUtcNow());
        if (Session.Control is not null) FinishSoon();
        return Task.CompletedTask;
    }

    public Task TellClip(Clip clip) => _observers.Notify(observer => observer.ClipChanged(clip));

    private async Task<Outcome<Decided>> Decide(Stamp stamp, SessionCommand command)
    {
        DateTimeOffset now = clock.GetUtcNow();
        string made = StableId.ForOperation("x", stamp.By, stamp.OperationId);
        return command switch
        {
            SetNext next => Board.SetNext(Session, next.RundownItemId, stamp.By),
            EditRundown edit => Board.EditRundown(Session, edit.Expected, edit.Edit, made),
            UndoRundown undo => Board.UndoRundown(Session, undo.Expected),
            SetBlank blank => Board.SetBlank(Session, blank.On, blank.Version),
            SetControl control => control.Take ? Board.TakeControl(Session, stamp.By, _presence.IsHere(Session.Control?.Holder, now), control.Confirmed) : Board.LeaveControl(Session, stamp.By),
            SetRehearsal rehearsal => Board.SetRehearsal(Session, rehearsal.On, stamp.By),
            SetAutoPop auto => AutoPopping.Set(Session, auto.Plan, stamp.By, now),
            SendMessage message => Board.Send(Session, message.Text, message.Urgent, stamp.By, now),
            MarkMoment mark => Board.Mark(Session, mark.Note),
            SetProof proof => Board.SetProof(Session, proof.Mode),
            SetSlot slot => Feeding.Move(Session, slot.Slot),
            SetDoor door => Feeding.SetDoor(Session, door.Door),
            SetTheme theme => Theming.Set(Session, theme.Theme),
            SetPrice price => Pricing.SetPrice(Session, price.ItemId, price.Price, stamp.By, now, made),
            SettleRaise settle => Pricing.SettleRaise(Session, settle.RaiseId, settle.Allow, stamp.By),
            HidePrice hide => Pricing.HidePrice(Session, hide.ItemId, hide.Hidden, stamp.By),
            StartOffer start => Offering.Start(Session, start.ItemId, start.Offer, stamp.By, now, made),
            EndOffer end => Offering.End(Session, end.ItemId, stamp.By),
            WithdrawItem withdraw => Pricing.Withdraw(Session, withdraw.ItemId, withdraw.Withdrawn, stamp.By),
            AllotItem allot => await Allot(allot, stamp.By),
            ProvePrice prove => Pricing.Prove(Session, prove.ItemId, new PriceProof(prove.WasPrice, prove.Document, prove.Note, stamp.By, now), stamp.By),
            PushItem push => Session.Find(push.ItemId) is { } item && await GrainFactory.GetGrain<IProductGrain>(item.ProductId).Get() is { } product
                ? Pricing.Push(Session, push.ItemId, product, stamp.By, await EnterpriseOf(product))
                : new Refusal(RefusalCodes.ItemNotInSession),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "A command that this version does not know."),
        };
    }

    private async Task<Outcome<Decided>> DecideItem(ItemSpec item)
    {
        if (Session.Phase == SessionPhase.Ended) return new Refusal(RefusalCodes.SessionEnded);
        if (Session.Items.Count >= Rundown.MostItems) return new Check().Add("items", FieldErrors.TooLong).Refusal!;
        Outcome<ShowcaseItem> described = await Describe(item, Session.Items);
        if (described.Refusal is { } refusal) return refusal;
        RundownItem? planned = Session.Rundown.Items.Count() < Rundown.MostItems ? Planned(described.Value) : null;
        return new Decided([new ItemAdded(described.Value, planned)], described.Value.Id);
    }

    // A repeat gets the first answer; the same id for something else is refused.
    private async Task<Outcome<T>> Run<T>(Stamp stamp, string kind, string content, Func<Task<Outcome<Decided>>> decide, Func<string?, T> answer)
    {
        if (!Session.Exists) return new Refusal(RefusalCodes.NotFound);
        string body = $"{kind} {StableId.Hash(content, 16)}";
        if (Session.Operations.Find(stamp.OperationId) is { } done)
        {
            return string.Equals(done.Body, body, StringComparison.Ordinal) ? answer(done.Answer) : new Refusal(RefusalCodes.OperationConflict);
        }
        Outcome<Decided> decision = await decide();
        if (decision.Refusal is { } refusal) return refusal;
        await Store(stamp, decision.Value.Events, new FinishedOperation(stamp.OperationId, body, decision.Value.Reference));
        return answer(decision.Value.Reference);
    }

    private async Task Store(Stamp stamp, IReadOnlyList<SessionEvent> events, FinishedOperation? operation = null)
    {
        if (events.Count == 0) return;
        LiveSession before = Session;
        await Append(stamp, events, operation);
        // Nobody may see a price, or that an item is open, before the ledger promises it.
        if (before.LedgersInStep && !Session.LedgersInStep) await BringLedgersInStep();
        await Tell(before);
        FinishSoon();
    }

    private Task Append(Stamp stamp, IReadOnlyList<SessionEvent> events, FinishedOperation? operation = null)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return _log.StoreAsync([.. events.Select((change, number) => new LoggedEvent(now, stamp.By, stamp.Cause, change, number == events.Count - 1 ? operation : null))]);
    }

    private async Task Tell(LiveSession before)
    {
        OnAir onAir = Session.OnAir;
        // The card first, by itself: it is the broadcast.
        if (onAir.Head != before.OnAir.Head) await _observers.Notify(observer => observer.OnAirChanged(Id, onAir));
        SessionView view = Session.View();
        await _observers.Notify(observer => observer.SessionChanged(view));
    }

    private async Task<Outcome<ShowcaseItem>> Describe(ItemSpec spec, IReadOnlyList<ShowcaseItem> before)
    {
        var check = new Check();
        check.Range("priceFen", spec.Price.Fen, 1, ProductDetails.HighestPrice.Fen);
        check.Range("allotted", spec.Allotted, 0, 100_000);
        check.Range("perBuyerLimit", spec.PerBuyerLimit, 1, 1_000);
        Showcasing.CheckTerms(check, spec, before);
        if (check.Refusal is { } refusal) return refusal;
        Product? product = await GrainFactory.GetGrain<IProductGrain>(spec.ProductId).Get();
        return product is null
            ? Refusal.With(RefusalCodes.NotFound, "what", "product")
            : Pricing.FromCatalog(Showcasing.ItemOf(spec, before.Count + 1), product, await EnterpriseOf(product));
    }

    private async Task<Enterprise?> EnterpriseOf(Product product) =>
        product.Details.EnterpriseId is { Length: > 0 } id ? await GrainFactory.GetGrain<IEnterpriseGrain>(id).Get() : null;

    private static RundownItem Planned(ShowcaseItem item) => new($"r{item.Number}", item.Id, item.Name, 0, [], [], "", null, Templates.LowerThird);

    // The ledger decides first: between what we know of it and now, somebody may have held the last piece.
    private async Task<Outcome<Decided>> Allot(AllotItem allot, string by)
    {
        Outcome<Decided> decision = Pricing.Allot(Session, allot.ItemId, allot.Allotted, allot.PerBuyerLimit, by);
        if (decision.Refusal is not null || decision.Value.Events is not [ItemChanged changed, ..]) return decision;
        Outcome<IReadOnlyList<ItemCounts>> set = await Ledger.SetTerms([new TermsOf(allot.ItemId, TermsOf(changed.Item))]);
        return set.Refusal is { } refusal ? refusal : decision;
    }

    private async Task<int> LeftOf(string itemId) => Session.Find(itemId) is null
        ? 0
        : (await Ledger.Counts()).FirstOrDefault(counts => string.Equals(counts.ItemId, itemId, StringComparison.Ordinal)) is { } counts && Session.LedgersInStep ? counts.Left : 1;

    private IHoldLedgerGrain Ledger => GrainFactory.GetGrain<IHoldLedgerGrain>(Id);

    private static HistoryLine Readable(LoggedEvent line)
    {
        JsonElement stored = JsonSerializer.SerializeToElement(line.Event, SessionJson.Default.SessionEvent);
        return new HistoryLine(line.At, line.By, line.Cause, stored.GetProperty("t").GetString()!, stored.GetRawText(), line.Operation?.Id);
    }

    // Records compare lists by reference, so the items are compared one by one.
    private static bool SameAs(CreateSession first, CreateSession second) =>
        first with { Items = second.Items, PlayName = second.PlayName } == second && first.Items.Count == second.Items.Count && first.Items.Zip(second.Items).All(pair => pair.First.SameAs(pair.Second));
}

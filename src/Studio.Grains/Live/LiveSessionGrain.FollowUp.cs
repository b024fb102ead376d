using Studio.Grains.Clips;
using Studio.Grains.Showcase;

namespace Studio.Grains.Live;

/// <summary>What follows from what was decided: ledgers, clips, offers that end, the automatic pop-up. Stored as due, so a crash forgets nothing.</summary>
internal sealed partial class LiveSessionGrain
{
    private async Task BringLedgersInStep()
    {
        if (Session.LedgersInStep) return;
        foreach (ShowcaseItem item in Session.Items)
        {
            await Ledger(item.Id).Allot(new ItemTerms(item.Price, item.Allotted, item.PerBuyerLimit, Session.CreatedAs!.HoldLifetime));
            await Ledger(item.Id).SetSelling(SellingOf(item));
        }
        await Store(new Stamp("", Studio, Causes.FollowUp), [new LedgersBrought()]);
    }

    private Selling SellingOf(ShowcaseItem item) => Session.Phase switch
    {
        SessionPhase.Ended => Selling.Closed,
        SessionPhase.Live when item is { Withdrawn: false, PriceHidden: false } => Selling.Open,
        _ => Selling.NotYet,
    };

    // The operator is answered first; what follows is done in the next turn, and what is due later at its time.
    private void FinishSoon() => _afterwards?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (!Session.Exists) return;
        try
        {
            await StepAutoPop();
            await Store(new Stamp("", Studio, Causes.FollowUp), Pricing.EndDueOffers(Session, clock.GetUtcNow()).Events);
            await Store(new Stamp("", Studio, Causes.FollowUp), Board.ReleaseControl(Session, HolderSeen, clock.GetUtcNow()).Events);
            await BringLedgersInStep();
            IReadOnlyList<ClipRequest> clips = Session.ClipsToRequest;
            foreach (ClipRequest request in clips) await GrainFactory.GetGrain<IClipGrain>(request.ClipId).Request(request);
            if (clips.Count > 0) await Store(new Stamp("", Studio, Causes.FollowUp), [new ClipsRequested([.. clips.Select(clip => clip.ClipId)])]);
            if (NextDue is { } due) _afterwards?.Change(due > clock.GetUtcNow() ? due - clock.GetUtcNow() : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
        catch (Exception)
        {
            // Stored, so not lost: the next activation finishes it.
            DeactivateOnIdle();
            throw;
        }
    }

    private DateTimeOffset? NextDue => Session.Items.Select(item => item.Offer?.EndsAt).Append(Session.AutoPop?.NextAt).Append(Board.ControlEndsAt(Session, HolderSeen)).Min();

    private DateTimeOffset HolderSeen => _presence.LastSeen(Session.Control?.Holder);

    private async Task StepAutoPop()
    {
        if (Session.AutoPop is not { } auto || auto.NextAt > clock.GetUtcNow()) return;
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string itemId in auto.ItemIds.Distinct(StringComparer.Ordinal)) left[itemId] = await LeftOf(itemId);
        await Store(new Stamp("", Studio, Causes.AutoPop), AutoPopping.Step(Session, clock.GetUtcNow(), Random.Shared.NextDouble(), left).Events);
    }
}

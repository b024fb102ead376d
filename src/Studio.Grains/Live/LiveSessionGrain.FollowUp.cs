using Microsoft.Extensions.Logging;
using Studio.Grains.Clips;
using Studio.Grains.Recording;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>What follows from what was decided: ledgers, clips, offers that end, the automatic pop-up. Stored as due, so a crash forgets nothing.</summary>
internal sealed partial class LiveSessionGrain
{
    private async Task BringLedgersInStep()
    {
        if (Session.LedgersInStep) return;
        Outcome<IReadOnlyList<ItemCounts>> set = await Ledger.SetTerms([.. Session.Items.Select(item => new TermsOf(item.Id, TermsOf(item)))]);
        // Less than is promised can only come from a crash between the ledger's yes and ours: the ledger keeps what it promised, and the rest is in step.
        if (set.Refusal is { } refusal) NotInStep(Id, refusal.Code);
        await Append(new Stamp("", Studio, Causes.FollowUp), [new LedgersBrought()]);
    }

    private ItemTerms TermsOf(ShowcaseItem item) => new(
        item.Offer?.PriceAfter ?? item.Price, item.Allotted, item.PerBuyerLimit, item.HoldLifetime ?? Session.CreatedAs!.HoldLifetime, SellingOf(item), item.Offer?.Terms(), item.Parts);

    private Selling SellingOf(ShowcaseItem item) => Session.Phase switch
    {
        SessionPhase.Ended => Selling.Closed,
        SessionPhase.Planned => Selling.NotYet,
        _ when item.Withdrawn || (item.Parts ?? []).Any(part => Session.Find(part.ItemId) is not { Withdrawn: false }) => Selling.Withdrawn,
        _ => item.PriceHidden ? Selling.PriceHidden : Selling.Open,
    };

    // The operator is answered first; what follows is done in the next turn, and what is due later at its time.
    private void FinishSoon() => _afterwards?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    private async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (!Session.Exists) return;
        try
        {
            await StepAutoPop();
            await Store(new Stamp("", Studio, Causes.FollowUp), Offering.EndDue(Session, clock.GetUtcNow()).Events);
            await Store(FromFeed, Feeding.GiveUp(Session, clock.GetUtcNow()).Events);
            await Store(new Stamp("", Studio, Causes.FollowUp), Board.ReleaseControl(Session, HolderSeen, clock.GetUtcNow()).Events);
            await BringLedgersInStep();
            IReadOnlyList<ClipRequest> clips = Session.ClipsToRequest;
            foreach (ClipRequest request in clips) await GrainFactory.GetGrain<IClipGrain>(request.ClipId).Request(request);
            if (clips.Count > 0)
            {
                await Store(new Stamp("", Studio, Causes.FollowUp), [new ClipsRequested([.. clips.Select(clip => clip.ClipId)])]);
                await GrainFactory.GetGrain<ISessionClipsGrain>(Id).Nudge();
            }
            if (NextDue is { } due) _afterwards?.Change(due > clock.GetUtcNow() ? due - clock.GetUtcNow() : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
        catch (Exception)
        {
            // Stored, so not lost: the next activation finishes it.
            DeactivateOnIdle();
            throw;
        }
    }

    private DateTimeOffset? NextDue => Session.Items.Select(item => item.Offer?.EndsAt).Append(Session.AutoPop?.NextAt).Append(Session.Feed.BackUntil).Append(Board.ControlEndsAt(Session, HolderSeen)).Min();

    private DateTimeOffset HolderSeen => _presence.LastSeen(Session.Control?.Holder);

    private async Task StepAutoPop()
    {
        if (Session.AutoPop is not { } auto || auto.NextAt > clock.GetUtcNow()) return;
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string itemId in auto.ItemIds.Distinct(StringComparer.Ordinal)) left[itemId] = await LeftOf(itemId);
        await Store(new Stamp("", Studio, Causes.AutoPop), AutoPopping.Step(Session, clock.GetUtcNow(), Random.Shared.NextDouble(), left).Events);
    }

    [LoggerMessage(LogLevel.Warning, "session {Session}: the ledger keeps other terms: {Code}")]
    private partial void NotInStep(string session, string code);
}

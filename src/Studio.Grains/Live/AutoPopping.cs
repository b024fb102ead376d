using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>A running automatic pop-up (自动弹卡): on our own overlay only.</summary>
/// <param name="ItemIds">The items in turn.</param>
/// <param name="Every">From one card to the next.</param>
/// <param name="ShowFor">How long each stays.</param>
/// <param name="Jitter">Up to so much is added to each wait, so that it does not look like a machine.</param>
/// <param name="Left">Cards still to be shown.</param>
/// <param name="Position">How many were shown or passed over.</param>
/// <param name="NextAt">When the next step is due.</param>
/// <param name="Shown">Revision of its card that is on air; null: none is.</param>
[GenerateSerializer, Immutable, Alias("studio.AutoPop")]
public sealed record AutoPop(
    [property: Id(0)] IReadOnlyList<string> ItemIds, [property: Id(1)] TimeSpan Every, [property: Id(2)] TimeSpan ShowFor, [property: Id(3)] TimeSpan Jitter,
    [property: Id(4)] int Left, [property: Id(5)] int Position, [property: Id(6)] DateTimeOffset NextAt, [property: Id(7)] long? Shown);

/// <summary>What an automatic pop-up is set up with: every 10–3,600 s, shown 3 s to less than that, jitter 0–60 s, 1–1,000 cards.</summary>
[GenerateSerializer, Immutable, Alias("studio.AutoPopPlan")]
public sealed record AutoPopPlan(
    [property: Id(0)] IReadOnlyList<string> ItemIds, [property: Id(1)] int EverySeconds, [property: Id(2)] int ShowSeconds, [property: Id(3)] int JitterSeconds,
    [property: Id(4)] int Times);

/// <summary>The decisions of the automatic pop-up.</summary>
public static class AutoPopping
{
    /// <summary>Sets it up, or (null) stops it.</summary>
    public static Outcome<Decided> Set(LiveSession session, AutoPopPlan? plan, string by, DateTimeOffset now)
    {
        if (Board.NotInControl(session, by) is { } other) return other;
        if (plan is null) return session.AutoPop is null ? (Decided)new NothingChanged() : (Decided)new AutoPopSet(null);
        if (session.Phase == SessionPhase.Ended) return new Refusal(RefusalCodes.SessionEnded);
        var check = new Check();
        check.Range("everySeconds", plan.EverySeconds, 10, 3_600);
        check.Range("showSeconds", plan.ShowSeconds, 3, Math.Max(3, plan.EverySeconds - 1));
        check.Range("jitterSeconds", plan.JitterSeconds, 0, 60);
        check.Range("times", plan.Times, 1, 1_000);
        check.Range("itemIds", plan.ItemIds.Count, 1, Rundown.MostItems);
        if (check.Refusal is { } wrong) return wrong;
        if (plan.ItemIds.Any(id => session.Find(id) is null)) return new Refusal(RefusalCodes.ItemNotInSession);
        return (Decided)new AutoPopSet(new AutoPop(
            plan.ItemIds, TimeSpan.FromSeconds(plan.EverySeconds), TimeSpan.FromSeconds(plan.ShowSeconds), TimeSpan.FromSeconds(plan.JitterSeconds),
            plan.Times, 0, now + TimeSpan.FromSeconds(1), null));
    }

    /// <summary>The step that is due, if one is: show the next card, or take the last one off.</summary>
    /// <param name="chance">0 to 1, for the jitter.</param>
    /// <param name="left">Pieces left of each item.</param>
    public static Decided Step(LiveSession session, DateTimeOffset now, double chance, IReadOnlyDictionary<string, int> left)
    {
        if (session.AutoPop is not { } auto || now < auto.NextAt) return new Decided([]);
        TimeSpan wait = auto.Every - auto.ShowFor + (auto.Jitter * chance);
        if (auto.Shown is { } shown)
        {
            AutoPop? rest = auto.Left > 0 ? auto with { Shown = null, NextAt = now + wait } : null;
            return shown == session.OnAir.Revision && session.OnAir.Card is not null
                ? new Decided([new CardCleared(), new AutoPopSet(rest)])
                : new AutoPopSet(rest);
        }
        // Somebody's own card is on air: it is not ours to replace.
        if (session.OnAir.Card is not null) return new AutoPopSet(auto with { NextAt = now + wait });
        ShowcaseItem? item = session.Find(auto.ItemIds[auto.Position % auto.ItemIds.Count]);
        bool fit = item is { Withdrawn: false } && left.GetValueOrDefault(item.Id) > 0;
        if (!fit) return new AutoPopSet(auto with { Position = auto.Position + 1, NextAt = now + wait });
        return new Decided(
        [
            new CardShown(Pricing.CardOf(item!, "", Templates.LowerThird, now), null),
            new AutoPopSet(auto with { Position = auto.Position + 1, Left = auto.Left - 1, NextAt = now + auto.ShowFor, Shown = session.OnAir.Revision + 1 }),
        ]);
    }
}

using Studio.Grains.Recording;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>What a decision comes to: the events that make it true, and the id of what it made, if it made something.</summary>
public sealed record Decided(IReadOnlyList<SessionEvent> Events, string? Reference = null)
{
    /// <summary>One event.</summary>
    public static implicit operator Decided(SessionEvent change) => new([change]);
}

/// <summary>The decisions about what is on air, and who decides. Pure: instants, counts and names are arguments.</summary>
public static class Board
{
    /// <summary>The least time between two takes: a double press is one take.</summary>
    public static readonly TimeSpan MinimumTakeSpan = TimeSpan.FromSeconds(1);

    /// <summary>Whoever has the controls and has no console open for that long has them no more.</summary>
    public static readonly TimeSpan AwayLimit = TimeSpan.FromSeconds(15);

    /// <summary>Puts a card on air, or begins a planned item that has none.</summary>
    /// <param name="left">Pieces that can still be held of the item.</param>
    public static Outcome<Decided> Take(LiveSession session, TakeItem command, string by, DateTimeOffset now, int left)
    {
        if (session.Phase == SessionPhase.Ended) return new Refusal(RefusalCodes.SessionEnded);
        if (NotInControl(session, by) is { } other) return other;
        if (command.Expected != session.OnAir.Head) return Stale(session);
        if (session.LastTakeAt is { } last && now < last + MinimumTakeSpan) return Refusal.With(RefusalCodes.TooSoon, "nextAllowedAt", last + MinimumTakeSpan);
        RundownItem? planned = session.Rundown.Find(command.RundownItemId);
        if (command.RundownItemId is not null && (planned is null || !string.Equals(planned.ItemId ?? "", command.ItemId, StringComparison.Ordinal)))
        {
            return Refusal.With(RefusalCodes.NotFound, "what", "rundown-item");
        }
        if (planned is { ItemId: null }) return new Decided([new SegmentBegun(planned.Id, planned.Title), .. StopAutoPop(session)]);
        if (session.Find(command.ItemId) is not { } item) return new Refusal(RefusalCodes.ItemNotInSession);
        if (item.Withdrawn) return new Refusal(RefusalCodes.ItemWithdrawn);
        string template = command.Template is { Length: > 0 and <= 64 } asked ? asked : planned?.Template ?? Templates.LowerThird;
        if (left <= 0 && template is not (Templates.SoldOut or Templates.ComingNext)) return Refusal.With(RefusalCodes.SoldOut, "left", 0);
        return new Decided([new CardShown(Pricing.CardOf(item, planned?.Mechanism ?? "", template, now), planned?.Id), .. StopAutoPop(session)]);
    }

    /// <summary>Takes the card off.</summary>
    public static Outcome<Decided> Clear(LiveSession session, Head expected, string by)
    {
        if (NotInControl(session, by) is { } other) return other;
        if (expected != session.OnAir.Head) return Stale(session);
        return session.OnAir.Card is null ? new Refusal(RefusalCodes.NothingOnAir) : new Decided([new CardCleared(), .. StopAutoPop(session)]);
    }

    /// <summary>Marks the moment.</summary>
    public static Outcome<Decided> Mark(LiveSession session, string note)
    {
        if (session.Phase != SessionPhase.Live) return new Refusal(session.Phase == SessionPhase.Ended ? RefusalCodes.SessionEnded : RefusalCodes.NotLive);
        var check = new Check();
        string clean = string.IsNullOrWhiteSpace(note) ? "" : check.Text("note", note, 60);
        return check.Refusal is { } wrong ? wrong : (Decided)new MomentMarked(clean);
    }

    /// <summary>Makes another planned item the next; null: none is.</summary>
    public static Outcome<Decided> SetNext(LiveSession session, string? rundownItemId, string by)
    {
        if (session.Phase == SessionPhase.Ended) return new Refusal(RefusalCodes.SessionEnded);
        if (NotInControl(session, by) is { } other) return other;
        if (rundownItemId is not null && session.Rundown.Find(rundownItemId) is null) return Refusal.With(RefusalCodes.NotFound, "what", "rundown-item");
        return string.Equals(session.NextId, rundownItemId, StringComparison.Ordinal) ? (Decided)new NothingChanged() : (Decided)new NextSet(rundownItemId);
    }

    /// <summary>Blanks all overlays or brings them back; anybody who may operate may do it, whoever has the controls.</summary>
    /// <param name="version">That overlays were told already, when the store was away; 0: the next one.</param>
    public static Outcome<Decided> SetBlank(LiveSession session, bool on, long version) =>
        (Decided)new BlankSet(on, Math.Max(version, session.Blank.Version + 1));

    /// <summary>Takes the controls, from whoever has them; those who had them are told. Refused: holder-present, without confirmation.</summary>
    /// <param name="present">Whether the holder has a console open.</param>
    public static Outcome<Decided> TakeControl(LiveSession session, string by, bool present, bool confirmed) => session.Control switch
    {
        { } control when string.Equals(control.Holder, by, StringComparison.Ordinal) => (Decided)new NothingChanged(),
        { } control when present && !confirmed => Refusal.With(RefusalCodes.HolderPresent, "holder", control.Holder),
        _ => (Decided)new ControlSet(by),
    };

    /// <summary>When the controls go back to everybody unless their holder is seen again; null: nobody has them.</summary>
    /// <param name="seen">When a console of the holder was last known to be open.</param>
    public static DateTimeOffset? ControlEndsAt(LiveSession session, DateTimeOffset seen) =>
        session.Control is { } control ? (control.Since > seen ? control.Since : seen) + AwayLimit : null;

    /// <summary>Takes the controls back from somebody who has gone.</summary>
    public static Decided ReleaseControl(LiveSession session, DateTimeOffset seen, DateTimeOffset now) =>
        ControlEndsAt(session, seen) <= now ? new ControlReleased(session.Control!.Holder) : new Decided([]);

    /// <summary>Leaves the controls. Refused: not-in-control.</summary>
    public static Outcome<Decided> LeaveControl(LiveSession session, string by) =>
        NotInControl(session, by) is { } other ? other : session.Control is null ? (Decided)new NothingChanged() : (Decided)new ControlSet(null);

    /// <summary>Begins or ends a rehearsal: before the session is live, with a new epoch. Refused: not-planned, not-in-control.</summary>
    public static Outcome<Decided> SetRehearsal(LiveSession session, bool on, string by)
    {
        if (NotInControl(session, by) is { } other) return other;
        if (on == session.Rehearsal) return (Decided)new NothingChanged();
        return on && session.Phase != SessionPhase.Planned ? new Refusal(RefusalCodes.NotPlanned) : (Decided)new RehearsalSet(on);
    }

    /// <summary>When viewers must prove that they are people.</summary>
    public static Outcome<Decided> SetProof(LiveSession session, ProofMode mode)
    {
        if (!Enum.IsDefined(mode)) return new Check().Add("mode", FieldErrors.Invalid).Refusal!;
        return mode == session.Proof ? (Decided)new NothingChanged() : (Decided)new ProofSet(mode);
    }

    /// <summary>Edits the plan, leaving the revision that the editor saw.</summary>
    public static Outcome<Decided> EditRundown(LiveSession session, long expected, RundownEdit edit, string idPrefix)
    {
        if (expected != session.Rundown.Revision) return Refusal.With(RefusalCodes.StaleRundown, "revision", session.Rundown.Revision);
        Outcome<Rundown> edited = RundownEditing.Edit(session.Rundown, edit, session.Items, idPrefix);
        return edited.Refusal is { } refusal ? refusal : (Decided)new RundownEdited(edit, idPrefix);
    }

    /// <summary>Undoes the last edit of the plan.</summary>
    public static Outcome<Decided> UndoRundown(LiveSession session, long expected)
    {
        if (expected != session.Rundown.Revision) return Refusal.With(RefusalCodes.StaleRundown, "revision", session.Rundown.Revision);
        return session.RundownBefore is null ? new Refusal(RefusalCodes.NothingToUndo) : (Decided)new RundownRestored();
    }

    /// <summary>Sends a message to the host's screen: 1–80 characters.</summary>
    public static Outcome<Decided> Send(LiveSession session, string text, bool urgent, string by, DateTimeOffset now)
    {
        var check = new Check();
        string clean = check.Text("text", text, 80);
        return check.Refusal is { } refusal ? refusal : (Decided)new MessageSent(new HostMessage(clean, urgent, by, now));
    }

    /// <summary>Ends the session; a card that is still on is cleared, and its stretch becomes a clip.</summary>
    public static Decided End(LiveSession session)
    {
        if (session.Phase == SessionPhase.Ended) return new NothingChanged();
        List<SessionEvent> events = session.Rehearsal ? [new RehearsalSet(false)] : [];
        if (!session.Rehearsal && (session.OnAir.Card is not null || session.AsPlayed is [.., { Until: null }])) events.Add(new CardCleared());
        return new Decided([.. events, new SessionEnded()]);
    }

    /// <summary>Whether somebody else has the controls; fact <c>holder</c>.</summary>
    internal static Refusal? NotInControl(LiveSession session, string by) =>
        session.Control is { } control && !string.Equals(control.Holder, by, StringComparison.Ordinal) ? Refusal.With(RefusalCodes.NotInControl, "holder", control.Holder) : null;

    private static Refusal Stale(LiveSession session) => Refusal.With(RefusalCodes.StaleTake, "head", session.OnAir);

    // The hand is quicker than the machine: whatever somebody does by hand ends the automatic pop-up.
    private static IEnumerable<SessionEvent> StopAutoPop(LiveSession session) => session.AutoPop is null ? [] : [new AutoPopSet(null)];
}

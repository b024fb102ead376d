using Studio.Grains.Values;

namespace Studio.Grains.Keeping;

/// <summary>What may be done about the keeping of a session. Pure: reads, decides, answers the event or a refusal.</summary>
public static class Retention
{
    /// <summary>《网络直播营销管理办法（试行）》: what was broadcast is kept for three years at least.</summary>
    public const int LegalYears = 3;

    /// <summary>Longer than anybody can promise.</summary>
    public const int MostYears = 30;

    /// <summary>How long a first step waits for the second.</summary>
    public static readonly TimeSpan AskLasts = TimeSpan.FromHours(24);

    /// <summary>Until when it must be kept; null: its session is not over.</summary>
    public static DateTimeOffset? KeptUntil(KeptSession kept, SessionEnd session) => session.EndedAt?.AddYears(kept.Years);

    /// <summary>The first step, while it can still be confirmed.</summary>
    public static SignedReason? Asked(KeptSession kept, DateTimeOffset now) => kept.Asked is { } asked && now - asked.At < AskLasts ? asked : null;

    /// <summary>Where it stands.</summary>
    public static KeepingState StateOf(KeptSession kept, SessionEnd session, DateTimeOffset now) => kept switch
    {
        { DeletedAt: not null } => KeepingState.Deleted,
        { Confirmed: not null } => KeepingState.Deleting,
        { Hold: not null } => KeepingState.OnHold,
        _ when KeptUntil(kept, session) is not { } until => KeepingState.Running,
        _ when KeptUntil(kept, session) > now => KeepingState.Kept,
        _ => Asked(kept, now) is null ? KeepingState.Expired : KeepingState.Asked,
    };

    /// <summary>
    /// What a command comes to. Refused: validation, deletion-confirmed (it is too late for anything); keep-shorter; on-hold, not-on-hold; session-not-ended,
    /// not-expired, not-asked, title-differs.
    /// </summary>
    public static Outcome<KeepingEvent> Decide(KeptSession kept, SessionEnd session, KeepingCommand command, string by, DateTimeOffset now)
    {
        if (kept.Confirmed is not null) return new Refusal(RefusalCodes.DeletionConfirmed);
        return command switch
        {
            KeepLonger longer => Longer(kept, longer.Years),
            SetLegalHold hold => kept.Hold is null ? Reasoned(hold.Why, why => new LegallyHeld(why)) : OnHold(kept.Hold),
            LiftLegalHold lift => kept.Hold is null ? new Refusal(RefusalCodes.NotOnHold) : Reasoned(lift.Why, why => new HoldLifted(why)),
            AskDeletion ask => MayNot(kept, session, now) is { } refusal ? refusal : Reasoned(ask.Why, why => new DeletionAsked(why)),
            ConfirmDeletion confirm => MayNot(kept, session, now) is { } refusal ? refusal : Confirm(kept, session, confirm, by, now),
            TakeBackDeletion => Asked(kept, now) is null ? new Refusal(RefusalCodes.NotAsked) : new DeletionTakenBack(),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "A command that this version does not know."),
        };
    }

    /// <summary>Whether a head may follow the one that is noted: a manifest only grows, and what it said stays said.</summary>
    public static bool MayFollow(KeptSession kept, KeptHead head) =>
        kept.Confirmed is null && (head.Number > kept.Head.Number || (head.Number == kept.Head.Number && (head.Number == 0 || head.Chain == kept.Head.Chain)));

    private static Outcome<KeepingEvent> Longer(KeptSession kept, int years)
    {
        var check = new Check();
        check.Range("years", years, LegalYears, MostYears);
        if (check.Refusal is { } wrong) return wrong;
        // A promise to keep is not taken back: whoever relied on it would not be asked.
        return years < kept.Years ? Refusal.With(RefusalCodes.KeepShorter, "years", kept.Years) : new KeptLonger(years);
    }

    private static Refusal? MayNot(KeptSession kept, SessionEnd session, DateTimeOffset now)
    {
        if (kept.Hold is { } hold) return OnHold(hold);
        if (KeptUntil(kept, session) is not { } until) return new Refusal(RefusalCodes.SessionNotEnded);
        return until > now ? Refusal.With(RefusalCodes.NotExpired, "until", until) : null;
    }

    private static Outcome<KeepingEvent> Confirm(KeptSession kept, SessionEnd session, ConfirmDeletion confirm, string by, DateTimeOffset now)
    {
        if (Asked(kept, now) is not { } asked) return new Refusal(RefusalCodes.NotAsked);
        bool second = !string.Equals(asked.By, by, StringComparison.Ordinal), typed = string.Equals(confirm.Title?.Trim(), session.Title, StringComparison.Ordinal);
        return second || typed ? new DeletionConfirmed(kept.Head) : new Refusal(RefusalCodes.TitleDiffers);
    }

    private static Refusal OnHold(SignedReason hold) => Refusal.With(RefusalCodes.OnHold, "by", hold.By).And("since", hold.At);

    private static Outcome<KeepingEvent> Reasoned(string why, Func<string, KeepingEvent> then)
    {
        var check = new Check();
        string clean = check.Text("why", why, 200);
        return check.Refusal is { } wrong ? wrong : then(clean);
    }
}

/// <summary>What of a session its keeping depends on.</summary>
public sealed record SessionEnd(string Title, DateTimeOffset? EndedAt);

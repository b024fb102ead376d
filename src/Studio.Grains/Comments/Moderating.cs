using Studio.Grains.Commit;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Comments;

/// <summary>What moderators decide: pure functions on the <see cref="CommentBook"/>. What is so already is no event, and the same answer.</summary>
public static class Moderating
{
    /// <summary>Limits of the rules.</summary>
    public const int LongestSlowMode = 300, MostBlockedWords = 200, LongestBlockedWord = 20;

    /// <summary>Longest mute that is not for the session.</summary>
    public static readonly TimeSpan LongestMute = TimeSpan.FromHours(24);

    private const int LongestReason = 60;

    /// <summary>Hides, restores or approves.</summary>
    public static Decision<CommentEvent, Outcome<Comment>> Judge(CommentBook book, Stamp stamp, JudgeComment command, DateTimeOffset now)
    {
        var check = new Check();
        string why = Reason(check, command.Why);
        if (!Enum.IsDefined(command.Verdict)) check.Add("verdict", FieldErrors.Invalid);
        if (check.Refusal is { } refusal) return (Outcome<Comment>)refusal;
        Outcome<ModeratorOperation?> operation = Operation(book, stamp, $"judge {command.CommentId} {command.Verdict} {why}");
        if (operation.Refusal is { } conflict) return (Outcome<Comment>)conflict;
        if (book.Find(command.CommentId) is not { } comment) return (Outcome<Comment>)new Refusal(RefusalCodes.NotFound);
        CommentState state = command.Verdict switch
        {
            Verdict.Hide => CommentState.Hidden,
            Verdict.Approve when comment.State == CommentState.Hidden => CommentState.Hidden, // somebody was faster, and against it
            _ => CommentState.Shown,
        };
        if (operation.Value is null || state == comment.State) return (Outcome<Comment>)comment;
        return new((Outcome<Comment>)(comment with { State = state, By = stamp.By, Why = why, Touched = book.Changes + 1 }), [new CommentJudged(now, stamp.By, operation.Value, comment.Id, state, why)]);
    }

    /// <summary>Mutes. Only who has commented: a mute of a stranger would be a guess at an id.</summary>
    public static Decision<CommentEvent, Outcome<Moderation>> Mute(CommentBook book, Stamp stamp, MuteGuest command, DateTimeOffset now)
    {
        var check = new Check();
        string why = Reason(check, command.Why);
        if (command.Length is { } length) check.Range("minutes", length, TimeSpan.FromSeconds(1), LongestMute);
        if (check.Refusal is { } refusal) return (Outcome<Moderation>)refusal;
        Outcome<ModeratorOperation?> operation = Operation(book, stamp, $"mute {command.Guest} {command.Length} {why}");
        if (operation.Refusal is { } conflict) return (Outcome<Moderation>)conflict;
        if (operation.Value is null) return (Outcome<Moderation>)Standing(book, now);
        if (!book.Knows(command.Guest)) return (Outcome<Moderation>)new Refusal(RefusalCodes.NotFound);
        return Changed(book, now, new GuestMuted(now, stamp.By, operation.Value, command.Guest, book.NameOf(command.Guest), now + command.Length, why));
    }

    /// <summary>Ends a mute.</summary>
    public static Decision<CommentEvent, Outcome<Moderation>> Unmute(CommentBook book, Stamp stamp, string guest, DateTimeOffset now)
    {
        Outcome<ModeratorOperation?> operation = Operation(book, stamp, $"unmute {guest}");
        if (operation.Refusal is { } conflict) return (Outcome<Moderation>)conflict;
        return operation.Value is null || !book.Mutes.ContainsKey(guest)
            ? (Outcome<Moderation>)Standing(book, now)
            : Changed(book, now, new GuestUnmuted(now, stamp.By, operation.Value, guest));
    }

    /// <summary>Sets the rules; blocked words are cleaned, and those that the filter sees as the same are one.</summary>
    public static Decision<CommentEvent, Outcome<Moderation>> SetRules(CommentBook book, Stamp stamp, CommentRules rules, DateTimeOffset now)
    {
        var check = new Check();
        check.Range("slowSeconds", rules.SlowSeconds, 0, LongestSlowMode);
        if (rules.BlockedWords.Count > MostBlockedWords) check.Add("blockedWords", FieldErrors.TooLong);
        string[] words = [.. rules.BlockedWords.Take(MostBlockedWords).Where(word => !string.IsNullOrWhiteSpace(word))
            .Select(word => check.Text("blockedWords", word, LongestBlockedWord)).DistinctBy(WordFilter.Fold, StringComparer.Ordinal)];
        // A word of signs alone would be seen as nothing, and blocks nothing: better said now than wondered at later.
        if (check.Refusal is null && words.Any(word => WordFilter.Fold(word).Length == 0)) check.Add("blockedWords", FieldErrors.Invalid);
        if (check.Refusal is { } refusal) return (Outcome<Moderation>)refusal;
        CommentRules clean = rules with { BlockedWords = words };
        Outcome<ModeratorOperation?> operation = Operation(book, stamp, $"rules {clean.Open} {clean.SlowSeconds} {clean.HoldForApproval} {string.Join('\n', words)}");
        if (operation.Refusal is { } conflict) return (Outcome<Moderation>)conflict;
        return operation.Value is null ? (Outcome<Moderation>)Standing(book, now) : Changed(book, now, new RulesSet(now, stamp.By, operation.Value, clean));
    }

    /// <summary>Rules and the mutes that hold.</summary>
    public static Moderation Standing(CommentBook book, DateTimeOffset now) => new(book.Rules, [.. book.Mutes.Values.Where(mute => mute.HoldsAt(now)).OrderByDescending(mute => mute.At)]);

    // The answer is what the event makes of the book; the book itself changes only when the event is applied.
    private static Decision<CommentEvent, Outcome<Moderation>> Changed(CommentBook book, DateTimeOffset now, CommentEvent change)
    {
        Moderation before = Standing(book, now);
        Moderation after = change switch
        {
            RulesSet set => before with { Rules = set.Rules },
            GuestMuted muted => before with
            {
                Mutes = [new Mute(muted.Guest, muted.Name, muted.Until, muted.By, muted.Why, muted.At), .. Without(before.Mutes, muted.Guest)],
            },
            GuestUnmuted unmuted => before with { Mutes = [.. Without(before.Mutes, unmuted.Guest)] },
            _ => before,
        };
        return new((Outcome<Moderation>)after, [change]);
    }

    private static IEnumerable<Mute> Without(IEnumerable<Mute> mutes, string guest) => mutes.Where(mute => !string.Equals(mute.Guest, guest, StringComparison.Ordinal));

    private static string Reason(Check check, string why) => string.IsNullOrWhiteSpace(why) ? "" : check.Text("why", why, LongestReason);

    // Null: it was done before.
    private static Outcome<ModeratorOperation?> Operation(CommentBook book, Stamp stamp, string content)
    {
        string body = StableId.Hash(content, 16);
        if (book.Operations.Find(stamp.OperationId) is not { } done) return new ModeratorOperation(stamp.OperationId, body);
        return string.Equals(done.Body, body, StringComparison.Ordinal) ? (ModeratorOperation?)null : new Refusal(RefusalCodes.OperationConflict);
    }
}

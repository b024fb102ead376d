using Orleans.Concurrency;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Comments;

/// <summary>
/// The comments (弹幕、评论) of one session and their moderation. Key: the session's id. Every answer is durable before it is given; the
/// log keeps every comment that was accepted, and who hid what and why.
/// </summary>
[Alias("studio.ICommentsGrain")]
public interface ICommentsGrain : IGrainWithStringKey
{
    /// <summary>Posts a comment. Refused: validation, comments-closed, muted, slow-mode, comment-repeated, word-blocked, operation-conflict.</summary>
    [Alias("Post")] Task<Outcome<Comment>> Post(PostComment command);

    /// <summary>Hides, restores or approves a comment. Refused: not-found, validation, operation-conflict.</summary>
    [Alias("Judge")] Task<Outcome<Comment>> Judge(Stamp stamp, JudgeComment command);

    /// <summary>Mutes a guest for a while or for the session. Refused: not-found (never commented here), validation, operation-conflict.</summary>
    [Alias("Mute")] Task<Outcome<Moderation>> Mute(Stamp stamp, MuteGuest command);

    /// <summary>Lets a muted guest speak again. Refused: operation-conflict.</summary>
    [Alias("Unmute")] Task<Outcome<Moderation>> Unmute(Stamp stamp, string guest);

    /// <summary>Sets the rules. Refused: validation, operation-conflict.</summary>
    [Alias("SetRules")] Task<Outcome<Moderation>> SetRules(Stamp stamp, CommentRules rules);

    /// <summary>The last comments, hidden ones included, and the rules; durable.</summary>
    [AlwaysInterleave, Alias("Get")] Task<CommentsView> Get();

    /// <summary>Lines of the log, oldest first, from batch <paramref name="from"/> on; at most <paramref name="batches"/> batches. Nothing is ever left out.</summary>
    [Alias("History")] Task<IReadOnlyList<CommentLine>> History(long from, int batches);

    /// <summary>Tells the observer what is new, at most ten times a second. Repeat within <see cref="ObserverLease.Lifetime"/>.</summary>
    [AlwaysInterleave, Alias("Observe")] Task<CommentsView> Observe(ICommentsObserver observer);
}

/// <summary>Is told what changed, after it is durable.</summary>
[Alias("studio.ICommentsObserver")]
public interface ICommentsObserver : IGrainObserver
{
    /// <summary>Comments that are new or in another state; <see cref="CommentsView.Changes"/> tells newer from older.</summary>
    [OneWay, Alias("CommentsChanged")] Task CommentsChanged(string sessionId, CommentsView news);
}

/// <summary>A viewer's comment.</summary>
/// <param name="Guest">The guest's id.</param>
/// <param name="Name">A name of their own, 1–12 characters; null: they are shown by their tag.</param>
/// <param name="Text">1–100 characters after cleaning.</param>
[GenerateSerializer, Immutable, Alias("studio.PostComment")]
public sealed record PostComment([property: Id(0)] string OperationId, [property: Id(1)] string Guest, [property: Id(2)] string? Name, [property: Id(3)] string Text);

/// <summary>A moderator's judgement of one comment.</summary>
/// <param name="Why">Kept in the log; may be empty.</param>
[GenerateSerializer, Immutable, Alias("studio.JudgeComment")]
public sealed record JudgeComment([property: Id(0)] string CommentId, [property: Id(1)] Verdict Verdict, [property: Id(2)] string Why);

/// <summary>What a moderator decides.</summary>
public enum Verdict
{
    /// <summary>Take it from the screens.</summary>
    Hide,

    /// <summary>Show it again.</summary>
    Restore,

    /// <summary>Show what waited for approval.</summary>
    Approve,
}

/// <summary>Mute a guest who has commented here.</summary>
/// <param name="Length">Null: until the session is over.</param>
[GenerateSerializer, Immutable, Alias("studio.MuteGuest")]
public sealed record MuteGuest([property: Id(0)] string Guest, [property: Id(1)] TimeSpan? Length, [property: Id(2)] string Why);

/// <summary>How a comment stands.</summary>
public enum CommentState
{
    /// <summary>Everybody sees it.</summary>
    Shown,

    /// <summary>Waits for approval; only its author sees it.</summary>
    Held,

    /// <summary>Taken from the screens; moderators see it.</summary>
    Hidden,
}

/// <summary>A comment as it stands.</summary>
/// <param name="Seq">1, 2, 3 … in the order in which they were accepted.</param>
/// <param name="Guest">The guest's id; for moderators only.</param>
/// <param name="Name">The name they gave themselves, or null.</param>
/// <param name="Text">Cleaned; phone numbers and addresses are masked before it is stored.</param>
/// <param name="Masked">Something was masked.</param>
/// <param name="By">Who judged it last; empty: nobody.</param>
/// <param name="Touched">Number of the change that made it what it is; the higher is the newer.</param>
[GenerateSerializer, Immutable, Alias("studio.Comment")]
public sealed record Comment(
    [property: Id(0)] string Id, [property: Id(1)] long Seq, [property: Id(2)] string Guest, [property: Id(3)] string? Name, [property: Id(4)] string Text,
    [property: Id(5)] DateTimeOffset At, [property: Id(6)] CommentState State, [property: Id(7)] bool Masked = false, [property: Id(8)] string By = "",
    [property: Id(9)] string Why = "", [property: Id(10)] long Touched = 0)
{
    /// <summary>Tells guests apart who gave no name: three letters or digits made from the guest's id.</summary>
    public static string TagOf(string guest) => StableId.Hash(guest, 3).ToUpperInvariant();
}

/// <summary>What may be said, and how fast.</summary>
/// <param name="SlowSeconds">Between two comments of one guest; 0: as fast as the edge lets them.</param>
/// <param name="BlockedWords">At most 200 of at most 20 characters.</param>
/// <param name="HoldForApproval">Each comment waits until a moderator approves it.</param>
[GenerateSerializer, Immutable, Alias("studio.CommentRules")]
public sealed record CommentRules(
    [property: Id(0)] bool Open, [property: Id(1)] int SlowSeconds, [property: Id(2)] IReadOnlyList<string> BlockedWords, [property: Id(3)] bool HoldForApproval)
{
    /// <summary>Open, one comment in three seconds.</summary>
    public static CommentRules Default { get; } = new(true, 3, [], false);
}

/// <summary>A guest who may not comment.</summary>
/// <param name="Until">Null: until the session is over.</param>
[GenerateSerializer, Immutable, Alias("studio.Mute")]
public sealed record Mute(
    [property: Id(0)] string Guest, [property: Id(1)] string? Name, [property: Id(2)] DateTimeOffset? Until, [property: Id(3)] string By, [property: Id(4)] string Why, [property: Id(5)] DateTimeOffset At)
{
    /// <summary>Whether it holds at that instant.</summary>
    public bool HoldsAt(DateTimeOffset now) => Until is not { } until || until > now;
}

/// <summary>Rules and mutes.</summary>
[GenerateSerializer, Immutable, Alias("studio.Moderation")]
public sealed record Moderation([property: Id(0)] CommentRules Rules, [property: Id(1)] IReadOnlyList<Mute> Mutes);

/// <summary>The last comments by <see cref="Comment.Seq"/>, hidden ones included; or those of them that changed.</summary>
/// <param name="Changes">How many changes there were ever.</param>
[GenerateSerializer, Immutable, Alias("studio.CommentsView")]
public sealed record CommentsView([property: Id(0)] IReadOnlyList<Comment> Comments, [property: Id(1)] Moderation Moderation, [property: Id(2)] long Changes);

/// <summary>A line of the log, readable.</summary>
/// <param name="What">posted, judged, muted, unmuted, rules.</param>
/// <param name="Details">The event as it is stored (JSON).</param>
[GenerateSerializer, Immutable, Alias("studio.CommentLine")]
public sealed record CommentLine([property: Id(0)] DateTimeOffset At, [property: Id(1)] string By, [property: Id(2)] string What, [property: Id(3)] string Details);

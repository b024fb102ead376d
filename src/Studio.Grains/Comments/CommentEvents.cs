using System.Text.Json.Serialization;
using Studio.Grains.Commit;

namespace Studio.Grains.Comments;

/// <summary>Something that happened to a session's comments, as it is stored. Names on disk are short and never change.</summary>
/// <param name="At">When.</param>
/// <param name="By">An account; for a comment the guest.</param>
/// <param name="Operation">The operation's id and what it asked for; null for a comment, whose id is made from it.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(CommentPosted), "posted")]
[JsonDerivedType(typeof(CommentJudged), "judged")]
[JsonDerivedType(typeof(GuestMuted), "muted")]
[JsonDerivedType(typeof(GuestUnmuted), "unmuted")]
[JsonDerivedType(typeof(RulesSet), "rules")]
public abstract record CommentEvent(
    [property: JsonPropertyName("a")] DateTimeOffset At, [property: JsonPropertyName("b")] string By, [property: JsonPropertyName("o")] ModeratorOperation? Operation);

/// <summary>Under which operation a moderator acted.</summary>
/// <param name="Body">Tells a repeat from a reuse.</param>
public sealed record ModeratorOperation([property: JsonPropertyName("i")] string Id, [property: JsonPropertyName("b")] string Body);

/// <summary>A comment was accepted.</summary>
/// <param name="Body">A hash of what was sent, to tell a repeat from a reuse of its operation id.</param>
public sealed record CommentPosted(
    DateTimeOffset At, string By, [property: JsonPropertyName("i")] string Id, [property: JsonPropertyName("q")] long Seq, [property: JsonPropertyName("n")] string? Name,
    [property: JsonPropertyName("x")] string Text, [property: JsonPropertyName("s")] CommentState State, [property: JsonPropertyName("m")] bool Masked,
    [property: JsonPropertyName("h")] string Body) : CommentEvent(At, By, null);

/// <summary>A moderator hid, restored or approved a comment.</summary>
public sealed record CommentJudged(
    DateTimeOffset At, string By, ModeratorOperation? Operation, [property: JsonPropertyName("i")] string Id, [property: JsonPropertyName("s")] CommentState State,
    [property: JsonPropertyName("w")] string Why) : CommentEvent(At, By, Operation);

/// <summary>A guest was muted.</summary>
public sealed record GuestMuted(
    DateTimeOffset At, string By, ModeratorOperation? Operation, [property: JsonPropertyName("g")] string Guest, [property: JsonPropertyName("n")] string? Name,
    [property: JsonPropertyName("u")] DateTimeOffset? Until, [property: JsonPropertyName("w")] string Why) : CommentEvent(At, By, Operation);

/// <summary>A guest may comment again.</summary>
public sealed record GuestUnmuted(DateTimeOffset At, string By, ModeratorOperation? Operation, [property: JsonPropertyName("g")] string Guest) : CommentEvent(At, By, Operation);

/// <summary>Other rules hold.</summary>
public sealed record RulesSet(DateTimeOffset At, string By, ModeratorOperation? Operation, [property: JsonPropertyName("r")] CommentRules Rules) : CommentEvent(At, By, Operation);

/// <summary>The comments of a session as a snapshot stores them.</summary>
public sealed record CommentSnapshot(
    int Schema, long LastSeq, long Changes, CommentRules Rules, IReadOnlyList<Comment> Comments, IReadOnlyList<Mute> Mutes, IReadOnlyList<DonePost> Posts,
    IReadOnlyList<GuestTrace> Guests, OperationLog<string> Operations);

/// <summary>A comment that was accepted under an operation: enough to answer a repeat after the comment itself has left the memory.</summary>
public sealed record DonePost(string Id, long Seq, string Body, DateTimeOffset At, CommentState State);

/// <summary>What the next comment of a guest is measured against.</summary>
/// <param name="Texts">Hashes of their last texts as the word filter sees them.</param>
public sealed record GuestTrace(string Guest, string? Name, DateTimeOffset LastAt, IReadOnlyList<string> Texts);

/// <summary>How comments are written to the store.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CommentEvent[]))]
[JsonSerializable(typeof(CommentSnapshot))]
internal sealed partial class CommentJson : JsonSerializerContext;

using Studio.Api.Edge;
using Studio.Grains.Comments;

namespace Studio.Api.Comments;

/// <summary>A comment as viewers see it; who wrote it is nobody's business beyond the name.</summary>
/// <param name="Name">Null: shown by the tag.</param>
internal sealed record CommentDto(string Id, long Seq, string? Name, string Tag, string Text, DateTimeOffset At, bool Held, bool Masked, bool Mine)
{
    public static CommentDto Of(Comment comment, string? reader = null) => new(
        comment.Id, comment.Seq, comment.Name, Comment.TagOf(comment.Guest), comment.Text, comment.At, comment.State == CommentState.Held, comment.Masked,
        string.Equals(comment.Guest, reader, StringComparison.Ordinal));
}

/// <summary>The last comments of a room, by number; and what a viewer may do.</summary>
/// <param name="Tag">How this viewer is shown without a name.</param>
/// <param name="Muted">This viewer may not comment; null: they may.</param>
internal sealed record RoomCommentsDto(IReadOnlyList<CommentDto> Comments, string Tag, RoomRulesDto Rules, MutedDto? Muted, DateTimeOffset ServerTime);

/// <summary>The rules as a viewer may know them.</summary>
internal sealed record RoomRulesDto(bool Open, int SlowSeconds, bool HoldForApproval)
{
    public static RoomRulesDto Of(CommentRules rules) => new(rules.Open, rules.SlowSeconds, rules.HoldForApproval);
}

/// <summary>Why a viewer may not comment, and until when; <paramref name="Until"/> null: until the session is over.</summary>
internal sealed record MutedDto(DateTimeOffset? Until, string Why);

/// <summary>What is new for viewers, at most ten times a second.</summary>
/// <param name="Comments">At most 20, by number.</param>
/// <param name="Skipped">So many were left out here because more came than can be read.</param>
/// <param name="TakenBack">Ids of comments that are to leave the screen.</param>
/// <param name="Rules">Null: as before.</param>
internal sealed record CommentsFrame(IReadOnlyList<CommentDto> Comments, int Skipped, IReadOnlyList<string> TakenBack, RoomRulesDto? Rules);

/// <summary>A comment as moderators see it.</summary>
internal sealed record ModeratedCommentDto(
    string Id, long Seq, string Guest, string? Name, string Tag, string Text, DateTimeOffset At, CommentState State, bool Masked, string By, string Why, long Touched)
{
    public static ModeratedCommentDto Of(Comment comment) => new(
        comment.Id, comment.Seq, comment.Guest, comment.Name, Comment.TagOf(comment.Guest), comment.Text, comment.At, comment.State, comment.Masked, comment.By, comment.Why, comment.Touched);
}

/// <summary>Rules and mutes; the higher <paramref name="Changes"/> is the newer.</summary>
internal sealed record ModerationDto(CommentRules Rules, IReadOnlyList<MuteDto> Mutes, long Changes)
{
    public static ModerationDto Of(Moderation moderation, long changes) => new(moderation.Rules, [.. moderation.Mutes.Select(MuteDto.Of)], changes);
}

/// <summary>A muted guest.</summary>
internal sealed record MuteDto(string Guest, string? Name, string Tag, DateTimeOffset? Until, string By, string Why, DateTimeOffset At)
{
    public static MuteDto Of(Mute mute) => new(mute.Guest, mute.Name, Comment.TagOf(mute.Guest), mute.Until, mute.By, mute.Why, mute.At);
}

/// <summary>The last comments, hidden ones included, and the rules.</summary>
internal sealed record ModeratedCommentsDto(IReadOnlyList<ModeratedCommentDto> Comments, ModerationDto Moderation);

/// <summary>What is new for moderators.</summary>
/// <param name="Comments">New, or in another state.</param>
/// <param name="Skipped">So many were left out: read the list again.</param>
internal sealed record ModerationFrame(IReadOnlyList<ModeratedCommentDto> Comments, int Skipped, ModerationDto Moderation);

/// <summary>A line of the record of comments.</summary>
internal sealed record CommentLineDto(DateTimeOffset At, string By, string What, string Details)
{
    public static CommentLineDto Of(CommentLine line) => new(line.At, line.By, line.What, line.Details);
}

/// <summary>Say something; <paramref name="Name"/> null: shown as a numbered viewer.</summary>
internal sealed record PostCommentBody(string OperationId, string Text, string? Name = null) : IOperation;

/// <summary>Hide, restore or approve; the reason goes into the record.</summary>
internal sealed record JudgeBody(string OperationId, string Why = "") : IOperation;

/// <summary>Mute a guest; without minutes until the session is over.</summary>
internal sealed record MuteBody(string OperationId, string Guest, int? Minutes = null, string Why = "") : IOperation;

/// <summary>Let a muted guest speak again.</summary>
internal sealed record UnmuteBody(string OperationId, string Guest) : IOperation;

/// <summary>The rules of the comments.</summary>
internal sealed record RulesBody(string OperationId, bool Open, int SlowSeconds, IReadOnlyList<string> BlockedWords, bool HoldForApproval) : IOperation
{
    internal CommentRules Rules => new(Open, SlowSeconds, BlockedWords, HoldForApproval);
}

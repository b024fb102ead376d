using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.Live;
using Studio.Api.People;
using Studio.Grains.Comments;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Comments;

/// <summary>What moderators do with comments. Hosts and auditors may look, at the whole record too.</summary>
internal static class ModerationEndpoints
{
    private const int MostBatches = 1_000;

    public static void MapModeration(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder comments = routes.MapGroup("/api/sessions/{id}/comments").WithTags("Comments").AddEndpointFilter<Operations>();
        comments.MapGet("", ListAsync).RequireAuthorization(Access.Look);
        comments.MapGet("/log", LogAsync).RequireAuthorization(Access.Look);
        comments.MapPost("/{commentId}/hide", (string id, string commentId, JudgeBody body, ClaimsPrincipal user, IGrainFactory grains) =>
            JudgeAsync(id, commentId, Verdict.Hide, body, user, grains)).RequireAuthorization(Access.Operate);
        comments.MapPost("/{commentId}/restore", (string id, string commentId, JudgeBody body, ClaimsPrincipal user, IGrainFactory grains) =>
            JudgeAsync(id, commentId, Verdict.Restore, body, user, grains)).RequireAuthorization(Access.Operate);
        comments.MapPost("/{commentId}/approve", (string id, string commentId, JudgeBody body, ClaimsPrincipal user, IGrainFactory grains) =>
            JudgeAsync(id, commentId, Verdict.Approve, body, user, grains)).RequireAuthorization(Access.Operate);
        comments.MapPost("/mute", MuteAsync).RequireAuthorization(Access.Operate);
        comments.MapPost("/unmute", UnmuteAsync).RequireAuthorization(Access.Operate);
        comments.MapPost("/rules", SetRulesAsync).RequireAuthorization(Access.Operate);
    }

    private static async Task<Results<Ok<ModeratedCommentsDto>, ProblemHttpResult>> ListAsync(string id, IGrainFactory grains)
    {
        if (await FindAsync(id, grains) is not { } comments) return Problems.Of(RefusalCodes.NotFound);
        CommentsView view = await comments.Get();
        return TypedResults.Ok(new ModeratedCommentsDto([.. view.Comments.Select(ModeratedCommentDto.Of)], ModerationDto.Of(view.Moderation, view.Changes)));
    }

    private static async Task<Results<Ok<CommentLineDto[]>, ProblemHttpResult>> LogAsync(string id, IGrainFactory grains, long from = 0, int count = MostBatches)
    {
        if (await FindAsync(id, grains) is not { } comments) return Problems.Of(RefusalCodes.NotFound);
        var check = new Check();
        check.Range("from", from, 0, long.MaxValue / 2);
        check.Range("count", count, 1, MostBatches);
        if (check.Refusal is { } refusal) return Problems.Of(refusal);
        return TypedResults.Ok((await comments.History(from, count)).Select(CommentLineDto.Of).ToArray());
    }

    private static async Task<Results<Ok<ModeratedCommentDto>, ProblemHttpResult>> JudgeAsync(
        string id, string commentId, Verdict verdict, JudgeBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        await FindAsync(id, grains) is { } comments
            ? (await comments.Judge(Stamps.Of(user, body.OperationId), new JudgeComment(commentId, verdict, body.Why))).ToResult(ModeratedCommentDto.Of)
            : Problems.Of(RefusalCodes.NotFound);

    private static async Task<Results<Ok<ModerationDto>, ProblemHttpResult>> MuteAsync(string id, MuteBody body, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (await FindAsync(id, grains) is not { } comments) return Problems.Of(RefusalCodes.NotFound);
        TimeSpan? length = body.Minutes is { } minutes ? TimeSpan.FromMinutes(Math.Clamp(minutes, 0, 1_000_000)) : null;
        return await AnswerAsync(comments, await comments.Mute(Stamps.Of(user, body.OperationId), new MuteGuest(body.Guest, length, body.Why)));
    }

    private static async Task<Results<Ok<ModerationDto>, ProblemHttpResult>> UnmuteAsync(string id, UnmuteBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        await FindAsync(id, grains) is { } comments
            ? await AnswerAsync(comments, await comments.Unmute(Stamps.Of(user, body.OperationId), body.Guest))
            : Problems.Of(RefusalCodes.NotFound);

    private static async Task<Results<Ok<ModerationDto>, ProblemHttpResult>> SetRulesAsync(string id, RulesBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        await FindAsync(id, grains) is { } comments
            ? await AnswerAsync(comments, await comments.SetRules(Stamps.Of(user, body.OperationId), body.Rules))
            : Problems.Of(RefusalCodes.NotFound);

    // The state after the command, with the number that orders it among what the hub tells.
    private static async Task<Results<Ok<ModerationDto>, ProblemHttpResult>> AnswerAsync(ICommentsGrain comments, Outcome<Moderation> outcome)
    {
        if (outcome.Refusal is { } refusal) return Problems.Of(refusal);
        CommentsView view = await comments.Get();
        return TypedResults.Ok(ModerationDto.Of(view.Moderation, view.Changes));
    }

    // A grain is made by asking for it, so only those of sessions are asked for.
    private static async Task<ICommentsGrain?> FindAsync(string id, IGrainFactory grains) =>
        await grains.GetGrain<ILiveSessionGrain>(id).Get() is null ? null : grains.GetGrain<ICommentsGrain>(id);
}

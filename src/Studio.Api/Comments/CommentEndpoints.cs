using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.Live;
using Studio.Api.People;
using Studio.Api.Showcase;
using Studio.Grains.Comments;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Comments;

/// <summary>What viewers say in a room.</summary>
internal static class CommentEndpoints
{
    public static void MapComments(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder room = routes.MapGroup("/api/room/{sessionId}/comments").WithTags("Comments").RequireAuthorization(Access.Guest)
            .AddEndpointFilter<RoomEndpoints.OwnSession>().AddEndpointFilter<Operations>();
        room.MapGet("", RecentAsync);
        room.MapPost("", PostAsync).RequireRateLimiting(Limits.Comment).AddEndpointFilter<AddressPace>();
        routes.MapModeration();
    }

    private static async Task<Results<Ok<RoomCommentsDto>, ProblemHttpResult>> RecentAsync(
        string sessionId, ClaimsPrincipal user, RelaySet relays, TimeProvider clock, long after = 0)
    {
        if (await relays.FindAsync(sessionId) is not { } relay) return Problems.Of(RefusalCodes.NotFound);
        string guest = GuestIdentity.Of(user)!.GuestId;
        DateTimeOffset now = clock.GetUtcNow();
        Moderation moderation = relay.Comments.Moderation;
        Mute? mute = moderation.Mutes.FirstOrDefault(one => string.Equals(one.Guest, guest, StringComparison.Ordinal) && one.HoldsAt(now));
        return TypedResults.Ok(new RoomCommentsDto(
            [.. relay.Comments.ReadableBy(guest, after).Select(comment => CommentDto.Of(comment, guest))], Comment.TagOf(guest), RoomRulesDto.Of(moderation.Rules),
            mute is null ? null : new MutedDto(mute.Until, mute.Why), now));
    }

    private static async Task<Results<Ok<CommentDto>, ProblemHttpResult>> PostAsync(
        string sessionId, PostCommentBody body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays)
    {
        // A grain is made by asking for it, so only those of sessions are asked for.
        if (await relays.FindAsync(sessionId) is not { } relay) return Problems.Of(RefusalCodes.NotFound);
        if (relay.Session.Phase == SessionPhase.Ended) return Problems.Of(RefusalCodes.SessionEnded);
        string guest = GuestIdentity.Of(user)!.GuestId;
        return (await grains.GetGrain<ICommentsGrain>(sessionId).Post(new PostComment(body.OperationId, guest, body.Name, body.Text))).ToResult(comment => CommentDto.Of(comment, guest));
    }
}

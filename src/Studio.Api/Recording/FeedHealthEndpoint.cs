using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.People;

namespace Studio.Api.Recording;

/// <summary>How a session's feed is, for the operator.</summary>
internal static class FeedHealthEndpoint
{
    public static void MapFeedHealth(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/sessions/{id}/feed", (string id, FeedHealth health) => TypedResults.Ok(new FeedHealthAnswer(health.Of(id)))).WithTags("Recording").RequireAuthorization(Access.Look);
}

/// <summary>Null: no feed, or nothing is known of it yet.</summary>
internal sealed record FeedHealthAnswer(FeedHealthDto? Feed);

using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.Live;
using Studio.Api.People;
using Studio.Grains.Passing;
using Studio.Grains.Values;

namespace Studio.Api.Passing;

/// <summary>Where a session's feed is passed on to. Addresses come in and never go out again but masked.</summary>
internal static class PushEndpoints
{
    public static void MapPushes(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder pushes = routes.MapGroup("/api/sessions/{id}/pushes").WithTags("Passing on").RequireAuthorization(Access.Operate).AddEndpointFilter<Operations>();
        pushes.MapGet("", ListAsync);
        pushes.MapPost("", AddAsync);
        pushes.MapPost("/{pushId}/switch", SwitchAsync);
        pushes.MapDelete("/{pushId}", RemoveAsync);
    }

    private static async Task<Results<Ok<IReadOnlyList<PushDto>>, ProblemHttpResult>> ListAsync(string id, PushDesk desk) =>
        await desk.ListAsync(id) is { } pushes ? TypedResults.Ok(pushes) : Problems.Of(RefusalCodes.NotFound);

    private static async Task<Results<Ok<PushDto>, ProblemHttpResult>> AddAsync(string id, AddPush body, ClaimsPrincipal user, PushDesk desk, CancellationToken cancellation) =>
        (await desk.AddAsync(id, body, user, cancellation)).ToResult(push => push);

    private static async Task<Results<Ok<PushDto>, ProblemHttpResult>> SwitchAsync(string id, string pushId, SwitchPush body, ClaimsPrincipal user, IGrainFactory grains, PushDesk desk) =>
        (await grains.GetGrain<IPushGrain>(id).Switch(Stamps.Of(user, body.OperationId), pushId, body.On)).ToResult(target => desk.Describe(id, target, live: false));

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string id, string pushId, string operationId, ClaimsPrincipal user, IGrainFactory grains)
    {
        Outcome<PushTarget> removed = await grains.GetGrain<IPushGrain>(id).Remove(Stamps.Of(user, operationId), pushId);
        return removed.Refusal is { } refusal ? Problems.Of(refusal) : TypedResults.NoContent();
    }
}

/// <summary>A target and how it stands.</summary>
/// <param name="Address">Masked.</param>
/// <param name="Failures">Runs in a row that did not last.</param>
/// <param name="Problem">Stable code of why it waits.</param>
internal sealed record PushDto(string Id, string Name, string Address, bool On, PushPhase Phase, DateTimeOffset Since, int Failures, string? Problem);

/// <summary>Pass the feed on to one more server.</summary>
internal sealed record AddPush(string OperationId, string Name, string Address) : IOperation;

/// <summary>Go on passing it on there, or stop.</summary>
internal sealed record SwitchPush(string OperationId, bool On) : IOperation;

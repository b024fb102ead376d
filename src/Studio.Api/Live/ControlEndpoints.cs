using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Catalog;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Live;

/// <summary>What the control room does beside take and clear.</summary>
internal static class ControlEndpoints
{
    private const int MostBatches = 1_000;

    public static void MapControl(this RouteGroupBuilder sessions)
    {
        sessions.MapPost("/{id}/next", (string id, Next body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays) =>
            DoAsync(id, user, body, new SetNext(body.RundownItemId), grains, relays)).RequireAuthorization(Access.Operate);
        sessions.MapPost("/{id}/control", (string id, Control body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays) =>
            DoAsync(id, user, body, new SetControl(body.Take, body.Confirmed), grains, relays)).RequireAuthorization(Access.Operate);
        sessions.MapPost("/{id}/rehearsal", (string id, Rehearsal body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays) =>
            DoAsync(id, user, body, new SetRehearsal(body.On), grains, relays)).RequireAuthorization(Access.Operate);
        sessions.MapPost("/{id}/auto-pop", (string id, AutoPopBody body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays) =>
            DoAsync(id, user, body, new SetAutoPop(body.Plan), grains, relays)).RequireAuthorization(Access.Operate);
        sessions.MapPost("/{id}/messages", (string id, Message body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays) =>
            DoAsync(id, user, body, new SendMessage(body.Text, body.Urgent), grains, relays)).RequireAuthorization(Access.Operate);
        sessions.MapPost("/{id}/marks", (string id, Mark body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays) =>
            DoAsync(id, user, body, new MarkMoment(body.Note ?? ""), grains, relays)).RequireAuthorization(Access.Edit);
        sessions.MapPost("/{id}/proof", (string id, Proving body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays) =>
            DoAsync(id, user, body, new SetProof(body.Mode), grains, relays)).RequireAuthorization(Access.Operate);
        sessions.MapPost("/{id}/theme", SetThemeAsync).RequireAuthorization(Access.Operate);
        sessions.MapPut("/{id}/theme/logo", SetLogoAsync).RequireAuthorization(Access.Operate)
            .WithMetadata(new CatalogEndpoints.LargestUpload()).Accepts<byte[]>("application/octet-stream", "image/jpeg", "image/png", "image/webp");
        sessions.MapPost("/{id}/blank", BlankAsync).RequireAuthorization(Access.Operate);
        sessions.MapGet("/{id}/log", LogAsync).RequireAuthorization(Access.Look);
    }

    /// <summary>Carries out a command and answers the board after it.</summary>
    public static async Task<Results<Ok<BoardDoc>, ProblemHttpResult>> DoAsync(
        string id, ClaimsPrincipal user, IOperation body, SessionCommand command, IGrainFactory grains, RelaySet relays)
    {
        Outcome<SessionView> done = await grains.GetGrain<ILiveSessionGrain>(id).Do(Stamps.Of(user, body.OperationId), command);
        if (done.Refusal is { } refusal) return Problems.Of(refusal);
        if (await relays.FindAsync(id) is not { } relay) return Problems.Of(RefusalCodes.NotFound);
        await relay.SessionChanged(done.Value);
        return TypedResults.Ok(relay.Board);
    }

    // The logo stays when only the colours change.
    private static async Task<Results<Ok<BoardDoc>, ProblemHttpResult>> SetThemeAsync(string id, Theme body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays)
    {
        if (await grains.GetGrain<ILiveSessionGrain>(id).Get() is not { } session) return Problems.Of(RefusalCodes.NotFound);
        return await DoAsync(id, user, body, new SetTheme(new CardTheme(body.Primary, body.Accent, body.KeepLogo ? session.Theme.Logo : null, !body.Stamp)), grains, relays);
    }

    private static async Task<Results<Ok<BoardDoc>, ProblemHttpResult>> SetLogoAsync(
        string id, string operationId, ClaimsPrincipal user, HttpRequest request, IGrainFactory grains, RelaySet relays, PictureStore pictures, CancellationToken cancellation)
    {
        if (await grains.GetGrain<ILiveSessionGrain>(id).Get() is not { } session) return Problems.Of(RefusalCodes.NotFound);
        Outcome<string> stored = await pictures.StoreAsync(request.Body, cancellation);
        return stored.Refusal is { } refusal
            ? Problems.Of(refusal)
            : await DoAsync(id, user, new Logo(operationId), new SetTheme(session.Theme with { Logo = stored.Value }), grains, relays);
    }

    /// <summary>
    /// The one command that is carried out before it is stored: the screens first. The relay blanks them without the store; the log gets it
    /// as soon as the store is there, and the answer says whether it has it already.
    /// </summary>
    private static async Task<Results<Ok<BlankedDto>, ProblemHttpResult>> BlankAsync(string id, Blanking body, ClaimsPrincipal user, RelaySet relays)
    {
        if (await relays.FindAsync(id) is not { } relay) return Problems.Of(RefusalCodes.NotFound);
        (long version, bool stored) = await relay.BlankAsync(Stamps.Of(user, body.OperationId), body.On);
        return TypedResults.Ok(new BlankedDto(body.On, version, stored));
    }

    private static async Task<Results<Ok<LogLineDto[]>, ProblemHttpResult>> LogAsync(string id, IGrainFactory grains, long from = 0, int count = MostBatches)
    {
        ILiveSessionGrain session = grains.GetGrain<ILiveSessionGrain>(id);
        if (await session.Get() is null) return Problems.Of(RefusalCodes.NotFound);
        var check = new Check();
        check.Range("from", from, 0, long.MaxValue / 2);
        check.Range("count", count, 1, MostBatches);
        if (check.Refusal is { } refusal) return Problems.Of(refusal);
        return TypedResults.Ok((await session.History(from, count)).Select(LogLineDto.Of).ToArray());
    }

    private sealed record Logo(string OperationId) : IOperation;
}

/// <summary>Make a planned item the next; null: none.</summary>
internal sealed record Next(string OperationId, string? RundownItemId) : IOperation;

/// <summary>Take the controls, or leave them.</summary>
/// <param name="Confirmed">Take them although their holder is in the control room.</param>
internal sealed record Control(string OperationId, bool Take, bool Confirmed = false) : IOperation;

/// <summary>Begin or end a rehearsal.</summary>
internal sealed record Rehearsal(string OperationId, bool On) : IOperation;

/// <summary>Set up the automatic pop-up; without a plan it stops.</summary>
internal sealed record AutoPopBody(string OperationId, AutoPopPlan? Plan = null) : IOperation;

/// <summary>Mark the moment; what is written to it is the title of its clip.</summary>
internal sealed record Mark(string OperationId, string? Note = null) : IOperation;

/// <summary>A message to the host's screen.</summary>
internal sealed record Message(string OperationId, string Text, bool Urgent = false) : IOperation;

/// <summary>Colours of the cards (<c>#rrggbb</c>); null: the studio's own.</summary>
/// <param name="Stamp">The overlay draws a sync stamp (同步标记) after each take.</param>
internal sealed record Theme(string OperationId, string? Primary = null, string? Accent = null, bool KeepLogo = true, bool Stamp = true) : IOperation;

/// <summary>Blank all overlays, or bring them back.</summary>
internal sealed record Blanking(string OperationId, bool On) : IOperation;

/// <summary>Whether the overlays are blank; <paramref name="Stored"/> false: the store is away, the log gets it later.</summary>
internal sealed record BlankedDto(bool On, long Version, bool Stored);

/// <summary>A line of a session's log.</summary>
internal sealed record LogLineDto(DateTimeOffset At, string By, string Cause, string What, string Details, string? OperationId)
{
    // What is stored of a stream key is a one-way id; even that is nobody's business.
    public static LogLineDto Of(HistoryLine line) => new(line.At, line.By, line.Cause, line.What, line.What is "key" or "link" ? "{}" : line.Details, line.OperationId);
}

/// <summary>When viewers must prove that they are people.</summary>
internal sealed record Proving(string OperationId, ProofMode Mode) : IOperation;

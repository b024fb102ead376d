using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.Live;
using Studio.Api.People;
using Studio.Grains.Clips;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.People;
using Studio.Grains.Values;

namespace Studio.Api.Clips;

/// <summary>Clips: everybody who looks sees them, managers and editors work on them; whoever runs the room may try one again or stop it.</summary>
internal static class ClipEndpoints
{
    public static void MapClips(this IEndpointRouteBuilder routes)
    {
        routes.MapClipFiles();
        RouteGroupBuilder clips = routes.MapGroup("/api").WithTags("Clips").AddEndpointFilter<Operations>();
        clips.MapGet("/sessions/{id}/clips", ListAsync).RequireAuthorization(Access.Look);
        clips.MapPost("/sessions/{id}/clips", MakeAsync).RequireAuthorization(Access.Cut);
        clips.MapGet("/clips/presets", PresetsAsync).RequireAuthorization(Access.Look);
        clips.MapPost("/clips/join", JoinAsync).RequireAuthorization(Access.Cut);
        clips.MapPost("/clips/approve", ApproveAsync).RequireAuthorization(Access.Cut);
        clips.MapGet("/clips/{id}", GetAsync).RequireAuthorization(Access.Look);
        clips.MapPut("/clips/{id}/edit", (string id, SaveClip body, ClaimsPrincipal user, IGrainFactory grains) => DoAsync(grains, id, user, body, new EditClip(
            body.Revision, body.Title, SpanDto.Read(body.Spans), body.Captions?.Read(), body.Layout is { } layout ? new ClipLayout(layout.Form, layout.FocusX, layout.FocusY) : null,
            body.Cover is { } cover ? new ClipCover(cover.At?.ToUniversalTime(), cover.Title, cover.Template) : null))).RequireAuthorization(Access.Cut);
        clips.MapPost("/clips/{id}/split", SplitAsync).RequireAuthorization(Access.Cut);
        clips.MapPost("/clips/{id}/render", RenderAsync).RequireAuthorization(Access.Cut);
        clips.MapPost("/clips/{id}/hand-over", HandOverAsync).RequireAuthorization(Access.Cut);
        clips.MapPost("/clips/{id}/assign", AssignAsync).RequireAuthorization(Access.Cut);
        clips.MapPost("/clips/{id}/retry", Plain(new RetryClip())).RequireAuthorization(Access.Edit);
        clips.MapPost("/clips/{id}/cancel", Plain(new CancelClip())).RequireAuthorization(Access.Edit);
        clips.MapPost("/clips/{id}/drop", Plain(new DropClip())).RequireAuthorization(Access.Cut);
        clips.MapPost("/clips/{id}/restore", Plain(new RestoreClip())).RequireAuthorization(Access.Cut);
        clips.MapPost("/clips/{id}/approve", Plain(new ApproveClip())).RequireAuthorization(Access.Cut);
        clips.MapPost("/clips/{id}/return", (string id, ReturnBody body, ClaimsPrincipal user, IGrainFactory grains) => DoAsync(grains, id, user, body, new ReturnClip(body.Comment))).RequireAuthorization(Access.Cut);
        clips.MapPost("/clips/{id}/claims", (string id, ClaimsBody body, ClaimsPrincipal user, IGrainFactory grains) =>
            DoAsync(grains, id, user, body, new DecideClaims(body.Revision, body.Choice, body.Note ?? ""))).RequireAuthorization(Access.Cut);
        clips.MapPost("/clips/{id}/comments", (string id, CommentBody body, ClaimsPrincipal user, IGrainFactory grains) => DoAsync(grains, id, user, body, new CommentClip(body.Text))).RequireAuthorization(Access.Cut);
        clips.MapProvenance();
        clips.MapAnalysis();
        clips.MapClipExports();
    }

    private static async Task<Results<Ok<IReadOnlyList<ClipDto>>, ProblemHttpResult>> ListAsync(string id, IGrainFactory grains, ClipReader reader) =>
        await grains.GetGrain<ILiveSessionGrain>(id).Get() is null ? Problems.Of(RefusalCodes.NotFound) : TypedResults.Ok(await reader.OfSessionAsync(id, follow: true));

    private static async Task<Results<Ok<ClipDto>, ProblemHttpResult>> GetAsync(string id, IGrainFactory grains) =>
        await grains.GetGrain<IClipGrain>(id).Get() is { } clip ? TypedResults.Ok(ClipDto.Of(clip)) : Problems.Of(RefusalCodes.NotFound);

    private static async Task<Results<Ok<ClipDto>, ProblemHttpResult>> MakeAsync(string id, MakeClip body, ClaimsPrincipal user, IGrainFactory grains, TimeProvider clock)
    {
        if (await grains.GetGrain<ILiveSessionGrain>(id).Get() is not { } session) return Problems.Of(RefusalCodes.NotFound);
        ShowcaseItem? item = session.Items.FirstOrDefault(one => one.Id == body.ItemId);
        if (body.ItemId is not null && item is null) return Problems.Of(RefusalCodes.ItemNotInSession);
        string clipId = NewId(id, user, body.OperationId);
        Outcome<Clip> made = ClipEditing.Make(clipId, id, body.Title, SpanDto.Read(body.Spans), user.Identity!.Name!, clock.GetUtcNow());
        if (made.Refusal is { } refusal) return Problems.Of(refusal);
        // The promises of its stretch, as far as they are known now.
        await grains.GetGrain<ISessionClipsGrain>(id).Follow();
        made = made.Value with { Claims = Claiming.Within(await grains.GetGrain<ISessionClipsGrain>(id).Claims(), made.Value.Spans) };
        Clip clip = item is null ? made.Value : made.Value with { ItemId = item.Id, Card = Pricing.CardOf(item, "", Templates.LowerThird, clock.GetUtcNow()) };
        return TypedResults.Ok(ClipDto.Of(await grains.GetGrain<IClipGrain>(clipId).Create(clip)));
    }

    private static async Task<Results<Ok<SplitDto>, ProblemHttpResult>> SplitAsync(string id, SplitClipBody body, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (await grains.GetGrain<IClipGrain>(id).Get() is not { } clip) return Problems.Of(RefusalCodes.NotFound);
        string secondId = NewId(clip.SessionId, user, body.OperationId);
        Outcome<Clip> first = await grains.GetGrain<IClipGrain>(id).Do(Stamps.Of(user, body.OperationId), new SplitClip(body.Revision, body.At.ToUniversalTime(), secondId));
        return first.Refusal is { } refusal ? Problems.Of(refusal) : TypedResults.Ok(new SplitDto(ClipDto.Of(first.Value), ClipDto.Of((await grains.GetGrain<IClipGrain>(secondId).Get())!)));
    }

    // The joined clip first: a crash in between leaves the parts beside it, and a repeat finishes.
    private static async Task<Results<Ok<ClipDto>, ProblemHttpResult>> JoinAsync(ClipIds body, ClaimsPrincipal user, IGrainFactory grains, TimeProvider clock)
    {
        if (body.Ids.Count > ClipEditing.MostSpans) return Problems.Of(new Check().Add("ids", FieldErrors.TooLong).Refusal!);
        Clip?[] clips = await Task.WhenAll(body.Ids.Distinct(StringComparer.Ordinal).Select(one => grains.GetGrain<IClipGrain>(one).Get()));
        if (clips.Length == 0 || clips.Any(clip => clip is null)) return Problems.Of(RefusalCodes.NotFound);
        string id = NewId(clips[0]!.SessionId, user, body.OperationId);
        Clip? joined = await grains.GetGrain<IClipGrain>(id).Get();
        if (joined is null)
        {
            Outcome<Clip> made = ClipEditing.Join([.. clips.OfType<Clip>()], id, user.Identity!.Name!, clock.GetUtcNow());
            if (made.Refusal is { } refusal) return Problems.Of(refusal);
            joined = await grains.GetGrain<IClipGrain>(id).Create(made.Value);
        }
        foreach (string one in body.Ids.Distinct(StringComparer.Ordinal)) await grains.GetGrain<IClipGrain>(one).Do(Stamps.Of(user, body.OperationId), new DropClip());
        return TypedResults.Ok(ClipDto.Of(joined));
    }

    private static async Task<Results<Ok<IReadOnlyList<ClipOutcomeDto>>, ProblemHttpResult>> ApproveAsync(ClipIds body, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (body.Ids.Count is 0 or > 500) return Problems.Of(new Check().Add("ids", FieldErrors.OutOfRange).Refusal!);
        ClipOutcomeDto[] done = await Task.WhenAll(body.Ids.Distinct(StringComparer.Ordinal).Select(async id =>
        {
            Outcome<Clip> outcome = await grains.GetGrain<IClipGrain>(id).Do(Stamps.Of(user, body.OperationId), new ApproveClip());
            return outcome.Refusal is { } refusal ? new ClipOutcomeDto(id, refusal.Code, null) : new ClipOutcomeDto(id, null, ClipDto.Of(outcome.Value));
        }));
        return TypedResults.Ok<IReadOnlyList<ClipOutcomeDto>>(done);
    }

    private static async Task<Ok<IReadOnlyList<PresetDto>>> PresetsAsync(ClipPresets presets) => TypedResults.Ok(await presets.AllAsync());

    private static async Task<Results<Ok<ClipDto>, ProblemHttpResult>> RenderAsync(string id, RenderBody body, ClaimsPrincipal user, IGrainFactory grains, ClipPresets presets, ClipSources sources, CancellationToken cancellation)
    {
        foreach (string preset in body.Presets)
        {
            if (await presets.FindAsync(preset) is null) return Problems.Of(Refusal.With(RefusalCodes.PresetUnknown, "preset", preset.Length > 40 ? preset[..40] : preset));
        }
        if (await grains.GetGrain<IClipGrain>(id).Get() is { } clip && await sources.ComplaintAsync(clip, cancellation) is { } refusal) return Problems.Of(refusal);
        return await DoAsync(grains, id, user, body, new RenderClip([.. body.Presets.Distinct(StringComparer.Ordinal)]));
    }

    private static async Task<Results<Ok<ClipDto>, ProblemHttpResult>> HandOverAsync(string id, ChangeClip body, ClaimsPrincipal user, IGrainFactory grains, ClipShelf shelf, CancellationToken cancellation) =>
        (await shelf.HandOverAsync(grains.GetGrain<IClipGrain>(id), Stamps.Of(user, body.OperationId), cancellation)).ToResult(ClipDto.Of);

    private static async Task<Results<Ok<ClipDto>, ProblemHttpResult>> AssignAsync(string id, AssignBody body, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (body.AccountId is { } account && (account.Length > 64 || await grains.GetGrain<IAccountGrain>(account).Get() is null)) return Problems.Of(Refusal.With(RefusalCodes.NotFound, "what", "account"));
        return await DoAsync(grains, id, user, body, new AssignClip(body.AccountId));
    }

    // Its session's id, a dash, and what the operation names: a repeat finds what the first one made.
    private static string NewId(string sessionId, ClaimsPrincipal user, string operationId) => $"{sessionId}-c{StableId.Hash($"clip\n{user.Identity!.Name}\n{operationId}", 16)}";

    private static Func<string, ChangeClip, ClaimsPrincipal, IGrainFactory, Task<Results<Ok<ClipDto>, ProblemHttpResult>>> Plain(ClipChange change) =>
        (id, body, user, grains) => DoAsync(grains, id, user, body, change);

    private static async Task<Results<Ok<ClipDto>, ProblemHttpResult>> DoAsync(IGrainFactory grains, string id, ClaimsPrincipal user, IOperation body, ClipChange change) =>
        (await grains.GetGrain<IClipGrain>(id).Do(Stamps.Of(user, body.OperationId), change)).ToResult(ClipDto.Of);
}

/// <summary>Reads the clips of a session.</summary>
internal sealed class ClipReader(IGrainFactory grains)
{
    /// <summary>All clips, the highest rank first; of the same rank, the later one.</summary>
    /// <param name="follow">Look for candidates first, if anything happened since.</param>
    public async Task<IReadOnlyList<ClipDto>> OfSessionAsync(string sessionId, bool follow = false)
    {
        if (follow) await grains.GetGrain<ISessionClipsGrain>(sessionId).Follow();
        IReadOnlyList<string> ids = await grains.GetGrain<IIndexGrain>(ClipQueue.IndexOf(sessionId)).All();
        Clip?[] clips = await Task.WhenAll(ids.Select(id => grains.GetGrain<IClipGrain>(id).Get()));
        return [.. clips.OfType<Clip>().OrderByDescending(clip => clip.Rank).ThenByDescending(clip => clip.Spans[0].From).Select(ClipDto.Of)];
    }
}

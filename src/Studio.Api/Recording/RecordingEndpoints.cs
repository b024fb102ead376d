using System.Security.Claims;
using MediaPipeline.Importing;
using MediaPipeline.Recordings;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.Imports;
using Studio.Api.Live;
using Studio.Api.People;
using Studio.Api.Recording.Ingest;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Recording;

/// <summary>Where feeds come in, and the recording as HLS.</summary>
internal static class RecordingEndpoints
{
    public static void MapRecording(this IEndpointRouteBuilder routes)
    {
        routes.MapDoors();
        routes.MapHooks();
        routes.MapFeedHealth();
        routes.MapImports();

        RouteGroupBuilder media = routes.MapGroup("/media/sessions/{id}").WithTags("Media").RequireAuthorization(Access.LookOrGuest).AddEndpointFilter<OwnRecording>();
        media.MapGet("/index.m3u8", PlaylistAsync);
        media.MapGet("/{part}/{file}", SegmentAsync);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> PlaylistAsync(
        string id, ClaimsPrincipal user, HttpResponse response, IGrainFactory grains, RecordingStore recordings, CancellationToken cancellation)
    {
        if (await grains.GetGrain<ILiveSessionGrain>(id).Get() is not { } session) return Problems.Of(Problems.NotRecorded);
        bool looker = user.IsLooker();
        RecordingTimeline? whole = await recordings.ReadAsync(id, cancellation);
        if ((looker ? whole : whole?.ForViewers(session)) is not { } timeline) return Problems.Of(Problems.NotRecorded);
        response.Headers.CacheControl = "no-cache";
        string text = EventPlaylist.Compose(timeline, session.Phase == SessionPhase.Ended, file => $"{file.Part}/{file.Name}", looker ? Rehearsed.Of(session) : []);
        return TypedResults.Text(text, "application/vnd.apple.mpegurl");
    }

    private static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> SegmentAsync(
        string id, string part, string file, ClaimsPrincipal user, HttpResponse response, RelaySet relays, RecordingStore recordings, CancellationToken cancellation)
    {
        if (!user.IsLooker() && !await IsForViewersAsync(id, new SegmentFile(part, file), relays, recordings, cancellation)) return Problems.Of(RefusalCodes.NotFound);
        if (recordings.FindFile(id, part, file) is not { } path) return Problems.Of(RefusalCodes.NotFound);
        response.Headers.CacheControl = "private, max-age=86400, immutable"; // a segment with its final name never changes
        return TypedResults.PhysicalFile(path, file.EndsWith(".mp4", StringComparison.Ordinal) ? "video/mp4" : "video/iso.segment", enableRangeProcessing: true);
    }

    // The names of segments can be guessed, so a rehearsal is kept from viewers here too. The relay may be a moment behind; it errs by
    // refusing, for no rehearsal begins once a session is live.
    private static async Task<bool> IsForViewersAsync(string id, SegmentFile file, RelaySet relays, RecordingStore recordings, CancellationToken cancellation)
    {
        if (await relays.FindAsync(id) is not { Session: var session } || session.Phase == SessionPhase.Planned) return false;
        return (session.Rehearsals.Count == 0 && !ImportedParts.IsImported(file.Part)) || (await recordings.ReadAsync(id, cancellation))?.ForViewers(session)?.Holds(file) == true;
    }

    /// <summary>Guests reach the recording of their own session only.</summary>
    private sealed class OwnRecording : IEndpointFilter
    {
        public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        {
            ClaimsPrincipal user = context.HttpContext.User;
            bool may = user.IsLooker() || string.Equals(GuestIdentity.Of(user)?.SessionId, context.HttpContext.GetRouteValue("id") as string, StringComparison.Ordinal);
            return may ? next(context) : ValueTask.FromResult<object?>(Problems.Of(RefusalCodes.NotFound));
        }
    }
}

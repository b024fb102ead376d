using System.Globalization;
using System.Security.Claims;
using MediaPipeline.Importing;
using MediaPipeline.Recordings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Studio.Api.Edge;
using Studio.Api.Imports;
using Studio.Api.Live;
using Studio.Api.People;
using Studio.Api.Recording.Ingest;
using Studio.Api.Stories;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Recording;

/// <summary>Where feeds come in, and the recording as HLS.</summary>
internal static class RecordingEndpoints
{
    // The year 2100: a date beyond what a calendar knows must not be asked of it.
    private const long Latest = 4_102_444_800_000;

    public static void MapRecording(this IEndpointRouteBuilder routes)
    {
        routes.MapDoors();
        routes.MapHooks();
        routes.MapFeedHealth();
        routes.MapStories();
        routes.MapMarkers();
        routes.MapImports();

        RouteGroupBuilder media = routes.MapGroup("/media/sessions/{id}").WithTags("Media").RequireAuthorization(Access.LookOrGuest).AddEndpointFilter<OwnRecording>();
        media.MapGet("/index.m3u8", WholeAsync);
        media.MapGet("/live.m3u8", LiveAsync);
        media.MapGet("/{part}/{file}", SegmentAsync);
    }

    private static async Task<Results<TextBody, ProblemHttpResult>> LiveAsync(
        string id, [FromQuery(Name = "_HLS_msn")] string? number, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays, PlaylistShelf shelf, CancellationToken cancellation) =>
        await ReadAsync(id, number, live: true, user, grains, relays, shelf, cancellation) is { } now ? now.Live : Problems.Of(Problems.NotRecorded);

    /// <param name="skip">"YES": the player has an earlier one (rfc8216bis section 6.2.5.1).</param>
    /// <param name="at">Where it is to begin, in milliseconds since 1970.</param>
    private static async Task<Results<TextBody, ProblemHttpResult>> WholeAsync(
        string id, [FromQuery(Name = "_HLS_msn")] string? number, [FromQuery(Name = "_HLS_skip")] string? skip, string? at,
        ClaimsPrincipal user, IGrainFactory grains, RelaySet relays, PlaylistShelf shelf, CancellationToken cancellation) =>
        await ReadAsync(id, number, live: false, user, grains, relays, shelf, cancellation) is { } now ? now.Whole(skip is "YES" or "v2", Moment(at)) : Problems.Of(Problems.NotRecorded);

    // Staff may look at any session of three years; a viewer's is one that this process follows anyway.
    private static async Task<Playlists?> ReadAsync(
        string id, string? number, bool live, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays, PlaylistShelf shelf, CancellationToken cancellation)
    {
        bool looker = user.IsLooker();
        SessionView? session = looker ? await grains.GetGrain<ILiveSessionGrain>(id).Get() : (await relays.FindAsync(id))?.Session;
        if (session is null) return null;
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long wanted)
            ? await shelf.AwaitAsync(session, looker, wanted, live, cancellation)
            : await shelf.ReadAsync(session, looker, cancellation);
    }

    private static DateTimeOffset? Moment(string? at) =>
        long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds) && milliseconds < Latest ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

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

using MediaPipeline.Recordings;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Recording;

/// <summary>The markers of a session, and where each is in the recording.</summary>
internal static class MarkerEndpoints
{
    /// <summary>Services that place markers; a worker process has them too.</summary>
    public static void AddMarkers(this IServiceCollection services)
    {
        services.AddSingleton<MarkerPlacer>();
        services.AddHostedService<MarkerWorker>();
    }

    public static void MapMarkers(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/sessions/{id}/markers", GetAsync).WithTags("Live").RequireAuthorization(Access.Look);

    private static async Task<Results<Ok<MarkersDto>, ProblemHttpResult>> GetAsync(string id, IGrainFactory grains, RecordingStore recordings, CancellationToken cancellation)
    {
        if (await grains.GetGrain<ILiveSessionGrain>(id).Get() is not { } session) return Problems.Of(RefusalCodes.NotFound);
        RecordingTimeline? timeline = await recordings.ReadAsync(id, cancellation);
        RoomDelay? delay = await grains.GetGrain<IRoomGrain>(session.Room.Id).Delay(id);
        return TypedResults.Ok(new MarkersDto(RoomDelayDto.Of(delay), [.. session.Markers.Select(marker => MarkerDto.Of(marker, timeline))]));
    }
}

/// <summary>All markers, oldest first.</summary>
/// <param name="Delay">What is known of the room's delay; null: it was never measured.</param>
internal sealed record MarkersDto(RoomDelayDto? Delay, IReadOnlyList<MarkerDto> Markers);

/// <summary>A marker.</summary>
/// <param name="At">By the server's clock.</param>
/// <param name="Place">Where it is in the recording; null: not looked for, or not found yet.</param>
/// <param name="Note">What somebody wrote to it; empty: nothing.</param>
internal sealed record MarkerDto(MarkerKind Kind, DateTimeOffset At, string? ItemId, long Revision, PlaceReport? Place, string Note)
{
    // The recording's clock becomes surer as it grows; the picture in its part stays the same one.
    public static MarkerDto Of(Marker marker, RecordingTimeline? timeline)
    {
        PlaceReport? place = PlaceReport.Of(marker.Place);
        if (marker.Place is { Part: { } part, Media: { } media } && timeline?.Locate(part, media) is { } at) place = place! with { At = at };
        return new MarkerDto(marker.Kind, marker.At, marker.ItemId, marker.Revision, place, marker.Note);
    }
}

/// <summary>The delay from a command to its picture in the recording, as it was measured in a room.</summary>
/// <param name="ErrorMs">A marker placed by it is at most so far from the truth.</param>
/// <param name="Count">From so many measurements.</param>
internal sealed record RoomDelayDto(double DelayMs, double SpreadMs, double ErrorMs, int Count, DateTimeOffset At)
{
    public static RoomDelayDto? Of(RoomDelay? delay) => delay is null
        ? null
        : new RoomDelayDto(Math.Round(delay.Delay.TotalMilliseconds), Math.Round(delay.Spread.TotalMilliseconds), Math.Round(delay.Error.TotalMilliseconds), delay.Count, delay.At);
}

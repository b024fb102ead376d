using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Clips;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Clips;

/// <summary>Where a clip comes from: its sidecar, and the way back from a file that went out.</summary>
internal static partial class ProvenanceEndpoints
{
    public static void MapProvenance(this RouteGroupBuilder clips)
    {
        clips.MapGet("/clips/{id}/provenance", Sidecar).RequireAuthorization(Access.Look).Produces<object>();
        clips.MapGet("/clips/provenance", FindAsync).RequireAuthorization(Access.Look);
    }

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> Sidecar(string id, ClipStore store) =>
        store.Find(id, ClipStore.Provenance) is { } path ? TypedResults.PhysicalFile(path, "application/json") : Problems.Of(RefusalCodes.NotFound);

    /// <param name="hash">SHA-256 of a file that was handed over.</param>
    /// <param name="clip">Or a clip's id, as its file's comment has it.</param>
    private static async Task<Results<Ok<OriginDto>, ProblemHttpResult>> FindAsync(string? hash, string? clip, IGrainFactory grains)
    {
        if (hash is not null && !Hex().IsMatch(hash)) return Problems.Of(new Check().Add("hash", FieldErrors.Invalid).Refusal!);
        if (clip is not null && !ClipStore.IsId(clip)) return Problems.Of(new Check().Add("clip", FieldErrors.Invalid).Refusal!);
        string? id = hash is null ? clip : await grains.GetGrain<IIndexGrain>(ClipShelf.IndexOf(hash.ToLowerInvariant())).All() is [.., var last] ? last : null;
        if (id is null || await grains.GetGrain<IClipGrain>(id).Get() is not { } found || await grains.GetGrain<ILiveSessionGrain>(found.SessionId).Get() is not { } session) return Problems.Of(RefusalCodes.NotFound);
        DateTimeOffset from = found.Spans[0].From;
        // The marker that begins it: the last one at or before its first picture.
        Marker? marker = session.Markers.LastOrDefault(one => (one.Place?.At ?? one.At) <= from + TimeSpan.FromMilliseconds(100));
        return TypedResults.Ok(new OriginDto(
            session.Id, session.Title, found.Id, found.Title, from, [.. found.Spans.Select(span => new SpanDto(span.From, span.To))], found.ItemId,
            marker is null ? null : new OriginMarkerDto(marker.Kind, marker.At, marker.ItemId, marker.Revision), [.. found.HandedOver.Select(file => new HandedFileDto(file.Name, file.Sha256, file.At, file.By))],
            found.Master is null ? null : $"/api/clips/{found.Id}/provenance"));
    }

    [GeneratedRegex("^[0-9a-fA-F]{64}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Hex();
}

/// <summary>Where a file comes from.</summary>
/// <param name="At">The live second: its first picture, by the recording's clock.</param>
/// <param name="Marker">What happened then.</param>
internal sealed record OriginDto(
    string SessionId, string SessionTitle, string ClipId, string ClipTitle, DateTimeOffset At, IReadOnlyList<SpanDto> Spans, string? ItemId, OriginMarkerDto? Marker, IReadOnlyList<HandedFileDto> HandedOver, string? ProvenanceUrl);

/// <summary>A marker, by the server's clock.</summary>
internal sealed record OriginMarkerDto(MarkerKind Kind, DateTimeOffset At, string? ItemId, long Revision);

/// <summary>A file as it went out.</summary>
internal sealed record HandedFileDto(string Name, string Sha256, DateTimeOffset At, string By);

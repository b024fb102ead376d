using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MediaPipeline.Cutting;
using Studio.Grains.Clips;
using Studio.Grains.Live;

namespace Studio.Api.Clips;

/// <summary>Where a finished cut comes from, as it lies beside it.</summary>
/// <param name="Schema">Of this form.</param>
/// <param name="Key">Of what it was made.</param>
/// <param name="Sources">The files of the recording.</param>
/// <param name="Markers">What happened in it, by the server's clock, and where that is in the recording.</param>
/// <param name="Plans">What was cut, copied and encoded.</param>
/// <param name="Tools">What it was made with.</param>
/// <param name="Checks">What was compared, and how it came out.</param>
/// <param name="People">Who did what up to then.</param>
internal sealed record Provenance(
    int Schema, string ClipId, string SessionId, string SessionTitle, string Room, string Key, DateTimeOffset MadeAt, string Title, IReadOnlyList<SpanDto> Spans, ClipCardDto? Card,
    IReadOnlyList<SourceFile> Sources, IReadOnlyList<ProvenanceMarker> Markers, IReadOnlyList<CutPlan> Plans, IReadOnlyList<string> Tools, IReadOnlyList<ProvenanceCheck> Checks,
    IReadOnlyList<ClipClaimDto> Claims, IReadOnlyList<ClipDeed> People);

/// <summary>A marker of a clip.</summary>
internal sealed record ProvenanceMarker(MarkerKind Kind, DateTimeOffset At, string? ItemId, long Revision, PlaceReport? Place);

/// <summary>A check of the cut, and what it found.</summary>
internal sealed record ProvenanceCheck(string Code, string Found);

/// <summary>Writes the sidecar of a cut.</summary>
internal sealed class ProvenanceWriter(Tools tools, IGrainFactory grains, TimeProvider clock)
{
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(1);

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>What the film itself says: whose it is, and the hash of what lies beside it.</summary>
    public static string CommentOf(string clipId, string sidecar) => $"studio clip {clipId} provenance sha256:{sidecar}";

    /// <summary>Writes it, and answers its SHA-256.</summary>
    public async Task<string> WriteAsync(Clip clip, string key, IReadOnlyList<CutPlan> plans, CutOutcome.Cut done, Sources sources, string folder, CancellationToken cancellation)
    {
        SessionView? session = await grains.GetGrain<ILiveSessionGrain>(clip.SessionId).Get();
        DateTimeOffset from = plans.Min(plan => plan.From) - Around, to = plans.Max(plan => plan.To) + Around;
        ProvenanceMarker[] markers =
        [
            .. (session?.Markers ?? []).Where(marker => (marker.Place?.At ?? marker.At) >= from && (marker.Place?.At ?? marker.At) <= to)
                .Select(marker => new ProvenanceMarker(marker.Kind, marker.At, marker.ItemId, marker.Revision, PlaceReport.Of(marker.Place))),
        ];
        // A cut that did not pass has no name, so what is written of it is what it passed.
        ProvenanceCheck[] checks =
        [
            new("exact", done.GivenUp is null ? "first and last pictures, copied groups and sound compared with the recording" : "all encoded; first and last pictures compared with the recording"),
            new("decodes", "without an error"), new("duration", $"{done.Facts.Duration.TotalSeconds.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture)} s"),
        ];
        var sidecar = new Provenance(
            1, clip.Id, clip.SessionId, session?.Title ?? "", session?.Room.Name ?? "", key, clock.GetUtcNow(), clip.Title, [.. plans.Select(plan => new SpanDto(plan.From, plan.To))], ClipCardDto.Of(clip),
            sources.Files, markers, [plans[0] with { Done = done.Plans }, .. plans.Skip(1)], await tools.VersionsAsync(), checks,
            [.. clip.Claims.Select(claim => new ClipClaimDto(claim.From, claim.To, claim.Kind, claim.Until, claim.Text))], clip.Deeds);
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(sidecar, Json);
        string target = Path.Combine(folder, ClipStore.Provenance), unfinished = $"{target}.{Guid.NewGuid():n}.tmp";
        try
        {
            await File.WriteAllBytesAsync(unfinished, bytes, cancellation);
            File.Move(unfinished, target, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}

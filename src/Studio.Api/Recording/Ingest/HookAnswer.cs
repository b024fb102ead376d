using Studio.Api.Edge;
using Studio.Grains.Values;

namespace Studio.Api.Recording.Ingest;

/// <summary>How a decision is said to an ingest server. Pure.</summary>
/// <param name="Rename">The name under which the stream is published from now on.</param>
/// <param name="Code">SRS reads this member of a JSON body: zero is yes. Null: no such body.</param>
/// <param name="Why">Stable code of a refusal, for the server's log.</param>
internal sealed record HookAnswer(int Status, string? Rename = null, int? Code = null, string? Why = null)
{
    /// <summary>What the server asked for is granted, or was only a note.</summary>
    public static HookAnswer Yes(PublishHook hook, string? playName = null) => hook.Server switch
    {
        // 3xx with a bare name as Location: nginx-rtmp publishes under that name, so the key is no longer a name anywhere.
        IngestKind.Own when playName is not null => new HookAnswer(StatusCodes.Status302Found, playName),
        IngestKind.Srs => new HookAnswer(StatusCodes.Status200OK, Code: 0),
        _ => new HookAnswer(StatusCodes.Status204NoContent),
    };

    /// <summary>It is refused.</summary>
    public static HookAnswer No(PublishHook hook, Refusal refusal) => (hook.Server, Problems.StatusOf(refusal.Code)) switch
    {
        (IngestKind.Srs, var status) => new HookAnswer(status, Code: status, Why: refusal.Code),
        // 401 makes clients of MediaMTX send the credentials that they kept back at first; one that has shown a wrong key has none.
        (IngestKind.MediaMtx, _) when hook.Key is null => new HookAnswer(StatusCodes.Status401Unauthorized, Why: Problems.Unauthenticated),
        var (_, status) => new HookAnswer(status, Why: refusal.Code),
    };
}

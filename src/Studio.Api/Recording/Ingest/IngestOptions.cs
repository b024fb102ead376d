namespace Studio.Api.Recording.Ingest;

/// <summary>An ingest server that somebody else runs, section <c>Studio:Ingest</c>: it calls the studio's hook, and the studio records from it.</summary>
internal sealed class IngestOptions
{
    /// <summary>Which one; <see cref="IngestKind.Own"/>: none beside the studio's own nginx.</summary>
    public IngestKind Server { get; set; }

    /// <summary>Where publishers send to, without the stream: <c>rtmp://ingest.example.org/live</c>.</summary>
    public string? Publish { get; set; }

    /// <summary>Where the recorder plays from, without the stream.</summary>
    public string? Play { get; set; }

    /// <summary>Its HTTP API, by which publishers are counted and sent away; none: its callbacks are believed.</summary>
    public string? Api { get; set; }

    /// <summary>What is wrong with these settings; null: nothing.</summary>
    public string? Complaint() => this switch
    {
        _ when !Enum.IsDefined(Server) => "Studio:Ingest:Server must be Own, Srs or MediaMtx.",
        { Server: IngestKind.Own } => null,
        _ when !Is(Publish, "rtmp", "rtmps") || !Is(Play, "rtmp", "rtmps") => "Studio:Ingest:Publish and Studio:Ingest:Play must be rtmp addresses.",
        _ when Api is { Length: > 0 } && !Is(Api, "http", "https") => "Studio:Ingest:Api must be an http or https address.",
        _ => null,
    };

    private static bool Is(string? address, params string[] schemes) => Uri.TryCreate(address, UriKind.Absolute, out Uri? url) && schemes.Contains(url.Scheme, StringComparer.Ordinal);
}

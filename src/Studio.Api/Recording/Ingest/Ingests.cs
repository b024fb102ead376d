using Studio.Api.Parts;

namespace Studio.Api.Recording.Ingest;

/// <summary>An ingest server, as far as the studio asks it something.</summary>
internal interface IIngest
{
    /// <summary>Where the recorder finds a stream.</summary>
    string PlayUrl(string playName);

    /// <summary>Who publishes now: play name → connection. Null: that cannot be told.</summary>
    Task<IReadOnlyDictionary<string, string>?> PublishersAsync();

    /// <summary>Sends the publisher of a stream away. It may come back with a valid key.</summary>
    Task DropPublisherAsync(string playName, string? clientId);
}

/// <summary>The ingest servers of this studio: its own nginx, and one beside it where one is set up.</summary>
internal sealed class Ingests
{
    private readonly RtmpServer _own;
    private readonly ExternalServer? _external;

    public Ingests(RtmpServer own, StudioOptions options, ILogger<ExternalServer> log)
    {
        _own = own;
        _external = options.Ingest.Server == IngestKind.Own ? null : new ExternalServer(options.Ingest, log);
        All = _external is null ? [own] : [own, _external];
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<IIngest> All { get; }

    /// <summary>What stands before the connections of a server, so that two servers' connections never have the same id.</summary>
    public static string Prefix(IngestKind server) => server switch { IngestKind.Srs => "srs/", IngestKind.MediaMtx => "mediamtx/", _ => "" };

    /// <summary>The server to which a connection belongs.</summary>
    public IIngest Of(string? clientId) => _external is not null && clientId?.Contains('/', StringComparison.Ordinal) == true ? _external : _own;

    /// <summary>Whether somebody publishes this stream now, by a connection of which the session knows; unknown counts as yes.</summary>
    public async Task<bool> IsPublishingAsync(string playName, string? clientId) => await Of(clientId).PublishersAsync() is not { } list || list.ContainsKey(playName);
}

using System.Text.RegularExpressions;

namespace Studio.Api.Recording.Ingest;

/// <summary>What an ingest server says of a client, whatever its dialect.</summary>
/// <param name="Name">Under which name it publishes or plays: the stream's last part.</param>
/// <param name="Key">The secret that it brought. With the studio's own nginx that is the name itself, which is changed before anybody can play it.</param>
/// <param name="ClientId">Its connection, unique over all servers: the kind stands before it unless it is the studio's own nginx.</param>
/// <param name="Address">Where it connects from.</param>
internal sealed record PublishHook(IngestKind Server, FeedAction Action, string Name, string? Key, string ClientId, string Address);

/// <summary>Ingest servers whose words are understood.</summary>
internal enum IngestKind
{
    /// <summary>The studio's own nginx with the RTMP module.</summary>
    Own,

    /// <summary>SRS (Simple Realtime Server).</summary>
    Srs,

    /// <summary>MediaMTX.</summary>
    MediaMtx,
}

/// <summary>What a client wants, or did.</summary>
internal enum FeedAction
{
    /// <summary>It asks to publish.</summary>
    Publish,

    /// <summary>It publishes no longer.</summary>
    Unpublish,

    /// <summary>It asks to play.</summary>
    Play,

    /// <summary>Something that changes nothing here: a connection, a file that was written.</summary>
    Note,
}

/// <summary>Names under which feeds are played inside the machine.</summary>
internal static partial class PlayNames
{
    /// <summary>A play name begins with its session's id; null: it is none.</summary>
    public static string? SessionOf(string name) => Form().Match(name) is { Success: true } match ? match.Groups["session"].Value : null;

    [GeneratedRegex("^(?<session>s_[0-9a-z]{16})-[0-9a-z]{10}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Form();
}

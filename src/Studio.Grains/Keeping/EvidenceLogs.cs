using System.Text;
using System.Text.Json;
using StackExchange.Redis;
using Studio.Grains.Comments;
using Studio.Grains.Commit;
using Studio.Grains.Figures;
using Studio.Grains.Live;

namespace Studio.Grains.Keeping;

/// <summary>
/// What the studio knows of a session beside its picture, as lines (JSON, one batch of events a line) in the order in which they were stored. Guests stand under
/// their names of <see cref="GuestName"/>. Phone numbers are in none of these logs: buyers' are kept apart and sealed, and comments are masked before they are stored.
/// </summary>
public sealed class EvidenceLogs(IConnectionMultiplexer redis, StudioStore store, IGrainFactory grains)
{
    /// <summary>The logs, by the names that their files have.</summary>
    public static IReadOnlyList<string> Names { get; } = ["session", "holds", "comments", "audience"];

    /// <summary>Lines of a log from one on; empty: that was all.</summary>
    /// <exception cref="StorageUnavailableException">The store did not answer.</exception>
    public async Task<IReadOnlyList<string>> LinesAsync(string sessionId, string log, long from, int count) => log switch
    {
        "session" => await Tail($"session:{sessionId}", SessionJson.Default.LoggedEventArray).LinesAsync(from, count),
        "holds" => await grains.GetGrain<IFiguresGrain>(sessionId).Lines(FigureLog.Ledger, from, count),
        "audience" => await grains.GetGrain<IFiguresGrain>(sessionId).Lines(FigureLog.Audience, from, count),
        "comments" => [.. (await Tail($"comments:{sessionId}", CommentJson.Default.CommentEventArray).LinesAsync(from, count)).Select(line => Anonymous(sessionId, line))],
        _ => throw new ArgumentOutOfRangeException(nameof(log), log, "No log of that name."),
    };

    // A guest's own id opens nothing by itself, but it is the name under which their holds can be found elsewhere.
    internal static string Anonymous(string sessionId, string line)
    {
        CommentEvent[] events = JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(line), CommentJson.Default.CommentEventArray) ?? [];
        return JsonSerializer.Serialize([.. events.Select(Named)], CommentJson.Default.CommentEventArray);

        CommentEvent Named(CommentEvent change) => change switch
        {
            CommentPosted posted => posted with { By = GuestName.Of(sessionId, posted.By) },
            GuestMuted muted => muted with { Guest = GuestName.Of(sessionId, muted.Guest) },
            GuestUnmuted unmuted => unmuted with { Guest = GuestName.Of(sessionId, unmuted.Guest) },
            _ => change,
        };
    }

    private LogTail<TEvent> Tail<TEvent>(string name, System.Text.Json.Serialization.Metadata.JsonTypeInfo<TEvent[]> type) => new(redis.GetDatabase(), store.Key(name), type);
}

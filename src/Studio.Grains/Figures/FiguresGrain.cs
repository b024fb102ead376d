using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using Studio.Grains.Commit;
using Studio.Grains.Live;
using Studio.Grains.Showcase;

namespace Studio.Grains.Figures;

/// <summary>The shell around <see cref="Figuring"/>: follows the logs, computes at most once in a while, whoever asks how often.</summary>
internal sealed class FiguresGrain(IConnectionMultiplexer redis, StudioStore store, TimeProvider clock, IServiceProvider services) : Grain, IFiguresGrain
{
    /// <summary>How old an answer may be.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly HoldStories _holds = new();
    private readonly Visits _visits = new();
    private readonly Dictionary<(DateTimeOffset?, DateTimeOffset?), SessionFigures> _answers = [];
    private LogTail<LedgerEvent> _ledger = null!;
    private LogTail<AudienceReport> _audience = null!;
    private string _id = "";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = this.GetPrimaryKeyString();
        _ledger = new LogTail<LedgerEvent>(redis.GetDatabase(), store.Key($"ledger:{_id}"), LedgerJson.Default.LedgerEventArray);
        _audience = new LogTail<AudienceReport>(redis.GetDatabase(), store.Key($"audience:{_id}"), AudienceJson.Default.AudienceReportArray);
        return Task.CompletedTask;
    }

    public async Task<SessionFigures?> Of(DateTimeOffset? from, DateTimeOffset? to)
    {
        foreach ((DateTimeOffset?, DateTimeOffset?) old in _answers.Where(answer => clock.GetUtcNow() - answer.Value.At >= Fresh).Select(answer => answer.Key).ToArray()) _answers.Remove(old);
        if (_answers.TryGetValue((from, to), out SessionFigures? known)) return known;
        // The logs first: what the session says is then never older than they are.
        await FollowAsync();
        IReadOnlyList<PaidMark> paid = services.GetService<IPaidMarks>() is { } marks ? await marks.Of(_id) : [];
        if (await GrainFactory.GetGrain<ILiveSessionGrain>(_id).Get() is not { } session) return null;
        return _answers[(from, to)] = Figuring.Of(new FigureEvents(session, _holds, _visits, paid), from, to, clock.GetUtcNow());
    }

    public async Task<IReadOnlyList<Hold>> Holds()
    {
        await FollowAsync();
        return [.. _holds.All.Select(story => story.Hold)];
    }

    public async Task<IReadOnlyList<string>> Lines(FigureLog log, long from, int count) => log == FigureLog.Audience
        ? await _audience.LinesAsync(from, count)
        : [.. (await _ledger.LinesAsync(from, count)).Select(Anonymous)];

    private async Task FollowAsync()
    {
        _holds.Add(await _ledger.NextAsync());
        _visits.Add(await _audience.NextAsync());
    }

    // What names a guest is good for counting, but not for finding their holds in another place.
    private string Anonymous(string line)
    {
        LedgerEvent[] events = JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(line), LedgerJson.Default.LedgerEventArray) ?? [];
        return JsonSerializer.Serialize([.. events.Select(Anonymous)], LedgerJson.Default.LedgerEventArray);
    }

    private LedgerEvent Anonymous(LedgerEvent change) => change switch
    {
        HoldPlaced placed => new HoldPlaced(placed.Hold with { Buyer = GuestName.Of(_id, placed.Hold.Buyer) }),
        WaitJoined joined => new WaitJoined(joined.Entry with { Buyer = GuestName.Of(_id, joined.Entry.Buyer) }),
        WaitLeft left => left with { Buyer = GuestName.Of(_id, left.Buyer) },
        _ => change,
    };
}

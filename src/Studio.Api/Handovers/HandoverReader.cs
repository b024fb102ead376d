using Studio.Api.Stations;
using Studio.Grains.Catalog;
using Studio.Grains.Handovers;
using Studio.Grains.Live;
using Studio.Grains.Showcase;
using Studio.Grains.Stations;
using Studio.Grains.Values;

namespace Studio.Api.Handovers;

/// <summary>Everything that lists and sums of a session are made of, read at one moment.</summary>
internal sealed record HandoverData(
    SessionView Session, IReadOnlyList<Hold> Holds, HandoverView Book, IReadOnlyDictionary<string, Enterprise> Enterprises, IReadOnlyDictionary<string, Station> Stations,
    DateTimeOffset Now)
{
    private Dictionary<string, ShowcaseItem> ById => field ??= Session.Items.ToDictionary(item => item.Id, StringComparer.Ordinal);

    public ShowcaseItem? Item(string id) => ById.GetValueOrDefault(id);

    public string StationName(string? id) => id is null ? "" : Stations.TryGetValue(id, out Station? station) ? station.Details.Name : id;

    public string EnterpriseName(string id) => Enterprises.TryGetValue(id, out Enterprise? enterprise) ? enterprise.Details.Name : "";

    /// <summary>
    /// What lists call a buyer: always the same in one session, different in another, and of no use to find out who they are. 30 bits, so that two
    /// buyers of a large session practically never share one.
    /// </summary>
    public string Buyer(Hold hold) => StableId.Hash($"buyer\n{Session.Id}\n{hold.Buyer}", 6).ToUpperInvariant();
}

/// <summary>Reads what hand-over needs of a session.</summary>
internal sealed class HandoverReader(IGrainFactory grains, TimeProvider clock)
{
    /// <summary>The data, or null: there is no such session.</summary>
    public async Task<HandoverData?> ReadAsync(string sessionId)
    {
        if (await grains.GetGrain<ILiveSessionGrain>(sessionId).Get() is not { } session) return null;
        HandoverView book = await grains.GetGrain<IHandoverGrain>(sessionId).Get();
        IReadOnlyList<Hold> holds = await grains.GetGrain<IHoldLedgerGrain>(sessionId).AllHolds();
        IEnumerable<string> ids = session.Items.Select(item => item.EnterpriseId).Concat(book.Orders.Select(order => order.EnterpriseId)).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal);
        Enterprise?[] enterprises = await Task.WhenAll(ids.Select(id => grains.GetGrain<IEnterpriseGrain>(id).Get()));
        Station[] stations = await StationEndpoints.AllAsync(grains);
        return new HandoverData(
            session, holds, book, enterprises.OfType<Enterprise>().ToDictionary(one => one.Id, StringComparer.Ordinal), stations.ToDictionary(one => one.Id, StringComparer.Ordinal), clock.GetUtcNow());
    }
}

using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Api.Showcase;
using Studio.Api.Stations;
using Studio.Grains.Handovers;
using Studio.Grains.Live;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Api.Handovers;

/// <summary>The files that enterprises and stations work from, and a station's counter.</summary>
/// <remarks>Phone numbers are opened here and nowhere else, for a station's own list; before a list with numbers is given out, that is noted for good.</remarks>
internal static class StationDeskEndpoints
{
    public static void MapStationDesk(this RouteGroupBuilder sessions)
    {
        sessions.MapGet("/enterprises/{enterpriseId}/export", EnterpriseFileAsync).RequireAuthorization(Access.Reconcile).Produces<byte[]>(contentType: Files.Xlsx);
        sessions.MapGet("/exports", ExportsAsync).RequireAuthorization(Access.Reconcile);
        RouteGroupBuilder station = sessions.MapGroup("/stations/{stationId}").RequireAuthorization(Access.AtStation).AddEndpointFilter<OwnStation>();
        station.MapGet("/list", ListAsync);
        station.MapGet("/reconciliation", ReconcileAsync);
        station.MapGet("/export", StationFileAsync).Produces<byte[]>(contentType: Files.Xlsx);
        station.MapPost("/handed-over", HandOverAsync);
        station.MapPost("/handed-over/{holdId}/undo", TakeBackAsync);
    }

    private static async Task<IResult> EnterpriseFileAsync(string id, string enterpriseId, HandoverReader reader, string? format = null, string lang = "zh-CN")
    {
        Outcome<FileFormat?> wanted = Choices.Read<FileFormat>("format", format);
        if (wanted.Refusal is { } unknown) return Problems.Of(unknown);
        if (await reader.ReadAsync(id) is not { } data) return Problems.Of(RefusalCodes.NotFound);
        HoldLine[] lines =
        [
            .. ReconciliationEndpoints.Lines(data, Reconciling.UsualDays).Where(line => line.Standing != Standing.Held && string.Equals(line.EnterpriseId, enterpriseId, StringComparison.Ordinal)),
        ];
        if (lines.Length == 0) return Problems.Of(RefusalCodes.NothingToExport);
        var tables = new HandoverTables(data, HandoverTexts.Of(lang));
        return Files.Of([tables.Enterprise(lines)], tables.FileName("holds", data.EnterpriseName(enterpriseId)), wanted.Value ?? FileFormat.Xlsx);
    }

    private static async Task<IResult> StationFileAsync(
        string id, string stationId, ClaimsPrincipal user, HandoverReader reader, ContactBook contacts, IGrainFactory grains, string? format = null, string lang = "zh-CN")
    {
        Outcome<FileFormat?> wanted = Choices.Read<FileFormat>("format", format);
        if (wanted.Refusal is { } unknown) return Problems.Of(unknown);
        if (await reader.ReadAsync(id) is not { } data || !data.Stations.ContainsKey(stationId)) return Problems.Of(RefusalCodes.NotFound);
        IReadOnlyList<HoldLine> lines = Collected(data, stationId);
        if (lines.Count == 0) return Problems.Of(RefusalCodes.NothingToExport);
        IReadOnlyDictionary<string, string> phones = await PhonesAsync(data, lines, contacts);
        await grains.GetGrain<IHandoverGrain>(id).NoteExport(user.Identity!.Name!, stationId, Files.Word(wanted.Value ?? FileFormat.Xlsx), phones.Count);
        var tables = new HandoverTables(data, HandoverTexts.Of(lang));
        return Files.Of([tables.Station(lines, phones)], tables.FileName("pickList", data.StationName(stationId)), wanted.Value ?? FileFormat.Xlsx);
    }

    private static async Task<Results<Ok<PickListDto>, ProblemHttpResult>> ListAsync(
        string id, string stationId, ClaimsPrincipal user, HttpResponse response, HandoverReader reader, ContactBook contacts, IGrainFactory grains, bool phones = false)
    {
        if (await reader.ReadAsync(id) is not { } data || !data.Stations.ContainsKey(stationId)) return Problems.Of(RefusalCodes.NotFound);
        IReadOnlyList<HoldLine> lines = Collected(data, stationId);
        IReadOnlyDictionary<string, string> numbers = phones ? await PhonesAsync(data, lines, contacts) : new Dictionary<string, string>(StringComparer.Ordinal);
        if (numbers.Count > 0) await grains.GetGrain<IHandoverGrain>(id).NoteExport(user.Identity!.Name!, stationId, "page", numbers.Count);
        response.Headers.CacheControl = "no-store";
        ILookup<string, HoldLine> products = lines.ToLookup(line => line.Hold.ItemId, StringComparer.Ordinal);
        return TypedResults.Ok(new PickListDto(
            id, data.Session.Title, stationId, data.StationName(stationId), data.Now,
            [.. lines.Select(line => RowOf(line, data.Item(line.Hold.ItemId)!, data, numbers))],
            [.. data.Session.Items.Where(item => products.Contains(item.Id)).OrderBy(item => item.Number).Select(item => new PickProductDto(
                item.Number, item.Name, item.Unit, products[item.Id].Where(line => line.Handed is null).Sum(line => line.Hold.Quantity), products[item.Id].Sum(line => line.Hold.Quantity)))]));
    }

    private static async Task<Results<Ok<StationReconciliationDto>, ProblemHttpResult>> ReconcileAsync(string id, string stationId, HttpResponse response, HandoverReader reader, int days = Reconciling.UsualDays)
    {
        if (ReconciliationEndpoints.Wrong(days) is { } refusal) return Problems.Of(refusal);
        if (await reader.ReadAsync(id) is not { } data || !data.Stations.ContainsKey(stationId)) return Problems.Of(RefusalCodes.NotFound);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(StationReconciliationDto.Of(data, stationId, Collected(data, stationId, days), days));
    }

    private static async Task<Results<Ok<PickRowDto>, ProblemHttpResult>> HandOverAsync(string id, string stationId, HandOverBody body, ClaimsPrincipal user, IGrainFactory grains, HandoverReader reader) =>
        await RowAsync(await grains.GetGrain<IHandoverGrain>(id).HandOver(new Clerk(body.OperationId, user.Identity!.Name!), stationId, body.Code), id, reader);

    private static async Task<Results<Ok<PickRowDto>, ProblemHttpResult>> TakeBackAsync(
        string id, string stationId, string holdId, TakeBackBody body, ClaimsPrincipal user, IGrainFactory grains, HandoverReader reader) =>
        await RowAsync(await grains.GetGrain<IHandoverGrain>(id).TakeBack(new Clerk(body.OperationId, user.Identity!.Name!), stationId, holdId), id, reader);

    private static async Task<Results<Ok<PhoneExportDto[]>, ProblemHttpResult>> ExportsAsync(string id, HandoverReader reader) => await reader.ReadAsync(id) is { } data
        ? TypedResults.Ok(data.Book.Exports.Reverse().Select(one => new PhoneExportDto(one.By, one.At, one.StationId, data.StationName(one.StationId), one.Format, one.Rows)).ToArray())
        : Problems.Of(RefusalCodes.NotFound);

    private static async Task<Results<Ok<PickRowDto>, ProblemHttpResult>> RowAsync(Outcome<HandedOver> done, string id, HandoverReader reader)
    {
        if (done.Refusal is { } refusal) return Problems.Of(refusal);
        return await reader.ReadAsync(id) is { } data && ReconciliationEndpoints.Lines(data, Reconciling.UsualDays).FirstOrDefault(line => string.Equals(line.Hold.Id, done.Value.HoldId, StringComparison.Ordinal)) is { } line
            ? TypedResults.Ok(RowOf(line, data.Item(line.Hold.ItemId)!, data, new Dictionary<string, string>(StringComparer.Ordinal)))
            : Problems.Of(RefusalCodes.NotFound);
    }

    private static HoldLine[] Collected(HandoverData data, string stationId, int days = Reconciling.UsualDays) =>
        [.. ReconciliationEndpoints.Lines(data, days).Where(line => StationDesk.Collects(line.Hold, stationId))];

    private static PickRowDto RowOf(HoldLine line, ShowcaseItem item, HandoverData data, IReadOnlyDictionary<string, string> phones) => new(
        line.Hold.Id, line.Hold.Code, item.Number, item.Name, item.Unit, line.Hold.Quantity, line.Hold.UnitPrice, line.Hold.Discount, line.Hold.Total, line.PaidPieces, data.Buyer(line.Hold),
        phones.GetValueOrDefault(line.Hold.Buyer), line.Hold.ConfirmedAt, line.Handed?.At);

    // By buyer. A number that cannot be opened any more (its key is gone) is one that nobody left.
    private static async Task<IReadOnlyDictionary<string, string>> PhonesAsync(HandoverData data, IReadOnlyList<HoldLine> lines, ContactBook contacts)
    {
        var phones = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string[] buyers in lines.Select(line => line.Hold.Buyer).Distinct(StringComparer.Ordinal).Chunk(200))
        {
            Contact?[] found = await Task.WhenAll(buyers.Select(buyer => contacts.FindAsync(data.Session.Id, buyer)));
            foreach ((string buyer, Contact? contact) in buyers.Zip(found))
            {
                if (contact is not null && Opened(contact, contacts) is { } number) phones[buyer] = number;
            }
        }
        return phones;
    }

    private static string? Opened(Contact contact, ContactBook contacts)
    {
        try
        {
            string number = contacts.Open(contact);
            return number.StartsWith("+86", StringComparison.Ordinal) ? number[3..] : number;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}

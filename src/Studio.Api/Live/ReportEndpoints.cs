using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Figures;
using Studio.Grains.Live;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Api.Live;

/// <summary>What a session came to: after the show, and while it is live as far as it is known.</summary>
internal static class ReportEndpoints
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const int Batches = 1_000;

    public static void MapReport(this RouteGroupBuilder sessions)
    {
        sessions.MapGet("/{id}/report", GetAsync).RequireAuthorization(Access.Look);
        sessions.MapGet("/{id}/report.xlsx", ExportAsync).RequireAuthorization(Access.Look).Produces<byte[]>(contentType: Xlsx);
    }

    private static async Task<Results<Ok<SessionReport>, ProblemHttpResult>> GetAsync(string id, IGrainFactory grains, TimeProvider clock) =>
        await ReadAsync(id, grains, clock) is { } report ? TypedResults.Ok(report) : Problems.Of(RefusalCodes.NotFound);

    private static async Task<IResult> ExportAsync(string id, IGrainFactory grains, TimeProvider clock, string lang = "zh-CN")
    {
        if (await ReadAsync(id, grains, clock) is not { } report) return Problems.Of(RefusalCodes.NotFound);
        ReportTexts texts = lang.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? ReportTexts.English : ReportTexts.Chinese;
        string day = ReportWorkbook.Local(report.StartedAt ?? report.PlannedStart).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return TypedResults.File(ReportWorkbook.Write(report, texts), Xlsx, $"{texts["file"]}-{day}-{report.SessionId}.xlsx");
    }

    // The view last: what the log and the ledgers say is then never newer than the session that they are put against.
    private static async Task<SessionReport?> ReadAsync(string id, IGrainFactory grains, TimeProvider clock)
    {
        ILiveSessionGrain session = grains.GetGrain<ILiveSessionGrain>(id);
        if (await session.Get() is not { } first) return null;
        List<AllotmentChange> allotments = [];
        for (long from = 0; await session.History(from, Batches) is { Count: > 0 } lines; from += Batches) allotments.AddRange(AllotmentChange.Of(lines));
        ILookup<string, Hold> holds = (await grains.GetGrain<IFiguresGrain>(id).Holds()).ToLookup(hold => hold.ItemId, StringComparer.Ordinal);
        Dictionary<string, IReadOnlyList<Hold>> byItem = first.Items.ToDictionary(item => item.Id, item => (IReadOnlyList<Hold>)[.. holds[item.Id]], StringComparer.Ordinal);
        return await ReportNames.NameAsync(SessionReporting.Of((await session.Get())!, byItem, allotments, clock.GetUtcNow()), grains);
    }
}

using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Figures;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Figures;

/// <summary>Figures of a session, and the one query that answers with the events behind every one of them.</summary>
internal static class FigureEndpoints
{
    private const string Ndjson = "application/x-ndjson";
    private const int LinesAtOnce = 500;

    // What of a session's own log figures rest on: when it went live and ended, what was on air when, at which price.
    private static readonly HashSet<string> Told =
        new(StringComparer.Ordinal) { "created", "item-added", "item", "shown", "updated", "cleared", "segment", "rehearsal", "feed-came", "feed-went", "ended" };

    public static void MapFigures(this RouteGroupBuilder sessions)
    {
        sessions.MapGet("/{id}/figures", GetAsync).RequireAuthorization(Access.Look);
        sessions.MapGet("/{id}/figures/events", EventsAsync).RequireAuthorization(Access.Look).Produces<string>(contentType: Ndjson);
    }

    private static async Task<Results<Ok<SessionFigures>, ProblemHttpResult>> GetAsync(string id, IGrainFactory grains, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        if (to <= from) return Problems.Of(new Check().Add("to", FieldErrors.OutOfRange).Refusal!);
        if (await grains.GetGrain<ILiveSessionGrain>(id).Get() is null) return Problems.Of(RefusalCodes.NotFound);
        return await grains.GetGrain<IFiguresGrain>(id).Of(from, to) is { } figures ? TypedResults.Ok(figures) : Problems.Of(RefusalCodes.NotFound);
    }

    // One line an event (session) or a batch of them (ledger, audience), in the order in which each log has them.
    private static async Task<IResult> EventsAsync(string id, IGrainFactory grains, IServiceProvider services)
    {
        ILiveSessionGrain session = grains.GetGrain<ILiveSessionGrain>(id);
        if (await session.Get() is null) return Problems.Of(RefusalCodes.NotFound);
        return TypedResults.Stream(
            async body =>
            {
                await using var writer = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true);
                for (long from = 0; await session.History(from, LinesAtOnce) is { Count: > 0 } lines; from += LinesAtOnce)
                {
                    foreach (HistoryLine line in lines.Where(line => Told.Contains(line.What)))
                    {
                        await writer.WriteLineAsync($$"""{"log":"session","at":{{JsonSerializer.Serialize(line.At)}},"what":"{{line.What}}","details":{{line.Details}}}""");
                    }
                }
                foreach (FigureLog log in Enum.GetValues<FigureLog>()) await WriteAsync(writer, grains.GetGrain<IFiguresGrain>(id), log);
                IReadOnlyList<PaidMark> paid = services.GetService<IPaidMarks>() is { } marks ? await marks.Of(id) : [];
                if (paid.Count > 0) await writer.WriteLineAsync($$"""{"log":"paid","events":{{JsonSerializer.Serialize(paid, JsonSerializerOptions.Web)}}}""");
            },
            Ndjson);
    }

    private static async Task WriteAsync(StreamWriter writer, IFiguresGrain figures, FigureLog log)
    {
        string name = log == FigureLog.Ledger ? "ledger" : "audience";
        for (long from = 0; await figures.Lines(log, from, LinesAtOnce) is { Count: > 0 } lines; from += LinesAtOnce)
        {
            foreach (string line in lines) await writer.WriteLineAsync($$"""{"log":"{{name}}","events":{{line}}}""");
        }
    }
}

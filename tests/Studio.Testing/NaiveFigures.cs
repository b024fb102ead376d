using System.Globalization;
using System.Text.Json;

namespace Studio.Testing;

/// <summary>
/// Computes figures a second time, from nothing but the lines that the studio answers to the one query, and as plainly as a person with
/// pencil and paper would: every number by counting over again. Shares no code with the studio.
/// </summary>
public sealed class NaiveFigures
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30), SameVisit = TimeSpan.FromSeconds(30);

    private readonly DateTimeOffset _now, _started, _end;
    private readonly List<(string Guest, DateTimeOffset From, DateTimeOffset Until, bool Open)> _visits = [];
    private readonly Dictionary<string, NaiveHold> _holds = [];
    private readonly bool _audience;

    /// <param name="lines">The answer of <c>figures/events</c>.</param>
    /// <param name="now">When the figures were computed.</param>
    public NaiveFigures(IEnumerable<string> lines, DateTimeOffset now)
    {
        JsonElement[] all = [.. lines.Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
        JsonElement[] Of(string log) => [.. all.Where(line => line.GetProperty("log").GetString() == log).SelectMany(line => line.GetProperty("events").EnumerateArray())];
        JsonElement[] session = [.. all.Where(line => line.GetProperty("log").GetString() == "session")];
        DateTimeOffset? When(string what) => session.Where(line => line.GetProperty("what").GetString() == what).Select(line => (DateTimeOffset?)line.GetProperty("at").GetDateTimeOffset()).FirstOrDefault();
        (_now, _started) = (now, When("feed-came")!.Value);
        _end = When("ended") ?? now;
        _audience = Of("audience").Length > 0;
        ReadVisits(Of("audience"));
        foreach (JsonElement change in Of("ledger")) Read(change);
        DateTimeOffset? from = null;
        string item = "";
        foreach (JsonElement line in session)
        {
            string what = line.GetProperty("what").GetString()!;
            if (what is not ("shown" or "cleared" or "segment" or "ended")) continue;
            if (from is { } begun) Showings.Add((item, begun > _started ? begun : _started, line.GetProperty("at").GetDateTimeOffset()));
            from = what == "shown" ? line.GetProperty("at").GetDateTimeOffset() : null;
            item = what == "shown" ? line.GetProperty("details").GetProperty("card").GetProperty("itemId").GetString()! : "";
        }
        if (from is { } open) Showings.Add((item, open > _started ? open : _started, _end));
    }

    /// <summary>What was on air, from when to when.</summary>
    public List<(string Item, DateTimeOffset From, DateTimeOffset Until)> Showings { get; } = [];

    /// <summary>All numbers of some holds and some stretches of time, by the names of the API.</summary>
    public Dictionary<string, double?> Of(Func<string, DateTimeOffset, bool> counts, IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)> spans)
    {
        NaiveHold[] holds = [.. _holds.Values.Where(hold => hold.At is { } at && counts(hold.Item, at))];
        var seen = _visits.Where(visit => spans.Any(span => visit.From < span.Until && (visit.Until > span.From || visit.Open || visit.From >= span.From))).ToArray();
        double seconds = seen.Sum(visit => spans.Sum(span => Math.Max(0, ((visit.Until < span.Until ? visit.Until : span.Until) - (visit.From > span.From ? visit.From : span.From)).TotalSeconds)));
        int visitors = seen.Select(visit => visit.Guest).Distinct().Count();
        DateTimeOffset[] moments = [.. spans.Select(span => span.From).Concat(_visits.Select(visit => visit.From).Where(at => spans.Any(span => at >= span.From && at < span.Until)))];
        int peak = moments.Select(at => _visits.Count(visit => visit.From <= at && (visit.Until > at || visit.Open))).DefaultIfEmpty(0).Max();
        int confirmed = holds.Count(hold => hold.State == "confirmed");
        double confirmedValue = holds.Where(hold => hold.State == "confirmed").Sum(hold => hold.Total);
        var numbers = new Dictionary<string, double?>
        {
            ["holds"] = holds.Length,
            ["buyers"] = holds.Select(hold => hold.Buyer).Distinct().Count(),
            ["heldPieces"] = holds.Sum(hold => hold.Pieces),
            ["stillHeld"] = holds.Count(hold => hold.State == "held"),
            ["confirmed"] = confirmed,
            ["released"] = holds.Count(hold => hold.State == "Released"),
            ["expired"] = holds.Count(hold => hold.State == "Expired"),
            ["confirmedPieces"] = holds.Where(hold => hold.State == "confirmed").Sum(hold => hold.Pieces),
            ["heldValueFen"] = holds.Where(hold => hold.State is "held" or "confirmed").Sum(hold => hold.Total),
            ["confirmedValueFen"] = confirmedValue,
            ["confirmRate"] = Divided(confirmed, holds.Length),
        };
        if (!_audience) return numbers;
        numbers["audience.views"] = seen.Length;
        numbers["audience.visitors"] = visitors;
        numbers["audience.entries"] = _visits.Count(visit => spans.Any(span => visit.From >= span.From && visit.From < span.Until));
        numbers["audience.peak"] = peak;
        numbers["audience.viewerSeconds"] = Math.Round(seconds, 3);
        numbers["holdRate"] = Divided(holds.Length, visitors);
        numbers["gpmFen"] = Divided(confirmedValue * 1000, seen.Length);
        numbers["uvValueFen"] = Divided(confirmedValue, visitors);
        return numbers;
    }

    /// <summary>What the API says under the same names.</summary>
    public static Dictionary<string, double?> Told(JsonElement measures, IEnumerable<string> names) => names.ToDictionary(name => name, name =>
    {
        JsonElement value = name.Split('.').Aggregate(measures, (element, part) => element.GetProperty(part));
        return value.ValueKind == JsonValueKind.Null ? (double?)null : value.GetDouble();
    });

    private static double? Divided(double over, int by) => by == 0 ? null : Math.Round(over / by, 4);

    private void ReadVisits(JsonElement[] reports)
    {
        var lastWord = reports.GroupBy(report => report.GetProperty("p").GetString()!).ToDictionary(words => words.Key, words => words.Max(word => word.GetProperty("a").GetDateTimeOffset()));
        var changes = reports.SelectMany(report => report.GetProperty("c").EnumerateArray().Select(change => (
            Process: report.GetProperty("p").GetString()!, Guest: change.GetProperty("g").GetString()!, At: change.GetProperty("a").GetDateTimeOffset(),
            Here: change.TryGetProperty("h", out JsonElement here) && here.GetBoolean()))).ToArray();
        foreach (var guest in changes.GroupBy(change => change.Guest))
        {
            List<(DateTimeOffset From, DateTimeOffset Until, bool Open)> stays = [];
            foreach (var process in guest.GroupBy(change => change.Process))
            {
                DateTimeOffset? since = null;
                foreach (var change in process)
                {
                    if (change.Here) since ??= change.At;
                    else if (since is { } from) (since, _) = (null, Add(stays, from, change.At, false));
                }
                if (since is { } still) Add(stays, still, lastWord[process.Key] + Lease < _now ? lastWord[process.Key] : _now, lastWord[process.Key] + Lease >= _now);
            }
            // Join any two that touch, or nearly, until there is nothing to join.
            for (bool again = true; again;)
            {
                again = false;
                for (int i = 0; i < stays.Count && !again; i++)
                {
                    for (int j = 0; j < stays.Count && !again; j++)
                    {
                        if (i == j || stays[j].From < stays[i].From || (!stays[i].Open && stays[j].From - stays[i].Until > SameVisit)) continue;
                        var joined = (stays[i].From, stays[i].Until > stays[j].Until ? stays[i].Until : stays[j].Until, stays[i].Open || stays[j].Open);
                        (stays[i], again) = (joined, true);
                        stays.RemoveAt(j);
                    }
                }
            }
            foreach ((DateTimeOffset from, DateTimeOffset until, bool open) in stays)
            {
                if (from >= _end || (from < _started && until <= _started)) continue;
                _visits.Add((guest.Key, from > _started ? from : _started, until < _end ? until : _end, open && _end >= _now));
            }
        }
    }

    private static bool Add(List<(DateTimeOffset From, DateTimeOffset Until, bool Open)> stays, DateTimeOffset from, DateTimeOffset until, bool open)
    {
        stays.Add((from, until > from ? until : from, open));
        return true;
    }

    private void Read(JsonElement change)
    {
        string kind = change.GetProperty("t").GetString()!;
        if (kind == "placed")
        {
            JsonElement hold = change.GetProperty("h");
            bool offered = hold.TryGetProperty("s", out JsonElement state) && state.GetString() == "Offered";
            double discount = hold.TryGetProperty("d", out JsonElement off) ? off.GetDouble() : 0;
            int pieces = hold.GetProperty("q").GetInt32();
            _holds[hold.GetProperty("i").GetString()!] = new NaiveHold(
                hold.GetProperty("g").GetString()!, hold.GetProperty("b").GetString()!, pieces, (hold.GetProperty("p").GetDouble() * pieces) - discount, "held",
                offered ? null : hold.GetProperty("a").GetDateTimeOffset());
        }
        else if (kind is "accepted" or "confirmed" or "ended")
        {
            string id = change.GetProperty("h").GetString()!;
            _holds[id] = kind switch
            {
                "accepted" => _holds[id] with { At = change.GetProperty("a").GetDateTimeOffset() },
                "confirmed" => _holds[id] with { State = "confirmed" },
                _ => _holds[id] with { State = change.GetProperty("s").GetString()! },
            };
        }
    }

    private sealed record NaiveHold(string Item, string Buyer, int Pieces, double Total, string State, DateTimeOffset? At);

    /// <summary>Both as text, so that a difference reads well.</summary>
    public static string Written(Dictionary<string, double?> numbers) =>
        string.Join('\n', numbers.OrderBy(number => number.Key, StringComparer.Ordinal).Select(number => $"{number.Key} = {number.Value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "–"}"));
}

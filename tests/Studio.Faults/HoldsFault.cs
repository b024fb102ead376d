using System.Globalization;
using System.Text.Json;
using MediaPipeline.Processes;
using Studio.Grains.Showcase;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>
/// A hold storm in which a part dies or stands still, over and over; afterwards everything that was acknowledged must be there, once, and no more than there
/// are pieces.
/// </summary>
internal static class HoldsFault
{
    private const int Callers = 512, Plenty = 6_000, PlentyLimit = 6, Scarce = 60, Limit = 3, Combos = 40;

    // A fault counts as survived after this many new holds.
    private const int Progress = 300;
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(90);

    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Studio__GuestCommandsPerSecond"] = "100",
        ["Studio__AddressCommandsPerSecond"] = "100000",
        ["Studio__EntriesPerMinute"] = "100000",
        ["Studio__HoldLifetime"] = "06:00:00", // no hold runs out in a storm; offers do
    };

    /// <param name="part">Only faults whose name contains it; null: all.</param>
    public static async Task<bool> RunAsync(int rounds, string? part)
    {
        var report = new Report("holds");
        IReadOnlyList<string> complaints = SelfCheck.Complaints();
        foreach (string complaint in complaints) report.Step($"self-check: {complaint}");
        report.Check(complaints.Count == 0, "the checker finds every kind of damage in doctored histories, and nothing in a clean one", $"{Enum.GetValues<Broken>().Length} kinds");
        List<Outage> outages = [];
        if (report.Passed)
        {
            report.Step("starting the studio with its redis and nginx");
            await using StudioProcess studio = await StudioProcess.StartAsync(Settings);
            // Each fault has a session of its own, so that what it leaves is judged by itself.
            foreach (Strike strike in Strike.All.Where(strike => part is null || strike.Name.Contains(part, StringComparison.Ordinal))) outages.AddRange(await StormAsync(report, studio, strike, rounds));
        }
        OutageTable.Print(outages);
        report.Print();
        return report.Passed;
    }

    private static async Task<IReadOnlyList<Outage>> StormAsync(Report report, StudioProcess studio, Strike strike, int rounds)
    {
        report.Step($"— {strike.Name}, {rounds} times");
        List<Outage> outages = [];
        StudioProcess? second = strike.NeedsSecond ? await StudioProcess.StartAsync(new Dictionary<string, string>(Settings, StringComparer.Ordinal) { ["Studio__Role"] = "Edge" }, studio.Folder) : null;
        try
        {
            await using Stage stage = await StageAsync(studio);
            if (!await report.ExpectAsync("a feed makes the session live", stage.IsLiveAsync, TimeSpan.FromSeconds(30))) return outages;
            using Crowd crowd = await Crowd.EnterAsync(stage, second is null ? [studio.Url] : [studio.Url, second.Url], Callers);
            Task storm = crowd.RunAsync(patience: TimeSpan.FromSeconds(60));
            try
            {
                bool goesOn = await ProgressAsync(report, crowd, TimeProvider.System.GetUtcNow().UtcTicks, "before the fault");
                for (int round = 1; round <= rounds && goesOn; round++)
                {
                    (long struck, long over) = await strike.DoAsync(studio, second, round);
                    goesOn = await ProgressAsync(report, crowd, struck, string.Create(CultureInfo.InvariantCulture, $"{strike.Name}, round {round}"));
                    if (FirstAfter(crowd, struck) is { } first) outages.Add(new Outage(strike.Name, Seconds(first - struck), Math.Max(0, Seconds(first - over))));
                    if (!goesOn) report.Step($"the studio's last words:\n{string.Join('\n', studio.Log.TakeLast(40))}");
                }
                if (!await report.ExpectAsync("the publisher is back and the session live", stage.IsLiveAsync, TimeSpan.FromSeconds(60))) report.Step($"the studio's last words:\n{string.Join('\n', studio.Log.TakeLast(60))}");
                await report.ExpectAsync("pieces ran out, limits were reached, offers were accepted and holds confirmed: it was a storm", () => Task.FromResult(WasOne(crowd.History)), TimeSpan.FromMinutes(2));
            }
            finally
            {
                crowd.Stop();
                await storm;
            }
            await JudgeAsync(report, stage, crowd, strike.Name);
        }
        catch (Exception failure) when (failure is InvalidOperationException or HttpRequestException or TaskCanceledException)
        {
            // The other faults are still worth a look.
            report.Check(false, $"{strike.Name}: afterwards everything answers", failure.Message);
            report.Step($"errors that were logged:\n{string.Join('\n', studio.Errors.Concat(second?.Errors ?? []).TakeLast(10))}");
        }
        finally
        {
            if (second is not null) await second.DisposeAsync();
        }
        return outages;
    }

    private static async Task<Stage> StageAsync(StudioProcess studio)
    {
        Stage stage = await Stage.MakeAsync(studio, (Plenty, PlentyLimit), (Scarce, Limit));
        string combo = await stage.AddComboAsync(Combos, Limit, (stage.Items[0], 1), (stage.Items[1], 1));
        _ = (await stage.Manager.PostAsync($"/api/sessions/{stage.SessionId}/proof", new { operationId = StudioClient.NewOperation(), mode = "never" })).Ok;
        stage.Wishes = [(stage.Items[0], 3), (stage.Items[0], 3), (stage.Items[1], 2), (stage.Items[1], 1), (combo, 1)];
        return stage;
    }

    private static Task<bool> ProgressAsync(Report report, Crowd crowd, long since, string what) =>
        report.ExpectAsync($"{Progress} new holds: {what}", () => Task.FromResult(crowd.NewHoldsAfter(since).Skip(Progress - 1).Any()), RecoveryLimit);

    private static long? FirstAfter(Crowd crowd, long instant) => crowd.NewHoldsAfter(instant).Select(attempt => (long?)attempt.End).Min();

    private static double Seconds(long ticks) => TimeSpan.FromTicks(ticks).TotalSeconds;

    private static async Task JudgeAsync(Report report, Stage stage, Crowd crowd, string fault)
    {
        IReadOnlyList<Attempt> history = crowd.History;
        report.Check(crowd.Open == 0, $"{fault}: every operation's outcome is known in the end", $"{crowd.Open} open");
        string[] unexpected = [.. history.Where(attempt => attempt.Outcome == Outcome.Refused && attempt.Code is not ("sold-out" or "limit-reached" or "not-sold-out" or "hold-ended")).Select(attempt => attempt.Code!)
            .Concat(history.Where(attempt => attempt.Code?.StartsWith("500", StringComparison.Ordinal) == true).Select(attempt => attempt.Code!)).Distinct(StringComparer.Ordinal)];
        report.Check(unexpected.Length == 0, $"{fault}: no answer but yes, a sound refusal, and \"repeat it\"", unexpected.Length == 0 ? null : string.Join(", ", unexpected));
        if (unexpected.Length > 0) report.Step($"errors that the studio logged:\n{string.Join('\n', stage.Studio.Errors.Take(5))}");

        Run run = await ReadAsync(stage, crowd);
        IReadOnlyList<Violation> violations = HistoryChecker.Check(run);
        foreach (Violation violation in violations.Take(20)) report.Step($"{violation.Kind}: {violation.What}");
        string found = string.Join(", ", violations.GroupBy(violation => violation.Kind).Select(kind => $"{kind.Key} {kind.Count()}"));
        report.Check(violations.Count == 0, $"{fault}: nothing lost, doubled, oversold, jumped or refused without reason", violations.Count == 0 ? Numbers(run) : found);
        if (run.Log.OfType<HoldPlaced>().LastOrDefault(placed => history.Any(attempt => attempt.Outcome == Outcome.Acknowledged && attempt.HoldId == placed.Hold.Id)) is { } taken)
        {
            bool missed = HistoryChecker.Check(run with { Log = [.. run.Log.Where(change => change != taken)] }).Any(violation => violation.Kind is Broken.AcknowledgedHoldMissing or Broken.AcceptanceLost);
            report.Check(missed, $"{fault}: the checker misses one hold when it is taken out of this very run");
        }
        HistoryTable.Print(history);
    }

    private static bool WasOne(IReadOnlyList<Attempt> history) => history.Any(attempt => attempt.Code == "sold-out") && history.Any(attempt => attempt.Code == "limit-reached")
        && new[] { Kind.Accept, Kind.Confirm, Kind.Wait, Kind.Release }.All(kind => history.Any(attempt => attempt.Operation.Kind == kind && attempt.Outcome == Outcome.Acknowledged));

    private static async Task<Run> ReadAsync(Stage stage, Crowd crowd)
    {
        // Offers that run out while it is read would make the pages and the log differ: they are read again until they agree about how much there is.
        while (true)
        {
            int before = (await LedgerReader.ReadAsync(stage.Studio, stage.SessionId)).Count;
            IReadOnlyList<KeptHold>[] pages = new IReadOnlyList<KeptHold>[crowd.Guests.Count];
            await Parallel.ForAsync(0, pages.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) => pages[number] = await crowd.PageAsync(crowd.Guests[number]));
            KeptItem[] counts = [.. (await stage.DetailAsync()).GetProperty("counts").GetProperty("items").EnumerateArray().Select(Count)];
            IReadOnlyList<LedgerEvent> log = await LedgerReader.ReadAsync(stage.Studio, stage.SessionId);
            if (log.Count == before) return new Run(crowd.History, log, [.. pages.SelectMany(page => page)], counts);
        }
    }

    private static KeptItem Count(JsonElement count) => new(count.GetProperty("itemId").GetString()!, count.GetProperty("held").GetInt32(), count.GetProperty("confirmed").GetInt32());

    private static string Numbers(Run run) => string.Create(CultureInfo.InvariantCulture,
        $"{run.Attempts.Count} attempts, {run.Log.Count} events: {run.Log.OfType<HoldPlaced>().Count()} placed, {run.Log.OfType<HoldAccepted>().Count()} accepted, {run.Log.OfType<HoldConfirmed>().Count()} confirmed, {run.Log.OfType<WaitJoined>().Count()} waited");
}

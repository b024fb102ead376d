using System.Globalization;
using System.Text.Json;
using MediaPipeline.Processes;
using Studio.Grains.Showcase;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>A hold storm in which every part is killed once; afterwards everything that was acknowledged must be there, once, and no more than there are pieces.</summary>
internal static class HoldsFault
{
    private const int GuestCount = 200, Workers = 32, Plenty = 3_000, Scarce = 120, Limit = 3;

    // A fault counts as survived after this many new holds.
    private const int Progress = 300;

    // Where in its work a part is when it is killed is a matter of luck: each is killed twice.
    private const int Rounds = 2;
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(30);

    public static async Task<bool> RunAsync()
    {
        var report = new Report("holds");
        IReadOnlyList<string> complaints = SelfCheck.Complaints();
        foreach (string complaint in complaints) report.Step($"self-check: {complaint}");
        report.Check(complaints.Count == 0, "the checker finds every kind of damage in doctored histories, and nothing in a clean one", $"{Enum.GetValues<Broken>().Length} kinds");
        if (report.Passed) await StormAsync(report);
        report.Print();
        return report.Passed;
    }

    private static async Task StormAsync(Report report)
    {
        report.Step("starting the studio with its redis and nginx");
        await using StudioProcess studio = await StudioProcess.StartAsync();
        await using Stage stage = await Stage.MakeAsync(studio, (Plenty, Limit), (Scarce, Limit));
        if (!await report.ExpectAsync("a feed makes the session live", stage.IsLiveAsync, TimeSpan.FromSeconds(30))) return;
        using Crowd crowd = await Crowd.EnterAsync(stage, GuestCount);
        report.Step($"{GuestCount} guests are in; {Workers} workers hold and release {Plenty} and {Scarce} pieces, at most {Limit} of each for a guest");
        Task storm = crowd.RunAsync(Workers, patience: TimeSpan.FromSeconds(30));
        List<(string Fault, double? Seconds)> recoveries = [];
        try
        {
            if (!await ProgressAsync(report, crowd, TimeProvider.System.GetTimestamp(), "before any fault")) return;
            foreach ((string fault, Func<Task> strike) in Enumerable.Range(0, Rounds).SelectMany(_ => Faults(report, studio)))
            {
                long begin = TimeProvider.System.GetTimestamp();
                report.Step(fault);
                await strike();
                bool recovered = await ProgressAsync(report, crowd, begin, fault);
                recoveries.Add((fault, FirstAfter(crowd, begin)));
                if (!recovered)
                {
                    report.Step($"the studio's last words:\n{string.Join('\n', studio.Log.TakeLast(40))}");
                    return;
                }
            }
            await report.ExpectAsync("the publisher is back and the session live", stage.IsLiveAsync, TimeSpan.FromSeconds(30));
        }
        finally
        {
            crowd.Stop();
            await storm;
        }
        report.Step($"the storm is over; {crowd.Open} operations without a known outcome");
        await JudgeAsync(report, stage, crowd);
        HistoryTable.Print(crowd.History, recoveries);
    }

    private static IEnumerable<(string, Func<Task>)> Faults(Report report, StudioProcess studio)
    {
        yield return ("redis stands still for 2 s (SIGSTOP, SIGCONT)", async () =>
        {
            int redis = studio.PartId("redis")!.Value;
            Signals.Send(redis, Signals.Stop);
            await Task.Delay(TimeSpan.FromSeconds(2));
            Signals.Send(redis, Signals.Continue);
        }
        );
        yield return ("kill -9 redis", () => KillPartAsync(report, studio, "redis"));
        yield return ("kill -9 nginx", () => KillPartAsync(report, studio, "nginx"));
        yield return ("kill -9 the API, and start it again", async () =>
        {
            int? redis = studio.PartId("redis");
            await studio.KillAsync();
            await studio.StartAgainAsync();
            report.Check(redis is not null && studio.PartId("redis") == redis, "redis survives the API and is adopted", $"process {redis}");
        }
        );
        yield return ("kill -9 the API and redis together, and start again", async () =>
        {
            int redis = studio.PartId("redis")!.Value;
            Task killed = studio.KillAsync();
            Signals.Send(redis, Signals.Kill);
            await killed;
            await studio.StartAgainAsync();
            report.Check(studio.PartId("redis") is { } now && now != redis, "redis is started again on its file");
        }
        );
    }

    private static async Task KillPartAsync(Report report, StudioProcess studio, string part)
    {
        int before = studio.PartId(part)!.Value;
        Signals.Send(before, Signals.Kill);
        await report.ExpectAsync($"{part} is started again", () => Task.FromResult(studio.PartId(part) is { } now && now != before), RecoveryLimit);
    }

    private static Task<bool> ProgressAsync(Report report, Crowd crowd, long since, string what) =>
        report.ExpectAsync($"{Progress} new holds: {what}", () => Task.FromResult(crowd.NewHoldsAfter(since).Skip(Progress - 1).Any()), RecoveryLimit);

    private static double? FirstAfter(Crowd crowd, long instant) => crowd.NewHoldsAfter(instant).Select(attempt => (long?)attempt.End).Min() is { } first
        ? TimeProvider.System.GetElapsedTime(instant, first).TotalSeconds
        : null;

    private static async Task JudgeAsync(Report report, Stage stage, Crowd crowd)
    {
        report.Check(crowd.Open == 0, "every operation's outcome is known in the end", $"{crowd.Open} open");
        IReadOnlyList<Attempt> history = crowd.History;
        string[] unexpected = [.. history.Where(attempt => attempt.Outcome == Outcome.Refused && attempt.Code is not ("sold-out" or "limit-reached")).Select(attempt => attempt.Code!)
            .Concat(history.Where(attempt => attempt.Code?.StartsWith("500", StringComparison.Ordinal) == true).Select(attempt => attempt.Code!)).Distinct(StringComparer.Ordinal)];
        report.Check(unexpected.Length == 0, "no answer but yes, sold-out, limit-reached and \"repeat it\"", unexpected.Length == 0 ? null : string.Join(", ", unexpected));
        if (unexpected.Length > 0) report.Step($"errors that the studio logged:\n{string.Join('\n', stage.Studio.Errors.Take(5))}");

        report.Step("reading the ledgers from redis, the counts, and every guest's page");
        IReadOnlyList<HoldLedger> ledgers = await LedgerReader.ReadAsync(stage.Studio, stage.SessionId, stage.Items);
        Dictionary<string, JsonElement> counts = (await stage.DetailAsync()).GetProperty("counts").GetProperty("items").EnumerateArray()
            .ToDictionary(count => count.GetProperty("itemId").GetString()!, StringComparer.Ordinal);
        var run = new Run(
            history,
            [.. stage.Items.Zip(ledgers).SelectMany(item => item.Second.Holds.Values.Select(hold => new KeptHold(hold.Id, hold.Buyer, item.First, hold.Quantity, hold.State)))],
            [.. (await Task.WhenAll(crowd.Guests.Select(guest => PageAsync(stage, guest)))).SelectMany(page => page)],
            [.. stage.Items.Zip(ledgers).Select(item => new KeptItem(
                item.First, item.Second.Terms.Allotted, item.Second.Terms.PerBuyerLimit,
                counts[item.First].GetProperty("held").GetInt32(), counts[item.First].GetProperty("confirmed").GetInt32()))]);
        report.Check(run.Items.Select(item => (item.Allotted, item.Limit)).SequenceEqual([(Plenty, Limit), (Scarce, Limit)]), "the terms are what the session was made with");
        IReadOnlyList<Violation> violations = HistoryChecker.Check(run);
        foreach (Violation violation in violations.Take(20)) report.Step($"{violation.Kind}: {violation.What}");
        foreach (Broken kind in Enum.GetValues<Broken>())
        {
            int found = violations.Count(violation => violation.Kind == kind);
            report.Check(found == 0, $"none: {kind}", found == 0 ? null : found.ToString(CultureInfo.InvariantCulture));
        }
        HashSet<string?> acknowledged = [.. history.Where(attempt => attempt.Outcome == Outcome.Acknowledged).Select(attempt => attempt.HoldId)];
        KeptHold? taken = run.Ledger.FirstOrDefault(hold => hold.State == HoldState.Held && acknowledged.Contains(hold.Id));
        report.Check(taken is not null && HistoryChecker.Check(run with { Ledger = [.. run.Ledger.Where(hold => hold != taken)] }).Any(violation => violation.Kind == Broken.AcknowledgedHoldMissing),
            "the checker misses one hold when it is taken out of this very run");
        int sold = run.Ledger.Where(hold => hold.Item == stage.Items[1] && hold.State == HoldState.Held).Sum(hold => hold.Quantity);
        bool fought = history.Any(attempt => attempt.Code == "sold-out") && history.Any(attempt => attempt.Code == "limit-reached") && history.Any(attempt => attempt.Outcome == Outcome.Unknown);
        report.Check(fought, "the storm was one: pieces ran out, limits were reached, outcomes became unknown", $"{run.Ledger.Count} holds kept, {sold} of {Scarce} scarce pieces held");
    }

    private static async Task<IReadOnlyList<KeptHold>> PageAsync(Stage stage, Guest guest) =>
    [
        .. (await guest.Client.GetAsync($"/api/room/{stage.SessionId}")).Ok.GetProperty("holds").EnumerateArray().Select(hold => new KeptHold(
            StudioClient.Id(hold), guest.Id, hold.GetProperty("itemId").GetString()!, hold.GetProperty("quantity").GetInt32(),
            Enum.Parse<HoldState>(hold.GetProperty("state").GetString()!, ignoreCase: true))),
    ];
}

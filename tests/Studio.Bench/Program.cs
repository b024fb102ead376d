using System.Globalization;
using System.Text.Json;
using Studio.Bench;

// Peers of this program run as processes of their own.
if (args is ["--bare-host", var hostPort]) return await BareHost.RunAsync(int.Parse(hostPort, CultureInfo.InvariantCulture));

string? part = args.SkipWhile(argument => argument != "--case").Skip(1).FirstOrDefault();
Dictionary<string, Func<bool, Task<IReadOnlyList<Row>>>> benches = new(StringComparer.Ordinal)
{
    ["start"] = StartBench.RunAsync,
    ["holds"] = quick => HoldsBench.RunAsync(quick, part),
    ["onair"] = OnAirBench.RunAsync,
    ["console"] = ConsoleBench.RunAsync,
    ["editor"] = EditorBench.RunAsync,
    ["record"] = async quick => [.. part is null or "feeds" ? await RecordBench.RunAsync(quick) : [], .. part is null or "marker" ? await MarkerBench.RunAsync(quick) : []],
    ["booking"] = quick => BookingBench.RunAsync(quick, part),
    ["cut"] = quick => CutBench.RunAsync(quick, part),
    ["analyse"] = quick => AnalyseBench.RunAsync(quick, part),
    ["render"] = quick => RenderBench.RunAsync(quick, part),
    ["covers"] = CoversBench.RunAsync,
};
bool quick = args.Contains("--quick");
string? json = args.SkipWhile(argument => argument != "--json").Skip(1).FirstOrDefault();
string[] names = [.. args.Where(argument => !argument.StartsWith("--", StringComparison.Ordinal) && argument != json && argument != part)];
if (names.FirstOrDefault(name => !benches.ContainsKey(name)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no benchmark '{unknown}'. There are: {string.Join(", ", benches.Keys)}.");
    return 2;
}
List<Row> rows = [];
foreach (string name in names.Length > 0 ? names : [.. benches.Keys])
{
    Console.WriteLine($"· {name} …");
    rows.AddRange(await benches[name](quick));
}
Table.Print(rows);
if (json is not null) await File.WriteAllTextAsync(json, JsonSerializer.Serialize(rows.Select(row => row.ToJson()), new JsonSerializerOptions { WriteIndented = true }));
return 0;

using Studio.Faults;

Dictionary<string, Func<Task<bool>>> faults = new(StringComparer.Ordinal)
{
    ["holds"] = HoldsFault.RunAsync,
    ["disk"] = DiskFault.RunAsync,
    ["board"] = BoardFault.RunAsync,
};
if (args.FirstOrDefault(name => !faults.ContainsKey(name)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no fault run '{unknown}'. There are: {string.Join(", ", faults.Keys)}.");
    return 2;
}
bool passed = true;
foreach (string name in args.Length > 0 ? args : [.. faults.Keys]) passed &= await faults[name]();
return passed ? 0 : 1;

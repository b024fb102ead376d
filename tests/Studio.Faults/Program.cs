using Studio.Faults;

Dictionary<string, Func<Settings, Task<bool>>> faults = new(StringComparer.Ordinal)
{
    ["holds"] = settings => HoldsFault.RunAsync(settings.Rounds, settings.Case),
    ["disk"] = _ => DiskFault.RunAsync(),
    ["board"] = BoardFault.RunAsync,
    ["record"] = settings => RecordFault.RunAsync(settings.Rounds, settings.Case),
    ["soak"] = SoakRun.RunAsync,
};
(Settings? settings, string? complaint) = Settings.Read(args, faults.Keys);
if (settings is null)
{
    await Console.Error.WriteLineAsync(complaint);
    return 2;
}
bool passed = true;
// The soak takes hours and is asked for by its name.
foreach (string name in settings.Names.Count > 0 ? settings.Names : [.. faults.Keys.Where(name => name != "soak")]) passed &= await faults[name](settings);
return passed ? 0 : 1;

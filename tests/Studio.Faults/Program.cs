using Studio.Faults;

// It takes the files one by one, in a process of its own.
if (args is [MediaWorker.Verb, .. var work]) return await MediaWorker.RunAsync(work);

Dictionary<string, Func<Settings, Task<bool>>> faults = new(StringComparer.Ordinal)
{
    ["holds"] = settings => HoldsFault.RunAsync(settings.Rounds, settings.Case),
    ["disk"] = _ => DiskFault.RunAsync(),
    ["board"] = BoardFault.RunAsync,
    ["record"] = settings => RecordFault.RunAsync(settings.Rounds, settings.Case),
    ["media"] = settings => MediaFault.RunAsync(args.Contains("--rounds") ? settings.Rounds : null),
    ["soak"] = SoakRun.RunAsync,
};
(Settings? settings, string? complaint) = Settings.Read(args, faults.Keys);
if (settings is null)
{
    await Console.Error.WriteLineAsync(complaint);
    return 2;
}
bool passed = true;
// The soak takes hours, and a thousand files half an hour: they are asked for by their names.
foreach (string name in settings.Names.Count > 0 ? settings.Names : [.. faults.Keys.Where(name => name is not ("soak" or "media"))]) passed &= await faults[name](settings);
return passed ? 0 : 1;

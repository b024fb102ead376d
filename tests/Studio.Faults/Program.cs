using System.Globalization;
using Studio.Faults;

string? asked = args.SkipWhile(argument => argument != "--rounds").Skip(1).FirstOrDefault();
string? part = args.SkipWhile(argument => argument != "--case").Skip(1).FirstOrDefault();
int rounds = asked is null ? 10 : int.Parse(asked, CultureInfo.InvariantCulture);
Dictionary<string, Func<Task<bool>>> faults = new(StringComparer.Ordinal)
{
    ["holds"] = () => HoldsFault.RunAsync(rounds, part),
    ["disk"] = DiskFault.RunAsync,
    ["board"] = BoardFault.RunAsync,
};
string[] names = [.. args.Where(argument => argument is not ("--rounds" or "--case") && argument != asked && argument != part)];
if (names.FirstOrDefault(name => !faults.ContainsKey(name)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no fault run '{unknown}'. There are: {string.Join(", ", faults.Keys)}.");
    return 2;
}
bool passed = true;
foreach (string name in names.Length > 0 ? names : [.. faults.Keys]) passed &= await faults[name]();
return passed ? 0 : 1;

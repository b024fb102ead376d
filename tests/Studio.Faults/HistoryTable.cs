using System.Globalization;

namespace Studio.Faults;

/// <summary>A storm in numbers, for a person.</summary>
internal static class HistoryTable
{
    public static void Print(IReadOnlyList<Attempt> history)
    {
        Console.WriteLine();
        Console.WriteLine($"{"",-9} {"operations",10} {"attempts",9} {"acknowledged",13} {"refused",8} {"unknown",8} {"repeated",9}");
        foreach (IGrouping<Kind, Attempt> kind in history.GroupBy(attempt => attempt.Operation.Kind).OrderBy(kind => kind.Key)) Line(kind.Key.ToString().ToLowerInvariant(), [.. kind]);
        Line("all", history);
        Console.WriteLine();
        foreach (IGrouping<string, Attempt> code in history.Where(attempt => attempt.Code is not null).GroupBy(attempt => attempt.Code!, StringComparer.Ordinal).OrderByDescending(code => code.Count()))
        {
            Console.WriteLine($"{code.Count(),9} × {code.First().Outcome.ToString().ToLowerInvariant()}: {code.Key}");
        }
        double[] waits = [.. history.Where(attempt => attempt.Outcome == Outcome.Acknowledged).Select(attempt => TimeSpan.FromTicks(attempt.End - attempt.Begin).TotalMilliseconds).Order()];
        if (waits.Length > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"acknowledged after p50 {waits[waits.Length / 2]:0} ms, p99 {waits[waits.Length * 99 / 100]:0} ms, longest {waits[^1]:0} ms"));
        Console.WriteLine();
    }

    private static void Line(string name, IReadOnlyList<Attempt> attempts)
    {
        int Of(Outcome outcome) => attempts.Count(attempt => attempt.Outcome == outcome);
        int operations = attempts.Select(attempt => attempt.Operation.Id).Distinct(StringComparer.Ordinal).Count(), repeated = attempts.Count(attempt => attempt.Number > 1);
        Console.WriteLine($"{name,-9} {operations,10} {attempts.Count,9} {Of(Outcome.Acknowledged),13} {Of(Outcome.Refused),8} {Of(Outcome.Unknown),8} {repeated,9}");
    }
}

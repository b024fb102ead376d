using System.Globalization;

namespace Studio.Faults;

/// <summary>Outages in numbers, for a person.</summary>
internal static class OutageTable
{
    public static void Print(IReadOnlyList<Outage> outages)
    {
        if (outages.Count == 0) return;
        Console.WriteLine();
        Console.WriteLine($"{"",-38} {"",6} seconds from the fault to the    and from the moment in which");
        Console.WriteLine($"{"",-38} {"",6} first new hold                  the part was there again");
        Console.WriteLine($"{"fault",-38} {"rounds",6} {"min",8} {"median",8} {"max",8} {"",6} {"min",8} {"median",8} {"max",8}");
        foreach (IGrouping<string, Outage> fault in outages.GroupBy(outage => outage.Fault, StringComparer.Ordinal))
        {
            (double Min, double Median, double Max) all = Of(fault.Select(outage => outage.Seconds)), after = Of(fault.Select(outage => outage.AfterIt));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{fault.Key,-38} {fault.Count(),6} {all.Min,8:0.00} {all.Median,8:0.00} {all.Max,8:0.00} {"",6} {after.Min,8:0.00} {after.Median,8:0.00} {after.Max,8:0.00}"));
        }
        Console.WriteLine();
    }

    private static (double, double, double) Of(IEnumerable<double> seconds)
    {
        double[] sorted = [.. seconds.Order()];
        return (sorted[0], sorted[(sorted.Length - 1) / 2], sorted[^1]);
    }
}

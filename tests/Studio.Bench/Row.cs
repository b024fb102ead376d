using System.Globalization;

namespace Studio.Bench;

/// <summary>One measured case beside its peer.</summary>
/// <param name="Ratio">How many times better than the peer we are: above 1 is ahead, whichever way the unit counts.</param>
internal sealed record Row(string Bench, string Case, double Ours, double Peer, string PeerName, string Unit, double Ratio)
{
    /// <summary>Fields of this case alone.</summary>
    public IReadOnlyDictionary<string, double> Own { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>A case in which less is better (seconds, memory).</summary>
    public static Row Less(string bench, string name, double ours, double peer, string peerName, string unit) => new(bench, name, ours, peer, peerName, unit, peer / ours);

    /// <summary>A case in which more is better (operations a second).</summary>
    public static Row More(string bench, string name, double ours, double peer, string peerName, string unit) => new(bench, name, ours, peer, peerName, unit, ours / peer);

    public Dictionary<string, object> ToJson()
    {
        var json = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["bench"] = Bench,
            ["case"] = Case,
            ["ours"] = Round(Ours),
            ["peer"] = Round(Peer),
            ["peerName"] = PeerName,
            ["unit"] = Unit,
            ["ratio"] = Round(Ratio),
        };
        foreach ((string name, double value) in Own) json[name] = Round(value);
        return json;
    }

    private static double Round(double value) => Math.Round(value, 3);
}

/// <summary>Prints rows for a person.</summary>
internal static class Table
{
    public static void Print(IReadOnlyList<Row> rows)
    {
        Console.WriteLine();
        Console.WriteLine($"{"bench",-7} {"case",-38} {"ours",10} {"peer",10}  {"unit",-10} {"ratio",6}  peer");
        foreach (Row row in rows)
        {
            string own = string.Join(", ", row.Own.Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Key} {field.Value:0.##}")));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Bench,-7} {row.Case,-38} {row.Ours,10:0.##} {row.Peer,10:0.##}  {row.Unit,-10} {row.Ratio,6:0.00}  {row.PeerName}{(own.Length > 0 ? $" [{own}]" : "")}"));
        }
    }
}

/// <summary>Percentiles of samples (nearest rank).</summary>
internal static class Percentile
{
    public static double Of(IEnumerable<double> samples, double share)
    {
        double[] sorted = [.. samples.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}

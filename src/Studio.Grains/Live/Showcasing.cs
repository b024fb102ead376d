using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>The decisions about what may stand in a showcase: terms of an item, parts of a combo. Pure.</summary>
public static class Showcasing
{
    private const int MostParts = 10, MostPiecesOfAPart = 100, MostRegions = 40;
    private static readonly TimeSpan ShortestHold = TimeSpan.FromMinutes(1), LongestHold = TimeSpan.FromHours(24);

    /// <summary>Checks what is asked for beside price, pieces and limit.</summary>
    /// <param name="before">The items that stand in the showcase already.</param>
    public static void CheckTerms(Check check, ItemSpec spec, IReadOnlyList<ShowcaseItem> before)
    {
        if (spec.HoldLifetime is { } lifetime) check.Range("holdMinutes", lifetime, ShortestHold, LongestHold);
        if (spec.NotServed is { } regions && (regions.Count > MostRegions || regions.Any(region => region.Trim().Length is 0 or > 20))) check.Add("notServed", FieldErrors.Invalid);
        if (spec.Parts is not { Count: > 0 } parts) return;
        check.Text("name", spec.Name, 60);
        bool known = parts.All(part => part.Pieces is >= 1 and <= MostPiecesOfAPart
            && before.Any(item => item.Parts is not { Count: > 0 } && string.Equals(item.Id, part.ItemId, StringComparison.Ordinal)));
        bool sound = parts.Count is >= 1 and <= MostParts && parts.DistinctBy(part => part.ItemId, StringComparer.Ordinal).Count() == parts.Count && parts.Sum(part => part.Pieces) >= 2;
        if (!known || !sound) check.Add("parts", FieldErrors.Invalid);
    }

    /// <summary>The item, before the catalogue's texts are in it.</summary>
    public static ShowcaseItem ItemOf(ItemSpec spec, int number)
    {
        bool combo = spec.Parts is { Count: > 0 };
        return new ShowcaseItem(
            $"i{number}", number, spec.ProductId, combo ? new Check().Text("name", spec.Name, 60) : "", "", spec.Price, "", spec.Allotted, spec.PerBuyerLimit,
            HoldLifetime: spec.HoldLifetime, Parts: combo ? spec.Parts : null,
            NotServed: spec.NotServed is { Count: > 0 } regions ? [.. regions.Select(region => region.Trim()).Distinct(StringComparer.Ordinal)] : null);
    }

    /// <summary>Whether an item is sold to a region. Refused: region-needed, region-not-served.</summary>
    public static Refusal? NotServed(ShowcaseItem item, string? region)
    {
        if (item.NotServed is not { Count: > 0 } regions) return null;
        if (string.IsNullOrWhiteSpace(region)) return new Refusal(RefusalCodes.RegionNeeded);
        return regions.Contains(region.Trim(), StringComparer.Ordinal) ? Refusal.With(RefusalCodes.RegionNotServed, "regions", string.Join('、', regions)) : null;
    }
}

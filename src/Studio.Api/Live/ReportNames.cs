using System.Globalization;
using Studio.Grains.Live;
using Studio.Grains.People;

namespace Studio.Api.Live;

/// <summary>What a report calls those who did something: people as colleagues call them, a key pad by its label, the studio itself not at all.</summary>
internal static class ReportNames
{
    private const string DeckPrefix = "deck:";

    public static async Task<SessionReport> NameAsync(SessionReport report, IGrainFactory grains)
    {
        string[] accounts = [.. report.AsPlayed.Where(IsByPerson).Select(one => one.By).Distinct(StringComparer.Ordinal)];
        Account?[] known = await Task.WhenAll(accounts.Select(name => grains.GetGrain<IAccountGrain>(name.ToLowerInvariant()).Get()));
        Dictionary<string, string?> names = accounts.Zip(known, (name, account) => (name, account?.DisplayName)).ToDictionary(pair => pair.name, pair => pair.DisplayName, StringComparer.Ordinal);
        return report with { AsPlayed = [.. report.AsPlayed.Select(one => one with { ByName = IsByDeck(one) ? one.By[DeckPrefix.Length..] : names.GetValueOrDefault(one.By) })] };
    }

    /// <summary>The words of a sheet: an account that is gone keeps its name there, and that it is gone is said.</summary>
    public static string Write(AppearanceReport one, ReportTexts texts) =>
        one.ByName ?? (IsByPerson(one) ? string.Format(CultureInfo.InvariantCulture, texts["by.gone"], one.By) : texts["by.studio"]);

    private static bool IsByDeck(AppearanceReport one) => one.By.StartsWith(DeckPrefix, StringComparison.Ordinal);

    // An account may be called "studio" too: the cause tells them apart.
    private static bool IsByPerson(AppearanceReport one) => !IsByDeck(one) && one.Cause is not (Causes.AutoPop or Causes.Feed or Causes.FollowUp);
}

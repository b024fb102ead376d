using System.Globalization;

namespace Studio.Faults;

/// <summary>What is run, and for how long.</summary>
/// <param name="Rounds">How often <c>holds</c> strikes with each fault.</param>
/// <param name="Case">Of <c>holds</c>: only faults whose name contains it.</param>
/// <param name="Cuts">How often <c>board</c> cuts.</param>
/// <param name="Minutes">How long <c>soak</c> lasts.</param>
internal sealed record Settings(IReadOnlyList<string> Names, int Cuts = 1_000, double Minutes = 180, int Rounds = 10, string? Case = null)
{
    /// <summary>Reads <c>NAME… [--cuts N] [--minutes N] [--rounds N] [--case TEXT]</c>; a sentence where it cannot be read.</summary>
    public static (Settings? Settings, string? Complaint) Read(IReadOnlyList<string> arguments, IReadOnlyCollection<string> known)
    {
        var settings = new Settings([]);
        for (int at = 0; at < arguments.Count; at++)
        {
            string? value = at + 1 < arguments.Count ? arguments[at + 1] : null;
            switch (arguments[at])
            {
                case "--cuts" when int.TryParse(value, CultureInfo.InvariantCulture, out int cuts) && cuts > 0:
                    (settings, at) = (settings with { Cuts = cuts }, at + 1);
                    break;
                case "--minutes" when double.TryParse(value, CultureInfo.InvariantCulture, out double minutes) && minutes > 0:
                    (settings, at) = (settings with { Minutes = minutes }, at + 1);
                    break;
                case "--case" when value is not null:
                    (settings, at) = (settings with { Case = value }, at + 1);
                    break;
                case "--rounds" when int.TryParse(value, CultureInfo.InvariantCulture, out int rounds) && rounds > 0:
                    (settings, at) = (settings with { Rounds = rounds }, at + 1);
                    break;
                case "--cuts" or "--minutes" or "--rounds":
                    return (null, $"{arguments[at]} needs a number above 0.");
                case var name when known.Contains(name):
                    settings = settings with { Names = [.. settings.Names, name] };
                    break;
                default:
                    return (null, $"There is no fault run '{arguments[at]}'. There are: {string.Join(", ", known)}.");
            }
        }
        return (settings, null);
    }
}

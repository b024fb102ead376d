using System.Globalization;

namespace Studio.Faults;

/// <summary>What a fault run says: its steps with the seconds since its begin, and its checks.</summary>
internal sealed class Report(string fault)
{
    private readonly long _begin = TimeProvider.System.GetTimestamp();
    private readonly List<(bool Passed, string What)> _checks = [];

    public bool Passed => _checks.TrueForAll(check => check.Passed);

    public double Seconds => TimeProvider.System.GetElapsedTime(_begin).TotalSeconds;

    /// <summary>Says what is being done.</summary>
    public void Step(string what) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Seconds,6:0.0} s  {fault}: {what}"));

    /// <summary>Notes a check; <paramref name="detail"/> is what was seen.</summary>
    public bool Check(bool passed, string what, string? detail = null)
    {
        _checks.Add((passed, detail is null ? what : $"{what} ({detail})"));
        // At once: a run of an hour may end before its table.
        Step($"{(passed ? "ok" : "FAIL")}  {_checks[^1].What}");
        return passed;
    }

    /// <summary>Waits for something that must come; a wait in vain is a failed check.</summary>
    public async Task<bool> ExpectAsync(string what, Func<Task<bool>> condition, TimeSpan limit)
    {
        long begin = TimeProvider.System.GetTimestamp();
        try
        {
            await Testing.Wait.UntilAsync(async () => await Quietly(condition), what, limit);
        }
        catch (TimeoutException)
        {
            return Check(false, what, string.Create(CultureInfo.InvariantCulture, $"not within {limit.TotalSeconds:0} s"));
        }
        return Check(true, what, string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(begin).TotalSeconds:0.0} s"));
    }

    /// <summary>All checks, and the verdict.</summary>
    public void Print()
    {
        Console.WriteLine();
        foreach ((bool passed, string what) in _checks) Console.WriteLine($"{(passed ? "PASS" : "FAIL")}  {what}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(Passed ? "PASS" : "FAIL")}  {fault}: {_checks.Count(check => check.Passed)} of {_checks.Count} checks, {Seconds:0} s"));
        Console.WriteLine();
    }

    // While a part is away, asking fails; that is no answer yet.
    private static async Task<bool> Quietly(Func<Task<bool>> condition)
    {
        try
        {
            return await condition();
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or InvalidOperationException or IOException)
        {
            return false;
        }
    }
}

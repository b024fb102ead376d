namespace Studio.Api.Clips;

/// <summary>What a trace address says: a GS1 Digital Link names its batch behind the application identifier 10 (GS1 Digital Link: URI Syntax, 3.5).</summary>
internal static class TraceAddress
{
    private const int Longest = 20; // GS1 General Specifications, AI (10)

    /// <summary>The batch; null: it names none.</summary>
    public static string? LotOf(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? url)) return null;
        string[] parts = url.AbsolutePath.Split('/');
        int place = Array.IndexOf(parts, "10", Math.Max(0, Array.IndexOf(parts, "01")));
        return place >= 0 && Array.IndexOf(parts, "01") >= 0 && place + 1 < parts.Length && Uri.UnescapeDataString(parts[place + 1]) is { Length: > 0 and <= Longest } lot ? lot : null;
    }
}

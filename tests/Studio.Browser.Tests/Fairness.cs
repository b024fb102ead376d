using System.Text.Json;
using Studio.Testing;
using Xunit;

namespace Studio.Browser.Tests;

/// <summary>Whether everybody can read a page.</summary>
internal static class Fairness
{
    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(Path.Combine(Checkout.Root, "web", "node_modules", "axe-core", "axe.min.js")));

    /// <summary>What axe finds, each with where and why.</summary>
    /// <param name="serious">Only what is serious or critical.</param>
    public static async Task<string[]> FaultsAsync(this Window window, bool serious = false)
    {
        await window.Page.EvaluateAsync(Axe.Value + ";undefined");
        JsonElement faults = await window.Page.EvaluateAsync<JsonElement>(
            """
            async serious => (await axe.run(document, { resultTypes: ['violations'] })).violations
              .filter(fault => !serious || fault.impact === 'serious' || fault.impact === 'critical')
              .flatMap(fault => fault.nodes.map(node => `${fault.id}: ${node.target.join(' ')}: ${node.failureSummary}`))
            """,
            serious);
        return [.. faults.EnumerateArray().Select(fault => fault.GetString()!)];
    }

    /// <summary>Nothing sticks out to the right; what does is named.</summary>
    public static async Task FitsAsync(this Window window)
    {
        string sticking = await window.Page.EvaluateAsync<string>(
            """
            () => document.documentElement.scrollWidth <= innerWidth ? '' :
              [...document.querySelectorAll('body *')].filter(part => part.getBoundingClientRect().right > innerWidth + 1).map(part => part.tagName + '.' + part.className).join(' ')
            """);
        Assert.True(sticking.Length == 0, sticking); // whole: a comparison would cut it short
    }
}

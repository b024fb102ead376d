using System.Text.Json.Serialization;
using Studio.Grains.Values;

namespace Studio.Grains.Figures;

/// <summary>
/// What one process saw of the viewers since its last word: an event of the audience log, and by itself a sign of life. A process speaks at
/// most once a second, and at least every <see cref="Visits.Beat"/> while somebody watches there.
/// </summary>
/// <param name="Process">A name that each start of a relay makes anew: whoever crashed never speaks again under it.</param>
/// <param name="Number">Counts the words of a process, from 1: a repeated one is known.</param>
/// <param name="Dropped">Changes that were lost because more came than are kept; figures then say so.</param>
[GenerateSerializer, Immutable, Alias("studio.AudienceReport")]
public sealed record AudienceReport(
    [property: Id(0), JsonPropertyName("p")] string Process, [property: Id(1), JsonPropertyName("n")] long Number, [property: Id(2), JsonPropertyName("a")] DateTimeOffset At,
    [property: Id(3), JsonPropertyName("c")] IReadOnlyList<AudienceChange> Changes, [property: Id(4), JsonPropertyName("d")] long Dropped = 0);

/// <summary>A guest came, or left. Several pages of one guest in a process are one.</summary>
/// <param name="Guest">See <see cref="GuestName"/>.</param>
[GenerateSerializer, Immutable, Alias("studio.AudienceChange")]
public readonly record struct AudienceChange(
    [property: Id(0), JsonPropertyName("g")] string Guest, [property: Id(1), JsonPropertyName("a")] DateTimeOffset At, [property: Id(2), JsonPropertyName("h")] bool Here);

/// <summary>What guests are called where they are only counted: one-way, and another name in each session.</summary>
public static class GuestName
{
    /// <summary>The name of a guest in a session.</summary>
    public static string Of(string sessionId, string guestId) => StableId.Hash($"{sessionId}\n{guestId}", 16);
}

/// <summary>What the audience grain decides on: the last word of each process, and how much the log holds. Changed by <see cref="Apply"/> alone.</summary>
public sealed class AudienceState
{
    /// <summary>The number of each process's last word.</summary>
    public Dictionary<string, long> LastOf { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Changes in the log.</summary>
    public long Changes { get; set; }

    /// <summary>Makes a word true.</summary>
    public void Apply(AudienceReport report)
    {
        LastOf[report.Process] = report.Number;
        Changes += report.Changes.Count;
    }
}

/// <summary>How the audience is written to the store.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(AudienceReport[]))]
[JsonSerializable(typeof(AudienceState))]
internal sealed partial class AudienceJson : JsonSerializerContext;

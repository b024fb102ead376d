using Orleans.Concurrency;
using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>What can be booked at a base (基地). Key: the base's id, lower-case letters, digits and hyphens.</summary>
[Alias("studio.IBaseGrain")]
public interface IBaseGrain : IGrainWithStringKey
{
    /// <summary>
    /// Writes the description anew, leaving the revision that the manager saw (0: the first). Answers when every day decides by it: what was booked before
    /// stays booked. Refused: validation, stale-description (fact <c>revision</c>), operation-conflict.
    /// </summary>
    [Alias("Describe")] Task<Outcome<long>> Describe(string operationId, long revision, BaseDescription description);

    /// <summary>The description, or null: there is none, or its revision is the one that is known.</summary>
    /// <param name="known">A revision that the caller has; 0: none.</param>
    [AlwaysInterleave, Alias("Read")] Task<DescribedBase?> Read(long known);
}

/// <summary>A base's description and its revision, from 1.</summary>
[GenerateSerializer, Immutable, Alias("studio.DescribedBase")]
public sealed record DescribedBase([property: Id(0)] long Revision, [property: Id(1)] BaseDescription Description);

using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>What can be booked (资源).</summary>
public enum ResourceKind
{
    /// <summary>A live room or studio (直播间).</summary>
    Room,

    /// <summary>A place in the fields from which can be sold live (农副产品直播点).</summary>
    FieldPoint,

    /// <summary>Equipment, in pieces (器材).</summary>
    Kit,

    /// <summary>Somebody who sells on the air (主播).</summary>
    Host,

    /// <summary>Hours of a camera team (拍摄).</summary>
    Shooting,

    /// <summary>Hours at an editing desk (剪辑).</summary>
    Editing,
}

/// <summary>Something that can be booked at a base.</summary>
/// <param name="Id">1–40 characters, unique in the base.</param>
/// <param name="Name">1–60 characters, as people call it.</param>
/// <param name="Quantity">Pieces that are alike, 1–999. What has parts, or is a part, may be booked whole only: see <paramref name="PartOf"/>.</param>
/// <param name="Features">What it has (fridge, green-screen, lamp …): codes of the base.</param>
/// <param name="PartOf">The whole that it is a part of: a booking of either blocks the other. Parts of one whole do not block each other.</param>
/// <param name="Before">Time that must be free before a booking: to make it ready. 0–4 h.</param>
/// <param name="After">Time that must be free behind a booking: to clean up. 0–4 h.</param>
/// <param name="Hours">When it can be used; null: when the base is open.</param>
/// <param name="Longest">The longest booking; null: the base's bound.</param>
/// <param name="Place">Where it stands: what travel between two bookings of a host is reckoned from. Empty: at the base.</param>
/// <param name="Field">A field live point's own facts.</param>
/// <param name="Host">A host's own facts.</param>
/// <param name="Retired">Is not given out any more.</param>
[GenerateSerializer, Immutable, Alias("studio.Resource")]
public sealed record Resource(
    [property: Id(0)] string Id, [property: Id(1)] ResourceKind Kind, [property: Id(2)] string Name, [property: Id(3)] int Quantity = 1,
    [property: Id(4)] IReadOnlyList<string>? Features = null, [property: Id(5)] string? PartOf = null, [property: Id(6)] TimeSpan Before = default,
    [property: Id(7)] TimeSpan After = default, [property: Id(8)] OpeningHours? Hours = null, [property: Id(9)] TimeSpan? Longest = null,
    [property: Id(10)] string Place = "", [property: Id(11)] FieldFacts? Field = null, [property: Id(12)] HostFacts? Host = null, [property: Id(13)] bool Retired = false);

/// <summary>What is particular about a field live point. It is used between sunrise and sunset only.</summary>
/// <param name="Latitude">Degrees north, −66 to 66: beyond, days have no sunrise.</param>
/// <param name="Longitude">Degrees east, −180 to 180.</param>
/// <param name="CropFrom">The first day on which there is something to show; null: any.</param>
/// <param name="CropTo">The last such day; null: any.</param>
/// <param name="Signal">How good the uplink is there, 0 (none) to 4 (carries 1080p without drops), measured by the base.</param>
[GenerateSerializer, Immutable, Alias("studio.FieldFacts")]
public sealed record FieldFacts(
    [property: Id(0)] double Latitude, [property: Id(1)] double Longitude, [property: Id(2)] DateOnly? CropFrom = null, [property: Id(3)] DateOnly? CropTo = null,
    [property: Id(4)] int Signal = 4);

/// <summary>What is particular about a host.</summary>
/// <param name="Skills">What they can do (solo, bargaining, cooking …): codes of the base.</param>
/// <param name="Products">What they know how to sell (fruit, apple, fish …): codes of the base.</param>
/// <param name="Dialects">What they speak beside the common language.</param>
/// <param name="LicenceUntil">The last day on which they may go on air; null: none is asked for.</param>
/// <param name="Rest">How much they may work; null: as the hours say.</param>
[GenerateSerializer, Immutable, Alias("studio.HostFacts")]
public sealed record HostFacts(
    [property: Id(0)] IReadOnlyList<string>? Skills = null, [property: Id(1)] IReadOnlyList<string>? Products = null, [property: Id(2)] IReadOnlyList<string>? Dialects = null,
    [property: Id(3)] DateOnly? LicenceUntil = null, [property: Id(4)] RestRules? Rest = null);

/// <summary>How much a host may work.</summary>
/// <param name="MostADay">On the air in one calendar day of the base's zone.</param>
/// <param name="LongestStretch">From the first to the last minute of bookings without a break between them.</param>
/// <param name="Break">What counts as a break.</param>
[GenerateSerializer, Immutable, Alias("studio.RestRules")]
public sealed record RestRules([property: Id(0)] TimeSpan MostADay, [property: Id(1)] TimeSpan LongestStretch, [property: Id(2)] TimeSpan Break);

/// <summary>Time in which a resource, or the whole base, is not given out.</summary>
/// <param name="ResourceId">What is closed, with its parts and its wholes; null: the base.</param>
/// <param name="Note">What people are told, at most 120 characters; may be empty.</param>
[GenerateSerializer, Immutable, Alias("studio.Closure")]
public sealed record Closure(
    [property: Id(0)] string Id, [property: Id(1)] string? ResourceId, [property: Id(2)] TimeRange Time, [property: Id(3)] ClosureCause Cause = ClosureCause.Other, [property: Id(4)] string Note = "");

/// <summary>Why something is closed.</summary>
public enum ClosureCause
{
    /// <summary>As the note says.</summary>
    Other,

    /// <summary>Repair, stock-taking.</summary>
    Maintenance,

    /// <summary>Rain, storm, heat, hail.</summary>
    Weather,

    /// <summary>No power or no network.</summary>
    Outage,
}

/// <summary>What a change between two bookings is a change of.</summary>
public enum ChangeOf
{
    /// <summary>The category of what is sold (fish after fruit: cleaning).</summary>
    Category,

    /// <summary>The place (from one field point to the next: travel).</summary>
    Place,
}

/// <summary>
/// Time that must lie between two bookings of one thing that follow each other and differ: for things of which there is one. Of kit in several pieces
/// clean ones are given out.
/// </summary>
/// <param name="Kind">For resources of this kind.</param>
/// <param name="From">The earlier booking's category or place; <c>*</c>: any other than the later's.</param>
/// <param name="To">The later booking's; <c>*</c>: any other than the earlier's.</param>
/// <param name="Gap">From the end of the earlier to the beginning of the later, 0–4 h. The largest rule that fits counts, and never less than the buffers.</param>
[GenerateSerializer, Immutable, Alias("studio.ChangeRule")]
public sealed record ChangeRule(
    [property: Id(0)] ResourceKind Kind, [property: Id(1)] ChangeOf Of, [property: Id(2)] string From, [property: Id(3)] string To, [property: Id(4)] TimeSpan Gap);

using Orleans.Concurrency;

namespace Studio.Grains.Index;

/// <summary>
/// The ids of one kind of thing in the order in which they were added ("products", "sessions", "clips:SESSION" …), so that a list never
/// needs a scan of the store. An id is added <em>before</em> the thing is stored: a crash in between leaves an id without a thing, which
/// lists skip; the other order would lose things.
/// </summary>
[Alias("studio.IIndexGrain")]
public interface IIndexGrain : IGrainWithStringKey
{
    /// <summary>Adds an id; adding twice is the same as once.</summary>
    [Alias("Add")] Task Add(string id);

    /// <summary>All ids, oldest first.</summary>
    [ReadOnly, Alias("All")] Task<IReadOnlyList<string>> All();
}

/// <summary>The keys of the indexes.</summary>
public static class Indexes
{
    /// <summary>Accounts by name.</summary>
    public const string Accounts = "accounts";

    /// <summary>Rooms.</summary>
    public const string Rooms = "rooms";

    /// <summary>Products.</summary>
    public const string Products = "products";

    /// <summary>Live sessions.</summary>
    public const string Sessions = "sessions";

    /// <summary>Enterprises.</summary>
    public const string Enterprises = "enterprises";

    /// <summary>Service stations.</summary>
    public const string Stations = "stations";

    /// <summary>Recordings that were made elsewhere.</summary>
    public const string Imports = "imports";
}

namespace Studio.Grains.Showcase;

/// <summary>
/// Whose holds were changed by time or by somebody else, batch by batch until the batch is durable: nobody is told of what may yet be lost.
/// What buyers do themselves they are answered.
/// </summary>
internal sealed class BuyerNews
{
    private readonly Queue<(long Version, string[] Buyers)> _written = new();
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>Notes an event that the ledger has just applied.</summary>
    public void Note(HoldLedger ledger, LedgerEvent change)
    {
        string? buyer = change switch
        {
            HoldPlaced { Hold: { State: HoldState.Offered } offered } => offered.Buyer,
            HoldEnded { State: HoldState.Expired } or HoldEnded { By: not null } => ledger.Holds.GetValueOrDefault(((HoldEnded)change).HoldId)?.Buyer,
            WaitLeft left => left.Buyer, // maybe because the limit is reached
            _ => null,
        };
        if (buyer is not null) _open.Add(buyer);
    }

    /// <summary>What was noted so far is being written under this version.</summary>
    public void Close(long version)
    {
        if (_open.Count == 0) return;
        _written.Enqueue((version, [.. _open]));
        _open.Clear();
    }

    /// <summary>The buyers of everything that is stored up to this version, each once; they are not given again.</summary>
    public IReadOnlyCollection<string> Take(long durable)
    {
        if (_written.Count == 0) return [];
        var buyers = new HashSet<string>(StringComparer.Ordinal);
        while (_written.TryPeek(out var first) && first.Version <= durable) buyers.UnionWith(_written.Dequeue().Buyers);
        return buyers;
    }
}

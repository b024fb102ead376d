using System.Collections.Concurrent;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>One viewer: what it wants next, what it has, and what it does not know yet.</summary>
internal sealed class Guest(StudioClient client, string id, Random random)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal), _placed = new(StringComparer.Ordinal);

    public StudioClient Client => client;

    public string Id => id;

    public Random Random => random;

    /// <summary>Acknowledged holds that it has not tried to give back.</summary>
    public List<(string HoldId, Operation Operation)> Held { get; } = [];

    /// <summary>Operations whose outcome is not known, and how often each was sent.</summary>
    public ConcurrentDictionary<string, (Operation Operation, int Sent)> Open { get; } = new(StringComparer.Ordinal);

    public Operation WishPlace(IReadOnlyList<string> items) =>
        new(StudioClient.NewOperation(), id, items[random.Next(items.Count)], Kind.Place, random.Next(1, 4));

    public Operation WishRelease()
    {
        lock (_gate)
        {
            int which = random.Next(Held.Count);
            (string holdId, Operation placed) = Held[which];
            Held.RemoveAt(which);
            return new Operation(StudioClient.NewOperation(), id, placed.Item, Kind.Release, placed.Quantity, holdId);
        }
    }

    /// <summary>Takes an answer in; of two answers to one operation the first known one counts.</summary>
    public void Learn(Attempt attempt)
    {
        lock (_gate)
        {
            Operation operation = attempt.Operation;
            bool placed = attempt is { Outcome: Outcome.Acknowledged, Operation.Kind: Kind.Place };
            if (attempt.Outcome == Outcome.Unknown)
            {
                if (!_known.Contains(operation.Id)) Open[operation.Id] = (operation, attempt.Number);
                return;
            }
            Open.TryRemove(operation.Id, out _);
            _known.Add(operation.Id);
            if (placed && _placed.Add(operation.Id)) Held.Add((attempt.HoldId!, operation));
        }
    }
}

using System.Collections.Concurrent;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>One viewer: what it wants next, what it has, and what it does not know yet.</summary>
/// <param name="clients">One for each process that serves people; which the viewer is connected to changes when a connection is lost.</param>
internal sealed class Guest(IReadOnlyList<StudioClient> clients, string id, Random random)
{
    /// <summary>What is confirmed never comes back: nobody confirms so much that a storm runs out of wishes.</summary>
    private const int MostConfirmed = 3;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal), _placed = new(StringComparer.Ordinal), _seen = new(StringComparer.Ordinal);
    private int _client = random.Next(clients.Count), _confirmed;

    public StudioClient Client => clients[_client % clients.Count];

    public string Id => id;

    public Random Random => random;

    /// <summary>Acknowledged holds about which it has not decided yet.</summary>
    public List<(string HoldId, Operation Operation)> Held { get; } = [];

    /// <summary>Items for which it waits, as far as it knows.</summary>
    public HashSet<string> Waits { get; } = new(StringComparer.Ordinal);

    /// <summary>What the last known answer said; null: yes.</summary>
    public string? LastCode { get; private set; }

    /// <summary>Operations whose outcome is not known, and how often each was sent.</summary>
    public ConcurrentDictionary<string, (Operation Operation, int Sent)> Open { get; } = new(StringComparer.Ordinal);

    /// <summary>Reconnects, where there is another process: as a browser behind a proxy does.</summary>
    public void Reconnect() => Interlocked.Increment(ref _client);

    public Operation WishPlace(string item, int most) => new(StudioClient.NewOperation(), id, item, Kind.Place, random.Next(1, most + 1));

    public Operation WishWait(string item)
    {
        Waits.Add(item);
        return new Operation(StudioClient.NewOperation(), id, item, Kind.Wait, 1);
    }

    /// <summary>Gives a hold back, or confirms it: each hold is decided on once.</summary>
    public Operation Decide()
    {
        lock (_gate)
        {
            int which = random.Next(Held.Count);
            (string holdId, Operation placed) = Held[which];
            Held.RemoveAt(which);
            bool confirm = random.Next(6) == 0 && _confirmed + placed.Quantity <= MostConfirmed;
            if (confirm) _confirmed += placed.Quantity;
            return new Operation(StudioClient.NewOperation(), id, placed.Item, confirm ? Kind.Confirm : Kind.Release, placed.Quantity, holdId);
        }
    }

    /// <summary>Of what was set aside for this guest: most is accepted, some refused, some left to run out. Null: nothing new.</summary>
    public Operation? Answer(IEnumerable<KeptHold> offered)
    {
        if (offered.FirstOrDefault(offer => _seen.Add(offer.Id)) is not { } hold) return null;
        Kind? kind = random.Next(10) switch { < 7 => Kind.Accept, 7 => Kind.Release, _ => null };
        return kind is { } chosen ? new Operation(StudioClient.NewOperation(), id, hold.Item, chosen, hold.Quantity, hold.Id) : null;
    }

    /// <summary>Takes an answer in; of two answers to one operation the first known one counts.</summary>
    public void Learn(Attempt attempt)
    {
        lock (_gate)
        {
            Operation operation = attempt.Operation;
            if (attempt.Outcome == Outcome.Unknown)
            {
                if (!_known.Contains(operation.Id)) Open[operation.Id] = (operation, attempt.Number);
                return;
            }
            Open.TryRemove(operation.Id, out _);
            _known.Add(operation.Id);
            LastCode = attempt.Code;
            if (attempt.Outcome == Outcome.Refused && operation.Kind == Kind.Wait) Waits.Remove(operation.Item);
            if (attempt.Outcome == Outcome.Acknowledged && operation.Kind is Kind.Place or Kind.Accept && _placed.Add(operation.Id)) Held.Add((attempt.HoldId!, operation));
        }
    }
}

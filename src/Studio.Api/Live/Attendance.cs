using Studio.Grains.Figures;
using Studio.Grains.Live;

namespace Studio.Api.Live;

/// <summary>
/// Who watches a session through this process, and what is not yet told of it. A guest with many pages counts once. Only the broadcast
/// counts: who waits before it comes in with it, a rehearsal leaves nothing, and its end ends every visit.
/// </summary>
internal sealed class Attendance(string sessionId, TimeProvider clock)
{
    /// <summary>Changes in one word; the rest waits for the next.</summary>
    public const int MostAtOnce = 5_000;

    /// <summary>Changes that wait while the store is away; what is beyond is counted as dropped.</summary>
    public const int MostWaiting = 100_000;

    // A name that nobody used before: this relay's words are numbered from one.
    private readonly string _process = Guid.NewGuid().ToString("N")[..12];
    private readonly Dictionary<string, (int Pages, DateTimeOffset Since)> _here = new(StringComparer.Ordinal);
    private readonly Queue<AudienceChange> _changes = new();
    private readonly Lock _gate = new();
    private AudienceReport? _pending;
    private DateTimeOffset _lastWord = DateTimeOffset.MinValue;
    private long _number, _dropped;
    private bool _live;

    /// <summary>Guests that are here.</summary>
    public int Here
    {
        get
        {
            lock (_gate) return _here.Count;
        }
    }

    /// <summary>A guest opened a page.</summary>
    public void Enter(string guestId)
    {
        lock (_gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            string guest = GuestName.Of(sessionId, guestId);
            bool first = !_here.TryGetValue(guest, out (int Pages, DateTimeOffset Since) known);
            _here[guest] = first ? (1, now) : (known.Pages + 1, known.Since);
            if (first && _live) Note(guest, now, true);
        }
    }

    /// <summary>A guest closed a page.</summary>
    public void Leave(string guestId)
    {
        lock (_gate)
        {
            string guest = GuestName.Of(sessionId, guestId);
            if (!_here.TryGetValue(guest, out (int Pages, DateTimeOffset Since) known)) return;
            if (known.Pages > 1) _here[guest] = (known.Pages - 1, known.Since);
            else Gone(guest, clock.GetUtcNow());
        }
    }

    /// <summary>The session went live, or ended.</summary>
    public void Follow(SessionView session)
    {
        lock (_gate)
        {
            bool live = session.Phase == SessionPhase.Live;
            if (live == _live) return;
            _live = live;
            foreach ((string guest, (_, DateTimeOffset since)) in _here)
            {
                Note(guest, live ? session.StartedAt > since ? session.StartedAt.Value : since : session.EndedAt ?? clock.GetUtcNow(), live);
            }
        }
    }

    /// <summary>Everybody goes: this process ends.</summary>
    public void Close()
    {
        lock (_gate)
        {
            foreach (string guest in _here.Keys.ToArray()) Gone(guest, clock.GetUtcNow());
        }
    }

    /// <summary>What is to be told now, or null: nothing, and the last word is young. The same until it is <see cref="Told"/>.</summary>
    public AudienceReport? Next()
    {
        lock (_gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            if (_pending is not null) return _pending;
            bool beat = _live && _here.Count > 0 && now - _lastWord >= Visits.Beat;
            if (_changes.Count == 0 && !beat) return null;
            AudienceChange[] changes = [.. Enumerable.Range(0, Math.Min(_changes.Count, MostAtOnce)).Select(_ => _changes.Dequeue())];
            (_pending, _dropped) = (new AudienceReport(_process, ++_number, now, changes, _dropped), 0);
            return _pending;
        }
    }

    /// <summary>What <see cref="Next"/> gave is durable.</summary>
    public void Told()
    {
        lock (_gate)
        {
            if (_pending is { } told) _lastWord = told.At;
            _pending = null;
        }
    }

    private void Gone(string guest, DateTimeOffset at)
    {
        _here.Remove(guest);
        if (_live) Note(guest, at, false);
    }

    private void Note(string guest, DateTimeOffset at, bool here)
    {
        if (_changes.Count < MostWaiting) _changes.Enqueue(new AudienceChange(guest, at, here));
        else _dropped++;
    }
}

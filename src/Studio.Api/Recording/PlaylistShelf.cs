using System.Collections.Concurrent;
using MediaPipeline.Recordings;
using Studio.Grains.Live;

namespace Studio.Api.Recording;

/// <summary>
/// The playlists of the recordings that are played now. Each is made once for each new segment, however many ask: a recording of four hours has thousands of
/// segments, and a full room asks hundreds of times a second.
/// </summary>
internal sealed class PlaylistShelf(RecordingStore recordings, TimeProvider clock)
{
    // A player gives up on a request after ten seconds; what waits longer than three segments waits for a feed that is away.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(6), Unused = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<(string Session, bool Looker), Shelf> _shelves = new();

    /// <summary>The playlists of a session for those who may see all of it, or for viewers; null: there is nothing for them.</summary>
    public async Task<Playlists?> ReadAsync(SessionView session, bool looker, CancellationToken cancellation)
    {
        Shelf shelf = ShelfOf(session.Id, looker);
        await shelf.Gate.WaitAsync(cancellation);
        try
        {
            RecordingTimeline? whole = await shelf.WholeAsync(recordings, session.Id, clock, cancellation);
            if ((looker ? whole : whole?.ForViewers(session)) is not { } timeline) return null;
            bool ended = session.Phase == SessionPhase.Ended;
            IReadOnlyList<Stretch> rehearsed = looker ? Rehearsed.Of(session) : [];
            if (shelf.Now is { } now && now.IsStill(timeline, ended, rehearsed)) return now;
            Sweep();
            return shelf.Now = new Playlists(timeline, LiveWindow.After(shelf.Now?.Window ?? LiveWindow.Empty, timeline), ended, rehearsed);
        }
        finally
        {
            shelf.Gate.Release();
        }
    }

    /// <summary>
    /// The same as soon as it has the segment of that number (_HLS_msn, rfc8216bis section 6.2.5.2), at the latest after some seconds. A number that is not the
    /// next one is of a player that knows another recording: it is answered at once.
    /// </summary>
    /// <param name="live">Whether the number is one of the live window.</param>
    public async Task<Playlists?> AwaitAsync(SessionView session, bool looker, long number, bool live, CancellationToken cancellation)
    {
        long begin = clock.GetTimestamp();
        while (true)
        {
            string state = recordings.StateOf(session.Id);
            Playlists? now = await ReadAsync(session, looker, cancellation);
            if (now is null || now.Ended || now.Last(live) + 1 != number || clock.GetElapsedTime(begin) >= LongestWait) return now;
            await ShelfOf(session.Id, looker).ChangeAsync(state, () => recordings.StateOf(session.Id), LongestWait, clock).WaitAsync(cancellation);
        }
    }

    private Shelf ShelfOf(string session, bool looker)
    {
        Shelf shelf = _shelves.GetOrAdd((session, looker), _ => new Shelf());
        shelf.Used = clock.GetTimestamp();
        return shelf;
    }

    private void Sweep()
    {
        foreach ((var key, Shelf shelf) in _shelves)
        {
            // The numbers are kept: whoever comes back to a session that was not watched for a while may have known them.
            if (clock.GetElapsedTime(shelf.Used) > Unused) shelf.Now?.Forget();
            if (shelf.Now is { Ended: true } && clock.GetElapsedTime(shelf.Used) > Unused) _shelves.TryRemove(key, out _);
        }
    }

    private sealed class Shelf
    {
        private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(80), Sure = TimeSpan.FromSeconds(5);
        private (string State, long At, RecordingTimeline? Whole) _read = ("-", 0, null);
        private readonly Lock _lock = new();
        private (string State, Task Task)? _waiting;

        public SemaphoreSlim Gate { get; } = new(1);

        public Playlists? Now { get; set; }

        public long Used { get; set; }

        /// <summary>The recording, read again when it has changed; and from time to time, for a file that came late. Behind the gate.</summary>
        public async Task<RecordingTimeline?> WholeAsync(RecordingStore recordings, string session, TimeProvider clock, CancellationToken cancellation)
        {
            string state = recordings.StateOf(session);
            if (_read.State != state || clock.GetElapsedTime(_read.At) > Sure) _read = (state, clock.GetTimestamp(), await recordings.ReadAsync(session, cancellation));
            return _read.Whole;
        }

        /// <summary>Ends when the recording is no longer in that state; one looks for all that wait.</summary>
        public Task ChangeAsync(string state, Func<string> look, TimeSpan longest, TimeProvider clock)
        {
            lock (_lock)
            {
                if (_waiting is { } waiting && waiting.State == state && !waiting.Task.IsCompleted) return waiting.Task;
                Task task = WaitAsync();
                _waiting = (state, task);
                return task;
            }

            async Task WaitAsync()
            {
                long begin = clock.GetTimestamp();
                while (look() == state && clock.GetElapsedTime(begin) < longest) await Task.Delay(Look, clock);
            }
        }
    }
}

/// <summary>What is told of one state of a recording.</summary>
internal sealed class Playlists(RecordingTimeline timeline, LiveWindow window, bool ended, IReadOnlyList<Stretch> rehearsed)
{
    private const string Type = "application/vnd.apple.mpegurl";
    private TextBody? _live, _whole, _delta;

    public LiveWindow Window => window;

    public bool Ended => ended;

    /// <summary>The last minute.</summary>
    public TextBody Live => _live ??= new TextBody(window.Compose(timeline, ended, Uri, rehearsed), Type);

    /// <summary>Everything.</summary>
    /// <param name="delta">For a player that has an earlier one.</param>
    /// <param name="from">Where it is to begin.</param>
    public TextBody Whole(bool delta, DateTimeOffset? from)
    {
        if (from is null) return delta ? _delta ??= Make(delta, null) : _whole ??= Make(delta, null);
        return Make(delta, from);
    }

    /// <summary>The number of the newest segment.</summary>
    public long Last(bool live) => live ? window.Last : timeline.Parts.Sum(part => part.Segments.Count) - 1;

    /// <summary>Whether it still is what there is: parts that have not changed are the same objects.</summary>
    public bool IsStill(RecordingTimeline now, bool over, IReadOnlyList<Stretch> stretches) =>
        over == ended && stretches.SequenceEqual(rehearsed) && now.Parts.Count == timeline.Parts.Count
        && now.Parts.Zip(timeline.Parts).All(pair => ReferenceEquals(pair.First, pair.Second) || (pair.First.Init == pair.Second.Init && pair.First.Segments.SequenceEqual(pair.Second.Segments)));

    /// <summary>Gives the texts back; they are made again when somebody asks.</summary>
    public void Forget() => (_live, _whole, _delta) = (null, null, null);

    private TextBody Make(bool delta, DateTimeOffset? from) =>
        new((delta ? EventPlaylist.ComposeDelta(timeline, ended, Uri, rehearsed, from) : null) ?? EventPlaylist.Compose(timeline, ended, Uri, rehearsed, from), Type);

    private static string Uri(SegmentFile file) => $"{file.Part}/{file.Name}";
}

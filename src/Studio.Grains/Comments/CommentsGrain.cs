using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Utilities;
using StackExchange.Redis;
using Studio.Grains.Commit;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Comments;

/// <summary>The shell around <see cref="CommentBook"/>: loads, decides in groups, stores, tells.</summary>
/// <remarks>Reentrant as the hold ledger is: comments come in floods, and one write carries all that came while the last one was under way.</remarks>
[Reentrant]
internal sealed class CommentsGrain(IConnectionMultiplexer redis, StudioStore store, TimeProvider clock, ILogger<CommentsGrain> log) : Grain, ICommentsGrain
{
    private const int SnapshotAfter = 2_000;
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(100);

    private readonly ObserverManager<ICommentsObserver> _observers = new(ObserverLease.Lifetime, log);
    private GroupCommit<CommentBook, CommentEvent, CommentsView> _book = null!;
    private RedisCommitLog<CommentSnapshot, CommentEvent> _log = null!;
    private IGrainTimer? _tellTimer;
    private long _told;
    private bool _untold;

    private string Id => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _log = new RedisCommitLog<CommentSnapshot, CommentEvent>(
            redis.GetDatabase(), store.Key($"comments:{Id}"), CommentJson.Default.CommentSnapshot, CommentJson.Default.CommentEventArray, keepsAll: true);
        _book = await GroupCommit<CommentBook, CommentEvent, CommentsView>.LoadAsync(
            new SnapshotLog(_log), () => new CommentBook(), (book, change) => book.Apply(change), (book, _) => View(book), OnCommitted, _ => SnapshotAfter);
        _told = _book.Committed.Changes;
        _tellTimer = this.RegisterGrainTimer(TellAsync, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
    }

    public Task<Outcome<Comment>> Post(PostComment command)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return _book.RunAsync(book => CommentBook.Post(book, Id, command, now));
    }

    public Task<Outcome<Comment>> Judge(Stamp stamp, JudgeComment command) => ModerateAsync((book, now) => Moderating.Judge(book, stamp, command, now));

    public Task<Outcome<Moderation>> Mute(Stamp stamp, MuteGuest command) => ModerateAsync((book, now) => Moderating.Mute(book, stamp, command, now));

    public Task<Outcome<Moderation>> Unmute(Stamp stamp, string guest) => ModerateAsync((book, now) => Moderating.Unmute(book, stamp, guest, now));

    public Task<Outcome<Moderation>> SetRules(Stamp stamp, CommentRules rules) => ModerateAsync((book, now) => Moderating.SetRules(book, stamp, rules, now));

    public Task<CommentsView> Get() => Task.FromResult(_book.Committed);

    public async Task<IReadOnlyList<CommentLine>> History(long from, int batches) => [.. (await _log.ReadAsync(from, batches)).Select(Readable)];

    public Task<CommentsView> Observe(ICommentsObserver observer)
    {
        _observers.Subscribe(observer, observer);
        return Get();
    }

    // A moderator's word is told at once: what was hidden is on screens meanwhile.
    private async Task<Outcome<T>> ModerateAsync<T>(Func<CommentBook, DateTimeOffset, Decision<CommentEvent, Outcome<T>>> decide)
    {
        DateTimeOffset now = clock.GetUtcNow();
        Outcome<T> outcome = await _book.RunAsync(book => decide(book, now));
        if (outcome.Refusal is null) await TellAsync(CancellationToken.None);
        return outcome;
    }

    private CommentsView View(CommentBook book) => new([.. book.Comments], Moderating.Standing(book, clock.GetUtcNow()), book.Changes);

    private void OnCommitted(CommentsView view)
    {
        if (_untold) return;
        _untold = true;
        _tellTimer?.Change(TellEvery, Timeout.InfiniteTimeSpan);
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        _untold = false;
        CommentsView view = _book.Committed;
        if (view.Changes <= _told) return;
        long told = _told;
        _told = view.Changes;
        CommentsView news = view with { Comments = [.. view.Comments.Where(comment => comment.Touched > told)] };
        await _observers.Notify(observer => observer.CommentsChanged(Id, news));
    }

    private static CommentLine Readable(CommentEvent line)
    {
        JsonElement stored = JsonSerializer.SerializeToElement(line, CommentJson.Default.CommentEvent);
        return new CommentLine(line.At, line.By, stored.GetProperty("t").GetString()!, stored.GetRawText());
    }

    /// <summary>Stores books as snapshots of what cannot be derived.</summary>
    private sealed class SnapshotLog(RedisCommitLog<CommentSnapshot, CommentEvent> inner) : ICommitLog<CommentBook, CommentEvent>
    {
        public async Task<CommitHistory<CommentBook, CommentEvent>> LoadAsync()
        {
            CommitHistory<CommentSnapshot, CommentEvent> history = await inner.LoadAsync();
            return new(history.Version, history.Snapshot is { } snapshot ? CommentBook.Restore(snapshot) : null, history.EventsSince);
        }

        public Task AppendAsync(long version, IReadOnlyList<CommentEvent> events) => inner.AppendAsync(version, events);

        public Task SnapshotAsync(long version, CommentBook state) => inner.SnapshotAsync(version, state.Snapshot());
    }
}

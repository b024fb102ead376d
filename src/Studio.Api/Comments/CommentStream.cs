using Studio.Api.Live;
using Studio.Grains.Comments;
using Studio.Grains.Live;

namespace Studio.Api.Comments;

/// <summary>
/// The comments of one session in this process: what is kept for newcomers, and a small buffer of what is to be sent. Unlike the other
/// documents, of which the latest wins, comments are appended; so what comes too fast to be read is left out and counted, and the buffer
/// stays as small as a frame. What was hidden goes out at once.
/// </summary>
internal sealed partial class CommentStream : ICommentsObserver, IAsyncDisposable
{
    /// <summary>Comments in a viewer's frame, and in a moderator's.</summary>
    public const int PerFrame = 20, PerModerationFrame = 100;

    private const int ForNewcomers = 100;
    private static readonly TimeSpan FrameEvery = TimeSpan.FromMilliseconds(100);

    private readonly string _sessionId;
    private readonly IGrainFactory _grains;
    private readonly SessionBroadcast _broadcast;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly Lock _gate = new();

    // The runtime keeps only a weak reference to an observer; this field keeps ours alive (docs/traps.md).
    private readonly ICommentsObserver _asObserver;

    private readonly SortedList<long, Comment> _kept = [];
    private readonly SortedList<long, Comment> _toViewers = [], _toModerators = [];
    private readonly List<string> _takenBack = [];
    private Moderation _moderation = new(CommentRules.Default, []);
    private bool _rulesDue, _moderationDue, _begun;
    private int _skipped, _skippedForModerators;
    private long _changes;
    private Task _work = Task.CompletedTask;

    public CommentStream(string sessionId, IGrainFactory grains, SessionBroadcast broadcast, TimeProvider clock, ILogger log)
    {
        (_sessionId, _grains, _broadcast, _clock, _log) = (sessionId, grains, broadcast, clock, log);
        _asObserver = grains.CreateObjectReference<ICommentsObserver>(this);
    }

    /// <summary>Rules and mutes, as they were told last.</summary>
    public Moderation Moderation
    {
        get
        {
            lock (_gate) return _moderation;
        }
    }

    /// <summary>What a viewer who comes now sees: the last shown comments after a number, and their own that wait for approval.</summary>
    public IReadOnlyList<Comment> ReadableBy(string guest, long after)
    {
        lock (_gate)
        {
            return [.. _kept.Values.Where(comment => comment.Seq > after
                && (comment.State == CommentState.Shown || (comment.State == CommentState.Held && string.Equals(comment.Guest, guest, StringComparison.Ordinal)))).TakeLast(ForNewcomers)];
        }
    }

    /// <summary>Begins to observe; answers when what there is already is here.</summary>
    public async Task StartAsync()
    {
        await ObserveAsync();
        _work = Task.WhenAll(PumpAsync(), RenewAsync());
    }

    public Task CommentsChanged(string sessionId, CommentsView news)
    {
        lock (_gate)
        {
            foreach (Comment comment in news.Comments) Take(comment);
            while (_kept.Count > CommentBook.Kept) _kept.RemoveAt(0);
            if (news.Changes > _changes)
            {
                bool rules = RoomRulesDto.Of(news.Moderation.Rules) != RoomRulesDto.Of(_moderation.Rules);
                (_changes, _moderation, _rulesDue, _moderationDue) = (news.Changes, news.Moderation, _begun && (rules || _rulesDue), _begun);
            }
        }
        Wake();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _grains.DeleteObjectReference<ICommentsObserver>(_asObserver);
        _stop.Dispose();
        _wake.Dispose();
    }

    // Told twice, or late, changes nothing: each comment says by itself how new it is.
    private void Take(Comment comment)
    {
        if (_kept.TryGetValue(comment.Seq, out Comment? known) && known.Touched >= comment.Touched) return;
        _kept[comment.Seq] = comment;
        if (!_begun) return;
        _toModerators[comment.Seq] = comment;
        if (_toModerators.Count > PerModerationFrame)
        {
            _toModerators.RemoveAt(0);
            _skippedForModerators++;
        }
        if (comment.State == CommentState.Shown)
        {
            if (known?.State == CommentState.Shown) return;
            _toViewers[comment.Seq] = comment;
            if (_toViewers.Count <= PerFrame) return;
            _toViewers.RemoveAt(0);
            _skipped++;
        }
        else
        {
            _toViewers.Remove(comment.Seq);
            // Even one that this process never showed: another connection may have brought it to the page.
            if (comment.State == CommentState.Hidden && _takenBack.Count < CommentBook.Kept) _takenBack.Add(comment.Id);
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
    }

    private async Task ObserveAsync()
    {
        CommentsView view = await _grains.GetGrain<ICommentsGrain>(_sessionId).Observe(_asObserver);
        await CommentsChanged(_sessionId, view);
        lock (_gate) _begun = true;
    }

    [LoggerMessage(LogLevel.Warning, "comments {Session}: could not renew the observation: {Why}")]
    private partial void RenewFailed(string session, string why);
}

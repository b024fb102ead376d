using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Grains.Comments;

/// <summary>The core of comments: what is remembered of a session's comments, and the decisions of guests. No I/O and no clock; instants are arguments.</summary>
/// <remarks>
/// Decisions only read and answer with events; <see cref="Apply"/> alone changes the book, in place. Everything here is bounded: the store
/// keeps the rest. What moderators decide is in <see cref="Moderating"/>.
/// </remarks>
public sealed class CommentBook
{
    /// <summary>
    /// So many comments are kept in memory: more than the 200 that a viewer's page keeps, so that what is on somebody's screen can still be hidden.
    /// </summary>
    public const int Kept = 500;

    /// <summary>Accepted operations and guests that are remembered; the oldest are forgotten first.</summary>
    public const int PostsRemembered = 5_000, GuestsRemembered = 5_000;

    /// <summary>Mutes at a time; the one that would end first gives way.</summary>
    public const int MostMutes = 500;

    private const int TextsRemembered = 3;
    private static readonly TimeSpan RepeatWindow = TimeSpan.FromMinutes(5); // not shorter than the longest slow mode

    private readonly List<Comment> _comments = [];
    private readonly Dictionary<string, DonePost> _posts = new(StringComparer.Ordinal);
    private readonly Queue<string> _postOrder = new();
    private readonly Dictionary<string, GuestTrace> _guests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Mute> _mutes = new(StringComparer.Ordinal);

    /// <summary>The rules.</summary>
    public CommentRules Rules { get; private set; } = CommentRules.Default;

    /// <summary>The last comments by number.</summary>
    public IReadOnlyList<Comment> Comments => _comments;

    /// <summary>Mutes by guest, ended ones included until they are cleared away.</summary>
    public IReadOnlyDictionary<string, Mute> Mutes => _mutes;

    /// <summary>What is remembered of guests.</summary>
    public IReadOnlyDictionary<string, GuestTrace> Guests => _guests;

    /// <summary>Accepted operations that are remembered, oldest first.</summary>
    public IReadOnlyCollection<string> Posts => _postOrder;

    /// <summary>What moderators did, to answer a repeat.</summary>
    public OperationLog<string> Operations { get; private set; } = new();

    /// <summary>Number of the last comment.</summary>
    public long LastSeq { get; private set; }

    /// <summary>How many changes there were.</summary>
    public long Changes { get; private set; }

    /// <summary>The book of a snapshot.</summary>
    public static CommentBook Restore(CommentSnapshot stored)
    {
        var book = new CommentBook { Rules = stored.Rules, LastSeq = stored.LastSeq, Changes = stored.Changes, Operations = stored.Operations };
        book._comments.AddRange(stored.Comments);
        foreach (Mute mute in stored.Mutes) book._mutes[mute.Guest] = mute;
        foreach (GuestTrace guest in stored.Guests) book._guests[guest.Guest] = guest;
        foreach (DonePost post in stored.Posts) book.Remember(post);
        return book;
    }

    /// <summary>What a snapshot stores of this book.</summary>
    public CommentSnapshot Snapshot() => new(
        1, LastSeq, Changes, Rules, [.. _comments], [.. _mutes.Values], [.. _postOrder.Select(id => _posts[id])], [.. _guests.Values], Operations);

    /// <summary>A guest's comment, or why not.</summary>
    public static Decision<CommentEvent, Outcome<Comment>> Post(CommentBook book, string session, PostComment command, DateTimeOffset now)
    {
        Outcome<Written> read = CommentText.Read(command.Name, command.Text);
        if (read.Refusal is { } unreadable) return (Outcome<Comment>)unreadable;
        Written written = read.Value;
        string id = StableId.ForOperation("c", $"{session}\n{command.Guest}", command.OperationId), body = StableId.Hash($"{command.Name}\n{command.Text}", 16);
        if (book._posts.TryGetValue(id, out DonePost? done))
        {
            if (!string.Equals(done.Body, body, StringComparison.Ordinal)) return (Outcome<Comment>)new Refusal(RefusalCodes.OperationConflict);
            return (Outcome<Comment>)(book.Find(id) ?? new Comment(id, done.Seq, command.Guest, written.Name, written.Text, done.At, done.State, written.Masked));
        }
        if (WhyNot(book, command.Guest, written, now) is { } refusal) return (Outcome<Comment>)refusal;
        CommentState state = book.Rules.HoldForApproval ? CommentState.Held : CommentState.Shown;
        var posted = new CommentPosted(now, command.Guest, id, book.LastSeq + 1, written.Name, written.Text, state, written.Masked, body);
        return new((Outcome<Comment>)Of(posted, book.Changes + 1), [posted]);
    }

    /// <summary>A comment that is still in memory.</summary>
    public Comment? Find(string id) => _comments.Find(comment => string.Equals(comment.Id, id, StringComparison.Ordinal));

    /// <summary>The name a guest last gave themselves; null for a stranger too.</summary>
    public string? NameOf(string guest) => _guests.GetValueOrDefault(guest)?.Name;

    /// <summary>Whether the guest has commented, as far as is remembered.</summary>
    public bool Knows(string guest) => _guests.ContainsKey(guest) || _comments.Exists(comment => string.Equals(comment.Guest, guest, StringComparison.Ordinal));

    /// <summary>Makes one event true.</summary>
    public void Apply(CommentEvent change)
    {
        Changes++;
        switch (change)
        {
            case CommentPosted posted:
                Add(posted);
                break;
            case CommentJudged judged when _comments.FindIndex(comment => string.Equals(comment.Id, judged.Id, StringComparison.Ordinal)) is >= 0 and var at:
                _comments[at] = _comments[at] with { State = judged.State, By = judged.By, Why = judged.Why, Touched = Changes };
                break;
            case CommentJudged:
                break; // it has left the memory since
            case GuestMuted muted:
                Add(new Mute(muted.Guest, muted.Name, muted.Until, muted.By, muted.Why, muted.At));
                break;
            case GuestUnmuted unmuted:
                _mutes.Remove(unmuted.Guest);
                break;
            case RulesSet set:
                Rules = set.Rules;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change, "An event that this version does not know.");
        }
        if (change.Operation is { } operation) Operations = Operations.With(operation.Id, operation.Body, (change as CommentJudged)?.Id ?? "");
    }

    private static Refusal? WhyNot(CommentBook book, string guest, Written written, DateTimeOffset now)
    {
        if (!book.Rules.Open) return new Refusal(RefusalCodes.CommentsClosed);
        if (book._mutes.GetValueOrDefault(guest) is { } mute && mute.HoldsAt(now))
        {
            // Said openly, with the reason: whoever speaks to a wall only speaks louder.
            Refusal muted = Refusal.With(RefusalCodes.Muted, "why", mute.Why);
            return mute.Until is { } until ? muted.And("until", until) : muted;
        }
        if (book._guests.GetValueOrDefault(guest) is { } trace)
        {
            DateTimeOffset next = trace.LastAt + TimeSpan.FromSeconds(book.Rules.SlowSeconds);
            if (next > now) return Refusal.With(RefusalCodes.SlowMode, "seconds", (int)Math.Ceiling((next - now).TotalSeconds)).And("nextAllowedAt", next);
            if (now - trace.LastAt < RepeatWindow && trace.Texts.Contains(Likeness(written.Text), StringComparer.Ordinal)) return new Refusal(RefusalCodes.CommentRepeated);
        }
        return WordFilter.Finds(written.Text, book.Rules.BlockedWords) || (written.Name is { } name && WordFilter.Finds(name, book.Rules.BlockedWords))
            ? new Refusal(RefusalCodes.WordBlocked) // never says which: the list would be spelled out word by word
            : null;
    }

    // "好看！！" after "好看" is the same; a row of emoji has no letters and is compared as it is.
    private static string Likeness(string text) => StableId.Hash(WordFilter.Fold(text) is { Length: > 0 } folded ? folded : text, 10);

    private static Comment Of(CommentPosted posted, long touched) => new(
        posted.Id, posted.Seq, posted.By, posted.Name, posted.Text, posted.At, posted.State, posted.Masked, Touched: touched);

    private void Add(CommentPosted posted)
    {
        LastSeq = posted.Seq;
        _comments.Add(Of(posted, Changes));
        if (_comments.Count > Kept) _comments.RemoveAt(0);
        Remember(new DonePost(posted.Id, posted.Seq, posted.Body, posted.At, posted.State));
        IReadOnlyList<string> before = _guests.GetValueOrDefault(posted.By)?.Texts ?? [];
        _guests[posted.By] = new GuestTrace(posted.By, posted.Name, posted.At, [.. before.Append(Likeness(posted.Text)).TakeLast(TextsRemembered)]);
        if (_guests.Count > GuestsRemembered) ForgetGuests();
    }

    private void Add(Mute mute)
    {
        _mutes[mute.Guest] = mute;
        if (_mutes.Count > MostMutes) _mutes.Remove(_mutes.Values.MinBy(one => (one.Until ?? DateTimeOffset.MaxValue, one.At))!.Guest);
    }

    private void Remember(DonePost post)
    {
        _posts[post.Id] = post;
        _postOrder.Enqueue(post.Id);
        if (_postOrder.Count > PostsRemembered) _posts.Remove(_postOrder.Dequeue());
    }

    // Half of them at once, so that a crowd of strangers costs a sort now and then and not with each comment.
    private void ForgetGuests()
    {
        foreach (GuestTrace oldest in _guests.Values.OrderBy(guest => guest.LastAt).Take(GuestsRemembered / 2).ToArray()) _guests.Remove(oldest.Guest);
    }
}

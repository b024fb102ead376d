using System.Text.Json;
using CsCheck;
using Studio.Grains.Comments;
using Studio.Grains.Commit;
using Studio.Grains.Live;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

public sealed class CommentBookTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private int _operation;

    [Fact]
    public void Comments_are_numbered_in_their_order_and_a_repeat_finds_the_first()
    {
        var book = new CommentBook();
        Comment first = Post(book, "g1", "好看", Start, "operation-1").Value;
        Comment second = Post(book, "g2", "好看", Start).Value;
        Assert.Equal((1L, 2L), (first.Seq, second.Seq));
        Assert.Equal(first, Post(book, "g1", "好看", Start.AddHours(1), "operation-1").Value);
        Assert.Equal(RefusalCodes.OperationConflict, Post(book, "g1", "别的", Start.AddHours(1), "operation-1").Refusal!.Code);
        Assert.Equal(2, book.Comments.Count);
    }

    [Fact]
    public void Slow_mode_holds_one_guest_back_and_says_how_long()
    {
        var book = new CommentBook();
        Post(book, "g1", "一", Start);
        Refusal refusal = Post(book, "g1", "二", Start.AddSeconds(1)).Refusal!;
        Assert.Equal((RefusalCodes.SlowMode, 2), (refusal.Code, refusal.Facts!["seconds"]));
        Assert.Null(Post(book, "g2", "二", Start.AddSeconds(1)).Refusal);
        Assert.Null(Post(book, "g1", "二", Start.AddSeconds(3)).Refusal);
    }

    [Fact]
    public void The_same_said_again_is_refused_however_it_is_dressed()
    {
        var book = new CommentBook();
        Post(book, "g1", "好看", Start);
        Assert.Equal(RefusalCodes.CommentRepeated, Post(book, "g1", "好 看！！！", Start.AddSeconds(10)).Refusal!.Code);
        Assert.Null(Post(book, "g1", "🍉", Start.AddSeconds(20)).Refusal);
        Assert.Equal(RefusalCodes.CommentRepeated, Post(book, "g1", "🍉", Start.AddSeconds(30)).Refusal!.Code);
        Assert.Null(Post(book, "g1", "好看", Start.AddMinutes(10)).Refusal);
    }

    [Fact]
    public void A_muted_guest_is_told_why_and_until_when_and_a_stranger_cannot_be_muted()
    {
        var book = new CommentBook();
        Post(book, "g1", "一", Start);
        Assert.Equal(RefusalCodes.NotFound, Run(book, b => Moderating.Mute(b, By(), new MuteGuest("g9", null, ""), Start)).Refusal!.Code);
        Run(book, b => Moderating.Mute(b, By(), new MuteGuest("g1", TimeSpan.FromMinutes(5), "刷屏"), Start));
        Refusal refusal = Post(book, "g1", "二", Start.AddMinutes(4)).Refusal!;
        Assert.Equal((RefusalCodes.Muted, "刷屏", Start.AddMinutes(5)), (refusal.Code, refusal.Facts!["why"], refusal.Facts["until"]));
        Assert.Null(Post(book, "g1", "二", Start.AddMinutes(5)).Refusal);
        Run(book, b => Moderating.Mute(b, By(), new MuteGuest("g1", null, ""), Start.AddMinutes(5)));
        Assert.False(Post(book, "g1", "三", Start.AddDays(1)).Refusal!.Facts!.ContainsKey("until"));
        Run(book, b => Moderating.Unmute(b, By(), "g1", Start.AddDays(1)));
        Assert.Null(Post(book, "g1", "三", Start.AddDays(1)).Refusal);
    }

    [Fact]
    public void Closed_comments_blocked_words_and_approval_are_rules()
    {
        var book = new CommentBook();
        Rules(book, CommentRules.Default with { BlockedWords = ["骗子", " 騙子 ", ""] });
        Assert.Equal(["骗子"], book.Rules.BlockedWords);
        Refusal blocked = Post(book, "g1", "骗 子", Start).Refusal!;
        Assert.Equal((RefusalCodes.WordBlocked, null), (blocked.Code, blocked.Facts));
        Rules(book, CommentRules.Default with { HoldForApproval = true });
        Comment held = Post(book, "g1", "好", Start).Value;
        Assert.Equal(CommentState.Held, held.State);
        Comment approved = Run(book, b => Moderating.Judge(b, By(), new JudgeComment(held.Id, Verdict.Approve, ""), Start)).Value;
        Assert.Equal((CommentState.Shown, "op", book.Comments[0]), (approved.State, approved.By, approved));
        Rules(book, CommentRules.Default with { Open = false });
        Assert.Equal(RefusalCodes.CommentsClosed, Post(book, "g2", "好", Start).Refusal!.Code);
    }

    [Fact]
    public void Rules_out_of_their_limits_are_refused()
    {
        foreach (CommentRules wrong in (CommentRules[])[CommentRules.Default with { SlowSeconds = 301 }, CommentRules.Default with { SlowSeconds = -1 },
            CommentRules.Default with { BlockedWords = ["！！"] }, CommentRules.Default with { BlockedWords = [new string('词', 21)] }, CommentRules.Default with { BlockedWords = [.. Enumerable.Range(0, 201).Select(i => $"词{i}")] }])
        {
            Assert.Equal(RefusalCodes.Validation, Run(new CommentBook(), b => Moderating.SetRules(b, By(), wrong, Start)).Refusal!.Code);
        }
    }

    [Fact]
    public void A_moderators_repeat_changes_nothing_and_an_approval_never_undoes_a_hiding()
    {
        var book = new CommentBook();
        Comment comment = Post(book, "g1", "一", Start).Value;
        Stamp stamp = By();
        for (int i = 0; i < 2; i++) Run(book, b => Moderating.Judge(b, stamp, new JudgeComment(comment.Id, Verdict.Hide, "广告"), Start));
        Assert.Equal((2L, "广告"), (book.Changes, book.Comments[0].Why));
        Assert.Equal(RefusalCodes.OperationConflict, Run(book, b => Moderating.Judge(b, stamp, new JudgeComment(comment.Id, Verdict.Restore, ""), Start)).Refusal!.Code);
        Assert.Equal(CommentState.Hidden, Run(book, b => Moderating.Judge(b, By(), new JudgeComment(comment.Id, Verdict.Approve, ""), Start)).Value.State);
        Assert.Equal(CommentState.Shown, Run(book, b => Moderating.Judge(b, By(), new JudgeComment(comment.Id, Verdict.Restore, ""), Start)).Value.State);
    }

    [Fact]
    public void A_flood_leaves_everything_bounded_and_an_old_repeat_is_still_known()
    {
        var book = new CommentBook();
        Rules(book, CommentRules.Default with { SlowSeconds = 0 });
        for (int i = 0; i < 12_000; i++) Assert.Null(Post(book, $"g{i}", $"第{i}条", Start.AddMilliseconds(i), $"operation-{i}").Refusal);
        Assert.Equal((CommentBook.Kept, CommentBook.PostsRemembered), (book.Comments.Count, book.Posts.Count));
        Assert.InRange(book.Guests.Count, CommentBook.GuestsRemembered / 2, CommentBook.GuestsRemembered);
        Assert.Equal(8_001, Post(book, "g8000", "第8000条", Start.AddHours(1), "operation-8000").Value.Seq);
        Assert.Equal(12_000, book.LastSeq);
        for (int i = 11_000; i < 12_000; i++) Run(book, b => Moderating.Mute(b, By(), new MuteGuest($"g{i}", TimeSpan.FromSeconds(i - 10_000), ""), Start));
        Assert.Equal(CommentBook.MostMutes, book.Mutes.Count);
        Assert.DoesNotContain("g11000", book.Mutes.Keys);
    }

    [Fact]
    public void Whatever_happens_the_stored_form_makes_the_same_book_and_decides_the_same()
    {
        Gen<(int Kind, int Guest, int Text, int Seconds)> step = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 4]);
        step.Array[1, 80].Sample(steps =>
        {
            var book = new CommentBook();
            DateTimeOffset now = Start;
            int operation = 0;
            List<CommentEvent> log = [];
            foreach ((int kind, int guest, int text, int seconds) in steps)
            {
                now = now.AddSeconds(seconds);
                var stamp = new Stamp($"moderator-{operation++ % 40}", "op");
                string? some = book.Comments.Count > 0 ? book.Comments[text % book.Comments.Count].Id : null;
                IReadOnlyList<CommentEvent> events = kind switch
                {
                    0 => Moderating.Mute(book, stamp, new MuteGuest($"g{guest}", TimeSpan.FromSeconds(1 + text), "吵"), now).Events,
                    1 => Moderating.Unmute(book, stamp, $"g{guest}", now).Events,
                    2 => Moderating.SetRules(book, stamp, new CommentRules(text > 0, guest, text > 2 ? ["坏"] : [], text == 3), now).Events,
                    3 when some is not null => Moderating.Judge(book, stamp, new JudgeComment(some, (Verdict)(guest % 3), "因为"), now).Events,
                    _ => CommentBook.Post(book, "s", new PostComment($"operation-{operation % 30}", $"g{guest}", null, text == 5 ? "坏" : $"话{text}{operation}"), now).Events,
                };
                foreach (CommentEvent change in events)
                {
                    book.Apply(change);
                    log.Add(change);
                }
                if (!book.Comments.Select(comment => comment.Seq).SequenceEqual(Enumerable.Range(1, book.Comments.Count).Select(seq => (long)seq))) return false;
            }
            string wire = JsonSerializer.Serialize([.. log], CommentJson.Default.CommentEventArray), whole = Stored(book);
            var replayed = new CommentBook();
            foreach (CommentEvent change in JsonSerializer.Deserialize(wire, CommentJson.Default.CommentEventArray)!) replayed.Apply(change);
            CommentBook restored = CommentBook.Restore(JsonSerializer.Deserialize(whole, CommentJson.Default.CommentSnapshot)!);
            return whole == Stored(replayed) && whole == Stored(restored);
        }, iter: 300);
    }

    private static string Stored(CommentBook book) => JsonSerializer.Serialize(book.Snapshot(), CommentJson.Default.CommentSnapshot);

    private Stamp By() => new($"moderator-{_operation++}", "op");

    private void Rules(CommentBook book, CommentRules rules) => Assert.Null(Run(book, b => Moderating.SetRules(b, By(), rules, Start)).Refusal);

    private Outcome<Comment> Post(CommentBook book, string guest, string text, DateTimeOffset now, string? operation = null) =>
        Run(book, b => CommentBook.Post(b, "s", new PostComment(operation ?? $"operation-{_operation++}", guest, null, text), now));

    private static Outcome<T> Run<T>(CommentBook book, Func<CommentBook, Decision<CommentEvent, Outcome<T>>> decide)
    {
        Decision<CommentEvent, Outcome<T>> decision = decide(book);
        foreach (CommentEvent change in decision.Events) book.Apply(change);
        return decision.Answer;
    }
}

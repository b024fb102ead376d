using System.Collections.Concurrent;
using StackExchange.Redis;
using Studio.Grains.Comments;
using Studio.Grains.Commit;
using Studio.Grains.Live;
using Studio.Grains.Values;
using Studio.Testing;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>The comments grain in a silo, on a real Redis that dies.</summary>
public sealed class CommentsClusterTests : IAsyncLifetime
{
    private GrainCluster _grains = null!;

    public async ValueTask InitializeAsync() => _grains = await GrainCluster.StartAsync();

    public ValueTask DisposeAsync() => _grains.DisposeAsync();

    [Fact]
    public async Task After_the_store_was_killed_every_acknowledged_comment_is_in_the_log_exactly_once()
    {
        ICommentsGrain comments = await OpenAsync("killed");
        ConcurrentBag<Comment> acknowledged = [];
        // More than is kept in memory and more than a snapshot covers: the record must not end where they do.
        for (int wave = 0; wave < 3; wave++)
        {
            await Task.WhenAll(Enumerable.Range(wave * 1_000, 1_000).Select(async i => acknowledged.Add((await comments.Post(Said(i))).Value)));
        }
        Task<Outcome<Comment>>[] storm = [.. Enumerable.Range(3_000, 400).Select(i => comments.Post(Said(i)))];
        await _grains.Redis.KillAsync();
        foreach (Task<Outcome<Comment>> call in storm)
        {
            try
            {
                acknowledged.Add((await call).Value);
            }
            catch (Exception unknown) when (unknown is StorageUnavailableException or TimeoutException)
            {
                // Its outcome is unknown; only what was answered is promised.
            }
        }
        await _grains.Redis.StartAgainAsync();
        await Wait.UntilAsync(() => _grains.Redis.Connection.IsConnected, "reconnected");
        await Wait.UntilAsync(() => AnswersAsync(comments), "the grain answers again");
        Comment[] repeated = await Task.WhenAll(Enumerable.Range(3_000, 400).Select(async i => (await comments.Post(Said(i))).Value));
        Assert.Equal(400, repeated.Select(comment => comment.Id).Distinct(StringComparer.Ordinal).Count());

        IReadOnlyList<CommentLine> log = await comments.History(0, int.MaxValue);
        string[] ids = [.. log.Where(line => line.What == "posted").Select(line => System.Text.Json.JsonDocument.Parse(line.Details).RootElement.GetProperty("i").GetString()!)];
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(3_400, ids.Length);
        Assert.Superset(acknowledged.Select(comment => comment.Id).ToHashSet(StringComparer.Ordinal), ids.ToHashSet(StringComparer.Ordinal));
        CommentsView view = await comments.Get();
        Assert.Equal((CommentBook.Kept, 3_400L), (view.Comments.Count, view.Comments[^1].Seq));
    }

    [Fact]
    public async Task What_was_hidden_is_told_by_whom_and_why_and_outlives_the_silo()
    {
        ICommentsGrain comments = await OpenAsync("hidden");
        var told = new Told();
        ICommentsObserver reference = _grains.Factory.CreateObjectReference<ICommentsObserver>(told);
        await comments.Observe(reference);
        Comment comment = (await comments.Post(Said(1))).Value;
        await Wait.UntilAsync(() => told.Last.TryGetValue(comment.Id, out Comment? known) && known.State == CommentState.Shown, "the comment was told");
        await comments.Judge(new Stamp("moderator-1", "王主任"), new JudgeComment(comment.Id, Verdict.Hide, "广告"));
        await comments.Mute(new Stamp("moderator-2", "王主任"), new MuteGuest("g1", null, "刷屏"));
        await Wait.UntilAsync(() => told.Last.TryGetValue(comment.Id, out Comment? known) && known.State == CommentState.Hidden, "the hiding was told");

        await _grains.RestartSiloAsync();
        comments = _grains.Factory.GetGrain<ICommentsGrain>("hidden");
        CommentsView view = await comments.Get();
        Assert.Equal((CommentState.Hidden, "王主任", "广告"), (view.Comments[0].State, view.Comments[0].By, view.Comments[0].Why));
        Assert.Equal(RefusalCodes.Muted, (await comments.Post(Said(1) with { OperationId = "operation-new" })).Refusal!.Code);
        Assert.Equal(["rules", "posted", "judged", "muted"], (await comments.History(0, 100)).Select(line => line.What));
        GC.KeepAlive(told);
    }

    private async Task<ICommentsGrain> OpenAsync(string session)
    {
        ICommentsGrain comments = _grains.Factory.GetGrain<ICommentsGrain>(session);
        await comments.SetRules(new Stamp("moderator-0", "op"), CommentRules.Default with { SlowSeconds = 0 });
        return comments;
    }

    private static PostComment Said(int number) => new($"operation-{number}", $"g{number}", null, $"第{number}条");

    private static async Task<bool> AnswersAsync(ICommentsGrain comments)
    {
        try
        {
            await comments.Get();
            return true;
        }
        catch (Exception failure) when (failure is StorageUnavailableException or TimeoutException or RedisException)
        {
            return false;
        }
    }

    private sealed class Told : ICommentsObserver
    {
        public ConcurrentDictionary<string, Comment> Last { get; } = new(StringComparer.Ordinal);

        public Task CommentsChanged(string sessionId, CommentsView news)
        {
            foreach (Comment comment in news.Comments) Last[comment.Id] = comment;
            return Task.CompletedTask;
        }
    }
}

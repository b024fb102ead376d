using Studio.Grains.Live;

namespace Studio.Api.Comments;

/// <summary>The pump: what was taken back at once, the rest at most ten times a second; and the renewal of the observation.</summary>
internal sealed partial class CommentStream
{
    private async Task PumpAsync()
    {
        DateTimeOffset allowed = DateTimeOffset.MinValue;
        try
        {
            while (true)
            {
                await _wake.WaitAsync(_stop.Token);
                TimeSpan early = allowed - _clock.GetUtcNow();
                if (early > TimeSpan.Zero)
                {
                    if (TakeBack() is { } urgent) await _broadcast.CommentsAsync(urgent);
                    if (SomethingIsDue()) _ = WakeAfterAsync(early);
                    continue;
                }
                (CommentsFrame? viewers, ModerationFrame? moderators) = TakeFrames();
                if (viewers is null && moderators is null) continue;
                if (viewers is not null) await _broadcast.CommentsAsync(viewers);
                if (moderators is not null) await _broadcast.ModerationAsync(moderators);
                allowed = _clock.GetUtcNow() + FrameEvery;
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }
    }

    private CommentsFrame? TakeBack()
    {
        lock (_gate)
        {
            if (_takenBack.Count == 0) return null;
            var frame = new CommentsFrame([], 0, [.. _takenBack], null);
            _takenBack.Clear();
            return frame;
        }
    }

    private bool SomethingIsDue()
    {
        lock (_gate) return _toViewers.Count > 0 || _toModerators.Count > 0 || _rulesDue || _moderationDue;
    }

    private (CommentsFrame? Viewers, ModerationFrame? Moderators) TakeFrames()
    {
        lock (_gate)
        {
            CommentsFrame? viewers = _toViewers.Count > 0 || _takenBack.Count > 0 || _rulesDue
                ? new([.. _toViewers.Values.Select(comment => CommentDto.Of(comment))], _skipped, [.. _takenBack], _rulesDue ? RoomRulesDto.Of(_moderation.Rules) : null)
                : null;
            ModerationFrame? moderators = _toModerators.Count > 0 || _moderationDue
                ? new([.. _toModerators.Values.Select(ModeratedCommentDto.Of)], _skippedForModerators, ModerationDto.Of(_moderation, _changes))
                : null;
            _toViewers.Clear();
            _toModerators.Clear();
            _takenBack.Clear();
            (_rulesDue, _moderationDue, _skipped, _skippedForModerators) = (false, false, 0, 0);
            return (viewers, moderators);
        }
    }

    private async Task WakeAfterAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, _clock, _stop.Token);
            Wake();
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException)
        {
            // Nobody watches any more.
        }
    }

    private async Task RenewAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(ObserverLease.Renewal, _clock, _stop.Token);
                try
                {
                    await ObserveAsync();
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // The store or the grain is away; what was missed comes with the next renewal.
                    RenewFailed(_sessionId, failure.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }
    }
}

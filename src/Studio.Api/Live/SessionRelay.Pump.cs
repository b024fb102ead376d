using System.Collections.Immutable;
using Studio.Api.Clips;
using Studio.Grains.Clips;
using Studio.Grains.Live;
using Studio.Grains.Showcase;

namespace Studio.Api.Live;

/// <summary>The pump: sends what is due, urgent things first, counts at most ten times a second; and the renewal of the observation.</summary>
internal sealed partial class SessionRelay
{
    private async Task PumpAsync()
    {
        DateTimeOffset countsAllowed = DateTimeOffset.MinValue;
        try
        {
            while (true)
            {
                await _wake.WaitAsync(_stop.Token);
                await SendUrgentAsync();
                TimeSpan early = countsAllowed - _clock.GetUtcNow();
                if (early > TimeSpan.Zero && CountsAreDue())
                {
                    // A take must not wait for the counts' turn, so the pump comes back instead of sleeping.
                    _ = WakeAfterAsync(early);
                    continue;
                }
                if (await SendCountsAsync()) countsAllowed = _clock.GetUtcNow() + CountsEvery;
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }
    }

    private bool CountsAreDue()
    {
        lock (_gate) return _countsDue || _stockDue;
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

    private async Task SendUrgentAsync()
    {
        OnAirDoc? onAir;
        SessionStatus? status;
        ImmutableQueue<Clip> clips;
        ImmutableList<ShowcaseItem> items;
        BoardDoc? board;
        lock (_gate)
        {
            items = _changedItems;
            board = _boardDue ? BoardDoc.Of(_session, _blank, Audience.Here, Consoles.Now, _clock.GetUtcNow()) : null;
            (_changedItems, _boardDue) = ([], false);
            onAir = _onAirDue ? Document() : null;
            status = _sessionDue ? SessionStatus.Of(_session) : null;
            clips = _clips;
            (_onAirDue, _sessionDue, _clips) = (false, false, []);
            if (onAir is not null) _stockDue = false;
        }
        if (onAir is not null) await _broadcast.CardAsync(onAir);
        if (status is not null) await _broadcast.StatusAsync(status);
        if (items.Count > 0) await _broadcast.ItemsAsync([.. items.DistinctBy(item => item.Id, StringComparer.Ordinal).Select(item => ShowcaseItemDto.Of(_session.Items.First(now => now.Id == item.Id)))]);
        if (board is not null) await _broadcast.BoardAsync(board);
        foreach (Clip clip in clips) await _broadcast.ClipAsync(ClipDto.Of(clip));
        if (Overlays.TakeChanges() is { } overlays) await _broadcast.OverlaysAsync(overlays);
        await SendMovedAsync();
    }

    private async Task<bool> SendCountsAsync()
    {
        CountsDoc? counts;
        OnAirDoc? stock;
        lock (_gate)
        {
            counts = _countsDue ? Counts : null;
            stock = _stockDue ? Document() : null;
            (_countsDue, _stockDue) = (false, false);
        }
        if (stock is not null) await _broadcast.StockAsync(stock);
        if (counts is not null) await _broadcast.CountsAsync(counts);
        return counts is not null || stock is not null;
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
                    if (Consoles.Now is { Count: > 0 } here) await _grains.GetGrain<ILiveSessionGrain>(_sessionId).Attend(here, open: true);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // The store or the grain is away; what it missed comes with the next renewal.
                    RenewFailed(_sessionId, failure.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }
    }

    private async Task ObserveAsync()
    {
        if (await _grains.GetGrain<ILiveSessionGrain>(_sessionId).Observe(_asSessionObserver) is not { } session) return;
        // What was missed while the grain moved; a view that says nothing new costs one small message in five seconds.
        await SessionChanged(session);
        await Counted(_sessionId, await Ledger.Observe(_asLedgerObserver));
    }
}

using Microsoft.AspNetCore.SignalR;
using Studio.Api.Clips;
using Studio.Api.Comments;
using Studio.Api.Showcase;

namespace Studio.Api.Live;

/// <summary>Sends to the clients of one session in this process; no frame takes longer than its deadline.</summary>
internal sealed partial class SessionBroadcast(
    string sessionId, IHubContext<StudioHub, IStudioClient> studio, IHubContext<RoomHub, IRoomClient> room, TimeProvider clock, ILogger log, CancellationToken stop)
{
    private static readonly TimeSpan FrameDeadline = TimeSpan.FromMilliseconds(50);

    private IStudioClient ControlRooms => studio.Clients.Group(StudioHub.Watchers(sessionId));

    private IStudioClient OverlayPages => studio.Clients.Group(StudioHub.Overlays(sessionId));

    private IRoomClient Viewers => room.Clients.Group(RoomHub.Viewers(sessionId));

    /// <summary>A card went on or off: the overlays first, they are the broadcast.</summary>
    public async Task CardAsync(OnAirDoc document)
    {
        await WithinDeadline(OverlayPages.OnAir(document));
        await WithinDeadline(ControlRooms.OnAir(document), Viewers.OnAir(document.ForViewers()));
    }

    /// <summary>The stock of the card on air. Viewers take it from the counts: one message to the many instead of two.</summary>
    public Task StockAsync(OnAirDoc document) => WithinDeadline(OverlayPages.OnAir(document), ControlRooms.OnAir(document));

    /// <summary>Counts of all items.</summary>
    public Task CountsAsync(CountsDoc counts) => WithinDeadline(ControlRooms.Counts(counts), Viewers.Counts(counts));

    /// <summary>Phase and feed.</summary>
    public Task StatusAsync(SessionStatus status) => WithinDeadline(ControlRooms.Session(status), Viewers.Session(status));

    /// <summary>What the control room knows beside the card.</summary>
    public Task BoardAsync(BoardDoc board) => WithinDeadline(ControlRooms.Board(board));

    /// <summary>Items of the showcase that are others now.</summary>
    public Task ItemsAsync(IReadOnlyList<ShowcaseItemDto> items) => WithinDeadline(ControlRooms.Items(items), Viewers.Shelf([.. items.Select(RoomItemDto.Of)]));

    /// <summary>Connections of viewers whose holds moved: each by its id, for a search by viewer would go through all connections.</summary>
    public Task HoldsMovedAsync(IReadOnlyList<string> connections) => WithinDeadline([.. connections.Select(connection => room.Clients.Client(connection).HoldsMoved())]);

    /// <summary>A clip moved on.</summary>
    public Task ClipAsync(ClipDto clip) => WithinDeadline(ControlRooms.Clip(clip));

    /// <summary>Comments for viewers.</summary>
    public Task CommentsAsync(CommentsFrame frame) => WithinDeadline(Viewers.Comments(frame));

    /// <summary>Comments for moderators.</summary>
    public Task ModerationAsync(ModerationFrame frame) => WithinDeadline(ControlRooms.Comments(frame));

    /// <summary>What the overlay pages confirmed.</summary>
    public Task OverlaysAsync(IReadOnlyList<OverlayStatus> overlays) => WithinDeadline(ControlRooms.Overlays(overlays));

    // An awaited group send waits for the slowest socket. What is late at its deadline goes on by itself; SignalR closes a socket
    // that takes nothing for ten seconds, and the next frame is whole again.
    private async Task WithinDeadline(params Task[] sends)
    {
        Task all = Task.WhenAll(sends);
        if (all.IsCompletedSuccessfully) return;
        try
        {
            await all.WaitAsync(FrameDeadline, clock, stop);
        }
        catch (TimeoutException)
        {
            _ = all.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            SendFailed(sessionId, failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "relay {Session}: a send failed")]
    private partial void SendFailed(string session, Exception failure);
}

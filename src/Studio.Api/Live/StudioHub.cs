using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Studio.Api.Catalog;
using Studio.Api.Clips;
using Studio.Api.People;
using Studio.Grains.Live;

namespace Studio.Api.Live;

/// <summary>What the server tells control rooms and overlays.</summary>
internal interface IStudioClient
{
    /// <summary>The whole on-air document.</summary>
    Task OnAir(OnAirDoc document);

    /// <summary>Counts of all items, at most ten times a second.</summary>
    Task Counts(CountsDoc counts);

    /// <summary>Phase and feed.</summary>
    Task Session(SessionStatus status);

    /// <summary>All overlays.</summary>
    Task Overlays(IReadOnlyList<OverlayStatus> overlays);

    /// <summary>What the control room knows beside the card.</summary>
    Task Board(BoardDoc board);

    /// <summary>Items of the showcase that are others now.</summary>
    Task Items(IReadOnlyList<ShowcaseItemDto> items);

    /// <summary>A clip moved on.</summary>
    Task Clip(ClipDto clip);

    /// <summary>The link through which this client came was revoked.</summary>
    Task Revoked();
}

/// <summary>Operators, hosts and overlays.</summary>
[Authorize(Access.LookOrOverlay)]
internal sealed class StudioHub(RelaySet relays) : Hub<IStudioClient>
{
    private const string SessionItem = "session";
    private const int PicturesAhead = 100;

    /// <summary>The group of a session's control rooms.</summary>
    public static string Watchers(string sessionId) => $"watch:{sessionId}";

    /// <summary>The group of a session's overlays.</summary>
    public static string Overlays(string sessionId) => $"overlay:{sessionId}";

    /// <summary>The group of those who came through a link.</summary>
    public static string Link(string linkId) => $"link:{linkId}";

    /// <summary>Staff: watch a session from now on.</summary>
    [Authorize(Access.Look)]
    public async Task<StudioSnapshot> Watch(string sessionId)
    {
        SessionRelay relay = await FollowAsync(sessionId, Watchers(sessionId));
        return new StudioSnapshot(relay.OnAir, relay.Counts, relay.Status, relay.Overlays.Now, [], relay.Board, []);
    }

    /// <summary>Staff: this connection, which watches a session, is a console of its control room.</summary>
    [Authorize(Access.Look)]
    public async Task Attend()
    {
        if (Context.Items[SessionItem] is string sessionId && await relays.FindAsync(sessionId) is { } relay) await relay.AttendAsync(Context.ConnectionId, Context.User!.Identity!.Name!);
    }

    /// <summary>An overlay page has loaded; it shows the session of its link.</summary>
    public async Task<StudioSnapshot> JoinOverlay(OverlaySize size)
    {
        (string link, string sessionId) = OverlayLink();
        SessionRelay relay = await FollowAsync(sessionId, Overlays(sessionId));
        await Groups.AddToGroupAsync(Context.ConnectionId, Link(link));
        OnAirDoc document = relay.OnAir;
        relay.Overlays.Joined(Context.ConnectionId, Context.User!.Identity!.Name!, Math.Clamp(size.Width, 0, 16_384), Math.Clamp(size.Height, 0, 16_384), new Shown(document.Epoch, document.Revision, document.Blank.Version));
        return new StudioSnapshot(document, relay.Counts, relay.Status, [], [.. relay.Session.Items.Select(item => PictureStore.UrlOf(item.Picture)).Distinct(StringComparer.Ordinal).Take(PicturesAhead)],
            null, [.. relay.Session.Rundown.Items.Select(item => item.Template).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>An overlay confirms what is on the screen (after the second animation frame), or that it is hidden.</summary>
    public async Task Painted(PaintedReport report)
    {
        (_, string sessionId) = OverlayLink();
        if (await relays.FindAsync(sessionId) is { } relay) relay.Overlays.Painted(Context.ConnectionId, new Shown(report.Epoch, report.Revision, report.BlankVersion), report.Visible, report.PictureFailed, report.TemplateFailed);
    }

    /// <summary>The document as it is now, for a client that saw a gap.</summary>
    public async Task<OnAirDoc> Current() =>
        Context.Items[SessionItem] is string sessionId && await relays.FindAsync(sessionId) is { } relay ? relay.OnAir : throw new HubException("not-found");

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items[SessionItem] is not string sessionId) return;
        try
        {
            if (await relays.FindAsync(sessionId) is not { } relay) return;
            relay.Overlays.Left(Context.ConnectionId);
            await relay.AttendAsync(Context.ConnectionId, null);
        }
        finally
        {
            relays.Leave(sessionId);
        }
    }

    private async Task<SessionRelay> FollowAsync(string sessionId, string group)
    {
        SessionRelay relay = await relays.FindAsync(sessionId) ?? throw new HubException("not-found");
        if (Context.Items[SessionItem] is not string before)
        {
            Context.Items[SessionItem] = sessionId;
            relays.Enter(sessionId);
        }
        else if (!string.Equals(before, sessionId, StringComparison.Ordinal))
        {
            throw new HubException("one-session"); // a connection follows one session; another one opens another connection
        }
        await Groups.AddToGroupAsync(Context.ConnectionId, group);
        return relay;
    }

    private (string Link, string SessionId) OverlayLink() =>
        Context.User?.FindFirstValue(OverlayAuthentication.LinkClaim) is { } link && Context.User.FindFirstValue(GuestIdentity.SessionClaim) is { } session
            ? (link, session)
            : throw new HubException("forbidden");
}

/// <summary>The size of an overlay page in CSS pixels.</summary>
internal sealed record OverlaySize(int Width, int Height, string? Layout = null);

/// <summary>What an overlay has painted; <paramref name="Visible"/> false: it has the document, but nobody sees the page.</summary>
/// <param name="PictureFailed">The card's picture did not come; it is shown without.</param>
/// <param name="TemplateFailed">Its graphic did not come; it is shown as a lower third.</param>
internal sealed record PaintedReport(
    int Epoch, long Revision, bool Visible, double? ClientTimeMs = null, long BlankVersion = 0, bool PictureFailed = false, bool TemplateFailed = false);

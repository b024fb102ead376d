using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Studio.Api.Comments;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Api.Showcase;

namespace Studio.Api.Live;

/// <summary>What the server tells viewers.</summary>
internal interface IRoomClient
{
    /// <summary>A card went on or off air.</summary>
    Task OnAir(OnAirDoc document);

    /// <summary>Counts of all items, at most ten times a second.</summary>
    Task Counts(CountsDoc counts);

    /// <summary>Phase and feed.</summary>
    Task Session(SessionStatus status);

    /// <summary>What this viewer holds or waits for was changed by time or by somebody else. To ask what it is now is the page's; nobody else is told.</summary>
    Task HoldsMoved();

    /// <summary>Items of the shelf that are others now (a price was called, an item was withdrawn …).</summary>
    Task Shelf(IReadOnlyList<RoomItemDto> items);

    /// <summary>Comments that are new or taken back, at most ten times a second (what is taken back: at once).</summary>
    Task Comments(CommentsFrame frame);

    /// <summary>This connection is closed; the code says why (<see cref="RoomDoor.TooMany"/>).</summary>
    Task Refused(string code);

    /// <summary>The link through which this viewer came was revoked.</summary>
    Task Revoked();
}

/// <summary>Viewers: they listen. Everything that they do goes through HTTP, where it can be limited and repeated.</summary>
[Authorize(Access.Guest)]
internal sealed class RoomHub(RelaySet relays, RoomDoor door) : Hub<IRoomClient>
{
    private const string SessionItem = "session", AddressItem = "address";

    /// <summary>The group of a session's viewers.</summary>
    public static string Viewers(string sessionId) => $"room:{sessionId}";

    /// <summary>Before anything else is read from it or sent to it: a connection too many is told the code and closed.</summary>
    public override async Task OnConnectedAsync()
    {
        GuestIdentity guest = GuestIdentity.Of(Context.User!) ?? throw new HubException("forbidden");
        string address = Limits.Address(Context.GetHttpContext()!);
        if (door.TryEnter(guest.GuestId, address))
        {
            Context.Items[AddressItem] = address;
            return;
        }
        // Told and not thrown: the framework logs what is thrown here as an error, and a thousand of these are no fault of the studio's.
        await Clients.Caller.Refused(RoomDoor.TooMany);
        Context.Abort();
    }

    /// <summary>Follows the session of the guest's link. Null: the connection was refused and is about to close.</summary>
    public async Task<RoomSnapshot?> Join()
    {
        if (!Context.Items.ContainsKey(AddressItem)) return null;
        GuestIdentity guest = GuestIdentity.Of(Context.User!) ?? throw new HubException("forbidden");
        SessionRelay relay = await relays.FindAsync(guest.SessionId) ?? throw new HubException("not-found");
        if (Context.Items.TryAdd(SessionItem, guest.SessionId))
        {
            relays.Enter(guest.SessionId);
            relay.Enter(guest.GuestId, Context.ConnectionId);
        }
        await Groups.AddToGroupAsync(Context.ConnectionId, Viewers(guest.SessionId));
        await Groups.AddToGroupAsync(Context.ConnectionId, StudioHub.Link(guest.LinkId));
        return new RoomSnapshot(relay.OnAir.ForViewers(), relay.Counts, relay.Status);
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items.TryGetValue(AddressItem, out object? address)) door.Leave(GuestIdentity.Of(Context.User!)!.GuestId, (string)address!);
        if (!Context.Items.TryGetValue(SessionItem, out object? session)) return;
        if (await relays.FindAsync((string)session!) is { } relay) relay.Leave(GuestIdentity.Of(Context.User!)!.GuestId, Context.ConnectionId);
        relays.Leave((string)session!);
    }
}

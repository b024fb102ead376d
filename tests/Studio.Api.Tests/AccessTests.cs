using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>Every endpoint × every role. An endpoint that this table does not know fails the first test.</summary>
public sealed class AccessTests(SharedStudio shared)
{
    private const string Everyone = "*", Looks = "manager operator host editor auditor", Operates = "manager operator", Edits = "manager operator editor", Manages = "manager", Guests = "guest", Decks = "deck", Overlays = "overlay",
        Reconciles = "manager operator auditor", AtStations = "manager operator station", Audits = "manager auditor", Cuts = "manager editor";

    private static readonly Dictionary<string, string> Allowed = new(StringComparer.Ordinal)
    {
        ["GET /api/me"] = Everyone,
        ["POST /api/setup"] = Everyone,
        ["POST /api/sign-in"] = Everyone,
        ["POST /api/sign-out"] = Everyone,
        ["POST /api/guest"] = Everyone,
        ["GET /media/pictures/{file}"] = Everyone,
        ["GET /graphics/{id}/{path}"] = Everyone,
        ["GET /api/graphics"] = Looks,
        ["GET /api/people"] = Looks,
        ["GET /api/accounts"] = Manages,
        ["POST /api/accounts"] = Manages,
        ["GET /api/rooms"] = Looks,
        ["POST /api/rooms"] = Manages,
        ["GET /api/products"] = Looks,
        ["POST /api/products"] = Manages,
        ["PUT /api/products/{id}"] = Manages,
        ["PUT /api/products/{id}/picture"] = Manages,
        ["GET /api/sessions"] = Looks,
        ["POST /api/sessions"] = Operates,
        ["GET /api/sessions/{id}"] = Looks,
        ["POST /api/sessions/{id}/items"] = Operates,
        ["POST /api/sessions/{id}/take"] = Operates,
        ["POST /api/sessions/{id}/clear"] = Operates,
        ["POST /api/sessions/{id}/end"] = Operates,
        ["GET /api/sessions/{id}/log"] = Looks,
        ["GET /api/sessions/{id}/rundown"] = Looks,
        ["GET /api/sessions/{id}/differences"] = Looks,
        ["GET /api/sessions/{id}/markers"] = Looks,
        ["GET /api/sessions/{id}/report"] = Looks,
        ["GET /api/sessions/{id}/report.xlsx"] = Looks,
        ["GET /api/sessions/{id}/figures"] = Looks,
        ["GET /api/sessions/{id}/figures/events"] = Looks,
        ["POST /api/sessions/{id}/rundown"] = Operates,
        ["POST /api/sessions/{id}/rundown/undo"] = Operates,
        ["POST /api/sessions/{id}/rundown/preview"] = Operates,
        ["POST /api/sessions/{id}/next"] = Operates,
        ["POST /api/sessions/{id}/control"] = Operates,
        ["POST /api/sessions/{id}/rehearsal"] = Operates,
        ["POST /api/sessions/{id}/auto-pop"] = Operates,
        ["POST /api/sessions/{id}/messages"] = Operates,
        ["POST /api/sessions/{id}/marks"] = Edits,
        ["POST /api/sessions/{id}/theme"] = Operates,
        ["PUT /api/sessions/{id}/theme/logo"] = Operates,
        ["POST /api/sessions/{id}/blank"] = Operates,
        ["GET /api/sessions/{id}/obs"] = Looks,
        ["POST /api/sessions/{id}/items/{itemId}/price"] = Operates,
        ["POST /api/sessions/{id}/items/{itemId}/hide-price"] = Operates,
        ["POST /api/sessions/{id}/items/{itemId}/offer"] = Operates,
        ["POST /api/sessions/{id}/items/{itemId}/end-offer"] = Operates,
        ["POST /api/sessions/{id}/items/{itemId}/withdraw"] = Operates,
        ["POST /api/sessions/{id}/items/{itemId}/allot"] = Operates,
        ["POST /api/sessions/{id}/items/{itemId}/push"] = Operates,
        ["PUT /api/sessions/{id}/items/{itemId}/proof"] = Operates,
        ["POST /api/sessions/{id}/prices"] = Operates,
        ["POST /api/sessions/{id}/raises/{raiseId}"] = Operates,
        ["POST /api/deck/take-next"] = Decks,
        ["POST /api/deck/clear"] = Decks,
        ["POST /api/deck/blank"] = Decks,
        ["POST /api/deck/unblank"] = Decks,
        ["GET /api/overlay/state"] = Overlays,
        ["POST /api/sessions/{id}/key"] = Operates,
        ["DELETE /api/sessions/{id}/key"] = Operates,
        ["POST /api/sessions/{id}/srt"] = Operates,
        ["DELETE /api/sessions/{id}/srt"] = Operates,
        ["POST /api/sessions/{id}/slot"] = Operates,
        ["GET /api/sessions/{id}/links"] = Operates,
        ["POST /api/sessions/{id}/links"] = Operates,
        ["DELETE /api/links/{id}"] = Operates,
        ["GET /api/sessions/{id}/pushes"] = Operates,
        ["POST /api/sessions/{id}/pushes"] = Operates,
        ["POST /api/sessions/{id}/pushes/{pushId}/switch"] = Operates,
        ["DELETE /api/sessions/{id}/pushes/{pushId}"] = Operates,
        ["GET /api/keeping"] = Audits,
        ["GET /api/sessions/{id}/keeping"] = Audits,
        ["GET /api/sessions/{id}/keeping/manifest.jsonl"] = Audits,
        ["POST /api/sessions/{id}/keeping/years"] = Manages,
        ["POST /api/sessions/{id}/keeping/hold"] = Manages,
        ["POST /api/sessions/{id}/keeping/lift"] = Manages,
        ["POST /api/sessions/{id}/keeping/deletion"] = Manages,
        ["POST /api/sessions/{id}/keeping/deletion/confirm"] = Manages,
        ["POST /api/sessions/{id}/keeping/deletion/take-back"] = Manages,
        ["GET /api/imports"] = Looks,
        ["POST /api/imports"] = Edits,
        ["GET /api/imports/{id}"] = Looks,
        ["HEAD /api/imports/{id}/upload"] = Edits,
        ["PATCH /api/imports/{id}/upload"] = Edits,
        ["POST /api/imports/{id}/cancel"] = Edits,
        ["POST /api/imports/{id}/retry"] = Edits,
        ["POST /api/imports/{id}/session"] = Edits,
        ["POST /api/imports/{id}/align"] = Edits,
        ["POST /api/imports/{id}/undo"] = Edits,
        ["GET /media/imports/{id}/frame.webp"] = Looks,
        ["GET /api/sessions/{id}/clips"] = Looks,
        ["POST /api/sessions/{id}/clips"] = Cuts,
        ["GET /api/sessions/{id}/analysis"] = Looks,
        ["GET /api/sessions/{id}/exports/{form}"] = Looks,
        ["GET /api/clips/{id}/tighten"] = Looks,
        ["GET /api/clips/presets"] = Looks,
        ["POST /api/clips/join"] = Cuts,
        ["POST /api/clips/approve"] = Cuts,
        ["GET /api/clips/provenance"] = Looks,
        ["GET /api/clips/{id}"] = Looks,
        ["GET /api/clips/{id}/provenance"] = Looks,
        ["PUT /api/clips/{id}/edit"] = Cuts,
        ["POST /api/clips/{id}/split"] = Cuts,
        ["POST /api/clips/{id}/render"] = Cuts,
        ["POST /api/clips/{id}/hand-over"] = Cuts,
        ["POST /api/clips/{id}/assign"] = Cuts,
        ["POST /api/clips/{id}/drop"] = Cuts,
        ["POST /api/clips/{id}/restore"] = Cuts,
        ["POST /api/clips/{id}/approve"] = Cuts,
        ["POST /api/clips/{id}/return"] = Cuts,
        ["POST /api/clips/{id}/claims"] = Cuts,
        ["POST /api/clips/{id}/comments"] = Cuts,
        ["POST /api/clips/{id}/retry"] = Edits,
        ["POST /api/clips/{id}/cancel"] = Edits,
        ["GET /media/clips/{id}/{file}"] = Looks,
        ["GET /media/sessions/{id}/index.m3u8"] = $"{Looks} {Guests}",
        ["GET /media/sessions/{id}/live.m3u8"] = $"{Looks} {Guests}",
        ["GET /api/sessions/{id}/story"] = Looks,
        ["GET /media/sessions/{id}/story/{file}"] = Looks,
        ["GET /media/sessions/{id}/{part}/{file}"] = $"{Looks} {Guests}",
        ["GET /api/room/{sessionId}"] = Guests,
        ["POST /api/room/{sessionId}/holds"] = Guests,
        ["DELETE /api/room/{sessionId}/holds/{holdId}"] = Guests,
        ["POST /api/room/{sessionId}/holds/{holdId}/accept"] = Guests,
        ["POST /api/room/{sessionId}/holds/{holdId}/confirm"] = Guests,
        ["POST /api/room/{sessionId}/waiting"] = Guests,
        ["DELETE /api/room/{sessionId}/waiting/{itemId}"] = Guests,
        ["PUT /api/room/{sessionId}/contact"] = Guests,
        ["DELETE /api/room/{sessionId}/contact"] = Guests,
        ["POST /api/sessions/{id}/proof"] = Operates,
        ["GET /api/room/{sessionId}/comments"] = Guests,
        ["POST /api/room/{sessionId}/comments"] = Guests,
        ["GET /api/sessions/{id}/comments"] = Looks,
        ["GET /api/sessions/{id}/feed"] = Looks,
        ["GET /api/sessions/{id}/comments/log"] = Looks,
        ["POST /api/sessions/{id}/comments/{commentId}/hide"] = Operates,
        ["POST /api/sessions/{id}/comments/{commentId}/restore"] = Operates,
        ["POST /api/sessions/{id}/comments/{commentId}/approve"] = Operates,
        ["POST /api/sessions/{id}/comments/mute"] = Operates,
        ["POST /api/sessions/{id}/comments/unmute"] = Operates,
        ["POST /api/sessions/{id}/comments/rules"] = Operates,
        ["GET /api/room/{sessionId}/stations"] = Guests,
        ["GET /api/enterprises"] = Looks,
        ["POST /api/enterprises"] = Manages,
        ["PUT /api/enterprises/{id}"] = Manages,
        ["GET /api/stations"] = Looks,
        ["POST /api/stations"] = Manages,
        ["PUT /api/stations/{id}"] = Manages,
        ["GET /api/station"] = AtStations,
        ["PUT /api/accounts/{name}/station"] = Manages,
        ["GET /api/sessions/{id}/reconciliation"] = Reconciles,
        ["GET /api/sessions/{id}/reconciliation/rows"] = Reconciles,
        ["GET /api/sessions/{id}/reconciliation.xlsx"] = Reconciles,
        ["GET /api/sessions/{id}/holds"] = Reconciles,
        ["POST /api/sessions/{id}/holds/{holdId}/cancel"] = Operates,
        ["GET /api/sessions/{id}/orders"] = Reconciles,
        ["POST /api/sessions/{id}/orders/preview"] = Operates,
        ["POST /api/sessions/{id}/orders/import"] = Operates,
        ["POST /api/sessions/{id}/orders/match"] = Operates,
        ["POST /api/sessions/{id}/orders/take-off"] = Operates,
        ["GET /api/sessions/{id}/enterprises/{enterpriseId}/export"] = Reconciles,
        ["GET /api/sessions/{id}/exports"] = Reconciles,
        ["GET /api/sessions/{id}/stations/{stationId}/list"] = AtStations,
        ["GET /api/sessions/{id}/stations/{stationId}/reconciliation"] = AtStations,
        ["GET /api/sessions/{id}/stations/{stationId}/export"] = AtStations,
        ["POST /api/sessions/{id}/stations/{stationId}/handed-over"] = AtStations,
        ["POST /api/sessions/{id}/stations/{stationId}/handed-over/{holdId}/undo"] = AtStations,
    };

    [Fact]
    public async Task The_table_knows_every_endpoint()
    {
        JsonElement paths = (await shared.Manager.GetAsync("/openapi/v1.json")).Ok.GetProperty("paths");
        string[] served = [.. paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"))];
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), served.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_role_reaches_what_it_may_and_nothing_else()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string session = StudioClient.Id(await manager.MakeSessionAsync(products: 1));
        var clients = new Dictionary<string, StudioClient>(StringComparer.Ordinal) { ["nobody"] = studio.Client(), ["guest"] = studio.Client(), ["manager"] = manager };
        (await clients["guest"].EnterRoomAsync(await manager.MakeLinkAsync(session, "room"))).Ok.GetProperty("guestId");
        foreach (string kind in (string[])["deck", "overlay"])
        {
            clients[kind] = studio.Client();
            clients[kind].Http.DefaultRequestHeaders.Authorization = new("Bearer", StudioClient.TokenOf(await manager.MakeLinkAsync(session, kind)));
        }
        foreach (string role in (string[])["operator", "host", "editor", "farmer", "station", "auditor"])
        {
            await manager.MakeAccountAsync(role, role);
            clients[role] = studio.Client();
            (await clients[role].SignInAsync(role)).Ok.GetProperty("account");
        }
        List<string> wrong = [];
        foreach ((string endpoint, string allowed) in Allowed.Where(entry => entry.Value != Everyone))
        {
            string[] parts = endpoint.Split(' ');
            string path = parts[1].Replace("{sessionId}", session, StringComparison.Ordinal).Replace("{id}", parts[1].Contains("/sessions/", StringComparison.Ordinal) ? session : "none", StringComparison.Ordinal)
                .Replace("{part}", "part-0001", StringComparison.Ordinal).Replace("{file}", "init.mp4", StringComparison.Ordinal).Replace("{holdId}", "none", StringComparison.Ordinal)
                .Replace("{itemId}", "i1", StringComparison.Ordinal).Replace("{raiseId}", "none", StringComparison.Ordinal).Replace("{commentId}", "none", StringComparison.Ordinal)
                .Replace("{enterpriseId}", "none", StringComparison.Ordinal).Replace("{stationId}", "none", StringComparison.Ordinal).Replace("{name}", "nobody", StringComparison.Ordinal).Replace("{pushId}", "none", StringComparison.Ordinal);
            foreach ((string role, StudioClient client) in clients)
            {
                // An empty body: who may not is refused before anything is read, who may is told what is missing.
                using var picture = new ByteArrayContent([]);
                picture.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/octet-stream");
                object? body = path.EndsWith("/picture", StringComparison.Ordinal) || path.EndsWith("/preview", StringComparison.Ordinal) || path.EndsWith("/import", StringComparison.Ordinal) || path.EndsWith("/logo", StringComparison.Ordinal) || (parts[0] == "PUT" && path.EndsWith("/proof", StringComparison.Ordinal)) ? picture : parts[0] is "POST" or "PUT" ? new { } : null;
                Answer answer = await client.SendAsync(new HttpMethod(parts[0]), path, body);
                bool may = allowed.Split(' ').Contains(role);
                bool reached = answer.Status is not (401 or 403);
                if (may != reached || answer.Status >= 500) wrong.Add($"{role} {endpoint}: {answer.Status} {answer.Code}");
            }
        }
        Assert.Empty(wrong);
        foreach (StudioClient client in clients.Values) client.Dispose();
    }

    [Fact]
    public async Task A_guest_reaches_the_session_of_the_link_and_no_other()
    {
        string mine = StudioClient.Id(await shared.Manager.MakeSessionAsync(products: 1)), other = StudioClient.Id(await shared.Manager.MakeSessionAsync(products: 1));
        using StudioClient guest = shared.Studio.Client();
        await guest.EnterRoomAsync(await shared.Manager.MakeLinkAsync(mine, "room"));
        Assert.Equal(200, (await guest.GetAsync($"/api/room/{mine}")).Status);
        Assert.Equal(404, (await guest.GetAsync($"/api/room/{other}")).Status);
        Assert.Equal(404, (await guest.GetAsync($"/media/sessions/{other}/index.m3u8")).Status);
    }

    [Fact]
    public async Task A_revoked_link_opens_nothing_and_an_overlay_link_is_no_room_link()
    {
        string session = StudioClient.Id(await shared.Manager.MakeSessionAsync(products: 1));
        string room = await shared.Manager.MakeLinkAsync(session, "room"), overlay = await shared.Manager.MakeLinkAsync(session, "overlay");
        using StudioClient guest = shared.Studio.Client();
        Assert.Equal("link-invalid", (await guest.EnterRoomAsync(overlay)).Code);
        Assert.Equal(200, (await guest.EnterRoomAsync(room)).Status);
        foreach (JsonElement link in (await shared.Manager.GetAsync($"/api/sessions/{session}/links")).Ok.EnumerateArray())
        {
            Assert.DoesNotContain(StudioClient.TokenOf(room), link.ToString(), StringComparison.Ordinal);
            await shared.Manager.SendAsync(HttpMethod.Delete, $"/api/links/{StudioClient.Id(link)}?operationId={StudioClient.NewOperation()}", null);
        }
        Assert.Equal("link-invalid", (await guest.EnterRoomAsync(room)).Code);
        Assert.Equal(401, (await guest.GetAsync($"/api/room/{session}")).Status);
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync($"/hubs/studio?access_token={StudioClient.TokenOf(overlay)}", shared.Studio.Client()));
    }

    [Fact]
    public async Task Hubs_are_closed_to_strangers_and_to_pages_of_other_origins()
    {
        using StudioClient stranger = shared.Studio.Client();
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync("/hubs/studio", stranger));
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync("/hubs/room", shared.Manager));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hubs/studio");
        request.Headers.Add("Origin", "https://evil.example");
        using HttpResponseMessage answer = await shared.Manager.Http.SendAsync(request);
        Assert.Equal(403, (int)answer.StatusCode);
        await using HubConnection staff = await ConnectAsync("/hubs/studio", shared.Manager);
        await Assert.ThrowsAnyAsync<Exception>(() => staff.InvokeAsync("JoinOverlay", new { width = 1, height = 1 }));
        await Assert.ThrowsAnyAsync<Exception>(() => staff.InvokeAsync("Watch", "s_unknown"));
    }

    private async Task<HubConnection> ConnectAsync(string path, StudioClient client)
    {
        HubConnection connection = new HubConnectionBuilder().WithUrl(shared.Studio.Url + path, options =>
        {
            options.Cookies = client.Cookies;
            options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
        }).Build();
        await connection.StartAsync();
        return connection;
    }
}

using System.Text.Json;
using CsCheck;
using Microsoft.AspNetCore.SignalR.Client;
using Studio.Api.Live;
using Studio.Api.Live.Obs;
using Studio.Api.Parts;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests.Obs;

/// <summary>When a browser source is refreshed, and that it is.</summary>
public sealed class ObsWatchTests
{
    private const string Password = "a password that nobody sees";
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(9.9, null, false)]
    [InlineData(10.0, null, true)]
    [InlineData(3_600.0, 29.9, false)]
    [InlineData(3_600.0, 30.0, true)]
    [InlineData(null, 3_600.0, false)]
    public void A_source_is_refreshed_when_its_overlay_is_silent_and_not_twice_in_half_a_minute(double? silentFor, double? refreshedAgo, bool due) =>
        Assert.Equal(due, ObsWatch.Due(Noon, Noon - Ago(silentFor), Noon - Ago(refreshedAgo)));

    [Fact]
    public void An_overlay_is_silent_when_no_page_of_its_link_has_a_line_or_polls()
    {
        var clock = new HandClock(Noon);
        var board = new OverlayBoard(clock, () => { });
        Assert.Equal(Noon, board.SilentSince(null)); // none came yet: silent since the studio looks
        clock.Now += TimeSpan.FromSeconds(5);
        board.Joined("c1", "贴片 1", 1920, 1080, default);
        Assert.Null(board.SilentSince(null));
        Assert.Null(board.SilentSince("贴片 1"));
        Assert.Equal(Noon, board.SilentSince("贴片 2"));
        clock.Now += TimeSpan.FromSeconds(5);
        board.Left("c1");
        clock.Now += TimeSpan.FromSeconds(5);
        Assert.Equal(Noon.AddSeconds(10), board.SilentSince("贴片 1"));
        board.Polled("贴片 1");
        Assert.Equal(Noon.AddSeconds(15), board.SilentSince("贴片 1"));
        Assert.Equal(Noon, board.SilentSince("贴片 2"));
    }

    [Fact]
    public void The_answer_to_a_challenge_is_that_of_the_protocol_document() => Assert.Equal(
        "1Ct943GAT+6YQUUX47Ia/ncufilbe6+oD6lY+5kaCu4=",
        ObsProtocol.Authentication("supersecretpassword", "lM1GncleQOaCu9lT1yeUZhFYnqhsLLP1G5lAGo3ixaI=", "+IxH4CnCiqpX1rM9scsNynZzbOe4KhDeYcTNS3PDaeY="));

    [Fact]
    public void Whatever_a_frame_holds_it_is_read_or_called_nonsense() => Gen.OneOf(Gen.Byte.Array[0, 200], Gen.String[Gen.Char["{}[]\":,opd0127x \\u"], 0, 60].Select(text => System.Text.Encoding.UTF8.GetBytes(text)))
        .Sample(frame =>
        {
            try
            {
                _ = ObsProtocol.Read(frame);
            }
            catch (ObsNonsenseException)
            {
                // As it should be.
            }
        });

    [Theory]
    [InlineData("http://127.0.0.1:4455", "x"), InlineData("ws://me:word@127.0.0.1:4455", "x"), InlineData("4455", "x"), InlineData("ws://127.0.0.1:4455", "")]
    public void Wrong_settings_are_said_without_the_password(string url, string source)
    {
        string complaint = new StudioOptions { Obs = [new ObsSource { Url = url, Source = source, Password = Password }] }.Complaint()!;
        Assert.StartsWith("Studio:Obs:0:", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_overlay_that_dies_in_a_live_session_has_its_source_refreshed_once()
    {
        await using var obs = new ObsServer(Password);
        await obs.StartAsync();
        await using StudioProcess studio = await StudioProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Studio__Obs__0__Url"] = obs.Url,
            ["Studio__Obs__0__Password"] = Password,
            ["Studio__Obs__0__Source"] = "贴片",
            ["Studio__Obs__0__Room"] = "一号直播间",
            ["Studio__Obs__1__Url"] = obs.Url,
            ["Studio__Obs__1__Source"] = "贴片",
            ["Studio__Obs__1__Room"] = "二号直播间",
        });
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string session = StudioClient.Id(await manager.MakeSessionAsync());
        (await manager.PostAsync($"/api/sessions/{session}/rehearsal", new { operationId = StudioClient.NewOperation(), on = true })).Ok.GetProperty("rehearsal");
        string token = StudioClient.TokenOf(await manager.MakeLinkAsync(session, "overlay"));
        await using (HubConnection overlay = new HubConnectionBuilder().WithUrl($"{studio.Url}/hubs/studio?access_token={token}").Build())
        {
            await overlay.StartAsync();
            await overlay.InvokeAsync<JsonElement>("JoinOverlay", new { width = 1920, height = 1080 });
            await Wait.UntilAsync(async () => (await ShownAsync(manager, session)).GetProperty("state").GetString() == "connected", "the studio is let in");
            Assert.Empty(obs.Pressed);
        }
        await Wait.UntilAsync(() => obs.Pressed.Count > 0, "the dead source is refreshed");
        await Wait.UntilAsync(async () => (await ShownAsync(manager, session)).GetProperty("refreshedAt").ValueKind == JsonValueKind.String, "the control room sees it");
        JsonElement shown = await ShownAsync(manager, session);
        Assert.Equal(["name", "refreshedAt", "source", "sourceMissing", "state"], shown.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(studio.Log, line => line.Contains(Password, StringComparison.Ordinal));
        Assert.Equal(["贴片 refreshnocache"], obs.Pressed);
    }

    // The one source of the session's room; the other one stands in another room and is refused for its missing password.
    private static async Task<JsonElement> ShownAsync(StudioClient manager, string session) => Assert.Single((await manager.GetAsync($"/api/sessions/{session}/obs")).Ok.EnumerateArray());

    private static TimeSpan? Ago(double? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;

    private sealed class HandClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

using System.Text.Json;
using Microsoft.Playwright;

namespace Studio.Browser.Tests;

/// <summary>The studio's hub as an overlay sees it (SignalR's JSON protocol), saying what a test wants to be said.</summary>
internal sealed class StubHub(object first)
{
    private const char End = '\u001e';
    private readonly List<JsonElement> _painted = [];
    private IWebSocketRoute? _line;

    /// <summary>What the overlay reported, in its order.</summary>
    public IReadOnlyList<JsonElement> Painted
    {
        get
        {
            lock (_painted) return [.. _painted];
        }
    }

    /// <summary>No line any more, and none that is tried again.</summary>
    public bool Away { get; set; }

    public Task AttachAsync(IPage page) => page.RouteWebSocketAsync(url => url.Contains("/hubs/studio", StringComparison.Ordinal), line =>
    {
        if (Away)
        {
            _ = line.CloseAsync();
            return;
        }
        _line = line;
        line.OnMessage(frame =>
        {
            foreach (string message in frame.Text!.Split(End, StringSplitOptions.RemoveEmptyEntries)) Answer(line, JsonDocument.Parse(message).RootElement);
        });
    });

    /// <summary>A document for the screen.</summary>
    public void Say(object document) => _line!.Send(JsonSerializer.Serialize(new { type = 1, target = "OnAir", arguments = new[] { document } }, JsonSerializerOptions.Web) + End);

    /// <summary>Breaks the line.</summary>
    public async Task BreakAsync()
    {
        Away = true;
        await _line!.CloseAsync();
    }

    private void Answer(IWebSocketRoute line, JsonElement message)
    {
        if (message.TryGetProperty("protocol", out _))
        {
            line.Send("{}" + End);
            return;
        }
        if (message.GetProperty("type").GetInt32() != 1) return;
        bool joins = message.GetProperty("target").ValueEquals("JoinOverlay");
        if (message.GetProperty("target").ValueEquals("Painted"))
        {
            lock (_painted) _painted.Add(message.GetProperty("arguments")[0].Clone());
        }
        object? result = joins ? new { onAir = first, counts = new { }, session = new { }, overlays = Array.Empty<object>(), pictures = Array.Empty<string>() } : null;
        line.Send(JsonSerializer.Serialize(new { type = 3, invocationId = message.GetProperty("invocationId").GetString(), result }, JsonSerializerOptions.Web) + End);
    }
}

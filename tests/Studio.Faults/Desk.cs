using System.Globalization;
using System.Text.Json;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>
/// An operator of one session who always changes what is to be seen (take, clear, colours, blank), repeats what got no answer, and knows
/// what the screen must show.
/// </summary>
internal sealed class Desk(StudioClient manager, string session, Random random, params string[] templates)
{
    // The minimum span between two takes is the studio's, not the fault's: in between something else is changed.
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(1.05);
    private long _revision;
    private string _colour = "#183026";
    private DateTimeOffset _lastTake;
    private bool _card, _blank;

    /// <summary>What a page says of itself: the revision of its card or "none", whether it is blank, the ground of the card.</summary>
    public const string Shown = """
        (() => {
          const holder = document.querySelector('[data-testid=card]');
          const stage = holder?.firstElementChild?.shadowRoot?.querySelector('.stage');
          return `${holder?.dataset.revision ?? 'none'} ${document.getElementById('app').dataset.blank} ${stage?.style.getPropertyValue('--ground') ?? ''}`;
        })()
        """;

    public string Expected => $"{(_card ? _revision.ToString(CultureInfo.InvariantCulture) : "none")} {(_blank ? "true" : "false")} {(_card ? Ground(_colour) : "")}";

    public int Done { get; private set; }

    public int Repeated { get; private set; }

    public int Twice { get; private set; }

    /// <summary>One change; answers when it is stored.</summary>
    public Task WorkAsync()
    {
        bool mayTake = TimeProvider.System.GetUtcNow() - _lastTake >= Span;
        int turn = random.Next(100);
        return mayTake && turn < 60 ? TakeAsync() : _card && turn < 60 ? ClearAsync() : _card && turn < 85 ? PaintAsync() : BlankAsync(!_blank);
    }

    public async Task TakeAsync()
    {
        string item = string.Create(CultureInfo.InvariantCulture, $"i{random.Next(1, 7)}"), operation = StudioClient.NewOperation();
        string? template = templates.Length > 0 ? templates[random.Next(templates.Length)] : null;
        await UntilStoredAsync(() => manager.PostAsync($"/api/sessions/{session}/take", new { operationId = operation, itemId = item, template, expected = new { epoch = 1, revision = _revision } }), Moved);
        (_card, _lastTake) = (true, TimeProvider.System.GetUtcNow());
    }

    public async Task ClearAsync()
    {
        string operation = StudioClient.NewOperation();
        await UntilStoredAsync(() => manager.PostAsync($"/api/sessions/{session}/clear", new { operationId = operation, expected = new { epoch = 1, revision = _revision } }), Moved);
        _card = false;
    }

    public async Task PaintAsync()
    {
        string colour = string.Create(CultureInfo.InvariantCulture, $"#{random.Next(0x30, 0x60):x2}{random.Next(0x10, 0x40):x2}{random.Next(0x100):x2}"), operation = StudioClient.NewOperation();
        await UntilStoredAsync(() => manager.PostAsync($"/api/sessions/{session}/theme", new { operationId = operation, primary = colour, keepLogo = true }), _ => true);
        _colour = colour;
    }

    public async Task BlankAsync(bool on)
    {
        string operation = StudioClient.NewOperation();
        await UntilStoredAsync(() => manager.PostAsync($"/api/sessions/{session}/blank", new { operationId = operation, on }), body => body.GetProperty("stored").GetBoolean());
        _blank = on;
    }

    /// <summary>Other pieces of an item; nothing that <see cref="Expected"/> tells of.</summary>
    public async Task AllotAsync()
    {
        string item = string.Create(CultureInfo.InvariantCulture, $"i{random.Next(1, 7)}"), operation = StudioClient.NewOperation();
        int pieces = random.Next(3, 200);
        await UntilStoredAsync(() => manager.PostAsync($"/api/sessions/{session}/items/{item}/allot", new { operationId = operation, allotted = pieces, perBuyerLimit = 5 }), _ => true);
    }

    /// <summary>Nothing on the screen, and not because of a blank.</summary>
    public async Task EmptyAsync()
    {
        if (_card) await ClearAsync();
        if (_blank) await BlankAsync(false);
    }

    // Each take and clear raises the revision by one: by more, and a repeated operation had its effect twice.
    private bool Moved(JsonElement body)
    {
        long revision = body.GetProperty("revision").GetInt64();
        if (revision != _revision + 1) Twice++;
        _revision = revision;
        return true;
    }

    private async Task UntilStoredAsync(Func<Task<Answer>> ask, Func<JsonElement, bool> stored)
    {
        while (true)
        {
            try
            {
                Answer answer = await ask();
                if (answer.Status == 200 && stored(answer.Body))
                {
                    Done++;
                    return;
                }
                if (answer.Status is >= 400 and < 500 && answer.Code != "too-soon") throw new InvalidOperationException($"{answer.Status} {answer.Code}");
            }
            catch (Exception away) when (away is HttpRequestException or TaskCanceledException or IOException or JsonException)
            {
                // Asked again under the same operation id.
            }
            Repeated++;
            await Task.Delay(20);
        }
    }

    private static string Ground(string colour) => string.Create(CultureInfo.InvariantCulture,
        $"rgba({Convert.ToInt32(colour[1..3], 16)},{Convert.ToInt32(colour[3..5], 16)},{Convert.ToInt32(colour[5..7], 16)},0.97)");
}

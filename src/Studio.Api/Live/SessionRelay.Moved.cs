namespace Studio.Api.Live;

/// <summary>Tells viewers that their own holds moved: behind whatever goes to everybody, and so many in one turn of the pump.</summary>
internal sealed partial class SessionRelay
{
    private const int MovedAtOnce = 250;

    private readonly RoomLines _lines = new();
    private readonly HashSet<string> _moved = new(StringComparer.Ordinal); // connections: a viewer who moved twice is told once

    public Task Moved(string sessionId, IReadOnlyList<string> buyers)
    {
        IReadOnlyList<string> here = _lines.Of(buyers);
        if (here.Count == 0) return Task.CompletedTask;
        lock (_gate) _moved.UnionWith(here);
        Wake();
        return Task.CompletedTask;
    }

    private async Task SendMovedAsync()
    {
        string[] told;
        bool more;
        lock (_gate)
        {
            told = [.. _moved.Take(MovedAtOnce)];
            _moved.ExceptWith(told);
            more = _moved.Count > 0;
        }
        if (told.Length == 0) return;
        await _broadcast.HoldsMovedAsync(told);
        if (more) Wake();
    }
}

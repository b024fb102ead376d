using System.Collections.Concurrent;
using System.Globalization;
using Studio.Api.Parts;
using Studio.Api.People;
using Studio.Grains.Recording;

namespace Studio.Api.Recording;

/// <summary>The SRT listeners that run in this process: one per session whose SRT door is open.</summary>
internal sealed class SrtDoors(StudioOptions options, SecretMint mint, TimeProvider clock, ILogger<SrtListener> log) : IHostedService
{
    private readonly ConcurrentDictionary<string, (SrtDoor Door, SrtListener Listener)> _listeners = new(StringComparer.Ordinal);

    // A door that is renewed has the port of the one before, which closes meanwhile.
    private readonly ConcurrentDictionary<string, Task> _ending = new(StringComparer.Ordinal);
    private volatile bool _stopping;

    /// <summary>Two doors that are opened at the same time must not get the same port.</summary>
    public SemaphoreSlim Opening { get; } = new(1, 1);

    /// <summary>The passphrase of a door: 26 characters; SRT allows 10 to 79.</summary>
    public string PassphraseOf(string sessionId, SrtDoor door) => mint.Mint("srt", sessionId, door.MadeBy);

    /// <summary>What a publisher is told; it shows the passphrase.</summary>
    public string AddressOf(string sessionId, SrtDoor door, string host) =>
        $"srt://{host}:{door.Port.ToString(CultureInfo.InvariantCulture)}?mode=caller&passphrase={PassphraseOf(sessionId, door)}&pbkeylen=16";

    /// <summary>Stable code of what keeps a session's door from opening; null: nothing.</summary>
    public string? ProblemOf(string sessionId) => _listeners.TryGetValue(sessionId, out var one) ? one.Listener.Problem : null;

    /// <summary>The lowest port that no session has; null: all are taken.</summary>
    public int? FreePort(IEnumerable<int> taken) => Enumerable.Range(options.SrtPort, options.SrtPorts).Except(taken).Select(port => (int?)port).FirstOrDefault();

    /// <summary>Keeps a session's door open until it is no longer wanted. Saying it twice changes nothing; another door takes the place of the first.</summary>
    public void Want(string sessionId, SrtDoor door, string playName)
    {
        if (_stopping || options.Role != StudioRole.All) return;
        if (_listeners.TryGetValue(sessionId, out var before) && before.Door != door) Unwant(sessionId);
        string folder = Path.GetFullPath(Path.Combine(options.DataFolder, "srt", sessionId));
        string target = $"rtmp://127.0.0.1:{options.RtmpPort.ToString(CultureInfo.InvariantCulture)}/live/{playName}";
        _listeners.GetOrAdd(sessionId, id => (door, new SrtListener(id, door.Port, PassphraseOf(id, door), target, folder, _ending.GetValueOrDefault(id, Task.CompletedTask), clock, log))).Listener.Start();
    }

    /// <summary>Closes a session's door; whoever is in it is sent away.</summary>
    public void Unwant(string sessionId)
    {
        if (_listeners.TryRemove(sessionId, out var one)) _ending[sessionId] = EndAsync(one.Listener);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        return Task.WhenAll(_listeners.Values.Select(one => EndAsync(one.Listener)).Concat(_ending.Values));
    }

    private static async Task EndAsync(SrtListener listener)
    {
        await listener.StopAsync();
        listener.Dispose();
    }
}

using System.Net.WebSockets;
using Studio.Grains.Values;

namespace Studio.Api.Live.Obs;

/// <summary>The line to the WebSocket server of one OBS: let in or refused, lost and found again, one request at a time.</summary>
internal sealed partial class ObsLine(ObsSource source, string name, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(30);
    private readonly Lock _gate = new();
    private ClientWebSocket? _open;
    private (string Id, TaskCompletionSource<ObsAnswer> Answer)? _asked;
    private ObsState _state = ObsState.Connecting;

    /// <summary>How the line stands.</summary>
    public ObsState State
    {
        get
        {
            lock (_gate) return _state;
        }
    }

    /// <summary>Keeps the line until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        for (int failures = 0; !stop.IsCancellationRequested; failures++)
        {
            ObsState why = await OnceAsync(() => failures = 0, stop);
            if (stop.IsCancellationRequested) return;
            Enter(why);
            try
            {
                await Task.Delay(PauseAfter(failures, why), clock, stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>The pause before the next try: doubling; a refused password is not tried out.</summary>
    public static TimeSpan PauseAfter(int failures, ObsState why) => why == ObsState.PasswordRefused
        ? LongestPause
        : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(failures, 10)));

    /// <summary>Lets OBS load the source anew, past its cache. Null: there is no line, or no answer in time.</summary>
    public async Task<ObsAnswer?> RefreshAsync(CancellationToken stop)
    {
        string id = StableId.NewSecret(16);
        var answer = new TaskCompletionSource<ObsAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        ClientWebSocket? socket;
        lock (_gate)
        {
            if (_open is null || _asked is not null) return null;
            (socket, _asked) = (_open, (id, answer));
        }
        try
        {
            await socket.SendAsync(ObsProtocol.PressButtonFrame(id, source.Source, "refreshnocache"), WebSocketMessageType.Text, endOfMessage: true, stop).WaitAsync(Patience, clock, stop);
            return await answer.Task.WaitAsync(Patience, clock, stop);
        }
        catch (Exception) when (!stop.IsCancellationRequested)
        {
            // A socket that breaks under a send has many ways to say so; whichever it is, there was no answer.
            return null;
        }
        finally
        {
            lock (_gate) _asked = null;
        }
    }

    // One connection from its beginning to its end; answers what the line is after it.
    private async Task<ObsState> OnceAsync(Action letIn, CancellationToken stop)
    {
        using var socket = new ClientWebSocket();
        // An OBS that hangs answers no ping; its line is then as good as lost.
        (socket.Options.Proxy, socket.Options.KeepAliveInterval, socket.Options.KeepAliveTimeout) = (null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
        try
        {
            using (var entering = new CancellationTokenSource(Patience, clock))
            using (var both = CancellationTokenSource.CreateLinkedTokenSource(entering.Token, stop))
            {
                await socket.ConnectAsync(new Uri(source.Url), both.Token);
                if (await ReadAsync(socket, both.Token) is not ObsHello hello) throw new ObsNonsenseException("no greeting");
                await socket.SendAsync(ObsProtocol.IdentifyFrame(hello, source.Password), WebSocketMessageType.Text, endOfMessage: true, both.Token);
                if (await ReadAsync(socket, both.Token) is not ObsIdentified) return Refused(socket);
            }
            lock (_gate) _open = socket;
            letIn();
            Enter(ObsState.Connected);
            while (await ReadAsync(socket, stop) is { } message)
            {
                if (message is not ObsAnswer answer) continue;
                lock (_gate)
                {
                    if (_asked is { } asked && string.Equals(asked.Id, answer.RequestId, StringComparison.Ordinal)) asked.Answer.TrySetResult(answer);
                }
            }
            return Refused(socket);
        }
        catch (ObsNonsenseException)
        {
            return ObsState.Nonsense;
        }
        catch (WebSocketException other) when (other.WebSocketErrorCode is WebSocketError.Faulted && other.InnerException is null || other.WebSocketErrorCode is WebSocketError.NotAWebSocket or WebSocketError.UnsupportedProtocol)
        {
            return ObsState.Nonsense; // text that is no text, or a server of another kind
        }
        catch (Exception)
        {
            // Whatever OBS, or what answers in its place, made of the line: it is lost, and nothing else of the studio is.
            return ObsState.Unreachable;
        }
        finally
        {
            lock (_gate) _open = null;
        }
    }

    private static ObsState Refused(ClientWebSocket socket) => (int?)socket.CloseStatus switch
    {
        ObsProtocol.AuthenticationFailed => ObsState.PasswordRefused,
        ObsProtocol.UnsupportedRpcVersion => ObsState.Nonsense,
        _ => ObsState.Unreachable,
    };

    // The next message that is for us; null when the server closed. Others are passed over.
    private static async Task<ObsMessage?> ReadAsync(ClientWebSocket socket, CancellationToken stop)
    {
        byte[] frame = new byte[ObsProtocol.LongestFrame];
        while (true)
        {
            int length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                if (length == frame.Length) throw new ObsNonsenseException("a frame without an end");
                part = await socket.ReceiveAsync(frame.AsMemory(length), stop);
                if (part.MessageType == WebSocketMessageType.Close) return null;
                length += part.Count;
            }
            while (!part.EndOfMessage);
            if (part.MessageType != WebSocketMessageType.Text) throw new ObsNonsenseException("a binary frame");
            if (ObsProtocol.Read(frame.AsSpan(0, length)) is { } message) return message;
        }
    }

    private void Enter(ObsState state)
    {
        lock (_gate)
        {
            if (_state == state) return;
            _state = state;
        }
        Entered(name, state);
    }

    [LoggerMessage(LogLevel.Information, "obs {Obs}: {State}")]
    private partial void Entered(string obs, ObsState state);
}

/// <summary>How the line to an OBS stands.</summary>
internal enum ObsState
{
    Connecting,
    Connected,

    /// <summary>It asks for another password than the one that was set.</summary>
    PasswordRefused,
    Unreachable,

    /// <summary>What answers there does not speak obs-websocket 5.</summary>
    Nonsense,
}

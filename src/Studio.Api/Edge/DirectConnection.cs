using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections.Features;

namespace Studio.Api.Edge;

/// <summary>A WebSocket as SignalR sees a connection: what comes is put into a pipe; what goes is written to the socket at once.</summary>
internal sealed class DirectConnection : DefaultConnectionContext, IHttpContextFeature, IConnectionHeartbeatFeature, IDuplexPipe
{
    // As SignalR's own transport: a socket that takes nothing for so long is closed.
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(10);

    private readonly WebSocket _socket;
    private readonly Pipe _incoming = new(new PipeOptions(useSynchronizationContext: false));
    private readonly DirectWriter _outgoing;
    private readonly TimeProvider _clock;

    // Ours, and never disposed: the base class cancels its own on another thread, maybe after it was disposed, and that would end the process.
    private readonly CancellationTokenSource _closed = new();
    private (Action<object> Action, object State)[] _beats = [];

    public DirectConnection(HttpContext context, WebSocket socket) : base(Guid.NewGuid().ToString("N"))
    {
        (_socket, HttpContext, _clock) = (socket, context, context.RequestServices.GetRequiredService<TimeProvider>());
        ConnectionClosed = _closed.Token;
        _outgoing = new DirectWriter(socket, _clock, _closed);
        Transport = this;
        User = context.User;
        Features.Set<IHttpContextFeature>(this);
        Features.Set<IConnectionHeartbeatFeature>(this);
    }

    public HttpContext? HttpContext { get; set; }

    PipeReader IDuplexPipe.Input => _incoming.Reader;

    PipeWriter IDuplexPipe.Output => _outgoing;

    public void OnHeartbeat(Action<object> action, object state) => _beats = [.. _beats, (action, state)];

    public override void Abort(ConnectionAbortedException abortReason) => _ = _closed.CancelAsync();

    /// <summary>One tick.</summary>
    public void Beat()
    {
        foreach ((Action<object> action, object state) in _beats) action(state);
        if (_outgoing.PendingFor() > SendLimit) Abort(new ConnectionAbortedException("The socket takes nothing."));
    }

    /// <summary>Puts what comes into the pipe, until the other side or the hub ends it. Never throws.</summary>
    public async Task ReadAsync()
    {
        Exception? broken = null;
        try
        {
            while (true)
            {
                // Nothing is rented while nothing comes: thousands only listen.
                await _socket.ReceiveAsync(Memory<byte>.Empty, ConnectionClosed);
                ValueWebSocketReceiveResult received = await _socket.ReceiveAsync(_incoming.Writer.GetMemory(512), ConnectionClosed);
                if (received.MessageType == WebSocketMessageType.Close) break;
                _incoming.Writer.Advance(received.Count);
                if ((await _incoming.Writer.FlushAsync(ConnectionClosed)).IsCompleted) break;
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or ConnectionAbortedException)
        {
            // The other side went, or the hub ended it; said as a cancellation, or half a message in the pipe would be logged as an error of ours.
            broken = new OperationCanceledException();
        }
        await _incoming.Writer.CompleteAsync(broken);
    }

    /// <summary>The hub has ended: says so, and ends the reading.</summary>
    public async Task CloseAsync()
    {
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived && !ConnectionClosed.IsCancellationRequested)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, new CancellationTokenSource(TimeSpan.FromSeconds(1), _clock).Token);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // There is nobody to say it to.
        }
        Abort(new ConnectionAbortedException("The hub has ended it."));
    }

    /// <summary>Writes messages to a socket. SignalR writes one message at a time, so one buffer is enough.</summary>
    private sealed class DirectWriter(WebSocket socket, TimeProvider clock, CancellationTokenSource closed) : PipeWriter
    {
        private ArrayBufferWriter<byte>? _buffer;
        private long _pendingSince;

        public TimeSpan PendingFor() => Volatile.Read(ref _pendingSince) is not 0 and long since ? clock.GetElapsedTime(since) : TimeSpan.Zero;

        public override Memory<byte> GetMemory(int sizeHint = 0) => (_buffer ??= new ArrayBufferWriter<byte>(256)).GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes) => _buffer!.Advance(bytes);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            if (_buffer is not { WrittenCount: > 0 } buffer) return new(new FlushResult(false, false));
            _buffer = null;
            return SendAsync(buffer.WrittenMemory);
        }

        // What is told to a whole group is one piece of memory for all of them: it is sent from where it lies.
        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
        {
            if (_buffer is not { WrittenCount: > 0 }) return SendAsync(source);
            _buffer.Write(source.Span);
            return FlushAsync(cancellationToken);
        }

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }

        private ValueTask<FlushResult> SendAsync(ReadOnlyMemory<byte> message)
        {
            ValueTask sending = socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, closed.Token);
            if (sending.IsCompletedSuccessfully)
            {
                sending.GetAwaiter().GetResult();
                return new(new FlushResult(false, false));
            }
            return Slowly(sending);
        }

        private async ValueTask<FlushResult> Slowly(ValueTask sending)
        {
            Volatile.Write(ref _pendingSince, clock.GetTimestamp());
            try
            {
                await sending;
                return new FlushResult(false, false);
            }
            catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The other side went: thrown, each message that was on its way would be logged as an error of ours.
                await closed.CancelAsync();
                return new FlushResult(false, isCompleted: true);
            }
            finally
            {
                Volatile.Write(ref _pendingSince, 0);
            }
        }
    }
}

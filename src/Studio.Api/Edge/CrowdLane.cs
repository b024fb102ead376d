using System.Runtime.CompilerServices;
using MediaPipeline.Processes;

namespace Studio.Api.Edge;

/// <summary>
/// Where a crowd's presses are read, checked and refused: on threads of their own that give way. Sockets are served inline (docs/decisions/0010), so
/// five hundred presses that arrive together would otherwise stand before the operator's take on the thread that reads it.
/// </summary>
internal sealed class CrowdLane : IDisposable
{
    private const int Threads = 2;

    // Not a BlockingCollection: before it sleeps it spins, and on two cores that is time which the operator's take needs.
    private readonly Queue<Action> _waiting = new();
    private bool _stopped;

    public CrowdLane()
    {
        for (int thread = 0; thread < Threads; thread++) BackgroundWork.Start("crowd", BackgroundWork.GivesWay, Work);
    }

    /// <summary>Goes on in the lane.</summary>
    public Step Enter() => new(this);

    public void Dispose()
    {
        lock (_waiting)
        {
            _stopped = true;
            Monitor.PulseAll(_waiting);
        }
    }

    private void Work()
    {
        while (Next() is { } step) step();
    }

    // Null when the lane has stopped and everybody who waited is served.
    private Action? Next()
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0)
            {
                if (_stopped) return null;
                Monitor.Wait(_waiting);
            }
            return _waiting.Dequeue();
        }
    }

    private void Add(Action step)
    {
        lock (_waiting)
        {
            if (!_stopped)
            {
                _waiting.Enqueue(step);
                Monitor.Pulse(_waiting);
                return;
            }
        }
        ThreadPool.UnsafeQueueUserWorkItem(static late => ((Action)late!)(), step);
    }

    /// <summary>The way into the lane.</summary>
    internal readonly struct Step(CrowdLane lane) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public Step GetAwaiter() => this;

        public void GetResult() { }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) => lane.Add(continuation);
    }
}

/// <summary>Sends the commands of guests through the lane.</summary>
internal static class CrowdLanes
{
    public static void UseCrowdLane(this IApplicationBuilder app)
    {
        CrowdLane lane = app.ApplicationServices.GetRequiredService<CrowdLane>();
        app.Use((context, next) => Limits.IsGuestCommand(context) ? InLaneAsync(lane, context, next) : next(context));
    }

    private static async Task InLaneAsync(CrowdLane lane, HttpContext context, RequestDelegate next)
    {
        await lane.Enter();
        await next(context);
    }
}

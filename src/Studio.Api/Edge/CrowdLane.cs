using System.Collections.Concurrent;
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

    private readonly BlockingCollection<Action> _waiting = [];

    public CrowdLane()
    {
        for (int thread = 0; thread < Threads; thread++) BackgroundWork.Start("crowd", BackgroundWork.GivesWay, Work);
    }

    /// <summary>Goes on in the lane.</summary>
    public Step Enter() => new(this);

    public void Dispose() => _waiting.CompleteAdding();

    private void Work()
    {
        foreach (Action step in _waiting.GetConsumingEnumerable()) step();
    }

    /// <summary>The way into the lane.</summary>
    internal readonly struct Step(CrowdLane lane) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public Step GetAwaiter() => this;

        public void GetResult() { }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation)
        {
            if (lane._waiting.IsAddingCompleted) ThreadPool.UnsafeQueueUserWorkItem(static step => ((Action)step!)(), continuation);
            else lane._waiting.Add(continuation);
        }
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

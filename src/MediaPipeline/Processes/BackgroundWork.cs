using System.Runtime.InteropServices;

namespace MediaPipeline.Processes;

/// <summary>
/// Computing that takes long and that nobody waits for with a finger on a button, on a thread of its own which gets the processor when others
/// leave it: on a pool thread it stands in front of the takes and the holds of a storm.
/// </summary>
public static partial class BackgroundWork
{
    /// <summary>How far a thread stands back: behind whoever is served at once, before work on media.</summary>
    public const int GivesWay = 5;

    // As ChildSpec.Background.
    private const int Media = 10, OneThread = 0, Myself = 0;

    /// <summary>Runs it; a wish to cancel is looked at before it begins.</summary>
    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<T>(cancellation);
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Start("background work", Media, () =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        });
        return done.Task;
    }

    /// <summary>A thread of its own at a niceness (0–19), which ends with the work.</summary>
    public static void Start(string name, int niceness, Action work) => new Thread(() =>
    {
        // Of this thread only. .NET's own thread priorities do nothing on Linux.
        if (OperatingSystem.IsLinux()) _ = setpriority(OneThread, Myself, niceness);
        work();
    })
    { IsBackground = true, Name = name }.Start();

#pragma warning disable IDE1006, SA1300 // the name of the C library
    [LibraryImport("libc", SetLastError = true)]
    private static partial int setpriority(int which, int who, int priority);
#pragma warning restore IDE1006, SA1300
}

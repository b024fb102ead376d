using System.Collections.Concurrent;

namespace MediaPipeline.Processes;

/// <summary>
/// The one thread that starts children. The kernel's "die with your parent" means the parent <em>thread</em>: a child started from a
/// pool thread is killed when the pool retires that thread, minutes later and for no visible reason (docs/traps.md).
/// </summary>
internal static class ParentThread
{
    private static readonly BlockingCollection<Action> Work = [];

    static ParentThread()
    {
        new Thread(() =>
        {
            foreach (Action start in Work.GetConsumingEnumerable()) start();
        })
        { IsBackground = true, Name = "parent of child processes" }.Start();
    }

    public static T Run<T>(Func<T> start)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                done.SetResult(start());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        });
        return done.Task.GetAwaiter().GetResult();
    }
}

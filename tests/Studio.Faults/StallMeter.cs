namespace Studio.Faults;

/// <summary>
/// How long the machine lets a thread wait that asks for 5 ms of sleep: said beside a time that is too long, so that a busy machine is seen
/// for what it is. Nothing is subtracted from anything.
/// </summary>
internal sealed class StallMeter : IDisposable
{
    private readonly Thread _thread;
    private long _longest;
    private volatile bool _over;

    public StallMeter()
    {
        _thread = new Thread(Measure) { IsBackground = true, Name = "stalls" };
        _thread.Start();
    }

    /// <summary>The longest wait since the last <see cref="Begin"/>.</summary>
    public TimeSpan Longest => TimeSpan.FromTicks(Volatile.Read(ref _longest));

    public void Begin() => Volatile.Write(ref _longest, 0);

    public void Dispose()
    {
        _over = true;
        _thread.Join();
    }

    private void Measure()
    {
        while (!_over)
        {
            long begin = TimeProvider.System.GetTimestamp();
            Thread.Sleep(5);
            long waited = TimeProvider.System.GetElapsedTime(begin).Ticks;
            if (waited > Volatile.Read(ref _longest)) Volatile.Write(ref _longest, waited);
        }
    }
}

using System.Diagnostics;
using MediaPipeline.Processes;

namespace Studio.Api.Parts;

/// <summary>
/// A server program that the studio runs for itself. It lives in its own session, so that it outlives a crash of this process and is
/// adopted by the next one; it is started again with growing pauses when it dies; and it is stopped when the studio stops on purpose.
/// </summary>
internal abstract partial class ManagedServer(string name, TimeProvider clock, ILogger log) : IHostedService, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromSeconds(10), Settled = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _stopping = new();
    private Task _watch = Task.CompletedTask;
    private ChildProcess? _child;

    /// <summary>The name in logs and health.</summary>
    public string Name => name;

    /// <summary>How the part is, for the health page.</summary>
    public PartState State { get; private set; } = PartState.Starting;

    /// <summary>The process, while there is one.</summary>
    public int? ProcessId { get; private set; }

    /// <summary>How often it had to be started again.</summary>
    public int Restarts { get; private set; }

    protected ILogger Log => log;

    protected TimeProvider Clock => clock;

    /// <summary>False where the part is not ours to run.</summary>
    protected virtual bool Managed => true;

    /// <summary>The file in which the program writes its process id.</summary>
    protected abstract string PidFile { get; }

    /// <summary>A word of the program's command line that no other process has: guards against a recycled process id.</summary>
    protected abstract string Mark { get; }

    /// <summary>How long it may take until it answers.</summary>
    protected virtual TimeSpan StartLimit => TimeSpan.FromSeconds(10);

    public virtual async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!Managed)
        {
            State = PartState.External;
            return;
        }
        await PrepareAsync();
        if (RunningId() is { } alive && await AnswersAsync(cancellationToken))
        {
            ProcessId = alive;
            await AdoptedAsync(alive);
            Adopted(Name, alive);
        }
        else
        {
            Launch();
            try
            {
                await UntilItAnswersAsync(cancellationToken);
            }
            catch
            {
                // The host does not stop what did not start, and this process would be left behind with its port.
                await _child!.StopAsync(StopPlan.Terminate(TimeSpan.FromSeconds(2)));
                throw;
            }
        }
        State = PartState.Running;
        _watch = WatchAsync(_stopping.Token);
    }

    public virtual async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!Managed) return;
        await _stopping.CancelAsync();
        await _watch;
        if (State == PartState.Stopped) return;
        State = PartState.Stopped;
        if (_child is { } child) await child.StopAsync(StopPlan.Terminate(TimeSpan.FromSeconds(2)));
        else if (RunningId() is { } adopted) await EndAdoptedAsync(adopted);
        Stopped(Name);
    }

    public virtual void Dispose()
    {
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The process of the pid file, if it is alive and ours.</summary>
    protected int? RunningId()
    {
        try
        {
            if (!int.TryParse(File.ReadAllText(PidFile).Trim(), System.Globalization.CultureInfo.InvariantCulture, out int id)) return null;
            return File.ReadAllText($"/proc/{id}/cmdline").Contains(Mark, StringComparison.Ordinal) ? id : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Writes configurations and folders.</summary>
    protected abstract Task PrepareAsync();

    /// <summary>The command that runs the program in the foreground.</summary>
    protected abstract ChildSpec Command();

    /// <summary>Whether it answers now.</summary>
    protected abstract Task<bool> AnswersAsync(CancellationToken cancellation);

    /// <summary>It survived the process before; what it runs with may be older than what was just prepared.</summary>
    protected virtual Task AdoptedAsync(int processId) => Task.CompletedTask;

    /// <summary>A line of its output.</summary>
    protected void Said(string line) => Line(Name, line);

    private void Launch()
    {
        _child = ChildProcess.Start(Command() with { DiesWithParent = false, OwnSession = true, OnOutputLine = Said, OnErrorLine = Said });
        ProcessId = _child.Id;
        Launched(Name, _child.Id);
    }

    private async Task UntilItAnswersAsync(CancellationToken cancellation)
    {
        long begin = clock.GetTimestamp();
        while (!await AnswersAsync(cancellation))
        {
            if (_child is { Exited.IsCompleted: true } dead)
            {
                throw new InvalidOperationException($"{Name} ended at once: {string.Join(" | ", dead.LastLines(5))}");
            }
            if (clock.GetElapsedTime(begin) > StartLimit) throw new InvalidOperationException($"{Name} did not answer within {StartLimit.TotalSeconds:0} s.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), clock, cancellation);
        }
    }

    private async Task WatchAsync(CancellationToken stopping)
    {
        TimeSpan pause = FirstPause;
        long since = clock.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await GoneAsync(stopping);
                if (clock.GetElapsedTime(since) > Settled) pause = FirstPause;
                State = PartState.Restarting;
                Restarts++;
                // What it left behind (nginx's workers outlive a killed master and keep its port) goes with its group.
                if (ProcessId is { } dead) Signals.Send(-dead, Signals.Kill);
                Died(Name, pause.TotalSeconds);
                await Task.Delay(pause, clock, stopping);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                await PrepareAsync();
                Launch();
                since = clock.GetTimestamp();
                await UntilItAnswersAsync(stopping);
                State = PartState.Running;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure)
            {
                StartFailed(Name, failure.Message);
            }
        }
    }

    private async Task GoneAsync(CancellationToken stopping)
    {
        if (_child is { } child)
        {
            await child.Exited.WaitAsync(stopping);
            return;
        }
        // An adopted process is not our child; nobody tells us of its end.
        while (RunningId() == ProcessId) await Task.Delay(Glance, clock, stopping);
    }

    private async Task EndAdoptedAsync(int processId)
    {
        using Process process = Process.GetProcessById(processId);
        Signals.Send(processId, Signals.Terminate);
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(2), clock);
        }
        catch (TimeoutException)
        {
            process.Kill();
        }
    }

    [LoggerMessage(LogLevel.Information, "{Part}: started, process {ProcessId}")]
    private partial void Launched(string part, int processId);

    [LoggerMessage(LogLevel.Information, "{Part}: process {ProcessId} survived; adopted")]
    private partial void Adopted(string part, int processId);

    [LoggerMessage(LogLevel.Warning, "{Part}: died; starting it again in {Pause} s")]
    private partial void Died(string part, double pause);

    [LoggerMessage(LogLevel.Error, "{Part}: could not be started: {Why}")]
    private partial void StartFailed(string part, string why);

    [LoggerMessage(LogLevel.Information, "{Part}: stopped")]
    private partial void Stopped(string part);

    [LoggerMessage(LogLevel.Debug, "{Part}: {Line}")]
    private partial void Line(string part, string line);
}

/// <summary>How a part is.</summary>
internal enum PartState
{
    /// <summary>Not there yet.</summary>
    Starting,

    /// <summary>Answers.</summary>
    Running,

    /// <summary>Died, and is being started again.</summary>
    Restarting,

    /// <summary>Stopped on purpose.</summary>
    Stopped,

    /// <summary>Somebody else runs it.</summary>
    External,
}

using System.Diagnostics;

namespace MediaPipeline.Processes;

/// <summary>A running child process whose output is bounded and whose end is certain.</summary>
public sealed class ChildProcess
{
    private const int KeptLines = 200, LongestLine = 4_096;
    private readonly Process _process;
    private readonly Queue<string> _last = new();
    private readonly Lock _gate = new();

    private ChildProcess(ChildSpec spec, Process process)
    {
        Spec = spec;
        _process = process;
        Id = process.Id;
        Task output = PumpAsync(process.StandardOutput, spec.OnOutputLine), errors = PumpAsync(process.StandardError, spec.OnErrorLine);
        if (!spec.KeepStdin) process.StandardInput.Close();
        Exited = EndAsync(output, errors);
    }

    /// <summary>What was started.</summary>
    public ChildSpec Spec { get; }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>Ends with the exit code when the process has ended and its output is read. 137 and such: 128 + signal.</summary>
    public Task<int> Exited { get; }

    /// <summary>Starts the program.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program (or setsid, setpriv) is not there.</exception>
    public static ChildProcess Start(ChildSpec spec) => ParentThread.Run(() =>
    {
        var info = new ProcessStartInfo(spec.Launcher)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = spec.WorkingDirectory ?? "",
        };
        foreach (string argument in spec.LauncherArguments()) info.ArgumentList.Add(argument);
        foreach ((string name, string value) in spec.Environment ?? new Dictionary<string, string>(StringComparer.Ordinal)) info.Environment[name] = value;
        return new ChildProcess(spec, Process.Start(info) ?? throw new InvalidOperationException($"{spec.Name} did not start."));
    });

    /// <summary>The last lines that it wrote to either output, oldest first; at most 200 are kept.</summary>
    public IReadOnlyList<string> LastLines(int count = KeptLines)
    {
        lock (_gate) return [.. _last.TakeLast(count)];
    }

    /// <summary>Writes to its standard input.</summary>
    public async Task WriteAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Ends it: step by step, at last by SIGKILL. Returns when it has ended.</summary>
    public async Task<int> StopAsync(StopPlan plan)
    {
        foreach (StopStep step in plan.Steps)
        {
            if (Exited.IsCompleted) break;
            Signal(step.Signal);
            try
            {
                return await Exited.WaitAsync(step.Patience);
            }
            catch (TimeoutException)
            {
                // The next step is less polite.
            }
        }
        Signal(Signals.Kill);
        return await Exited;
    }

    /// <summary>Sends a signal; nothing happens when the process has ended.</summary>
    public void Signal(int signal)
    {
        // Checked first: the number of an ended and collected process may belong to another one.
        if (!_process.HasExited) Signals.Send(Id, signal);
    }

    private async Task<int> EndAsync(Task output, Task errors)
    {
        await _process.WaitForExitAsync();
        // A grandchild may hold the pipes open for ever; its output is not ours to wait for.
        await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(TimeSpan.FromSeconds(1)));
        return _process.ExitCode;
    }

    private async Task PumpAsync(StreamReader reader, Action<string>? tell)
    {
        char[] buffer = new char[1024];
        var line = new System.Text.StringBuilder();
        int length;
        while ((length = await reader.ReadAsync(buffer)) > 0)
        {
            foreach (char character in buffer.AsSpan(0, length))
            {
                // ffmpeg rewrites its status line with carriage returns.
                if (character is not ('\n' or '\r'))
                {
                    if (line.Length < LongestLine) line.Append(character);
                    continue;
                }
                Flush(line, tell);
            }
        }
        Flush(line, tell);
    }

    private void Flush(System.Text.StringBuilder line, Action<string>? tell)
    {
        if (line.Length == 0) return;
        string text = line.ToString();
        line.Clear();
        lock (_gate)
        {
            _last.Enqueue(text);
            if (_last.Count > KeptLines) _last.Dequeue();
        }
        tell?.Invoke(text);
    }
}

using System.Diagnostics;

namespace MediaPipeline.Processes;

/// <summary>A running child process whose output is bounded and whose end is certain.</summary>
public sealed class ChildProcess
{
    private const int KeptLines = 200, LongestLine = 4_096;
    private readonly Process _process;
    private readonly Queue<string> _last = new();
    private readonly Lock _gate = new(), _signalGate = new();
    private readonly TimeProvider _clock;
    private readonly StreamWriter _input;
    private readonly StreamReader _output, _errors;
    private bool _ended;

    private ChildProcess(ChildSpec spec, Process process, TimeProvider clock)
    {
        Spec = spec;
        _process = process;
        _clock = clock;
        (_input, _output, _errors) = (process.StandardInput, process.StandardOutput, process.StandardError);
        Id = process.Id;
        Task output = spec.ReadOutput is { } read ? DrainAsync(_output.BaseStream, read) : PumpAsync(_output, spec.OnOutputLine), errors = PumpAsync(_errors, spec.OnErrorLine);
        if (!spec.KeepStdin) _input.Close();
        Exited = EndAsync(output, errors);
    }

    /// <summary>What was started.</summary>
    public ChildSpec Spec { get; }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>Ends with the exit code when the process has ended and its output is read. 137 and such: 128 + signal.</summary>
    public Task<int> Exited { get; }

    /// <summary>
    /// Starts the program. A program that is not there ends at once with exit code 127 and says so in <see cref="LastLines"/>: the
    /// launcher finds that out, not this process.
    /// </summary>
    /// <param name="clock">Measures the patience of stop plans; the system's when null.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The launcher (setsid, setpriv) is not there, or the program when it has none.</exception>
    public static ChildProcess Start(ChildSpec spec, TimeProvider? clock = null) => ParentThread.Run(() =>
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
        return new ChildProcess(spec, Process.Start(info) ?? throw new InvalidOperationException($"{spec.Name} did not start."), clock ?? TimeProvider.System);
    });

    /// <summary>The last lines that it wrote to either output, oldest first; at most 200 are kept.</summary>
    public IReadOnlyList<string> LastLines(int count = KeptLines)
    {
        lock (_gate) return [.. _last.TakeLast(count)];
    }

    /// <summary>Writes to its standard input.</summary>
    /// <exception cref="IOException">It has ended, or closed its input.</exception>
    public async Task WriteAsync(string text)
    {
        await _input.WriteAsync(text);
        await _input.FlushAsync();
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
                return await Exited.WaitAsync(step.Patience, _clock);
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
        lock (_signalGate)
        {
            // Checked first: the number of an ended and collected process may belong to another one.
            if (!_ended && !_process.HasExited) Signals.Send(Id, signal);
        }
    }

    private async Task<int> EndAsync(Task output, Task errors)
    {
        await _process.WaitForExitAsync();
        // A grandchild may hold the pipes open for ever; its output is not ours to wait for.
        await Task.WhenAny(Task.WhenAll(output, errors), Task.Delay(TimeSpan.FromSeconds(Spec.ReadOutput is null ? 1 : 30)));
        int code = _process.ExitCode;
        // A recorder is started again all day long, and file handles are few.
        _output.Dispose();
        _errors.Dispose();
        lock (_signalGate)
        {
            _ended = true;
            _process.Dispose();
        }
        try
        {
            await _input.DisposeAsync();
        }
        catch (IOException)
        {
            // What was written last never reached the program.
        }
        return code;
    }

    private async Task PumpAsync(StreamReader reader, Action<string>? tell)
    {
        char[] buffer = new char[1024];
        var line = new System.Text.StringBuilder();
        int length;
        while ((length = await ReadAsync(reader, buffer)) > 0)
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

    // A full pipe stops the program itself, so whatever the reader leaves is read all the same.
    private async Task DrainAsync(Stream output, Func<Stream, Task> read)
    {
        try
        {
            await read(output);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            lock (_gate) _last.Enqueue($"(reader failed: {failure.Message})");
        }
        try
        {
            byte[] rest = new byte[1 << 14];
            while (await output.ReadAsync(rest) > 0)
            {
                // Thrown away.
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // As below: a grandchild kept the pipe open, and we have closed our end.
        }
    }

    private static async Task<int> ReadAsync(StreamReader reader, char[] buffer)
    {
        try
        {
            return await reader.ReadAsync(buffer);
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or OperationCanceledException)
        {
            return 0; // a grandchild kept the pipe open, and we have closed our end
        }
    }

    private void Flush(System.Text.StringBuilder line, Action<string>? tell)
    {
        if (line.Length == 0) return;
        string text = line.ToString();
        line.Clear();
        lock (_gate)
        {
            _last.Enqueue(text);
            while (_last.Count > KeptLines) _last.Dequeue();
        }
        try
        {
            tell?.Invoke(text);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A listener that throws must not stop the reading: a full pipe stops the program itself.
            lock (_gate) _last.Enqueue($"(listener failed: {failure.Message})");
        }
    }
}

using System.Diagnostics;
using MediaPipeline.Processes;

namespace MediaPipeline.Tests.Processes;

public sealed class ChildProcessTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Lines_of_both_outputs_arrive_and_the_exit_code_is_that_of_the_program()
    {
        var (output, errors) = (new List<string>(), new List<string>());
        ChildProcess child = ChildProcess.Start(Script("echo one; echo two; echo three >&2; exit 7") with { OnOutputLine = output.Add, OnErrorLine = errors.Add });

        Assert.Equal(7, await child.Exited.WaitAsync(Soon));
        Assert.Equal(["one", "two"], output);
        Assert.Equal(["three"], errors);
    }

    [Fact]
    public async Task Arguments_reach_the_program_as_they_are()
    {
        string[] hostile = ["a b", "\"", "'", "$(id)", "; rm -rf x", "*", "", "夏县", "-n"];
        List<string> output = [];
        ChildProcess child = ChildProcess.Start(new ChildSpec("printf", "printf", ["[%s]\\n", .. hostile]) { OnOutputLine = output.Add });

        await child.Exited.WaitAsync(Soon);
        Assert.Equal(hostile.Select(argument => $"[{argument}]"), output);
    }

    [Fact]
    public async Task Only_the_last_two_hundred_lines_are_kept_and_a_line_is_cut_at_four_kilobytes()
    {
        ChildProcess child = ChildProcess.Start(Script("seq 1 1000; head -c 100000 /dev/zero | tr '\\0' x; echo"));

        await child.Exited.WaitAsync(Soon);
        IReadOnlyList<string> lines = child.LastLines();
        Assert.Equal(200, lines.Count);
        Assert.Equal("802", lines[0]);
        Assert.Equal(4_096, lines[^1].Length);
        Assert.Equal(["1000", lines[^1]], child.LastLines(2));
    }

    [Fact]
    public async Task A_listener_that_throws_does_not_stop_the_reading()
    {
        // More than a pipe holds: a program whose output nobody reads would never end.
        ChildProcess child = ChildProcess.Start(Script("seq 1 50000; echo end") with { OnOutputLine = _ => throw new InvalidOperationException("no") });

        Assert.Equal(0, await child.Exited.WaitAsync(Soon));
        Assert.Contains("end", child.LastLines());
    }

    [Fact]
    public async Task A_polite_program_ends_at_the_first_step()
    {
        ChildProcess child = ChildProcess.Start(Script("trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.01; done"));
        await Film.UntilAsync(() => child.LastLines().Contains("ready"), "the trap is set");

        Assert.Equal(3, await child.StopAsync(StopPlan.Terminate(Soon)).WaitAsync(Soon));
        Assert.Contains("bye", child.LastLines());
    }

    [Fact]
    public async Task A_program_that_ignores_all_signals_is_killed()
    {
        ChildProcess child = ChildProcess.Start(Script("trap '' INT TERM; echo ready; while :; do sleep 0.01; done"));
        await Film.UntilAsync(() => child.LastLines().Contains("ready"), "the trap is set");

        Assert.Equal(128 + Signals.Kill, await child.StopAsync(new StopPlan([new StopStep(Signals.Interrupt, TimeSpan.FromMilliseconds(50)), new StopStep(Signals.Terminate, TimeSpan.FromMilliseconds(50))])).WaitAsync(Soon));
    }

    [Fact]
    public async Task Stopping_twice_and_after_the_end_is_harmless()
    {
        ChildProcess child = ChildProcess.Start(Script("exit 0"));
        await child.Exited.WaitAsync(Soon);

        Assert.Equal(0, await child.StopAsync(StopPlan.Ffmpeg));
        Assert.Equal(0, await child.StopAsync(StopPlan.Ffmpeg));
        child.Signal(Signals.Kill);
    }

    [Fact]
    public async Task It_runs_in_a_session_of_its_own_and_under_the_number_that_is_told()
    {
        ChildProcess child = ChildProcess.Start(new ChildSpec("sleep", "sleep", ["30"]));
        await Film.UntilAsync(() => Command(child.Id).StartsWith("sleep", StringComparison.Ordinal), "the launchers became the program");

        Assert.Equal(child.Id, Session(child.Id));
        await child.StopAsync(StopPlan.Terminate(Soon));
    }

    [Fact]
    public async Task Its_input_is_open_only_when_asked_for()
    {
        ChildProcess open = ChildProcess.Start(new ChildSpec("cat", "cat", []) { KeepStdin = true });
        await open.WriteAsync("hello\n");
        await Film.UntilAsync(() => open.LastLines().Contains("hello"), "the echo");
        Assert.False(open.Exited.IsCompleted);
        await open.StopAsync(StopPlan.Terminate(Soon));

        Assert.Equal(0, await ChildProcess.Start(new ChildSpec("cat", "cat", [])).Exited.WaitAsync(Soon));
    }

    [Fact]
    public async Task A_program_that_is_not_there_says_so()
    {
        ChildProcess child = ChildProcess.Start(new ChildSpec("none", "no-such-program", []));

        Assert.Equal(127, await child.Exited.WaitAsync(Soon));
        Assert.Contains(child.LastLines(), line => line.Contains("no-such-program", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_grandchild_that_keeps_the_pipes_open_does_not_hold_up_the_end()
    {
        ChildProcess child = ChildProcess.Start(Script("sleep 30 & echo $!; exit 5"));

        Assert.Equal(5, await child.Exited.WaitAsync(Soon));
        using Process grandchild = Process.GetProcessById(int.Parse(child.LastLines()[0]));
        grandchild.Kill();
    }

    [Fact]
    public async Task A_child_dies_with_a_killed_parent_and_lives_on_when_told_so()
    {
        // A second parent, killed without a chance to tidy: a shell that starts children through the same launcher arguments.
        ChildSpec mortal = new("sleep", "sleep", ["60"]) { OwnSession = false }, immortal = mortal with { DiesWithParent = false };
        ChildProcess parent = ChildProcess.Start(Script($"{Line(mortal)} & echo $!; {Line(immortal)} & echo $!; wait"));
        await Film.UntilAsync(() => parent.LastLines().Count == 2, "two children");
        int[] ids = [.. parent.LastLines().Select(int.Parse)];
        await Film.UntilAsync(() => ids.All(id => Command(id).StartsWith("sleep", StringComparison.Ordinal)), "both run");

        parent.Signal(Signals.Kill);
        await parent.Exited.WaitAsync(Soon);
        await Film.UntilAsync(() => !IsAlive(ids[0]), "the child that dies with its parent is gone");
        Assert.True(IsAlive(ids[1]));
        Assert.True(Signals.Send(ids[1], Signals.Kill));
    }

    [Fact]
    public async Task Children_outlive_the_pool_thread_that_asked_for_them()
    {
        ChildProcess? child = null;
        using var mayEnd = new ManualResetEventSlim();
        var asking = new Thread(() =>
        {
            child = ChildProcess.Start(new ChildSpec("sleep", "sleep", ["30"]));
            mayEnd.Wait(Soon);
        });
        asking.Start();
        // Only a program that runs has asked the kernel for its death signal.
        await Film.UntilAsync(() => child is { } started && Command(started.Id).StartsWith("sleep", StringComparison.Ordinal), "it runs");
        mayEnd.Set();
        asking.Join();

        // The kernel's signal comes in the same moment in which the thread ends; a second child's start proves that time has passed.
        await ChildProcess.Start(Script("sleep 0.2")).Exited;
        Assert.True(IsAlive(child!.Id));
        await child.StopAsync(StopPlan.Terminate(Soon));
    }

    private static ChildSpec Script(string script) => new("sh", "sh", ["-c", script]);

    private static string Line(ChildSpec spec) => string.Join(' ', [spec.Launcher, .. spec.LauncherArguments()]);

    private static string Command(int id) => File.Exists($"/proc/{id}/cmdline") ? File.ReadAllText($"/proc/{id}/cmdline") : "";

    private static int Session(int id) => int.Parse(File.ReadAllText($"/proc/{id}/stat").Split(") ")[1].Split(' ')[3]);

    // A killed process stays as a zombie until somebody collects it.
    private static bool IsAlive(int id) => File.Exists($"/proc/{id}/stat") && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z", StringComparison.Ordinal);
}

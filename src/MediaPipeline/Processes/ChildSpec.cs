namespace MediaPipeline.Processes;

/// <summary>A program to run: a file name and a list of arguments, never a shell line.</summary>
/// <param name="Name">For logs.</param>
/// <param name="FileName">Looked for in <c>PATH</c>.</param>
/// <param name="Arguments">As the program gets them.</param>
public sealed record ChildSpec(string Name, string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>Where it runs; the caller's folder when null.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The kernel kills it when this process dies in whatever way.</summary>
    public bool DiesWithParent { get; init; } = true;

    /// <summary>It runs in a session of its own: Ctrl-C in a terminal does not reach it, this process decides when it ends.</summary>
    public bool OwnSession { get; init; } = true;

    /// <summary>Keeps its standard input open, for programs that are stopped through it; otherwise it reads end-of-file.</summary>
    public bool KeepStdin { get; init; }

    /// <summary>Added to this process's environment.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Told each line of standard output, from a background thread, in order.</summary>
    public Action<string>? OnOutputLine { get; init; }

    /// <summary>Told each line of standard error, from a background thread, in order.</summary>
    public Action<string>? OnErrorLine { get; init; }

    /// <summary>Reads standard output as bytes to its end, in place of <see cref="OnOutputLine"/>; when it returns early, the rest is read and thrown away. Null: lines.</summary>
    public Func<Stream, Task>? ReadOutput { get; init; }

    /// <summary>It gets the processor when others leave it (nice 10): work that nobody waits for with a finger on a button.</summary>
    public bool Background { get; init; }

    /// <summary>Most memory it may reserve, in bytes (its address space); asking for more fails inside it. Null: what the machine gives.</summary>
    public long? MostMemory { get; init; }

    internal string Launcher => Command().First();

    internal IEnumerable<string> LauncherArguments() => Command().Skip(1);

    // setsid execs in place when it is not a group leader, setpriv, nice and prlimit always do: the process id stays that of the program.
    private IEnumerable<string> Command() =>
    [
        .. OwnSession ? ["setsid"] : Array.Empty<string>(),
        .. DiesWithParent ? ["setpriv", "--pdeathsig", "KILL"] : Array.Empty<string>(),
        .. Background ? ["nice", "-n", "10"] : Array.Empty<string>(),
        .. MostMemory is { } bytes ? ["prlimit", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"--as={bytes}")] : Array.Empty<string>(),
        FileName, .. Arguments,
    ];
}

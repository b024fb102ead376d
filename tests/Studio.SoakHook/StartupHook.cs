#pragma warning disable MA0047, CA1050 // the runtime looks for this name outside of all namespaces

/// <summary>
/// Runs inside the studio of a soak (DOTNET_STARTUP_HOOKS), because a managed heap can be measured only from within: each time the file
/// <c>NAME.ask</c> appears, it collects everything and writes the bytes that are left to <c>NAME</c>. The studio itself knows nothing of it.
/// </summary>
public static class StartupHook
{
    /// <summary>The environment variable that says NAME.</summary>
    public const string Variable = "STUDIO_SOAK_HEAP";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } file) return;
        new Thread(() => Answer(file)) { IsBackground = true, Name = "soak" }.Start();
    }

    private static void Answer(string file)
    {
        while (true)
        {
            Thread.Sleep(50);
            if (!File.Exists($"{file}.ask")) continue;
            File.Delete($"{file}.ask");
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            File.WriteAllText($"{file}.new", FormattableString.Invariant($"{GC.GetTotalMemory(forceFullCollection: false)}"));
            File.Move($"{file}.new", file, overwrite: true);
        }
    }
}

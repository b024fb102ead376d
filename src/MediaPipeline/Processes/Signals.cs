using System.Runtime.InteropServices;

namespace MediaPipeline.Processes;

/// <summary>POSIX signals.</summary>
public static partial class Signals
{
    /// <summary>SIGHUP: a server reads its configuration again.</summary>
    public const int Hangup = 1;

    /// <summary>SIGINT, as Ctrl-C sends it.</summary>
    public const int Interrupt = 2;

    /// <summary>SIGKILL: ends at once, nothing is tidied.</summary>
    public const int Kill = 9;

    /// <summary>SIGTERM: please end.</summary>
    public const int Terminate = 15;

    /// <summary>SIGCONT and SIGSTOP: go on, stand still.</summary>
    public const int Continue = 18, Stop = 19;

    /// <summary>Sends a signal; false when there is no such process or it is not ours.</summary>
    public static bool Send(int processId, int signal) => kill(processId, signal) == 0;

#pragma warning disable IDE1006, SA1300 // the name of the C library
    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int processId, int signal);
#pragma warning restore IDE1006, SA1300
}

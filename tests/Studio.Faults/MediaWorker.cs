using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>A process of its own that takes mutated files one by one: if one of them brings it down, it is not the fault run that dies. A line of JSON a file, and one about memory at the end.</summary>
internal static partial class MediaWorker
{
    /// <summary>Begins a command line of this program.</summary>
    public const string Verb = "--media-worker";

    private const int Children = -1;

    /// <summary>Longest that one step may take; the library's own limits are below.</summary>
    public static TimeSpan StepLimit { get; } = TimeSpan.FromMinutes(4);

    /// <summary>Arguments: folder of films, folder to work in, seed, port, first number, step, end.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        int[] numbers = [.. arguments.Skip(2).Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        var mutations = new MediaMutations(arguments[0], numbers[0], numbers[1]);
        await mutations.PrepareAsync();
        var gauntlet = new MediaGauntlet(Path.Combine(arguments[1], "work"), StepLimit);
        for (int number = numbers[2]; number < numbers[4]; number += numbers[3])
        {
            (string name, byte[] content, string what) = mutations.Make(number);
            GauntletResult result = await gauntlet.RunAsync(name, content, what);
            // The folder for temporary files is this worker's alone.
            string[] left = [.. Directory.EnumerateFileSystemEntries(Path.GetTempPath()).Select(path => Path.GetFileName(path)!).Where(path => !IsTheRuntimes(path))];
            result = result with { Faults = [.. result.Faults, .. left.Select(file => $"left in the folder for temporary files: {file}")] };
            foreach (string file in left) await RemoveAsync(Path.Combine(Path.GetTempPath(), file));
            Console.WriteLine(JsonSerializer.Serialize(new MediaLine(number, result, PeakOfChildren(), PeakOfMine())));
        }
        return 0;
    }

    private static bool IsTheRuntimes(string name) => name.StartsWith("clr-debug-pipe", StringComparison.Ordinal) || name.StartsWith("dotnet-diagnostic", StringComparison.Ordinal) || name.StartsWith(".dotnet", StringComparison.Ordinal);

    private static Task RemoveAsync(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        else File.Delete(path);
        return Task.CompletedTask;
    }

    // The largest of all children that have ended, theirs included, in bytes.
    private static long PeakOfChildren() => getrusage(Children, out Usage usage) == 0 ? usage.MaxRss * 1024 : 0;

    private static long PeakOfMine()
    {
        string line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) ?? "VmHWM: 0 kB";
        return long.Parse(line.AsSpan("VmHWM:".Length, line.Length - "VmHWM:".Length - 2).Trim(), CultureInfo.InvariantCulture) * 1024;
    }

#pragma warning disable IDE1006, SA1300 // the name of the C library
    [LibraryImport("libc", SetLastError = true)]
    private static partial int getrusage(int who, out Usage usage);
#pragma warning restore IDE1006, SA1300

    // struct rusage of Linux on 64 bits: two times, ru_maxrss in KiB, thirteen more.
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct Usage
    {
        public long UserSeconds, UserMicroseconds, SystemSeconds, SystemMicroseconds, MaxRss;
    }
}

/// <summary>What a worker says of a file; peaks in bytes since it began.</summary>
internal sealed record MediaLine(int Number, GauntletResult Result, long ChildPeak, long OwnPeak);

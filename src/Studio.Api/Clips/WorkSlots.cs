using System.Globalization;
using Studio.Api.Parts;

namespace Studio.Api.Clips;

/// <summary>
/// How many jobs one machine works on at once, whatever number of processes it has: a slot is a lock on a file, which the kernel gives back when its
/// process dies.
/// </summary>
internal sealed class WorkSlots(StudioOptions options)
{
    private readonly string _folder = Path.Combine(Path.GetFullPath(options.DataFolder), "workers");

    /// <summary>How many slots there are on this machine.</summary>
    public int Count { get; } = Most(options, Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024));

    /// <summary>What cores and memory allow; at least one where any work is wished for. Pure.</summary>
    public static int Most(StudioOptions options, int cores, long megabytes) => options.ClipWorkers == 0
        ? 0
        : (int)Math.Max(1, Math.Min(cores / Math.Max(1, options.ClipCores), megabytes / Math.Max(1, options.ClipMegabytes)));

    /// <summary>A slot of this machine; null: all are taken. Give it back by disposing it.</summary>
    public IDisposable? TryTake()
    {
        Directory.CreateDirectory(_folder);
        for (int number = 1; number <= Count; number++)
        {
            try
            {
                return new FileStream(Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{number}.lock")), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException)
            {
                // Somebody works in it.
            }
        }
        return null;
    }
}

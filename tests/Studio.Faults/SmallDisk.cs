using System.Globalization;
using MediaPipeline.Processes;

namespace Studio.Faults;

/// <summary>A real filesystem of a few megabytes in memory, which can really be full.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _ballast;

    private SmallDisk(string path) => (Path, _ballast) = (path, System.IO.Path.Combine(path, "ballast"));

    public string Path { get; }

    public long FreeBytes => new DriveInfo(Path).AvailableFreeSpace;

    /// <summary>Mounts one over a folder; null where this user may not mount.</summary>
    public static async Task<SmallDisk?> MountAsync(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        string size = string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=0755");
        return await RunAsync("mount", "-t", "tmpfs", "-o", size, "studio-faults", folder) == 0 ? new SmallDisk(folder) : null;
    }

    /// <summary>Writes until only <paramref name="leave"/> bytes are free; with 0 until nothing more fits.</summary>
    public void Fill(long leave = 0)
    {
        byte[] piece = new byte[64 * 1024];
        using FileStream ballast = new(_ballast, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, BufferSize = 0 });
        try
        {
            while (leave == 0 || FreeBytes > leave) ballast.Write(piece);
        }
        catch (IOException)
        {
            // Full: what was wanted.
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(_ballast);

    public async ValueTask DisposeAsync()
    {
        // Lazily where something still has a file open: a mount must not outlive this program.
        if (await RunAsync("umount", Path) != 0) await RunAsync("umount", "--lazy", Path);
    }

    private static Task<int> RunAsync(string program, params string[] arguments) => ChildProcess.Start(new ChildSpec(program, program, arguments)).Exited;
}

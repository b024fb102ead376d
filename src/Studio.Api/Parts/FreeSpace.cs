namespace Studio.Api.Parts;

/// <summary>Room on the disk of the data folder, and on that of its media where that is another one.</summary>
internal static class FreeSpace
{
    /// <summary>The stable code of "no room".</summary>
    public const string Code = "disk-full";

    /// <summary>Whether there is less than the studio wants to see before it writes media. The state itself is written to the last byte.</summary>
    public static bool IsShort(StudioOptions options)
    {
        try
        {
            string data = Path.GetFullPath(options.DataFolder), media = Path.Combine(data, "media");
            return IsShort(data) || (Directory.Exists(media) && IsShort(media));
        }
        catch (IOException)
        {
            return true;
        }

        bool IsShort(string folder) => new DriveInfo(folder).AvailableFreeSpace < options.LeastFreeMegabytes * 1024L * 1024;
    }
}

namespace Studio.Api.Parts;

/// <summary>Room on the disk of the data folder.</summary>
internal static class FreeSpace
{
    /// <summary>The stable code of "no room".</summary>
    public const string Code = "disk-full";

    /// <summary>Whether there is less than the studio wants to see before it writes media. The state itself is written to the last byte.</summary>
    public static bool IsShort(StudioOptions options)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(options.DataFolder)).AvailableFreeSpace < options.LeastFreeMegabytes * 1024L * 1024;
        }
        catch (IOException)
        {
            return true;
        }
    }
}

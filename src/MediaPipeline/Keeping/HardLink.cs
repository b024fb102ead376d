using System.Runtime.InteropServices;

namespace MediaPipeline.Keeping;

/// <summary>A second name of a file (link(2)); a copy where the disk has no such thing.</summary>
public static partial class HardLink
{
    /// <summary>Gives a file another name. One that is there is replaced.</summary>
    /// <exception cref="IOException">The disk is full, or does not let it be written.</exception>
    public static void Make(string file, string name)
    {
        string unfinished = $"{name}.{Guid.NewGuid():n}.tmp";
        try
        {
            if (Link(file, unfinished) != 0) File.Copy(file, unfinished);
            // Two names of one file stay two names when one is moved over the other: the old one goes first.
            File.Delete(name);
            File.Move(unfinished, name);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string file, string name);
}

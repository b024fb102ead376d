using System.Security.Cryptography;
using System.Text;

namespace Studio.Api.Parts;

/// <summary>Unix sockets: their paths have a limit of 107 bytes, data folders have none.</summary>
internal static class SocketPath
{
    private const int Longest = 100;

    /// <summary>The socket of a part: in its folder, or, where that path is too long, in a private folder of the user with a short name.</summary>
    public static string For(string folder, string name)
    {
        Own(folder);
        string natural = Path.Combine(folder, name);
        if (Encoding.UTF8.GetByteCount(natural) <= Longest) return natural;
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..12];
        string runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 and < 60 } own && Directory.Exists(own) ? own : "/tmp";
        return Path.Combine(Own(Path.Combine(runtime, $"studio-{Environment.UserName}-{key}")), name);
    }

    // A socket in a folder that others may enter would give them the state of the base.
    private static string Own(string folder) =>
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
}

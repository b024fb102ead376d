using System.Security.Cryptography;
using System.Text;

namespace Studio.Grains.Clips;

/// <summary>Names a piece of work by all that it is made of: its sources, its plan, its preset and the tools. The same name is the same file, so it is made once.</summary>
public static class WorkKey
{
    /// <summary>The first 160 bits of the parts' SHA-256, in lower case hex; their order counts, and where one ends and the next begins.</summary>
    public static string Of(params IReadOnlyList<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts.Select(part => $"{part.Length}:{part}")))))[..40];

    /// <summary>The index of clips in whose folders a file of this key was made.</summary>
    public static string IndexOf(string key) => $"clip-work:{key}";
}

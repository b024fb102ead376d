using System.Security.Cryptography;
using System.Text;

namespace Studio.Grains.Values;

/// <summary>
/// Short ids and hashes in Crockford's base 32 (lower case, no i l o u), safe in links, file names and speech.
/// </summary>
public static class StableId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>
    /// The id of the thing that an operation creates: the same operation always names the same thing, so a repeated
    /// "create" finds what the first one made. 80 bits, prefixed: <c>p_3f…</c>.
    /// </summary>
    public static string ForOperation(string prefix, string actor, string operationId) =>
        $"{prefix}_{Hash($"{prefix}\n{actor}\n{operationId}", 16)}";

    /// <summary>A one-way name for a secret: 130 bits of SHA-256. Knowing it does not reveal the secret.</summary>
    public static string ForSecret(string secret) => Hash(secret, 26);

    /// <summary>A new secret with <paramref name="characters"/> × 5 random bits.</summary>
    public static string NewSecret(int characters) => RandomNumberGenerator.GetString(Alphabet, characters);

    /// <summary>The first <paramref name="characters"/> (at most 51) base-32 digits of the text's SHA-256.</summary>
    public static string Hash(string text, int characters)
    {
        Span<byte> digest = stackalloc byte[32];
        int length = Encoding.UTF8.GetByteCount(text);
        Span<byte> utf8 = length <= 512 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(text, utf8);
        SHA256.HashData(utf8, digest);
        return Encode(digest, characters);
    }

    private static string Encode(ReadOnlySpan<byte> bytes, int characters)
    {
        Span<char> digits = stackalloc char[characters];
        for (int i = 0; i < characters; i++)
        {
            int bit = i * 5;
            int pair = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
            digits[i] = Alphabet[(pair >> (11 - bit % 8)) & 31];
        }
        return new string(digits);
    }
}

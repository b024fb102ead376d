using System.Security.Cryptography;
using System.Text;
using Studio.Api.Parts;

namespace Studio.Api.People;

/// <summary>
/// Makes secrets (stream keys, link tokens, the set-up token) out of one key that lies in the data folder: the same operation makes the
/// same secret, so a repeated command can show its first answer, although the store keeps only one-way ids.
/// </summary>
internal sealed class SecretMint
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private readonly byte[] _key;

    public SecretMint(StudioOptions options)
    {
        string folder = Path.Combine(options.DataFolder, "keys");
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, "mint");
        if (!File.Exists(file))
        {
            string fresh = $"{file}.{Environment.ProcessId}.tmp";
            using (FileStream stream = new(fresh, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            {
                stream.Write(RandomNumberGenerator.GetBytes(32));
                stream.Flush(flushToDisk: true);
            }
            File.Move(fresh, file, overwrite: false);
        }
        _key = File.ReadAllBytes(file);
    }

    /// <summary>The secret of an operation: 26 characters, 130 bits.</summary>
    public string Mint(string purpose, string scope, string operationId)
    {
        byte[] digest = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{purpose}\n{scope}\n{operationId}"));
        return string.Create(26, digest, static (characters, bytes) =>
        {
            for (int i = 0; i < characters.Length; i++) characters[i] = Alphabet[bytes[i] & 31];
        });
    }
}

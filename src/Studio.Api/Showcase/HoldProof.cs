using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Showcase;

/// <summary>A solved challenge: SHA-256 of <c>challenge:nonce</c> begins with as many zero bits as the challenge asks for.</summary>
internal sealed record HoldProofBody(string Challenge, string Nonce);

/// <summary>
/// A proof that costs a phone a moment and a flood of programs its speed. A challenge is bound to one guest and a minute; nothing about it is stored.
/// </summary>
internal sealed class HoldProof(SecretMint mint, TimeProvider clock)
{
    /// <summary>Zero bits that are asked for: some ten thousand hashes, a few tenths of a second on an old phone.</summary>
    public const int Bits = 14;

    // A village that shares one address presses some ten times a second in a flash sale; a program many more.
    private const int PressesOfPeople = 30, MostAddresses = 10_000;
    private static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Meter> _addresses = new(StringComparer.Ordinal);

    /// <summary>Null, or the refusal that asks for a proof.</summary>
    public Refusal? Missing(ProofMode mode, string guestId, string address, HoldProofBody? proven)
    {
        bool suspicious = mode != ProofMode.Never && Press(address) > PressesOfPeople;
        if (mode == ProofMode.Never || (mode == ProofMode.Auto && !suspicious) || (proven is not null && IsGood(guestId, proven))) return null;
        return Refusal.With(Problems.ProofNeeded, "challenge", Challenge(guestId)).And("bits", Bits);
    }

    internal string Challenge(string guestId)
    {
        string until = (clock.GetUtcNow() + ValidFor).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{until}.{mint.Mint("hold-proof", guestId, until)}";
    }

    private bool IsGood(string guestId, HoldProofBody proven)
    {
        if (proven.Challenge.Length > 60 || proven.Nonce.Length > 20) return false;
        string[] parts = proven.Challenge.Split('.');
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long until)) return false;
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        if (until < now || until > now + (long)ValidFor.TotalSeconds) return false;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(parts[1]), Encoding.UTF8.GetBytes(mint.Mint("hold-proof", guestId, parts[0])))) return false;
        return ZeroBits(SHA256.HashData(Encoding.UTF8.GetBytes($"{proven.Challenge}:{proven.Nonce}"))) >= Bits;
    }

    internal static int ZeroBits(ReadOnlySpan<byte> digest)
    {
        int bits = 0;
        foreach (byte one in digest)
        {
            if (one != 0) return bits + BitOperations.LeadingZeroCount((uint)one) - 24;
            bits += 8;
        }
        return bits;
    }

    // Presses of this second from an address; the book is thrown away when it is full, for a flood of addresses must not fill the memory.
    private int Press(string address)
    {
        if (_addresses.Count >= MostAddresses) _addresses.Clear();
        return _addresses.GetOrAdd(address, static _ => new Meter()).Press(clock.GetUtcNow().ToUnixTimeSeconds());
    }

    private sealed class Meter
    {
        private readonly Lock _gate = new();
        private long _second;
        private int _presses;

        public int Press(long second)
        {
            lock (_gate)
            {
                if (_second != second) (_second, _presses) = (second, 0);
                return ++_presses;
            }
        }
    }
}

using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Studio.Api.Passing;

/// <summary>The RTMP address of another server: what of it may be shown, and whether it leads out of the base.</summary>
internal static class PushAddress
{
    private const int Longest = 1_000;

    /// <summary>The address, or null: it is none that ffmpeg should be given.</summary>
    public static Uri? Parse(string? text)
    {
        string clean = (text ?? "").Trim();
        if (clean.Length is 0 or > Longest || clean.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter))) return null;
        return Uri.TryCreate(clean, UriKind.Absolute, out Uri? address) && address.Scheme is "rtmp" or "rtmps" && address.Host.Length > 0 && address.AbsolutePath.Length > 1 ? new Uri(clean) : null;
    }

    /// <summary>Scheme, server and the first step of the path; of the rest, which holds the platform's key, the last two letters.</summary>
    public static string Shown(Uri address)
    {
        string app = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) is [var first, _, ..] ? $"/{first}" : "";
        string whole = address.PathAndQuery;
        return $"{address.Scheme}://{address.Authority[(address.Authority.IndexOf('@', StringComparison.Ordinal) + 1)..]}{app}/****{(whole.Length >= 12 ? whole[^2..] : "")}";
    }

    /// <summary>Whether a server's addresses are of this machine or of a private network: from there the feed would reach what outsiders cannot.</summary>
    public static bool IsInside(IEnumerable<IPAddress> server, IReadOnlyCollection<IPAddress> own) => server.Select(Plain).Any(address => own.Contains(address) || IsPrivate(address));

    /// <summary>The addresses of a server's name; none: nobody knows it.</summary>
    public static async Task<IReadOnlyList<IPAddress>> ResolveAsync(Uri address, CancellationToken cancellation)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(address.IdnHost, cancellation);
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            return [];
        }
    }

    /// <summary>The addresses of this machine.</summary>
    public static IReadOnlyCollection<IPAddress> Own() =>
        [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(one => one.GetIPProperties().UnicastAddresses).Select(one => Plain(one.Address))];

    internal static bool IsPrivate(IPAddress given)
    {
        IPAddress address = Plain(given);
        byte[] bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return bytes[0] is 0 or 10 or 127 or >= 224 || (bytes[0], bytes[1]) is (169, 254) or (192, 168) || (bytes[0] == 172 && bytes[1] is >= 16 and < 32)
                || (bytes[0] == 100 && bytes[1] is >= 64 and < 128) || (bytes[0] == 198 && bytes[1] is 18 or 19) || (bytes[0], bytes[1], bytes[2]) is (192, 0, 0);
        }
        return IPAddress.IPv6Loopback.Equals(address) || IPAddress.IPv6Any.Equals(address) || address.IsIPv6LinkLocal || address.IsIPv6SiteLocal || address.IsIPv6Multicast || address.IsIPv6UniqueLocal;
    }

    // One host in three notations: ::ffff:10.0.0.1, 64:ff9b::10.0.0.1 (NAT64) and 2002:0a00:0001:: (6to4) are 10.0.0.1.
    private static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        byte[] bytes = address.GetAddressBytes();
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0])) return new IPAddress(bytes.AsSpan(12, 4));
        return bytes is [0x20, 0x02, ..] ? new IPAddress(bytes.AsSpan(2, 4)) : new IPAddress(bytes);
    }
}

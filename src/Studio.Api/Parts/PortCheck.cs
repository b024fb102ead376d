using System.Net;
using System.Net.Sockets;

namespace Studio.Api.Parts;

/// <summary>Finds out before anything starts whether the ports are free: a clear sentence instead of a stack trace half-way.</summary>
internal static class PortCheck
{
    /// <summary>The sentence for the person who started the studio, or null.</summary>
    public static string? Complaint(StudioOptions options, bool rtmpIsOurs)
    {
        (string Setting, string Flag, int Port)[] ports = options.Role == StudioRole.All
            ? [("Studio:Port", "--port", options.Port), ("Studio:RtmpPort", "--rtmp-port", options.RtmpPort), ("Studio:SiloPort", "--silo-port", options.SiloPort)]
            : [("Studio:Port", "--port", options.Port), ("Studio:SiloPort", "--silo-port", options.SiloPort)];
        foreach ((string setting, string flag, int port) in ports)
        {
            if (rtmpIsOurs && port == options.RtmpPort) continue;
            if (!IsFree(port)) return $"Port {port} ({setting}) is taken by another program. Choose another one: ./studio up {flag} {port + 10}";
        }
        return null;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            // Kestrel and nginx set it too: a port whose last connections still linger is free.
            probe.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            probe.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

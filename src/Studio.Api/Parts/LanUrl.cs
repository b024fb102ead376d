using System.Globalization;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Studio.Api.Parts;

/// <summary>The address under which a phone in the same building reaches this machine.</summary>
internal static class LanUrl
{
    /// <summary>The first address of a network that is up and has a way out; the host name where there is none.</summary>
    public static string Of(int port)
    {
        string host = NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .OrderByDescending(network => network.GetIPProperties().GatewayAddresses.Count)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .FirstOrDefault(address => address.Address.AddressFamily == AddressFamily.InterNetwork)?.Address.ToString() ?? Environment.MachineName;
        return $"http://{host}:{port.ToString(CultureInfo.InvariantCulture)}";
    }
}

using System.Globalization;
using System.Net.Sockets;
using System.Xml;
using System.Xml.Linq;
using Studio.Api.Parts;
using Studio.Api.Recording.Ingest;

namespace Studio.Api.Recording;

/// <summary>What the ingest server says of its publishers, and the order to send one away. Source: nginx-rtmp's stat and control pages.</summary>
internal sealed partial class RtmpServer : IIngest, IDisposable
{
    private readonly HttpClient _http;
    private readonly ILogger _log;
    private readonly int _port;

    public RtmpServer(NginxPart nginx, StudioOptions options, ILogger<RtmpServer> log)
    {
        _log = log;
        _port = options.RtmpPort;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(nginx.ControlSocket), cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
            // nginx may be restarted at any time; a kept connection would fail once each time.
            PooledConnectionLifetime = TimeSpan.Zero,
        })
        { BaseAddress = new Uri("http://nginx/"), Timeout = TimeSpan.FromSeconds(2) };
    }

    /// <summary>From this machine only.</summary>
    public string PlayUrl(string playName) => $"rtmp://127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}/live/{playName}";

    /// <summary>Never null: it is a part of the studio, and one that does not answer has no publishers.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> PublishersAsync()
    {
        try
        {
            using var reader = XmlReader.Create(await _http.GetStreamAsync("stat"), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, Async = true });
            XDocument stat = await XDocument.LoadAsync(reader, LoadOptions.None, CancellationToken.None);
            var publishers = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (XElement stream in stat.Descendants("stream").Where(stream => stream.Element("publishing") is not null))
            {
                XElement? client = stream.Elements("client").FirstOrDefault(client => client.Element("publishing") is not null);
                publishers[(string?)stream.Element("name") ?? ""] = (string?)client?.Element("id") ?? "";
            }
            return publishers;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or XmlException or IOException)
        {
            DoesNotAnswer(failure.Message);
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
    }

    public async Task DropPublisherAsync(string playName, string? clientId)
    {
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync($"control/drop/publisher?app=live&name={Uri.EscapeDataString(playName)}");
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            DoesNotAnswer(failure.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    [LoggerMessage(LogLevel.Warning, "nginx: does not answer: {Why}")]
    private partial void DoesNotAnswer(string why);
}

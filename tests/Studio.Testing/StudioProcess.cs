using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using MediaPipeline.Processes;

namespace Studio.Testing;

/// <summary>The studio as its users run it: a process of its own, on free ports, with its own Redis and nginx, in a folder of its own.</summary>
public sealed partial class StudioProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, string> _environment;
    private readonly bool _ownsFolder;
    private readonly ConcurrentQueue<string> _errors = new();
    private ChildProcess? _process;

    private StudioProcess(string folder, bool ownsFolder, IReadOnlyDictionary<string, string> settings)
    {
        Folder = folder;
        _ownsFolder = ownsFolder;
        int[] ports = FreePorts(3);
        (Port, RtmpPort) = (ports[0], ports[1]);
        _environment = new Dictionary<string, string>(settings, StringComparer.Ordinal)
        {
            ["Studio__DataFolder"] = folder,
            ["Studio__Port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["Studio__RtmpPort"] = RtmpPort.ToString(CultureInfo.InvariantCulture),
            ["Studio__SiloPort"] = ports[2].ToString(CultureInfo.InvariantCulture),
            ["Studio__Bind"] = "127.0.0.1",
            ["DOTNET_gcServer"] = "0",
        };
        if (!settings.ContainsKey("Studio__WebRoot")) _environment["Studio__WebRoot"] = Path.Combine(Checkout.Root, "web", "dist");
        if (!settings.ContainsKey("PATH")) _environment["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin";
    }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    public int Port { get; }

    public int RtmpPort { get; }

    public string Url => $"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The process id of the API.</summary>
    public int Id => _process!.Id;

    /// <summary>From the start of the process to the first "ready", of the last start.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>The last lines of its log.</summary>
    public IReadOnlyList<string> Log => _process?.LastLines() ?? [];

    /// <summary>What it logged as an error, over all its starts.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>The token of the set-up link that it printed.</summary>
    public string SetupToken => Log.Select(line => SetupLink().Match(line)).First(match => match.Success).Groups["token"].Value;

    public static async Task<StudioProcess> StartAsync(IReadOnlyDictionary<string, string>? settings = null, string? folder = null)
    {
        var studio = new StudioProcess(
            folder ?? Directory.CreateTempSubdirectory("studio-").FullName, ownsFolder: folder is null, settings ?? new Dictionary<string, string>(StringComparer.Ordinal));
        await studio.StartAgainAsync();
        return studio;
    }

    /// <summary>Starts it (again) on the same folder and ports; returns when it is ready.</summary>
    public async Task StartAgainAsync()
    {
        long begin = TimeProvider.System.GetTimestamp();
        _process = ChildProcess.Start(new ChildSpec("studio", "dotnet", [Path.Combine(AppContext.BaseDirectory, "Studio.Api.dll")]) { Environment = _environment, OnOutputLine = KeepError });
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        while (!await IsReadyAsync(http))
        {
            if (_process.Exited.IsCompleted) throw new InvalidOperationException($"The studio ended at once:\n{string.Join('\n', Log)}");
            if (TimeProvider.System.GetElapsedTime(begin) > StartLimit) throw new TimeoutException($"The studio is not ready:\n{string.Join('\n', Log)}");
            await Task.Delay(10);
        }
        ReadyAfter = TimeProvider.System.GetElapsedTime(begin);
    }

    /// <summary>SIGKILL to the API alone; Redis and nginx live on, as after a crash.</summary>
    public async Task KillAsync()
    {
        _process!.Signal(Signals.Kill);
        await _process.Exited;
    }

    /// <summary>SIGTERM, as the launcher's Ctrl-C; answers how long it took to end.</summary>
    public async Task<TimeSpan> StopAsync()
    {
        long begin = TimeProvider.System.GetTimestamp();
        await _process!.StopAsync(StopPlan.Terminate(TimeSpan.FromSeconds(15)));
        return TimeProvider.System.GetElapsedTime(begin);
    }

    /// <summary>The process id of a managed part (<c>redis</c>, <c>nginx</c>), if it runs.</summary>
    public int? PartId(string part)
    {
        string file = Path.Combine(Folder, part, $"{part}.pid");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out int id) && Directory.Exists($"/proc/{id}") ? id : null;
    }

    /// <summary>Where its nginx keeps the last minute of each feed; outside of the data folder where it runs as root.</summary>
    public string? KeptFolder
    {
        get
        {
            string config = Path.Combine(Folder, "nginx", "nginx.conf");
            string? line = File.Exists(config) ? File.ReadLines(config).FirstOrDefault(found => found.Contains("record_path ", StringComparison.Ordinal)) : null;
            return line?.Trim()["record_path ".Length..].TrimEnd(';');
        }
    }

    /// <summary>A new client without any cookie.</summary>
    public StudioClient Client() => new(Url);

    public async ValueTask DisposeAsync()
    {
        if (_process is { Exited.IsCompleted: false }) await StopAsync();
        if (_environment.GetValueOrDefault("Studio__Role") is "Edge" or "Worker") return; // its folder and the parts are another's
        foreach (string part in (string[])["redis", "nginx"])
        {
            // Left behind where a test killed the API and did not start it again.
            if (PartId(part) is { } id && File.ReadAllText($"/proc/{id}/cmdline").Contains(Folder, StringComparison.Ordinal)) Signals.Send(id, Signals.Kill);
        }
        if (KeptFolder is { } kept && Directory.Exists(kept)) Directory.Delete(kept, recursive: true);
        if (_ownsFolder) Directory.Delete(Folder, recursive: true);
    }

    private static readonly HashSet<int> Given = [];

    /// <summary>Ports that nobody listens on now, none of them given out before: studios start side by side.</summary>
    public static int[] FreePorts(int count)
    {
        lock (Given)
        {
            List<TcpListener> listeners = [];
            List<int> ports = [];
            while (ports.Count < count)
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                listeners.Add(listener);
                if (((IPEndPoint)listener.LocalEndpoint).Port is var port && Given.Add(port)) ports.Add(port);
            }
            foreach (TcpListener listener in listeners) listener.Stop();
            return [.. ports];
        }
    }

    private async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync($"{Url}/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private void KeepError(string line)
    {
        if (line.Contains("fail: ", StringComparison.Ordinal) || line.Contains("crit: ", StringComparison.Ordinal)) _errors.Enqueue(line);
    }

    [GeneratedRegex("/setup/#t=(?<token>[0-9a-z]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SetupLink();
}

using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>An operator at work before real overlay pages in both formats, and samples of what is in memory, each at an empty screen.</summary>
internal sealed class Soak : IAsyncDisposable
{
    private static readonly string[] Templates = ["lower-third", "side-panel", "big-price", "sold-out", "coming-next", "origin"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly StudioProcess _studio;
    private readonly StudioClient _manager;
    private readonly string _heapFile;
    private readonly List<SoakSample> _samples = [];

    private Soak(StudioProcess studio, StudioClient manager, Pages pages, Desk desk, string heapFile) => (_studio, _manager, Pages, Desk, _heapFile) = (studio, manager, pages, desk, heapFile);

    public Pages Pages { get; }

    public Desk Desk { get; }

    public IReadOnlyList<SoakSample> Samples => _samples;

    /// <summary>A studio of its own, a session, and its overlays in both formats.</summary>
    public static async Task<Soak> MakeAsync(int seed = 7)
    {
        string heapFile = Path.Combine(Directory.CreateTempSubdirectory("soak-").FullName, "heap");
        StudioProcess studio = await StudioProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
            [StartupHook.Variable] = heapFile,
        });
        StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string session = StudioClient.Id(await manager.MakeSessionAsync(products: 6));
        string token = StudioClient.TokenOf(await manager.MakeLinkAsync(session, "overlay"));
        Pages pages = await Pages.OpenAsync([(1920, 1080), (1080, 1920)], $"{studio.Url}/overlay/#c={token}");
        return new Soak(studio, manager, pages, new Desk(manager, session, new Random(seed), Templates), heapFile);
    }

    /// <summary>Works for a time, with a pause after each change, and samples every so often; once more at the end.</summary>
    public async Task WorkAsync(TimeSpan length, TimeSpan pause, TimeSpan sampleEvery, Action<SoakSample> sampled)
    {
        long begin = TimeProvider.System.GetTimestamp();
        for (TimeSpan next = sampleEvery; ; next += sampleEvery)
        {
            TimeSpan until = next < length ? next : length;
            while (TimeProvider.System.GetElapsedTime(begin) < until)
            {
                await (Desk.Done % 4 == 3 ? Desk.AllotAsync() : Desk.WorkAsync());
                if (pause > TimeSpan.Zero) await Task.Delay(pause);
            }
            await RestAsync();
            _samples.Add(await SampleAsync(TimeProvider.System.GetElapsedTime(begin).TotalSeconds));
            sampled(_samples[^1]);
            if (TimeProvider.System.GetElapsedTime(begin) >= length) return;
        }
    }

    /// <summary>Whether every overlay shows what the board says, a card and no card.</summary>
    public async Task<bool> EqualsBoardAsync()
    {
        await Desk.TakeAsync();
        if (!await EqualAsync()) return false;
        await RestAsync();
        return await EqualAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Pages.DisposeAsync();
        _manager.Dispose();
        await _studio.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_heapFile)!, recursive: true);
    }

    // The same picture at each sample, or the counts would tell of the picture.
    private async Task RestAsync()
    {
        await Desk.EmptyAsync();
        if (!await EqualAsync()) throw new InvalidOperationException($"The overlays show {string.Join(" | ", await Pages.ShownAsync())} in place of {Desk.Expected}.");
    }

    private async Task<bool> EqualAsync()
    {
        try
        {
            await Wait.UntilAsync(() => Pages.AllShowAsync(Desk.Expected), "every overlay equals the board", Patience);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<SoakSample> SampleAsync(double seconds) => new(seconds, await Task.WhenAll(Pages.All.Select(SampleAsync)), await ServerHeapAsync(), ServerSet());

    private static async Task<PageSample> SampleAsync(IPage page)
    {
        ICDPSession devtools = await page.Context.NewCDPSessionAsync(page);
        try
        {
            await devtools.SendAsync("Performance.enable");
            // Twice: what the first collection sets free may hold more.
            for (int time = 0; time < 2; time++) await devtools.SendAsync("HeapProfiler.collectGarbage");
            JsonElement metrics = (await devtools.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics");
            double Of(string name) => metrics.EnumerateArray().First(metric => metric.GetProperty("name").ValueEquals(name)).GetProperty("value").GetDouble();
            return new PageSample(Of("JSHeapUsedSize"), Of("Nodes"), Of("JSEventListeners"));
        }
        finally
        {
            await devtools.DetachAsync();
        }
    }

    private async Task<long> ServerHeapAsync()
    {
        File.Delete(_heapFile);
        await File.WriteAllTextAsync($"{_heapFile}.ask", "");
        await Wait.UntilAsync(() => File.Exists(_heapFile), "the studio's heap is measured", Patience);
        return long.Parse(await File.ReadAllTextAsync(_heapFile), CultureInfo.InvariantCulture);
    }

    private long ServerSet()
    {
        string line = File.ReadLines($"/proc/{_studio.Id.ToString(CultureInfo.InvariantCulture)}/status").First(one => one.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line["VmRSS:".Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}

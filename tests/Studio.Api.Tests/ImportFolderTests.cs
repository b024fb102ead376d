using System.Text.Json;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>The watched folder: what is put there is taken when it has stopped growing, and what is no good lies in <c>refused</c> with its reason.</summary>
public sealed class ImportFolderTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("watched-").FullName, _films = Directory.CreateTempSubdirectory("films-").FullName;
    private StudioProcess _studio = null!;
    private StudioClient _manager = null!;
    private string _session = "";

    public async ValueTask InitializeAsync()
    {
        _studio = await StudioProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Studio__ImportFolder"] = _folder, ["Studio__ImportQuietSeconds"] = "2" });
        _manager = _studio.Client();
        await _manager.EnterAsManagerAsync(_studio);
        _session = StudioClient.Id(await _manager.MakeSessionAsync(products: 1));
    }

    public async ValueTask DisposeAsync()
    {
        _manager.Dispose();
        await _studio.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_films, recursive: true);
    }

    [Fact]
    public async Task A_file_in_the_folder_of_a_session_is_taken_when_it_has_stopped_growing()
    {
        byte[] bytes = await File.ReadAllBytesAsync(await Elsewhere.FilmAsync(Path.Combine(_films, "obs.flv"), 6));
        string target = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, _session)).FullName, "现场.flv");
        await using (FileStream growing = File.Create(target))
        {
            // Longer than a file must be quiet, and never quiet for so long.
            for (int piece = 0; piece < 8; piece++)
            {
                await growing.WriteAsync(bytes.AsMemory(bytes.Length * piece / 8, (bytes.Length * (piece + 1) / 8) - (bytes.Length * piece / 8)));
                await growing.FlushAsync();
                long before = TimeProvider.System.GetTimestamp();
                await Wait.UntilAsync(() => TimeProvider.System.GetElapsedTime(before) > TimeSpan.FromSeconds(0.6), "it grows slowly");
                Assert.True(File.Exists(target));
            }
        }
        Assert.Empty(await ListAsync());
        string id = await TakenAsync();
        Assert.Equal("ready", await _manager.EndOfAsync(id));
        JsonElement import = await _manager.ImportAsync(id);
        Assert.Equal((_session, "现场.flv", true), (import.GetProperty("sessionId").GetString(), import.GetProperty("name").GetString(), import.GetProperty("fromFolder").GetBoolean()));
        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_file_of_no_session_waits_until_somebody_says_to_which_one_it_belongs()
    {
        await Elsewhere.FilmAsync(Path.Combine(_films, "film.mp4"), 4);
        File.Move(Path.Combine(_films, "film.mp4"), Path.Combine(_folder, "film.mp4"));
        string id = await TakenAsync();
        Assert.Equal("needsSession", await _manager.EndOfAsync(id));
        Assert.Equal(404, (await _manager.PostAsync($"/api/imports/{id}/session", new { operationId = StudioClient.NewOperation(), sessionId = "s_none" })).Status);
        _ = (await _manager.PostAsync($"/api/imports/{id}/session", new { operationId = StudioClient.NewOperation(), sessionId = _session })).Ok;
        Assert.Equal("ready", await _manager.EndOfAsync(id));
    }

    [Fact]
    public async Task What_is_no_good_lies_in_refused_with_its_reason_and_no_link_is_followed()
    {
        string secret = Path.Combine(_films, "secret.mp4");
        await Elsewhere.FilmAsync(secret, 2);
        await File.WriteAllTextAsync(Path.Combine(_folder, "list.mp4"), $"ffconcat version 1.0\nfile '{secret}'\n");
        await File.WriteAllBytesAsync(Path.Combine(_folder, "empty.mp4"), []);
        await File.WriteAllTextAsync(Path.Combine(_folder, "a\nb\u001b[31m.mp4"), "x");
        File.CreateSymbolicLink(Path.Combine(_folder, "link.mp4"), secret);
        Directory.CreateSymbolicLink(Path.Combine(_folder, "s_link"), _films);
        File.CreateSymbolicLink(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "s_none")).FullName, "inside.mp4"), secret);
        await File.WriteAllTextAsync(Path.Combine(_folder, "s_none", "film.mp4"), "x");
        string refused = Path.Combine(_folder, "refused");
        // The list is taken, looked at and given back; a list of a session is not needed for that.
        await Wait.UntilAsync(async () => (await ListAsync()).Any(import => Name(import) == "list.mp4"), "the list is taken");
        string list = StudioClient.Id((await ListAsync()).First(import => Name(import) == "list.mp4"));
        _ = (await _manager.PostAsync($"/api/imports/{list}/session", new { operationId = StudioClient.NewOperation(), sessionId = _session })).Ok;
        await Wait.UntilAsync(() => Reasons(refused).Length == 7, "all are refused", TimeSpan.FromSeconds(60));
        string[] reasons = Reasons(refused);
        Assert.Equal(
            ["import-empty", "import-is-playlist", "import-unsafe-name", "import-unsafe-name", "import-unsafe-name", "import-unsafe-name", "not-found"],
            reasons.Select(file => File.ReadLines(file).First()).Order(StringComparer.Ordinal));
        Assert.All(reasons, file => Assert.Equal(3, File.ReadAllLines(file).Length));
        Assert.All(Directory.EnumerateFileSystemEntries(refused), file => Assert.DoesNotContain(Path.GetFileName(file), char.IsControl));
        Assert.True(File.Exists(secret));
        Assert.Equal("refused", await _manager.EndOfAsync(list));
        Assert.Empty(_studio.Errors);
    }

    private async Task<string> TakenAsync()
    {
        await Wait.UntilAsync(async () => (await ListAsync()).Length == 1, "it is taken");
        return StudioClient.Id((await ListAsync())[0]);
    }

    private async Task<JsonElement[]> ListAsync() => [.. (await _manager.GetAsync("/api/imports")).Ok.GetProperty("imports").EnumerateArray()];

    private static string[] Reasons(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.reason.txt") : [];

    private static string? Name(JsonElement import) => import.GetProperty("name").GetString();
}

using System.Text.Json;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>Clips made by processes of their own, which have no room, are killed, and are replaced.</summary>
[Collection("clip work")]
public sealed class ClipWorkTests
{
    [Fact]
    public async Task A_full_disk_is_waited_out_and_the_work_of_a_killed_worker_is_taken_over_without_a_trace()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Studio__ClipWorkers"] = "0" });
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        JsonElement session = await manager.MakeSessionAsync(products: 1);
        string id = StudioClient.Id(session), clip = $"{id}-1";
        await using Publisher publisher = Publisher.Generated(studio, await manager.MakeKeyAsync(id));
        async Task<JsonElement> RecordingAsync() => (await manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("recording");
        async Task<JsonElement> ClipAsync() => (await manager.GetAsync($"/api/clips/{clip}")).Ok;
        static string? Step(JsonElement of) => of.GetProperty("job") is { ValueKind: JsonValueKind.Object } job ? job.GetProperty("step").GetString() : null;
        await Wait.UntilAsync(async () => (await RecordingAsync()).GetProperty("available").GetBoolean(), "recorded");
        _ = (await manager.TakeAsync(id, StudioClient.Id(session.GetProperty("items")[0]), 0)).Ok;
        DateTimeOffset shown = TimeProvider.System.GetUtcNow();
        await Wait.UntilAsync(async () => (await RecordingAsync()).GetProperty("to").GetDateTimeOffset() > shown.AddSeconds(8), "some seconds", TimeSpan.FromSeconds(40));
        _ = (await manager.ClearAsync(id, 1)).Ok;

        // One that sees no room tries, and the job waits for its next try.
        await using (StudioProcess full = await WorkerAsync(studio, "100000000"))
        {
            await Wait.UntilAsync(async () => await manager.GetAsync($"/api/clips/{clip}") is { Status: 200 } answer && Step(answer.Ok) == "queued" && answer.Ok.GetProperty("job").GetProperty("attempt").GetInt32() == 2, "it is to be tried again", TimeSpan.FromSeconds(60));
            JsonElement waits = (await ClipAsync()).GetProperty("job");
            Assert.Equal("disk-full", waits.GetProperty("problem").GetString());
            Assert.True(waits.GetProperty("notBefore").GetDateTimeOffset() > TimeProvider.System.GetUtcNow().AddSeconds(-5));
            Assert.Empty(Films(studio, clip));
        }

        // One that can work is killed in the middle of a version.
        StudioProcess killed = await WorkerAsync(studio, "1");
        await Wait.UntilAsync(async () => (await ClipAsync()).GetProperty("stage").GetString() == "ready", "the exact cut", TimeSpan.FromSeconds(90));
        _ = (await manager.PostAsync($"/api/clips/{clip}/render", new { operationId = StudioClient.NewOperation(), presets = (string[])["douyin", "kuaishou"] })).Ok;
        await Wait.UntilAsync(async () => Step(await ClipAsync()) == "rendering" && Children(studio).Count > 0, "it renders", TimeSpan.FromSeconds(60));
        await killed.KillAsync();
        await killed.DisposeAsync();
        // The kernel ends them with their parent; what they left has no final name.
        await Wait.UntilAsync(() => Task.FromResult(Children(studio).Count == 0), "no ffmpeg lives on", TimeSpan.FromSeconds(5));
        Assert.Equal(["clip.mp4"], Films(studio, clip));

        await using StudioProcess next = await WorkerAsync(studio, "1");
        await Wait.UntilAsync(async () => (await ClipAsync()).GetProperty("stage").GetString() == "ready", "another takes it over", TimeSpan.FromSeconds(120));
        JsonElement made = await ClipAsync();
        Assert.All(made.GetProperty("renditions").EnumerateArray(), one => Assert.Equal("ready", one.GetProperty("state").GetString()));
        Assert.Equal(["clip.mp4", "douyin.mp4", "kuaishou.mp4"], Films(studio, clip));
    }

    private static Task<StudioProcess> WorkerAsync(StudioProcess studio, string leastFree) => StudioProcess.StartAsync(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["Studio__Role"] = "Worker", ["Studio__LeastFreeMegabytes"] = leastFree, ["Studio__Stories"] = "false" }, studio.Folder);

    private static string[] Films(StudioProcess studio, string clip) => Path.Combine(studio.Folder, "media", "clips", clip) is var folder && Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, "*.mp4").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)]
        : [];

    // Everything that works on clips names their folder.
    private static List<string> Children(StudioProcess studio)
    {
        List<string> found = [];
        foreach (string process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                string command = File.ReadAllText(Path.Combine(process, "cmdline")), folder = new FileInfo(Path.Combine(process, "cwd")).LinkTarget ?? "";
                string clips = Path.Combine(studio.Folder, "media", "clips");
                if (command.StartsWith("ffmpeg", StringComparison.Ordinal) && (command.Contains(clips, StringComparison.Ordinal) || folder.StartsWith(clips, StringComparison.Ordinal))) found.Add(command);
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It ended while it was looked at.
            }
        }
        return found;
    }
}

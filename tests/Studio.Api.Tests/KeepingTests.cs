using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPipeline.Keeping;
using MediaPipeline.Processes;
using StackExchange.Redis;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>A recording from its first sealed file to its deletion, with real parts.</summary>
[Collection("keeping")]
public sealed class KeepingTests
{
    [Fact]
    public async Task A_recording_is_sealed_verified_moved_to_the_cold_folder_and_deleted_in_two_steps_when_its_time_is_over()
    {
        string cold = Directory.CreateTempSubdirectory("cold-").FullName;
        await using StudioProcess studio = await StudioProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Studio__ColdFolder"] = cold, ["Studio__ColdAfterDays"] = "0" });
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string id = StudioClient.Id(await manager.MakeSessionAsync(products: 1)), hot = Path.Combine(studio.Folder, "media", "sessions", id);
        await using (Publisher publisher = Publisher.Generated(studio, await manager.MakeKeyAsync(id)))
        {
            await UntilAsync(manager, id, kept => Number(kept, "files") >= 3, "files are sealed while it is recorded");
            Assert.Equal("running", Text(await GetAsync(manager, id), "state"));
            Assert.Equal("session-not-ended", (await PostAsync(manager, id, "deletion", new { operationId = StudioClient.NewOperation(), why = "x" })).Code);
        }
        _ = (await manager.PostAsync($"/api/sessions/{id}/end", new { operationId = StudioClient.NewOperation() })).Ok;
        string segment = (await manager.Http.GetStringAsync($"/media/sessions/{id}/index.m3u8")).Split('\n').First(line => line.EndsWith(".m4s", StringComparison.Ordinal));
        byte[] bytes = await manager.Http.GetByteArrayAsync($"/media/sessions/{id}/{segment}");
        await UntilAsync(manager, id, kept => kept.GetProperty("cold").GetBoolean(), "it is closed and moved");
        string story = Path.Combine(studio.Folder, "media", "stories", id);
        await Wait.UntilAsync(async () => (await manager.GetAsync($"/api/sessions/{id}/story")).Ok.GetProperty("complete").GetBoolean(), "small pictures are made of it, wherever it lies", TimeSpan.FromSeconds(60));
        Assert.True((await GetAsync(manager, id)).GetProperty("closed").GetBoolean());
        // The old folder stays for a moment, for those who were just told of it; the address does not change.
        Assert.Equal(bytes, await manager.Http.GetByteArrayAsync($"/media/sessions/{id}/{segment}"));
        string evidence = await File.ReadAllTextAsync(Path.Combine(cold, id, "evidence", "session-0000000.jsonl"));
        Assert.Contains("\"ended\"", evidence, StringComparison.Ordinal);
        (int code, string said) = await VerifyAsync(studio, id, cold);
        Assert.Equal((0, true), (code, said.Contains("Compared with the head", StringComparison.Ordinal) && said.Contains(cold, StringComparison.Ordinal)));

        string victim = Path.Combine(cold, id, segment);
        DateTime written = File.GetLastWriteTimeUtc(victim);
        byte[] spoilt = [.. bytes];
        spoilt[^1] ^= 1;
        await File.WriteAllBytesAsync(victim, spoilt);
        File.SetLastWriteTimeUtc(victim, written);
        (code, said) = await VerifyAsync(studio, id, cold);
        Assert.Equal((1, true), (code, said.Contains($"✗ {segment}: its content changed", StringComparison.Ordinal)));
        await File.WriteAllBytesAsync(victim, bytes);
        File.SetLastWriteTimeUtc(victim, written);
        await Wait.UntilAsync(() => !Directory.Exists(hot), "the old folder goes", TimeSpan.FromSeconds(150));
        Assert.Equal(bytes, await manager.Http.GetByteArrayAsync($"/media/sessions/{id}/{segment}"));

        Assert.Equal("not-expired", (await PostAsync(manager, id, "deletion", new { operationId = StudioClient.NewOperation(), why = "满三年" })).Code);
        await EndedLongAgoAsync(studio, id);
        (code, said) = await VerifyAsync(studio, id, cold, ("Studio__Redis", "127.0.0.1:1"));
        Assert.Equal((0, true), (code, said.Contains("The studio is not running", StringComparison.Ordinal)));
        await studio.StartAgainAsync();
        Assert.Equal("expired", Text(await GetAsync(manager, id), "state"));
        _ = (await PostAsync(manager, id, "hold", new { operationId = StudioClient.NewOperation(), why = "县检察院调查" })).Ok;
        Assert.Equal("on-hold", (await PostAsync(manager, id, "deletion", new { operationId = StudioClient.NewOperation(), why = "满三年" })).Code);
        _ = (await PostAsync(manager, id, "lift", new { operationId = StudioClient.NewOperation(), why = "结案" })).Ok;
        Assert.Equal("not-asked", (await PostAsync(manager, id, "deletion/confirm", new { operationId = StudioClient.NewOperation(), title = "助农专场" })).Code);
        _ = (await PostAsync(manager, id, "deletion", new { operationId = StudioClient.NewOperation(), why = "满三年" })).Ok;
        Assert.Equal("title-differs", (await PostAsync(manager, id, "deletion/confirm", new { operationId = StudioClient.NewOperation(), title = "别的" })).Code);
        Assert.True(Directory.Exists(Path.Combine(cold, id)));
        await manager.MakeAccountAsync("second", "manager");
        using StudioClient second = studio.Client();
        (await second.SignInAsync("second")).Ok.GetProperty("account");
        _ = (await PostAsync(second, id, "deletion/confirm", new { operationId = StudioClient.NewOperation() })).Ok;
        await UntilAsync(manager, id, kept => Text(kept, "state") == "deleted", "its files are gone");
        Assert.Empty(Directory.EnumerateDirectories(cold));
        Assert.False(Directory.Exists(story));
        Assert.Equal("not-recorded", (await manager.GetAsync($"/media/sessions/{id}/index.m3u8")).Code);
        JsonElement[] acts = [.. (await manager.GetAsync($"/api/sessions/{id}/keeping")).Ok.GetProperty("acts").EnumerateArray()];
        Assert.Equal(["deleted", "confirmed", "asked", "lifted", "held"], acts.Select(act => Text(act, "what")));
        Assert.Equal("second", Text(acts[1], "by"));
        (code, said) = await VerifyAsync(studio, id, cold);
        Assert.Equal((0, true), (code, said.Contains("confirmed by second", StringComparison.Ordinal)));
        Directory.Delete(cold, recursive: true);
    }

    [Fact]
    public async Task A_manifest_that_lost_its_end_is_told_and_nothing_is_built_on_it()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string id = StudioClient.Id(await manager.MakeSessionAsync(products: 1)), folder = Path.Combine(studio.Folder, "media", "sessions", id);
        await using (Publisher publisher = Publisher.Generated(studio, await manager.MakeKeyAsync(id)))
        {
            await UntilAsync(manager, id, kept => Number(kept, "files") >= 4, "files are sealed");
        }
        await studio.KillAsync();
        string[] lines = await File.ReadAllLinesAsync(ManifestFile.PathIn(folder));
        await File.WriteAllLinesAsync(ManifestFile.PathIn(folder), lines[..2]);
        await studio.StartAgainAsync();
        await UntilAsync(manager, id, kept => Text(kept, "problem") == "manifest-broken", "the lost end is noticed");
        Assert.Equal(lines[..2], await File.ReadAllLinesAsync(ManifestFile.PathIn(folder)));
        (int code, string said) = await VerifyAsync(studio, id);
        Assert.Equal((1, true), (code, said.Contains("manifest.jsonl: lines are missing", StringComparison.Ordinal)));
        Assert.Contains(await manager.Http.GetStringAsync($"/api/sessions/{id}/keeping/manifest.jsonl"), string.Join('\n', lines), StringComparison.Ordinal);
        Assert.Equal(2, (await VerifyAsync(studio, "s_none")).Code);
        Assert.Equal(2, (await VerifyAsync(studio, "../etc")).Code);
    }

    // Three years pass: the line of the log that ended the session is written anew, as if it had been stored then.
    private static async Task EndedLongAgoAsync(StudioProcess studio, string id)
    {
        await using (ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(studio.Folder, "redis", "redis.sock")) } }))
        {
            IDatabase store = redis.GetDatabase();
            string key = $"{{studio:session:{id}}}:log";
            RedisValue[] batches = await store.ListRangeAsync(key);
            for (int at = 0; at < batches.Length; at++)
            {
                if (!batches[at].ToString().Contains("\"ended\"", StringComparison.Ordinal)) continue;
                JsonNode lines = JsonNode.Parse(batches[at].ToString())!;
                foreach (JsonNode? line in lines.AsArray()) line!["at"] = TimeProvider.System.GetUtcNow().AddYears(-4);
                await store.ListSetByIndexAsync(key, at, lines.ToJsonString());
            }
        }
        await studio.KillAsync();
    }

    private static async Task<(int Code, string Said)> VerifyAsync(StudioProcess studio, string id, string? cold = null, params (string Name, string Value)[] more)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["LC_ALL"] = "C.UTF-8" };
        foreach ((string name, string value) in more) environment[name] = value;
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "Studio.Api.dll"), "verify", id, "--data", studio.Folder, .. cold is null ? (string[])[] : ["--cold", cold]];
        ChildProcess verify = ChildProcess.Start(new ChildSpec("verify", "dotnet", arguments) { Environment = environment });
        int code = await verify.Exited;
        return (code, string.Join('\n', verify.LastLines()));
    }

    private static Task UntilAsync(StudioClient client, string id, Func<JsonElement, bool> holds, string what) =>
        Wait.UntilAsync(async () => holds(await GetAsync(client, id)), what, TimeSpan.FromSeconds(120));

    private static async Task<JsonElement> GetAsync(StudioClient client, string id) => (await client.GetAsync($"/api/sessions/{id}/keeping")).Ok.GetProperty("session");

    private static Task<Answer> PostAsync(StudioClient client, string id, string what, object body) => client.PostAsync($"/api/sessions/{id}/keeping/{what}", body);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}

using System.Globalization;
using System.Text.Json;
using MediaPipeline.Processes;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>No room for the recording: the console says so, the session and its holds go on, and when there is room again so does the recording.</summary>
internal static class DiskFault
{
    private const int Pieces = 2;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30), ForAClip = TimeSpan.FromSeconds(90);

    public static async Task<bool> RunAsync()
    {
        var report = new Report("disk");
        string folder = Directory.CreateTempSubdirectory("studio-").FullName;
        try
        {
            report.Step("— less free space than Studio:LeastFreeMegabytes asks for");
            await ShortAsync(report, Path.Combine(folder, "short"));
            report.Step("— a media folder that is really full (64 MiB filesystem)");
            await WithDiskAsync(report, Path.Combine(folder, "media-full"), "media", 64, stateIsElsewhere: true);
            report.Step("— a data folder that is really full (96 MiB filesystem, state and media together)");
            await WithDiskAsync(report, Path.Combine(folder, "all-full"), "", 96, stateIsElsewhere: false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        report.Print();
        return report.Passed;
    }

    private static async Task ShortAsync(Report report, string folder)
    {
        Directory.CreateDirectory(folder);
        Stage before;
        await using (StudioProcess studio = await StudioProcess.StartAsync(Settings(int.MaxValue), folder))
        {
            await using Stage stage = before = await Stage.MakeAsync(studio, (100, 5));
            await report.ExpectAsync("short: the feed is live", stage.IsLiveAsync, Soon);
            await report.ExpectAsync("short: the console says disk-full", async () => await ProblemAsync(stage) == "disk-full", Soon);
            await WorksAsync(report, stage, "short");
        }
        report.Step("starting again on the same data with the normal value");
        await using StudioProcess again = await StudioProcess.StartAsync(Settings(200), folder);
        await using Stage after = await Stage.GoOnAsync(before, again);
        await RecoversAsync(report, after, "short");
    }

    private static async Task WithDiskAsync(Report report, string folder, string mounted, int megabytes, bool stateIsElsewhere)
    {
        string name = stateIsElsewhere ? "media full" : "all full";
        await using SmallDisk? disk = await SmallDisk.MountAsync(Path.Combine(folder, mounted), megabytes);
        if (disk is null)
        {
            report.Step($"{name}: this user may not mount a filesystem, so there is no disk to fill; only the first case was run");
            return;
        }
        await using StudioProcess studio = await StudioProcess.StartAsync(Settings(stateIsElsewhere ? 200 : 24), folder);
        await using Stage stage = await Stage.MakeAsync(studio, (100, 5));
        await report.ExpectAsync($"{name}: the feed is live and recorded", async () => await stage.IsLiveAsync() && Recording(await stage.DetailAsync()).GetProperty("available").GetBoolean(), Soon);
        disk.Fill();
        report.Step(string.Create(CultureInfo.InvariantCulture, $"{name}: filled, {disk.FreeBytes} bytes are free"));
        await report.ExpectAsync($"{name}: the console says disk-full", async () =>
        {
            disk.Fill(); // what the recorder gave back must not help it
            return await ProblemAsync(stage) == "disk-full";
        }, Soon);
        await WorksAsync(report, stage, name);
        disk.Free();
        report.Step(string.Create(CultureInfo.InvariantCulture, $"{name}: freed, {disk.FreeBytes / 1024 / 1024} MiB are free"));
        await RecoversAsync(report, stage, name);
        if (!report.Passed) report.Step($"the studio's last words:\n{string.Join('\n', studio.Log.TakeLast(25))}");
    }

    /// <summary>Without room for the recording, the session does everything else.</summary>
    private static async Task WorksAsync(Report report, Stage stage, string name)
    {
        (StudioClient guest, _) = await stage.EnterAsync(await stage.Manager.MakeLinkAsync(stage.SessionId, "room"));
        using (guest)
        {
            Answer hold = await guest.HoldAsync(stage.SessionId, stage.Items[0], Pieces);
            report.Check(hold.Status == 201, $"{name}: a guest holds {Pieces} pieces meanwhile", Seen(hold));
        }
        Answer take = await MoveAsync(stage, "take");
        report.Check(take.Status == 200, $"{name}: a card goes on air meanwhile", Seen(take));
        Answer clear = await MoveAsync(stage, "clear");
        report.Check(clear.Status == 200, $"{name}: and off again", Seen(clear));
        report.Check(await stage.IsLiveAsync(), $"{name}: the session stays live");
    }

    /// <summary>With room again it records, the hold is there, and a clip can be cut.</summary>
    private static async Task RecoversAsync(Report report, Stage stage, string name)
    {
        DateTimeOffset freed = TimeProvider.System.GetUtcNow();
        await report.ExpectAsync($"{name}: the recording goes on", async () => Recording(await stage.DetailAsync()) is var recording
            && recording.GetProperty("problem").ValueKind == JsonValueKind.Null && To(recording) > freed, Soon);
        int held = (await stage.DetailAsync()).GetProperty("counts").GetProperty("items")[0].GetProperty("held").GetInt32();
        report.Check(held == Pieces, $"{name}: the hold of before is there", $"{held} pieces held");

        HashSet<string> before = [.. Clips(await stage.DetailAsync()).Select(StudioClient.Id)];
        await report.ExpectAsync($"{name}: a card is taken", async () => (await MoveAsync(stage, "take")).Status == 200, Soon);
        DateTimeOffset taken = TimeProvider.System.GetUtcNow();
        await report.ExpectAsync($"{name}: four seconds of it are recorded", async () => To(Recording(await stage.DetailAsync())) > taken + TimeSpan.FromSeconds(4), Soon);
        await report.ExpectAsync($"{name}: and cleared", async () => (await MoveAsync(stage, "clear")).Status == 200, Soon);
        JsonElement clip = default;
        await report.ExpectAsync($"{name}: its clip is made", async () =>
        {
            clip = Clips(await stage.DetailAsync()).FirstOrDefault(one => !before.Contains(StudioClient.Id(one)));
            return clip.ValueKind == JsonValueKind.Object && clip.GetProperty("state").GetString() is "ready" or "failed";
        }, ForAClip);
        bool ready = clip.ValueKind == JsonValueKind.Object && clip.GetProperty("state").GetString() == "ready";
        report.Check(ready && await DecodesAsync(stage, clip), $"{name}: and decodes without an error", ready ? $"{clip.GetProperty("durationSeconds").GetDouble():0.0} s" : $"{clip}");
    }

    private static async Task<bool> DecodesAsync(Stage stage, JsonElement clip)
    {
        string file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, await stage.Manager.Http.GetByteArrayAsync(clip.GetProperty("videoUrl").GetString()));
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("decode", "ffmpeg", ["-v", "error", "-i", $"file:{file}", "-f", "null", "-"]));
        int code = await ffmpeg.Exited;
        File.Delete(file);
        return code == 0 && ffmpeg.LastLines().Count == 0;
    }

    private static async Task<Answer> MoveAsync(Stage stage, string command)
    {
        JsonElement onAir = (await stage.DetailAsync()).GetProperty("onAir");
        var expected = new { epoch = onAir.GetProperty("epoch").GetInt32(), revision = onAir.GetProperty("revision").GetInt64() };
        string operationId = StudioClient.NewOperation();
        return command == "take"
            ? await stage.Manager.PostAsync($"/api/sessions/{stage.SessionId}/take", new { operationId, itemId = stage.Items[0], expected })
            : await stage.Manager.PostAsync($"/api/sessions/{stage.SessionId}/clear", new { operationId, expected });
    }

    private static async Task<string?> ProblemAsync(Stage stage) => Recording(await stage.DetailAsync()).GetProperty("problem").GetString();

    private static JsonElement Recording(JsonElement detail) => detail.GetProperty("recording");

    private static IEnumerable<JsonElement> Clips(JsonElement detail) => detail.GetProperty("clips").EnumerateArray();

    private static DateTimeOffset? To(JsonElement recording) => recording.GetProperty("to") is { ValueKind: JsonValueKind.String } to ? to.GetDateTimeOffset() : null;

    private static string Seen(Answer answer) => answer.Code is { } code ? $"{answer.Status} {code}" : $"{answer.Status}";

    private static Dictionary<string, string> Settings(int leastFreeMegabytes) => new(StringComparer.Ordinal)
    {
        ["Studio__LeastFreeMegabytes"] = leastFreeMegabytes.ToString(CultureInfo.InvariantCulture),
    };
}

using System.Globalization;
using System.Text.Json;
using MediaPipeline.Processes;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>No room for the recording: the console says so, the session and its holds go on, and when there is room again so does the recording.</summary>
internal static class DiskFault
{
    private const int Pieces = 2, LeastFree = 24;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30), ForAClip = TimeSpan.FromSeconds(90);

    public static async Task<bool> RunAsync()
    {
        var report = new Report("disk");
        string folder = Directory.CreateTempSubdirectory("studio-").FullName;
        try
        {
            report.Step("— less free space than Studio:LeastFreeMegabytes asks for");
            await ShortAsync(report, Path.Combine(folder, "short"));
            report.Step("— a media folder that becomes really full (64 MiB filesystem)");
            await WithDiskAsync(report, "media full", Path.Combine(folder, "media-full"), "media", 64, MediaFullAsync);
            report.Step("— a data folder that becomes full, state and media together (96 MiB filesystem)");
            await WithDiskAsync(report, "all full", Path.Combine(folder, "all-full"), "", 96, AllFullAsync);
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

    private static async Task WithDiskAsync(Report report, string name, string folder, string mounted, int megabytes, Func<Report, Stage, SmallDisk, Task> trouble)
    {
        await using SmallDisk? disk = await SmallDisk.MountAsync(Path.Combine(folder, mounted), megabytes);
        if (disk is null)
        {
            report.Step($"{name}: this user may not mount a filesystem, so there is no disk to fill; this case was not run");
            return;
        }
        await using StudioProcess studio = await StudioProcess.StartAsync(Settings(LeastFree), folder);
        await using Stage stage = await Stage.MakeAsync(studio, (100, 5));
        await report.ExpectAsync($"{name}: the feed is live and recorded", async () => await stage.IsLiveAsync() && Recording(await stage.DetailAsync()).GetProperty("available").GetBoolean(), Soon);
        await trouble(report, stage, disk);
        disk.Free();
        report.Step(string.Create(CultureInfo.InvariantCulture, $"{name}: freed, {disk.FreeBytes / 1024 / 1024} MiB are free"));
        await RecoversAsync(report, stage, name);
        if (!report.Passed) report.Step($"the studio's last words:\n{string.Join('\n', studio.Log.TakeLast(25).Select(line => line.Length > 300 ? line[..300] : line))}");
    }

    private static async Task MediaFullAsync(Report report, Stage stage, SmallDisk disk)
    {
        disk.Fill();
        report.Step($"media full: filled, {disk.FreeBytes} bytes are free");
        await report.ExpectAsync("media full: the console says disk-full", async () => await ProblemAsync(stage) == "disk-full", Soon);
        await WorksAsync(report, stage, "media full");
    }

    /// <summary>First less than the studio wants to keep free: the recording ends and leaves the rest to the state. Then nothing at all: commands get an error, and what got none is kept.</summary>
    private static async Task AllFullAsync(Report report, Stage stage, SmallDisk disk)
    {
        const long Kept = LeastFree * 1024L * 1024 / 2;
        disk.Fill(Kept);
        report.Step($"all full: filled but for {disk.FreeBytes / 1024 / 1024} MiB, {LeastFree} are to be kept");
        await report.ExpectAsync("all full: the console says disk-full", async () => await ProblemAsync(stage) == "disk-full", Soon);
        await WorksAsync(report, stage, "all full");
        report.Check(disk.FreeBytes > Kept * 3 / 4, "all full: the recording leaves the rest to the state", $"{disk.FreeBytes / 1024 / 1024} MiB free");

        disk.Fill();
        report.Step($"all full: filled to the last byte, {disk.FreeBytes} bytes are free");
        List<string> made = [];
        Answer last;
        string operationId;
        long asked;
        do
        {
            asked = TimeProvider.System.GetTimestamp();
            operationId = StudioClient.NewOperation();
            last = await stage.Manager.PostAsync("/api/rooms", new { operationId, name = "新" });
            if (last.Status == 200) made.Add(StudioClient.Id(last.Body));
        }
        while (last.Status == 200 && made.Count < 200);
        string took = string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(asked).TotalSeconds:0.0} s");
        report.Check(last.Status == 503, "all full: a command that cannot be stored is answered with \"repeat it\"", $"{Seen(last)} within {took}, after {made.Count} that were stored");

        disk.Free();
        await report.ExpectAsync("all full: with room again the same command is carried out under the same id", async () =>
            (last = await stage.Manager.PostAsync("/api/rooms", new { operationId, name = "新" })).Status == 200, Soon);
        if (last.Status == 200) made.Add(StudioClient.Id(last.Body));
        string[] kept = [.. (await stage.Manager.GetAsync("/api/rooms")).Ok.EnumerateArray().Select(StudioClient.Id)];
        report.Check(!made.Except(kept).Any() && kept.Distinct(StringComparer.Ordinal).Count() == kept.Length, "all full: everything acknowledged is there once", $"{made.Count} rooms");
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
            return clip.ValueKind == JsonValueKind.Object && clip.GetProperty("stage").GetString() is "ready" or "draft";
        }, ForAClip);
        bool ready = clip.ValueKind == JsonValueKind.Object && clip.GetProperty("stage").GetString() == "ready";
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

    // What is offered and not made is none.
    private static IEnumerable<JsonElement> Clips(JsonElement detail) => detail.GetProperty("clips").EnumerateArray().Where(clip => clip.GetProperty("stage").GetString() != "candidate");

    private static DateTimeOffset? To(JsonElement recording) => recording.GetProperty("to") is { ValueKind: JsonValueKind.String } to ? to.GetDateTimeOffset() : null;

    private static string Seen(Answer answer) => answer.Code is { } code ? $"{answer.Status} {code}" : $"{answer.Status}";

    private static Dictionary<string, string> Settings(int leastFreeMegabytes) => new(StringComparer.Ordinal)
    {
        ["Studio__LeastFreeMegabytes"] = leastFreeMegabytes.ToString(CultureInfo.InvariantCulture),
    };
}

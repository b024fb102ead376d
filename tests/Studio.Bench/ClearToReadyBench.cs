using System.Text.Json;
using MediaPipeline.Feeds;
using MediaPipeline.Processes;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>
/// How long after its card left the screen a clip of a minute can be downloaded, checked, while the feed goes on: 1080p through real nginx, recorder and worker,
/// with an encoder that holds a second and the overlay's stamps in the picture.
/// </summary>
internal static class ClearToReadyBench
{
    private const int Rate = StampedFilm.FrameRate, Shown = 60, Round = 63, First = 4;
    private const double Goal = 5;
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick)
    {
        int rounds = quick ? 3 : 12;
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        JsonElement made = await manager.MakeSessionAsync(products: 3, allotted: 1_000);
        string session = StudioClient.Id(made);
        string[] items = [.. made.GetProperty("items").EnumerateArray().Select(StudioClient.Id)];
        FilmStamp[] stamps = [.. Enumerable.Range(0, 2 * rounds).Select(number => new FilmStamp(PictureOf(number), 1, number + 1))];
        string film = Path.Combine(studio.Folder, "film.flv");
        await new StampedFilm(session, stamps) { Width = 1920, Height = 1080, BitRate = "4000k", Preset = "superfast" }.WriteAsync(film, 0, ((rounds * Round) + First + 20) * Rate);

        string key = await manager.MakeKeyAsync(session);
        DateTimeOffset begin = TimeProvider.System.GetUtcNow();
        ChildProcess publisher = ChildProcess.Start(new ChildSpec("publisher", "ffmpeg", PublishArguments.FromFile(film, $"rtmp://127.0.0.1:{studio.RtmpPort}/live/{key}", loop: false, copy: true)) { KeepStdin = true });
        List<double> seconds = [];
        for (int round = 0; round < rounds; round++)
        {
            await UntilAsync(begin, (2 * round), Delay);
            _ = (await manager.TakeAsync(session, items[round % items.Length], 2 * round)).Ok;
            await UntilAsync(begin, (2 * round) + 1, Delay);
            _ = (await manager.ClearAsync(session, (2 * round) + 1)).Ok;
            long cleared = TimeProvider.System.GetTimestamp();
            int wanted = round + 1;
            await Wait.UntilAsync(async () => await ReadyAsync(manager, session) >= wanted, "the clip is ready", TimeSpan.FromSeconds(Round - First));
            seconds.Add(TimeProvider.System.GetElapsedTime(cleared).TotalSeconds);
        }
        await publisher.StopAsync(StopPlan.Ffmpeg);
        return
        [
            Row.Less("cut", "clear to ready", Percentile.Of(seconds, 0.5), Goal, "the goal: p50 5 s, p95 8 s; an encoder's second is in it", "s") with
            {
                Own = new Dictionary<string, double>(StringComparer.Ordinal)
                {
                    ["p50"] = Percentile.Of(seconds, 0.5),
                    ["p95"] = Percentile.Of(seconds, 0.95),
                    ["most"] = seconds.Max(),
                    ["clips"] = rounds,
                },
            },
        ];
    }

    // Even numbers are takes, odd ones clears.
    private static int PictureOf(int number) => (First + (number / 2 * Round) + (number % 2 * Shown)) * Rate + (number * 7 % 23);

    private static Task UntilAsync(DateTimeOffset begin, int number, TimeSpan before)
    {
        DateTimeOffset moment = begin + TimeSpan.FromSeconds(PictureOf(number) / (double)Rate) - before;
        return Wait.UntilAsync(() => TimeProvider.System.GetUtcNow() >= moment, "the time comes", TimeSpan.FromMinutes(5));
    }

    private static async Task<int> ReadyAsync(StudioClient manager, string session) =>
        (await manager.GetAsync($"/api/sessions/{session}/clips")).Ok.EnumerateArray().Count(clip => clip.GetProperty("videoUrl").ValueKind == JsonValueKind.String);
}

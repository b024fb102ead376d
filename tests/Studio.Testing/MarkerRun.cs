using System.Text.Json;
using MediaPipeline.Feeds;
using MediaPipeline.Processes;
using MediaPipeline.Recordings;

namespace Studio.Testing;

/// <summary>A marker of a run, against the clock that is burned into the pictures.</summary>
/// <param name="True">The picture on which the card appeared.</param>
/// <param name="Found">The picture at the place that the studio says; null: it has no place.</param>
/// <param name="BoundMs">What the studio says the error is at most.</param>
/// <param name="Lost">The true picture was never received.</param>
public sealed record MarkedPicture(long Revision, int True, int? Found, string By, double? BoundMs, bool AtGap, bool Lost);

/// <summary>What a run came to.</summary>
/// <param name="First">The first picture behind the gap that is in the recording.</param>
/// <param name="Delay">The room's delay, as the studio measured it; null: not at all.</param>
public sealed record MarkerRunResult(string Session, IReadOnlyList<MarkedPicture> Markers, int First, JsonElement? Delay);

/// <summary>
/// A broadcast through an encoder that holds three seconds and drops the line once: cards are taken by the studio's clock, and the pictures on
/// which they stand arrive three seconds later, with the overlay's stamps in them.
/// </summary>
public static class MarkerRun
{
    private const int Rate = StampedFilm.FrameRate, LostPictures = 3 * Rate, FirstTake = 6 * Rate;
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);

    /// <param name="seconds">Length of the broadcast, from 30 on.</param>
    /// <param name="every">Seconds between takes.</param>
    public static async Task<MarkerRunResult> RunAsync(StudioProcess studio, StudioClient manager, int seconds, double every = 4)
    {
        JsonElement made = await manager.MakeSessionAsync(products: 3, allotted: 1_000);
        string session = StudioClient.Id(made);
        string[] items = [.. made.GetProperty("items").EnumerateArray().Select(StudioClient.Id)];
        // The line drops on a key picture, as an encoder's would: it begins again with one.
        int end = seconds * Rate, gap = (int)(seconds * 0.45 / 2) * 2 * Rate;
        int[] takes = Takes(gap, end, every);
        FilmStamp[] stamps = [.. takes.Select((picture, number) => new FilmStamp(picture, 1, number + 1))];
        var film = new StampedFilm(session, stamps);
        (string before, string after) = (Path.Combine(studio.Folder, "before.flv"), Path.Combine(studio.Folder, "after.flv"));
        await film.WriteAsync(before, 0, gap);
        await film.WriteAsync(after, gap + LostPictures, end);

        string key = await manager.MakeKeyAsync(session), url = $"rtmp://127.0.0.1:{studio.RtmpPort}/live/{key}";
        DateTimeOffset begin = TimeProvider.System.GetUtcNow();
        Task published = PublishAsync(before, after, url, begin + Time(gap + LostPictures));
        for (int number = 0; number < takes.Length; number++)
        {
            await UntilAsync(begin + Time(takes[number]) - Delay);
            _ = (IsClear(number)
                ? await manager.ClearAsync(session, number)
                : await manager.TakeAsync(session, items[number % items.Length], number)).Ok;
        }
        await published;
        _ = (await manager.PostAsync($"/api/sessions/{session}/end", new { operationId = StudioClient.NewOperation() })).Ok;
        await Wait.UntilAsync(async () => (await MarkersAsync(manager, session)).All(marker => marker.GetProperty("place").ValueKind == JsonValueKind.Object), "every marker has its place", TimeSpan.FromSeconds(90));
        return await CompareAsync(studio, manager, session, takes, gap);
    }

    /// <summary>Takes and clears, as the studio lists them.</summary>
    public static async Task<IReadOnlyList<JsonElement>> MarkersAsync(StudioClient manager, string session) =>
        [.. (await manager.GetAsync($"/api/sessions/{session}/markers")).Ok.GetProperty("markers").EnumerateArray().Where(marker => marker.GetProperty("kind").GetString() is "take" or "clear")];

    // Anywhere in a group of pictures, one of them while the line is away, and none so near its ends that it is in doubt which side it is on.
    private static int[] Takes(int gap, int end, double every)
    {
        int step = (int)(every * Rate);
        IEnumerable<int> regular = Enumerable.Range(0, end).Select(number => FirstTake + (number * step) + (number * 37 % 23)).TakeWhile(picture => picture < end - (2 * Rate));
        return [.. regular.Where(picture => picture < gap - Rate || picture > gap + LostPictures + Rate).Append(gap + (LostPictures / 2)).Order()];
    }

    // Every fourth; the first is a take, and two clears never follow each other.
    private static bool IsClear(int number) => number % 4 == 3;

    private static async Task PublishAsync(string before, string after, string url, DateTimeOffset again)
    {
        await SendAsync(before, url);
        await UntilAsync(again);
        await SendAsync(after, url);
    }

    private static async Task SendAsync(string film, string url)
    {
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("publisher", "ffmpeg", PublishArguments.FromFile(film, url, loop: false, copy: true)) { KeepStdin = true });
        if (await ffmpeg.Exited != 0) throw new InvalidOperationException(string.Join('\n', ffmpeg.LastLines()));
    }

    private static async Task<MarkerRunResult> CompareAsync(StudioProcess studio, StudioClient manager, string session, int[] takes, int gap)
    {
        string folder = Path.Combine(studio.Folder, "media", "sessions", session);
        RecordingTimeline timeline = await new RecordingFolder(folder).ReadTimelineAsync(CancellationToken.None);
        List<MarkedPicture> marked = [];
        foreach (JsonElement marker in await MarkersAsync(manager, session))
        {
            int revision = marker.GetProperty("revision").GetInt32();
            // Ending the session takes the last card off: that is nobody's picture.
            if (revision > takes.Length) continue;
            JsonElement place = marker.GetProperty("place");
            int? found = null;
            if (place.GetProperty("part").GetString() is { } part)
            {
                var media = TimeSpan.FromSeconds(place.GetProperty("mediaSeconds").GetDouble());
                found = await StampedFilm.NumberAsync(folder, timeline.Parts.Last(one => one.Init.Part == part && one.Segments[0].MediaStart <= media + TimeSpan.FromMilliseconds(1)), media);
            }
            int picture = takes[revision - 1];
            marked.Add(new MarkedPicture(
                revision, picture, found, place.GetProperty("by").GetString()!, place.GetProperty("errorMs").ValueKind == JsonValueKind.Number ? place.GetProperty("errorMs").GetDouble() : null,
                place.GetProperty("atGap").GetBoolean(), picture >= gap && picture < gap + LostPictures));
        }
        RecordingPart behind = timeline.Parts.First(part => part.Start > timeline.Parts[0].End + TimeSpan.FromSeconds(0.5));
        JsonElement delay = (await manager.GetAsync($"/api/sessions/{session}/markers")).Ok.GetProperty("delay");
        return new MarkerRunResult(session, marked, await StampedFilm.NumberAsync(folder, behind, behind.Segments[0].MediaStart), delay.ValueKind == JsonValueKind.Object ? delay : null);
    }

    private static TimeSpan Time(int picture) => TimeSpan.FromSeconds(picture / (double)Rate);

    private static Task UntilAsync(DateTimeOffset moment) => Wait.UntilAsync(() => TimeProvider.System.GetUtcNow() >= moment, "the time comes", TimeSpan.FromHours(4));
}

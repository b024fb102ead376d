using System.Globalization;
using System.Text;
using System.Text.Json;
using MediaPipeline.Processes;

namespace MediaPipeline.Analysis;

/// <summary>Reads a film's chapters with ffprobe.</summary>
internal static class ChapterProbe
{
    private const int Most = 1_000, MostLines = 20_000, LongestTitle = 100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>All chapters, at most a thousand, in their order; none where the file cannot be read.</summary>
    public static async Task<IReadOnlyList<ImportedChapter>> ReadAsync(string path, CancellationToken cancellation)
    {
        List<string> lines = [];
        ChildProcess probe = ChildProcess.Start(new ChildSpec("chapters", "ffprobe",
            ["-v", "error", .. UntrustedFilm.Limits, "-show_entries", "chapter=start_time:chapter_tags=title:stream=codec_type,start_time", "-of", "json", "-i", $"file:{Path.GetFullPath(path)}"])
        { Background = true, OnOutputLine = line => { if (lines.Count < MostLines) lines.Add(line); } });
        try
        {
            if (await probe.Exited.WaitAsync(Limit, cancellation) != 0) return [];
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            await probe.StopAsync(StopPlan.Ffmpeg);
            cancellation.ThrowIfCancellationRequested();
            return [];
        }
        try
        {
            using var answer = JsonDocument.Parse(string.Join('\n', lines));
            return Chapters(answer.RootElement);
        }
        catch (JsonException)
        {
            return []; // a line that was cut off, for nobody writes such titles
        }
    }

    private static ImportedChapter[] Chapters(JsonElement answer)
    {
        if (!answer.TryGetProperty("chapters", out JsonElement chapters)) return [];
        TimeSpan begin = answer.TryGetProperty("streams", out JsonElement streams)
            ? streams.EnumerateArray().Where(stream => stream.TryGetProperty("codec_type", out JsonElement type) && type.GetString() == "video").Select(Start).FirstOrDefault() ?? TimeSpan.Zero
            : TimeSpan.Zero;
        return
        [
            .. chapters.EnumerateArray().Take(Most).Select(chapter => (At: Start(chapter) - begin, Title: Title(chapter)))
                .Where(chapter => chapter.At is not null).Select(chapter => new ImportedChapter(chapter.Title, chapter.At > TimeSpan.Zero ? chapter.At.Value : TimeSpan.Zero)),
        ];
    }

    private static TimeSpan? Start(JsonElement of) =>
        of.TryGetProperty("start_time", out JsonElement start) && double.TryParse(start.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && Math.Abs(seconds) < 1e7
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static string Title(JsonElement chapter)
    {
        if (!chapter.TryGetProperty("tags", out JsonElement tags) || !tags.TryGetProperty("title", out JsonElement title)) return "";
        var clean = new StringBuilder();
        foreach (Rune rune in (title.GetString() ?? "").EnumerateRunes().Where(rune => !Rune.IsControl(rune)).Take(LongestTitle)) clean.Append(rune.ToString());
        return clean.ToString().Trim();
    }
}

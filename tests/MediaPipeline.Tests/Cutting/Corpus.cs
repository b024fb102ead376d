using System.Collections.Concurrent;
using System.Globalization;

namespace MediaPipeline.Tests.Cutting;

/// <summary>Films as they come, small: ten seconds each, groups of one second where there are any. Each is made once for a class of tests.</summary>
public sealed class Corpus : IDisposable
{
    private const double Seconds = 10;
    private readonly TempFolder _folder = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<NumberedPictures>>> _films = new(StringComparer.Ordinal);

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        "closed.flv", "closed.ts", "closed.mp4", "closed.mkv", "fragments.mp4", "no-b-frames.flv", "flat-b-frames.ts", "no-sound.mp4", "ntsc.mp4", "dropped.flv", "baseline.mp4",
        "open.mp4", "open.ts", "one-group.flv", "ten-bits.mp4", "edit-list.mp4", "parameters.ts", "size.ts", "jump.ts", "back.ts",
    ];

    public void Dispose() => _folder.Dispose();

    /// <summary>A film, and what an independent decoding of the whole finds in it.</summary>
    internal Task<NumberedPictures> FilmAsync(string kind) => _films.GetOrAdd(kind, _ => new Lazy<Task<NumberedPictures>>(async () =>
    {
        string film = _folder[kind];
        await MakeAsync(kind, film);
        return new NumberedPictures(film, await NumberedFilm.ReadAsync(film, _folder.Path));
    })).Value;

    private Task MakeAsync(string kind, string film) => kind switch
    {
        "fragments.mp4" => NumberedFilm.MakeAsync(film, Seconds, output: ["-movflags", "frag_keyframe+empty_moov+default_base_moof"]),
        "no-b-frames.flv" => NumberedFilm.MakeAsync(film, Seconds, NumberedFilm.X264(frames: 0)),
        "flat-b-frames.ts" => NumberedFilm.MakeAsync(film, Seconds, NumberedFilm.X264(more: ":b-pyramid=none")),
        "no-sound.mp4" => NumberedFilm.MakeAsync(film, Seconds, output: ["-an"]),
        "ntsc.mp4" => NumberedFilm.MakeAsync(film, Seconds, output: ["-video_track_timescale", "14112"], rate: "30000/1001"),
        "dropped.flv" => NumberedFilm.MakeAsync(film, Seconds, output: ["-vf", "select='gt(mod(n*7\\,20)\\,2)'", "-fps_mode", "vfr"]),
        "baseline.mp4" => NumberedFilm.MakeAsync(film, Seconds, [.. NumberedFilm.X264(frames: 0), "-profile:v", "baseline"]),
        "open.mp4" or "open.ts" => NumberedFilm.MakeAsync(film, Seconds, ["-c:v", "libx264", "-preset", "veryfast", "-x264-params", "keyint=30:min-keyint=30:scenecut=0:open-gop=1:bframes=2"]),
        "one-group.flv" => NumberedFilm.MakeAsync(film, Seconds, NumberedFilm.X264(group: 1000)),
        "ten-bits.mp4" => NumberedFilm.MakeAsync(film, Seconds, output: ["-pix_fmt", "yuv420p10le"]),
        "edit-list.mp4" => EditListAsync(film),
        "parameters.ts" => JoinedAsync(film, 5, NumberedFilm.X264(frames: 0), 0),
        "size.ts" => JoinedAsync(film, 5, [.. NumberedFilm.X264(), "-vf", "scale=512:288:flags=neighbor"], 0),
        "jump.ts" => JoinedAsync(film, 5, NumberedFilm.X264(), 30),
        "back.ts" => JoinedAsync(film, 5, NumberedFilm.X264(), -60),
        _ => NumberedFilm.MakeAsync(film, Seconds),
    };

    // Copied from the middle of a group: an edit list hides what leads in.
    private async Task EditListAsync(string film)
    {
        string whole = _folder["whole.mp4"];
        await NumberedFilm.MakeAsync(whole, Seconds);
        await Film.FfmpegAsync("-ss", "1.5", "-i", whole, "-c", "copy", "-y", film);
    }

    // Two transport streams one after the other in one file, as an encoder leaves them that was started anew: other parameters, or another clock.
    private static async Task JoinedAsync(string film, double half, string[] second, double jump)
    {
        (string one, string two) = ($"{film}.1.ts", $"{film}.2.ts");
        await NumberedFilm.MakeAsync(one, half, output: ["-output_ts_offset", "100"]);
        await NumberedFilm.MakeAsync(two, half, second, ["-output_ts_offset", (100 + half + jump).ToString(CultureInfo.InvariantCulture)]);
        await using FileStream joined = File.Create(film);
        foreach (string part in (string[])[one, two])
        {
            await using FileStream read = File.OpenRead(part);
            await read.CopyToAsync(joined);
        }
    }
}

/// <summary>A film and its pictures in the order of showing; times in seconds.</summary>
internal sealed record NumberedPictures(string File, IReadOnlyList<(int Number, double Time)> Pictures)
{
    /// <summary>The numbers of those that are shown in a time that counts from the first picture.</summary>
    public IEnumerable<int> Shown(double from, double to) =>
        Pictures.Where(picture => picture.Time - Pictures[0].Time >= from - 0.0005 && picture.Time - Pictures[0].Time < to - 0.0005).Select(picture => picture.Number);
}

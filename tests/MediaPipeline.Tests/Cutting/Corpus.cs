namespace MediaPipeline.Tests.Cutting;

/// <summary>Films as they come, small: ten seconds or so each, groups of one second where there are any.</summary>
internal static class Corpus
{
    private const double Seconds = 10;

    public static Task MakeAsync(string kind, string film, TempFolder folder) => kind switch
    {
        "closed.flv" or "closed.ts" or "closed.mp4" or "closed.mkv" => NumberedFilm.MakeAsync(film, Seconds),
        "fragments.mp4" => NumberedFilm.MakeAsync(film, Seconds, output: ["-movflags", "frag_keyframe+empty_moov+default_base_moof"]),
        "no-b-frames.flv" => NumberedFilm.MakeAsync(film, Seconds, NumberedFilm.X264(frames: 0)),
        "flat-b-frames.ts" => NumberedFilm.MakeAsync(film, Seconds, NumberedFilm.X264(more: ":b-pyramid=none")),
        "no-sound.mp4" => NumberedFilm.MakeAsync(film, Seconds, output: ["-an"]),
        "ntsc.mp4" => NumberedFilm.MakeAsync(film, Seconds, output: ["-video_track_timescale", "14112"], rate: "30000/1001"),
        "dropped.flv" => NumberedFilm.MakeAsync(film, Seconds, output: ["-vf", "select='gt(mod(n*7\\,20)\\,2)'", "-fps_mode", "vfr"]),
        "open.mp4" => NumberedFilm.MakeAsync(film, Seconds, ["-c:v", "libx264", "-preset", "veryfast", "-x264-params", "keyint=30:min-keyint=30:scenecut=0:open-gop=1:bframes=2"]),
        "one-group.flv" => NumberedFilm.MakeAsync(film, Seconds, NumberedFilm.X264(group: 1000)),
        "rotated.mp4" => NumberedFilm.MakeAsync(film, Seconds, output: ["-metadata:s:v:0", "rotate=90"]),
        "ten-bits.mp4" => NumberedFilm.MakeAsync(film, Seconds, output: ["-pix_fmt", "yuv420p10le"]),
        "edit-list.mp4" => EditListAsync(film, folder),
        "parameters.ts" => JoinedAsync(film, folder, 5, NumberedFilm.X264(frames: 0), 0),
        "jump.ts" => JoinedAsync(film, folder, 5, NumberedFilm.X264(), 30),
        "back.ts" => JoinedAsync(film, folder, 5, NumberedFilm.X264(), -60),
        _ => throw new ArgumentException("There is no such film.", nameof(kind)),
    };

    // Copied from the middle of a group: an edit list hides what leads in.
    private static async Task EditListAsync(string film, TempFolder folder)
    {
        await NumberedFilm.MakeAsync(folder["whole.mp4"], Seconds);
        await Film.FfmpegAsync("-ss", "1.5", "-i", folder["whole.mp4"], "-c", "copy", "-y", film);
    }

    // Two transport streams one after the other in one file, as an encoder leaves them that was started anew: other parameters, or another clock.
    private static async Task JoinedAsync(string film, TempFolder folder, double half, string[] second, double jump)
    {
        await NumberedFilm.MakeAsync(folder["one.ts"], half, output: ["-output_ts_offset", "100"]);
        await NumberedFilm.MakeAsync(folder["two.ts"], half, second, ["-output_ts_offset", (100 + half + jump).ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await using FileStream joined = File.Create(film);
        foreach (string part in (string[])["one.ts", "two.ts"])
        {
            await using FileStream read = File.OpenRead(folder[part]);
            await read.CopyToAsync(joined);
        }
    }
}

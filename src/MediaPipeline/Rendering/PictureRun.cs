using MediaPipeline.Probing;
using MediaPipeline.Processes;

namespace MediaPipeline.Rendering;

/// <summary>A rendition on its way: its picture, its sound, and the file that it will be.</summary>
internal sealed record Pending(PictureGroup Group, Overlays Overlays, FinishedSound Sound, string? Subtitles, TimeSpan Length, string File);

/// <summary>One process of ffmpeg that decodes the film once and encodes all pictures of it.</summary>
internal sealed class PictureRun(RenderJob job, FilmFacts film, FilmFacts? intro, FilmFacts? outro, IReadOnlyList<CropPoint> track, Encoder encoder, string work)
{
    private readonly FilterGraph _graph = new();
    private readonly List<string> _inputs = [];
    private int _number = 1;

    /// <summary>Encodes them.</summary>
    /// <exception cref="RenderException">ffmpeg failed.</exception>
    public async Task EncodeAsync(IReadOnlyList<Pending> pending, IProgress<FfmpegProgress>? progress, CancellationToken cancellation)
    {
        IReadOnlyList<string> before = Framing(intro, job.Intro, pending), after = Framing(outro, job.Outro, pending);
        IReadOnlyList<string> copies = _graph.Split(Begin(), pending.Count);
        List<string> outputs = [];
        int framed = 0;
        for (int i = 0; i < pending.Count; i++)
        {
            PictureSpec spec = pending[i].Group.Spec;
            string label = Picture(copies[i], pending[i]);
            if (spec.Frame)
            {
                string[] all = [.. before.Count > 0 ? [Framed(before[framed], intro!, spec)] : Array.Empty<string>(), label, .. after.Count > 0 ? [Framed(after[framed], outro!, spec)] : Array.Empty<string>()];
                framed++;
                label = _graph.Chain(all, new Filter("concat", ("n", all.Length), ("v", 1), ("a", 0)));
            }
            outputs.AddRange(Output(_graph.Chain([label], [.. encoder.Upload]), pending[i]));
        }
        string script = await GraphFile.WriteAsync(work, "pictures", _graph, cancellation);
        TimeSpan longest = pending.Max(one => one.Length);
        await RenderException.RunAsync([.. encoder.Device, .. IndexScanner.Walls, "-i", $"file:{job.Film}", .. _inputs, "-filter_complex_script", script, .. outputs], work, longest, progress, cancellation);
    }

    // What all renditions share: square pixels, hidden regions, pace.
    private string Begin()
    {
        List<Filter> first = [];
        if (!film.IsPlain) first.AddRange([new Filter("scale", ("w", film.Width), ("h", film.Height)), new Filter("setsar", ("sar", 1))]);
        if (film.Index.Video.PixelFormat != "yuv420p") first.Add(new Filter("format", ("pix_fmts", "yuv420p")));
        if (film.Matrix != "bt709") first.AddRange([new Filter("scale", ("in_color_matrix", film.Matrix), ("out_color_matrix", "bt709")), new Filter("format", ("pix_fmts", "yuv420p"))]);
        string label = first.Count == 0 ? "0:v:0" : _graph.Chain(["0:v:0"], [.. first]);
        label = Overlays.Hide(_graph, label, job.Masks, film.Width, film.Height);
        return job.Speed == 1 ? label : _graph.Chain([label], new Filter("setpts", ("expr", $"PTS/{Expressions.Number(job.Speed)}")));
    }

    private string Picture(string from, Pending one)
    {
        PictureSpec spec = one.Group.Spec;
        string paced = _graph.Chain([from], new Filter("fps", ("fps", spec.Rate.ToString()), ("start_time", 0)));
        double? middle = job.Layout is Layout.Crop { Subject: { } subject } ? subject.Top + (subject.Height / 2) : null;
        string fitted = new LayoutFilters(_graph, film, track, middle, job.Speed).Fit(paced, job.Layout, spec.Width, spec.Height, spec.Card);
        int first = _number;
        _inputs.AddRange(one.Overlays.Inputs);
        _number += one.Overlays.Stamps.Count;
        return one.Overlays.Draw(_graph, fitted, first, "bt709");
    }

    private IReadOnlyList<string> Framing(FilmFacts? frame, string? file, IReadOnlyList<Pending> pending)
    {
        int users = pending.Count(one => one.Group.Spec.Frame);
        if (frame is null || users == 0) return [];
        _inputs.AddRange([.. IndexScanner.Walls, "-i", $"file:{file}"]);
        return _graph.Split($"{_number++}:v:0", users);
    }

    private string Framed(string from, FilmFacts frame, PictureSpec spec)
    {
        string even = _graph.Chain([from], new Filter("fps", ("fps", spec.Rate.ToString()), ("start_time", 0)), new Filter("scale", ("w", frame.Width), ("h", frame.Height), ("in_color_matrix", frame.Matrix), ("out_color_matrix", "bt709")), new Filter("setsar", ("sar", 1)), new Filter("format", ("pix_fmts", "yuv420p")));
        string fitted = new LayoutFilters(_graph, frame, [], null, 1).Fit(even, new Layout.Blur(), spec.Width, spec.Height, withProduct: false);
        return _graph.Chain([fitted], new Filter("format", ("pix_fmts", "yuv420p")), new Filter("trim", ("end", frame.Duration.TotalSeconds)), new Filter("setpts", ("expr", "PTS-STARTPTS")));
    }

    private IReadOnlyList<string> Output(string label, Pending one)
    {
        PictureSpec spec = one.Group.Spec;
        string[] sound = one.Sound.File is { } aac ? Map(["-protocol_whitelist", "file", "-f", "aac", "-i", $"file:{aac}"], "a:0", ["-c:a", "copy"]) : [];
        string[] subtitles = one.Subtitles is { } srt ? Map(["-protocol_whitelist", "file", "-f", "srt", "-i", $"file:{srt}"], "s:0", ["-c:s", "mov_text", "-metadata:s:s:0", $"language={job.Captions!.Language}"]) : [];
        return
        [
            "-map", $"[{label}]", .. sound, .. subtitles, .. encoder.Arguments(spec.Kbps, spec.Rate.Value), "-fps_mode", "passthrough",
            "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
            "-map_metadata", "-1", "-map_chapters", "-1", .. job.Comment is { } comment ? (string[])["-metadata", $"comment={comment}"] : [],
            "-video_track_timescale", "90000", "-movflags", "+faststart+negative_cts_offsets", "-f", "mp4", "-y", $"file:{one.File}",
        ];

        string[] Map(string[] input, string stream, string[] how)
        {
            _inputs.AddRange(input);
            return ["-map", $"{_number++}:{stream}", .. how];
        }
    }
}

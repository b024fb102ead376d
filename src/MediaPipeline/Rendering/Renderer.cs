using MediaPipeline.Probing;
using MediaPipeline.Processes;

namespace MediaPipeline.Rendering;

/// <summary>
/// Makes the renditions of a finished clip: the sound is mixed, measured and levelled first, then one process decodes the film once and encodes
/// every picture that is not the film's own; what is the film's own size is encoded only where something is drawn (<see cref="SmartRender"/>).
/// Every file is checked before it gets its name.
/// </summary>
/// <param name="FontFolder">Looked into for a font before the system's folders; null: none.</param>
public sealed record Renderer(string? FontFolder = null)
{
    /// <summary>The system's font folders; a test puts others in their place.</summary>
    internal IReadOnlyList<string> SystemFonts { get; init; } = CaptionFont.UsualFolders;

    /// <summary>Renders a job into a folder: <c>ID.mp4</c> for each preset that passes its checks. A file of that name is replaced.</summary>
    /// <param name="folder">Where the files go; work in progress stands in a hidden folder inside of it.</param>
    /// <param name="progress">From 0 to 1.</param>
    public async Task<RenderOutcome> RenderAsync(RenderJob job, string folder, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (RenderPlan.Find(job) is { } wrong) return new RenderOutcome.Failed(RenderProblems.BadJob, wrong);
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);
        // A short, plain name: ffmpeg works inside, and its filters name files without a path.
        string work = Path.Combine(folder, $".render-{Guid.NewGuid():n}");
        Directory.CreateDirectory(work);
        try
        {
            job = job with { Film = Path.GetFullPath(job.Film), Intro = Full(job.Intro), Outro = Full(job.Outro), Music = job.Music is { } music ? music with { File = Path.GetFullPath(music.File) } : null };
            return await new Rendering(this, job, folder, work, progress).RunAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new RenderOutcome.Cancelled();
        }
        catch (RenderException failed)
        {
            return new RenderOutcome.Failed(failed.Problem, failed.Message);
        }
        catch (IOException full) when (full.HResult == 28 || full.Message.Contains("No space left", StringComparison.Ordinal))
        {
            return new RenderOutcome.Failed(RenderProblems.Disk, full.Message);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static string? Full(string? path) => path is null ? null : Path.GetFullPath(path);
}

/// <summary>One job on its way.</summary>
internal sealed class Rendering(Renderer renderer, RenderJob job, string folder, string work, IProgress<double>? progress)
{
    // Shares of the whole: reading and sound, pictures, checks.
    private const double SoundDone = 0.08, PicturesDone = 0.85;

    private readonly Dictionary<string, Rendition> _done = new(StringComparer.Ordinal);

    public async Task<RenderOutcome> RunAsync(CancellationToken cancellation)
    {
        long begin = TimeProvider.System.GetTimestamp();
        FilmFacts film = await FilmFacts.ReadAsync(job.Film, cancellation) ?? throw new RenderException(RenderProblems.Film, Path.GetFileName(job.Film));
        (FilmFacts? intro, FilmFacts? outro) = (await FrameAsync(job.Intro, cancellation), await FrameAsync(job.Outro, cancellation));
        await LookAsync(cancellation);
        CaptionFont? font = Font();
        progress?.Report(0.02);
        var sound = new SoundMix(job, film, intro, outro, work);
        IReadOnlyList<CropPoint> track = await TrackAsync(film, cancellation);
        List<Pending> pending = [];
        foreach (PictureGroup group in RenderPlan.Groups(job, film))
        {
            if (await PrepareAsync(group, film, intro, outro, sound, font, pending.Count, cancellation) is { } one) pending.Add(one);
        }
        progress?.Report(SoundDone);
        Encoder encoder = job.Hardware ? await Encoder.FindAsync(cancellation) : Encoder.X264;
        List<Pending> encode = [];
        var smart = new SmartRender(job, film, work);
        Dictionary<Pending, SmartResult> smarts = [];
        foreach (Pending one in pending)
        {
            SmartResult result = await smart.TryAsync(one, cancellation);
            smarts[one] = result;
            if (!result.Made) encode.Add(one);
        }
        if (encode.Count > 0) await new PictureRun(job, film, intro, outro, track, encoder, work).EncodeAsync(encode, Between(SoundDone, PicturesDone), cancellation);
        TimeSpan checking = smarts.Values.Aggregate(TimeSpan.Zero, (sum, result) => sum + result.Checking), making = TimeProvider.System.GetElapsedTime(begin) - checking;
        long checks = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < pending.Count; i++)
        {
            await FinishAsync(pending[i], smarts[pending[i]], cancellation);
            progress?.Report(PicturesDone + ((1 - PicturesDone) * (i + 1) / pending.Count));
        }
        return new RenderOutcome.Rendered([.. job.Presets.Select(preset => _done[preset.Id])])
        {
            Encoder = encoder.Name,
            Before = pending.Select(one => one.Sound.Before).FirstOrDefault(),
            Track = track,
            Making = making,
            Checking = checking + TimeProvider.System.GetElapsedTime(checks),
        };
    }

    // Null: none of its presets can be met, which needs no encoding to be known.
    private async Task<Pending?> PrepareAsync(PictureGroup group, FilmFacts film, FilmFacts? intro, FilmFacts? outro, SoundMix sound, CaptionFont? font, int number, CancellationToken cancellation)
    {
        TimeSpan before = intro?.Duration ?? TimeSpan.Zero, length = RenderPlan.Length(job, film, group.Spec, before, outro?.Duration ?? TimeSpan.Zero);
        List<RenditionPreset> possible = [];
        foreach (RenditionPreset preset in group.Presets)
        {
            if (RenditionChecker.Ahead(preset, length) is { Count: > 0 } refused) _done[preset.Id] = new Rendition(preset.Id, null, null, 0, refused);
            else possible.Add(preset);
        }
        if (possible.Count == 0) return null;
        FinishedSound finished = await sound.FinishAsync(group.Spec.Frame, group.Spec.Loudness, cancellation);
        Overlays overlays = await Overlays.WriteAsync(job, group.Spec, film, font, work, number, cancellation);
        string? subtitles = null;
        if (group.Spec.Captions == CaptionUse.Track)
        {
            subtitles = Path.Combine(work, $"captions-{number}.srt");
            await File.WriteAllTextAsync(subtitles, CaptionFile.Srt(job.Captions!, job.Speed, group.Spec.Frame ? before : TimeSpan.Zero), cancellation);
        }
        return new Pending(group with { Presets = possible }, overlays, finished, subtitles, length, Path.Combine(work, $"picture-{number}.mp4"));
    }

    private async Task FinishAsync(Pending one, SmartResult smart, CancellationToken cancellation)
    {
        Measured made = await RenditionChecker.MeasureAsync(one.File, one.Sound.After, cancellation);
        int frames = made.Index?.Packets.Count ?? 0;
        for (int i = 0; i < one.Group.Presets.Count; i++)
        {
            RenditionPreset preset = one.Group.Presets[i];
            IReadOnlyList<RenditionCheck> checks = RenditionChecker.Check(made, preset, one.Group.Spec.Width, one.Group.Spec.Height, one.Length, one.Sound.File is not null);
            bool passed = checks.All(check => check.Result != CheckResult.Failed);
            string target = Path.Combine(folder, $"{preset.Id}.mp4");
            if (passed && i + 1 < one.Group.Presets.Count)
            {
                // The same film for several platforms; each has its own file.
                string copy = $"{one.File}.{preset.Id}";
                File.Copy(one.File, copy);
                File.Move(copy, target, overwrite: true);
            }
            else if (passed) File.Move(one.File, target, overwrite: true);
            _done[preset.Id] = new Rendition(preset.Id, passed ? target : null, passed ? made.Facts : null, passed ? made.Bytes : 0, checks)
            {
                Encoded = smart.Made ? smart.Encoded : frames,
                Copied = smart.Copied,
                GivenUp = smart.GivenUp,
            };
        }
    }

    private async Task<FilmFacts?> FrameAsync(string? file, CancellationToken cancellation) =>
        file is null || !job.Presets.Any(preset => preset.Frame) ? null : await FilmFacts.ReadAsync(file, cancellation) ?? throw new RenderException(RenderProblems.Frame, Path.GetFileName(file));

    private async Task LookAsync(CancellationToken cancellation)
    {
        if (job.Brand is { } brand && !CardArt.IsPicture(brand.Logo)) throw new RenderException(RenderProblems.Picture, "logo");
        if (job.Card?.Picture is { } picture && !CardArt.IsPicture(picture)) throw new RenderException(RenderProblems.Picture, "card");
        if (job.Music is { } music && !(await MediaProbe.ProbeAsync(music.File, ProbeLimits.Default, cancellation) is ProbeOutcome.Media { Facts.Audio.Count: > 0 })) throw new RenderException(RenderProblems.Music, Path.GetFileName(music.File));
    }

    // Linked into the working folder: libass reads every font that it finds there, and finds this one only.
    private CaptionFont? Font()
    {
        bool burned = job.Captions is { Lines.Count: > 0 } && job.Presets.Any(preset => preset.Captions == CaptionUse.Burn), drawn = job.Card is not null && job.Presets.Any(preset => preset.Card);
        if (!burned && !drawn) return null;
        CaptionFont font = CaptionFont.Find([.. renderer.FontFolder is { } own ? [own] : Array.Empty<string>(), .. renderer.SystemFonts]) ?? throw new RenderException(RenderProblems.Font, "Noto Sans CJK (fonts-noto-cjk)");
        string fonts = Path.Combine(work, Overlays.FontFolder);
        Directory.CreateDirectory(fonts);
        File.CreateSymbolicLink(Path.Combine(fonts, Path.GetFileName(font.File)), font.File);
        return font;
    }

    private async Task<IReadOnlyList<CropPoint>> TrackAsync(FilmFacts film, CancellationToken cancellation)
    {
        (int Width, int Height)[] panned = [.. job.Presets.Select(preset => (preset.Width ?? film.Width, preset.Height ?? film.Height)).Where(size => LayoutFilters.IsPanned(film, job.Layout, size.Item1, size.Item2))];
        if (panned.Length == 0) return [];
        if (job.Layout is Layout.Crop { Track.Count: > 0 } crop) return [.. crop.Track.OrderBy(point => point.At)];
        if (job.Layout is Layout.Crop { Subject: { } subject }) return [new CropPoint(TimeSpan.Zero, subject.Left + (subject.Width / 2))];
        // The narrowest of them decides how far the subject may go.
        double seen = panned.Min(size => (double)size.Width / size.Height) / ((double)film.Width / film.Height);
        return SubjectTrack.Follow(await SubjectTrack.MeasureAsync(job.Film, film, work, cancellation), seen);
    }

    private IProgress<FfmpegProgress>? Between(double from, double to) => progress is null ? null : new Part(progress, from, to);

    private sealed class Part(IProgress<double> whole, double from, double to) : IProgress<FfmpegProgress>
    {
        public void Report(FfmpegProgress value) => whole.Report(from + ((to - from) * (value.Share ?? 0)));
    }
}

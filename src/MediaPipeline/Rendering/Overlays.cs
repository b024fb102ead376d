using MediaPipeline.Imaging;

namespace MediaPipeline.Rendering;

/// <summary>A drawn picture that is laid over, and when; no spans: throughout.</summary>
internal sealed record Stamp(string File, int Left, int Top, IReadOnlyList<FilmSpan> Spans);

/// <summary>What is drawn into a picture: captions first, then drawn pictures.</summary>
/// <param name="Captions">An ASS file's name in the working folder; null: none.</param>
internal sealed record Overlays(string? Captions, IReadOnlyList<Stamp> Stamps)
{
    /// <summary>Where fonts lie in the working folder.</summary>
    public const string FontFolder = "fonts";

    /// <summary>ffmpeg's inputs for them, in the order of <see cref="Stamps"/>.</summary>
    public IReadOnlyList<string> Inputs => [.. Stamps.SelectMany(stamp => (string[])["-protocol_whitelist", "file", "-f", "png_pipe", "-i", $"file:{stamp.File}"])];

    /// <summary>Filters that draw them.</summary>
    /// <param name="matrix">The colour matrix of the picture.</param>
    public string Draw(FilterGraph graph, string from, int firstInput, string matrix)
    {
        string label = from;
        if (Captions is not null) label = graph.Chain([label], new Filter("ass", ("filename", Captions), ("fontsdir", FontFolder)));
        for (int i = 0; i < Stamps.Count; i++)
        {
            Stamp stamp = Stamps[i];
            // One picture, kept: its colours are converted once and not with every frame.
            string drawn = graph.Chain([$"{firstInput + i}:v:0"], new Filter("scale", ("out_color_matrix", matrix), ("out_range", "tv")), new Filter("format", ("pix_fmts", "yuva420p")));
            (string, FilterValue)[] when = stamp.Spans.Count == 0 ? [] : [("enable", Expressions.Within(stamp.Spans))];
            label = graph.Chain([label, drawn], new Filter("overlay", [("x", stamp.Left), ("y", stamp.Top), .. when]));
        }
        return label;
    }

    /// <summary>Draws what a rendition needs and writes it into the working folder.</summary>
    public static async Task<Overlays> WriteAsync(RenderJob job, PictureSpec spec, FilmFacts film, CaptionFont? font, string work, int number, CancellationToken cancellation)
    {
        if (spec.Zone is not { } zone) return new Overlays(null, []);
        bool burn = spec.Captions == CaptionUse.Burn;
        int upper = job.Layout is Layout.Split && spec.Card ? LayoutFilters.UpperOf(spec.Width, spec.Height) : 0;
        bool card = spec.Card && upper == 0 && job.Card!.Spans.Count > 0;
        Placing place = Placing.Of(spec.Width, spec.Height, zone, burn, card, job.CaptionStyle, upper);
        List<Stamp> stamps = [];
        if (card)
        {
            string file = await SaveAsync($"card-{number}.png", await Processes.BackgroundWork.RunAsync(() => CardArt.Card(job.Card!, place.Card.Width, place.Card.Height), cancellation));
            stamps.Add(new Stamp(file, place.Card.Left, place.Card.Top, [.. job.Card!.Spans.Select(span => new FilmSpan(span.From / job.Speed, span.To / job.Speed))]));
        }
        if (upper > 0) stamps.Add(new Stamp(await SaveAsync($"panel-{number}.png", await Processes.BackgroundWork.RunAsync(() => CardArt.Panel(job.Card!, spec.Width, spec.Height - upper, place.Lower), cancellation)), 0, upper, []));
        if (spec.Brand)
        {
            (byte[] png, _, _) = await Processes.BackgroundWork.RunAsync(() => CardArt.Logo(job.Brand!.Logo, place.Logo.Width, place.Logo.Height), cancellation);
            stamps.Add(new Stamp(await SaveAsync($"logo-{number}.png", png), place.Logo.Left, place.Logo.Top, []));
        }
        string? captions = null;
        if (burn)
        {
            captions = $"captions-{number}.ass";
            await File.WriteAllTextAsync(Path.Combine(work, captions), CaptionFile.Ass(job.Captions!, job.CaptionStyle, font!, place, spec.Width, spec.Height, job.Speed), cancellation);
        }
        return new Overlays(captions, stamps);

        async Task<string> SaveAsync(string name, byte[] png)
        {
            await File.WriteAllBytesAsync(Path.Combine(work, name), png, cancellation);
            return name;
        }
    }

    /// <summary>Filters that make regions unreadable: a dozen coarse blocks in each.</summary>
    public static string Hide(FilterGraph graph, string from, IReadOnlyList<Mask> masks, int width, int height)
    {
        string label = from;
        foreach (Mask mask in masks)
        {
            (int w, int h) = (Even(mask.Region.Width * width), Even(mask.Region.Height * height));
            (int x, int y) = (Math.Min(Even(mask.Region.Left * width), width - w), Math.Min(Even(mask.Region.Top * height), height - h));
            double block = Math.Max(16, Math.Min(w, h) / 3.0);
            IReadOnlyList<string> both = graph.Split(label, 2);
            string coarse = graph.Chain([both[1]], new Filter("crop", ("w", w), ("h", h), ("x", x), ("y", y)), new Filter("scale", ("w", Math.Max(2, (int)(w / block))), ("h", Math.Max(2, (int)(h / block))), ("flags", "area")), new Filter("scale", ("w", w), ("h", h), ("flags", "neighbor")));
            label = graph.Chain([both[0], coarse], new Filter("overlay", ("x", x), ("y", y), ("enable", Expressions.Within([mask.Span]))));
        }
        return label;

        static int Even(double pixels) => Math.Max(2, (int)(pixels / 2) * 2);
    }

    /// <summary>When something is drawn into a picture, on the film's clock; masks belong to it.</summary>
    public static IReadOnlyList<(TimeSpan From, TimeSpan To)> Touched(RenderJob job, PictureSpec spec) =>
    [
        .. spec.Brand ? [(TimeSpan.Zero, TimeSpan.MaxValue)] : Array.Empty<(TimeSpan, TimeSpan)>(),
        .. spec.Card ? job.Card!.Spans.Select(span => (span.From, span.To)) : [],
        .. spec.Captions == CaptionUse.Burn ? job.Captions!.Lines.Select(line => (line.From, line.To)) : [],
        .. job.Masks.Select(mask => (mask.Span.From, mask.Span.To)),
    ];
}

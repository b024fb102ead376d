using System.Text.Json;
using MediaPipeline.Rendering;
using Studio.Api.Catalog;
using Studio.Grains.Clips;
using Made = MediaPipeline.Rendering.Rendition;
using Rendition = Studio.Grains.Clips.Rendition;
using RenditionCheck = Studio.Grains.Clips.RenditionCheck;

namespace Studio.Api.Clips;

/// <summary>Makes the versions of a clip for platforms: one process with one decoding for all that are not there yet.</summary>
internal sealed partial class RenditionMaker(ClipPresets presets, PictureStore pictures, Tools tools, ILogger<RenditionMaker> log)
{
    // The studio's own lower third lies in the lower half of the picture; other templates do too.
    private static readonly Region Card = new(0, 0.5, 1, 0.5);

    // As long as a card is read; it is gone before anybody has read it twice.
    private static readonly TimeSpan CardShown = TimeSpan.FromSeconds(5);

    /// <summary>Makes them; what is there under the same key stays.</summary>
    public async Task<IReadOnlyList<Rendition>> MakeAsync(
        Clip clip, IReadOnlyList<ClipSpan> spans, MadeFile master, IReadOnlyList<string> wanted, string folder, IProgress<double> progress, CancellationToken cancellation)
    {
        RenderJob plan = await PlanAsync(clip, spans, master, folder, cancellation);
        List<Rendition> done = [];
        Dictionary<string, (RenditionPreset Preset, string Key)> due = new(StringComparer.Ordinal);
        foreach (string id in wanted)
        {
            if (await presets.FindAsync(id) is not { } preset)
            {
                done.Add(new Rendition(id, RenditionState.Failed, Problem: Studio.Grains.Values.RefusalCodes.PresetUnknown));
                continue;
            }
            preset = WithCaptions(preset, clip);
            string key = WorkKey.Of(["render", .. await tools.VersionsAsync(), master.Sha256, JsonSerializer.Serialize(preset), JsonSerializer.Serialize(plan with { Film = "", Presets = [] })]);
            if (clip.Renditions.FirstOrDefault(one => one.Preset == id) is { State: RenditionState.Ready, File: { } file } there && file.Key == key && File.Exists(Path.Combine(folder, file.Name))) done.Add(there);
            else due[id] = (preset, key);
        }
        if (due.Count > 0) done.AddRange(await RenderAsync(clip, plan with { Presets = [.. due.Values.Select(one => one.Preset)] }, due, folder, progress, cancellation));
        return [.. wanted.Select(id => done.First(one => one.Preset == id))];
    }

    private async Task<IEnumerable<Rendition>> RenderAsync(
        Clip clip, RenderJob job, Dictionary<string, (RenditionPreset Preset, string Key)> due, string folder, IProgress<double> progress, CancellationToken cancellation)
    {
        switch (await new Renderer().RenderAsync(job, folder, progress, cancellation))
        {
            case RenderOutcome.Rendered rendered:
                List<Rendition> made = [];
                foreach (Made one in rendered.Renditions) made.Add(await DescribeAsync(one, due[one.Preset].Key, cancellation));
                return made;
            case RenderOutcome.Failed failed:
                NotRendered(clip.Id, failed.Problem, failed.Details);
                return due.Keys.Select(id => new Rendition(id, RenditionState.Failed, Problem: failed.Problem));
            default:
                throw new OperationCanceledException(cancellation);
        }
    }

    private static async Task<Rendition> DescribeAsync(Made one, string key, CancellationToken cancellation)
    {
        RenditionCheck[] checks = [.. one.Checks.Select(check => new RenditionCheck(check.Code, Enum.Parse<CheckVerdict>(check.Result.ToString()), check.Wanted, check.Found, check.Unit))];
        if (one.File is not { } path) return new Rendition(one.Preset, RenditionState.Failed, Checks: checks, Problem: "rendition-check-failed");
        var file = new MadeFile(Path.GetFileName(path), key, await ClipMaker.Sha256Async(path, cancellation), one.Bytes, one.Facts!.Duration, one.Facts.Video[0].Width, one.Facts.Video[0].Height);
        return new Rendition(one.Preset, RenditionState.Ready, 100, file, checks);
    }

    // Where somebody wants a track and not a drawing, no platform draws.
    private static RenditionPreset WithCaptions(RenditionPreset preset, Clip clip) =>
        clip.Captions is { BurnIn: false } && preset.Captions == CaptionUse.Burn ? preset with { Captions = CaptionUse.Track } : preset;

    private async Task<RenderJob> PlanAsync(Clip clip, IReadOnlyList<ClipSpan> spans, MadeFile master, string folder, CancellationToken cancellation)
    {
        CaptionTrack? captions = clip.Captions is { Lines.Count: > 0 } written
            ? new CaptionTrack([.. from line in written.Lines from place in ClipTimes.Within(spans, line.From, line.To) orderby place.From select new MediaPipeline.Rendering.CaptionLine(place.From, place.To, line.Text)])
            : null;
        bool masked = clip.ClaimDecision?.Choice == ClaimChoice.Mask;
        string sidecar = Path.Combine(folder, ClipStore.Provenance);
        return new RenderJob(Path.Combine(folder, master.Name), [])
        {
            Layout = LayoutOf(clip.Layout),
            Captions = captions is { Lines.Count: > 0 } ? captions : null,
            CaptionStyle = Enum.TryParse(clip.Captions?.Style, ignoreCase: true, out CaptionStyle style) && Enum.IsDefined(style) ? style : CaptionStyle.Plain,
            Card = await CardAsync(clip, master, cancellation),
            Masks = masked
                ? [.. from claim in clip.Claims where claim.Until is not null from place in ClipTimes.Within(spans, claim.From, claim.To) select new Mask(new FilmSpan(place.From, place.To), Card, Muted: false)]
                : [],
            Comment = ProvenanceWriter.CommentOf(clip.Id, File.Exists(sidecar) ? await ClipMaker.Sha256Async(sidecar, cancellation) : "none"),
        };
    }

    private async Task<ProductCard?> CardAsync(Clip clip, MadeFile master, CancellationToken cancellation)
    {
        // A price that has an end is not drawn where its stretch was cut out or covered.
        if (clip.Card is not { PriceHidden: false } card || (card.OfferEndsAt is not null && clip.ClaimDecision?.Choice is ClaimChoice.Drop or ClaimChoice.Mask)) return null;
        byte[]? picture = pictures.Find(card.Picture) is { } path ? await File.ReadAllBytesAsync(path, cancellation) : null;
        TimeSpan until = master.Duration < CardShown ? master.Duration : CardShown;
        return new ProductCard(card.Name, card.Price.ToString(), card.Unit, picture, [new FilmSpan(TimeSpan.Zero, until)]) { Note = TraceAddress.LotOf(card.TraceUrl) };
    }

    private static Layout LayoutOf(ClipLayout layout) => layout.Form switch
    {
        LayoutForm.Blur => new Layout.Blur(),
        LayoutForm.Split => new Layout.Split(),
        _ => new Layout.Crop { Track = layout.FocusX is { } middle ? [new CropPoint(TimeSpan.Zero, middle)] : [] },
    };

    [LoggerMessage(LogLevel.Warning, "clip {Clip}: not rendered: {Problem}: {Details}")]
    private partial void NotRendered(string clip, string problem, string details);
}

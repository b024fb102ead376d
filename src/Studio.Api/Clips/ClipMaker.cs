using System.Globalization;
using System.Security.Cryptography;
using MediaPipeline.Cutting;
using Studio.Api.Parts;
using Studio.Api.Recording;
using Studio.Grains.Clips;
using Studio.Grains.Index;

namespace Studio.Api.Clips;

/// <summary>What came of making a clip's files: the result, or the stable code of why not.</summary>
internal sealed record Making(ClipResult? Result, string? Problem, string Details = "");

/// <summary>
/// Makes the files of a clip. Each has a key of all that it is made of: what lies there under the same key, in whichever clip's folder, is not made again. A
/// file gets its name when it is whole and checked, so a worker may die at any moment.
/// </summary>
internal sealed partial class ClipMaker(
    RecordingStore recordings, ClipStore store, CoverMaker covers, RenditionMaker renditions, ProvenanceWriter provenance, Tools tools, DecodedSegments decoded, IGrainFactory grains, StudioOptions options, ILogger<ClipMaker> log)
{
    /// <summary>Makes the exact cut, a cover, and the versions that were asked for.</summary>
    /// <param name="step">Is told what is done and how much of the whole.</param>
    public async Task<Making> MakeAsync(ClipOrder order, IReadOnlyList<CutPlan> plans, Action<ClipStep, int> step, CancellationToken cancellation)
    {
        if (FreeSpace.IsShort(options)) return new Making(null, FreeSpace.Code);
        Clip clip = order.Clip;
        ClipJob job = order.Job!;
        string folder = store.FolderOf(clip.Id);
        Sources sources = await Sources.ReadAsync(plans, recordings.FolderOf(clip.SessionId), cancellation);
        if (sources.Missing is { } missing) return new Making(null, "segments-missing", missing);
        string key = WorkKey.Of(["cut", .. await tools.VersionsAsync(), .. plans.Select(plan => string.Create(CultureInfo.InvariantCulture, $"{plan.From:O} {plan.To:O}")), .. sources.Files.Select(file => file.Sha256)]);
        ClipSpan[] spans = [.. plans.Select(plan => new ClipSpan(plan.From, plan.To))];

        int room = job.Presets.Count > 0 ? 40 : 75;
        Making cut = await CutAsync(clip, key, plans, sources, folder, room, step, cancellation);
        if (cut.Problem is not null) return cut;
        MadeFile master = cut.Result!.Master;
        step(ClipStep.Cover, 10 + room);
        // Nobody waits for the best of three pictures while a sale runs: they follow, when there is nothing else to do.
        bool later = job.Lane == JobLane.Live && clip.Cover is null;
        IReadOnlyList<CoverFile> drawn = later ? await covers.QuickAsync(clip, spans, master, folder, cancellation) : await covers.SuggestAsync(clip, spans, master, folder, cancellation);
        IReadOnlyList<Rendition> made = [];
        if (job.Presets.Count > 0)
        {
            step(ClipStep.Rendering, 20 + room);
            var progress = new DirectProgress(share => step(ClipStep.Rendering, 20 + room + (int)(share * (79 - room))));
            made = await renditions.MakeAsync(clip, spans, master, job.Presets, folder, progress, cancellation);
            // A full disk is nobody's fault but the disk's: all of it is tried again.
            if (made.Any(one => one.Problem == FreeSpace.Code)) return new Making(null, FreeSpace.Code);
        }
        return new Making(new ClipResult(master, spans, made, drawn, later), null);
    }

    private async Task<Making> CutAsync(Clip clip, string key, IReadOnlyList<CutPlan> plans, Sources sources, string folder, int room, Action<ClipStep, int> step, CancellationToken cancellation)
    {
        string video = Path.Combine(folder, ClipStore.Video);
        if (await FindMadeAsync(clip, key, video, cancellation) is { } there) return new Making(new ClipResult(there, clip.Spans, [], [], false), null);
        await File.WriteAllTextAsync(Path.Combine(folder, ClipStore.Plan), plans[0].ToJson(), cancellation);
        var progress = new DirectProgress(share => step(share < 0.5 ? ClipStep.Cutting : ClipStep.Checking, 10 + (int)(share * room)));
        CutOutcome outcome = await ClipCutter.CutAsync(plans, recordings.FolderOf(clip.SessionId), video, progress, cancellation, decoded);
        if (outcome is CutOutcome.Failed failed) return new Making(null, failed.Problem, failed.Details);
        if (outcome is not CutOutcome.Cut done) throw new OperationCanceledException(cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, ClipStore.Plan), (plans[0] with { Done = done.Plans }).ToJson(), cancellation);
        if (done.GivenUp is { } flaw) GivenUp(clip.Id, flaw);
        string hash = await provenance.WriteAsync(clip, key, plans, done, sources, folder, cancellation);
        if (!await FilmComment.WriteAsync(video, ProvenanceWriter.CommentOf(clip.Id, hash), cancellation)) Untagged(clip.Id);
        var master = new MadeFile(ClipStore.Video, key, await Sha256Async(video, cancellation), new FileInfo(video).Length, done.Facts.Duration, done.Facts.Video[0].Width, done.Facts.Video[0].Height);
        await grains.GetGrain<IIndexGrain>(WorkKey.IndexOf(key)).Add(clip.Id);
        return new Making(new ClipResult(master, [.. plans.Select(plan => new ClipSpan(plan.From, plan.To))], [], [], false), null);
    }

    // In this clip's folder, or in another one's that has the same spans: then it is copied, with its provenance.
    private async Task<MadeFile?> FindMadeAsync(Clip clip, string key, string video, CancellationToken cancellation)
    {
        if (clip.Master is { } own && own.Key == key && File.Exists(video) && new FileInfo(video).Length == own.Bytes) return own;
        foreach (string id in await grains.GetGrain<IIndexGrain>(WorkKey.IndexOf(key)).All())
        {
            if (await grains.GetGrain<IClipGrain>(id).Get() is not { Master: { } other } || other.Key != key || store.Find(id, other.Name) is not { } path || id == clip.Id) continue;
            string unfinished = $"{video}.{Guid.NewGuid():n}.tmp";
            try
            {
                File.Copy(path, unfinished);
                if (await Sha256Async(unfinished, cancellation) != other.Sha256) continue;
                if (store.Find(id, ClipStore.Provenance) is { } sidecar) File.Copy(sidecar, Path.Combine(Path.GetDirectoryName(video)!, ClipStore.Provenance), overwrite: true);
                File.Move(unfinished, video, overwrite: true);
                return other;
            }
            finally
            {
                File.Delete(unfinished);
            }
        }
        return null;
    }

    /// <summary>The hash of a file.</summary>
    public static async Task<string> Sha256Async(string file, CancellationToken cancellation)
    {
        await using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }

    [LoggerMessage(LogLevel.Warning, "clip {Clip}: everything was encoded, because a cut with copied pictures did not pass its check: {Why}")]
    private partial void GivenUp(string clip, string why);

    [LoggerMessage(LogLevel.Warning, "clip {Clip}: the comment would have changed the film, so it has none; its provenance lies beside it")]
    private partial void Untagged(string clip);
}

/// <summary>Progress that is told where it is made: the framework's own arrives later, and out of order.</summary>
internal sealed class DirectProgress(Action<double> tell) : IProgress<double>
{
    public void Report(double value) => tell(value);
}

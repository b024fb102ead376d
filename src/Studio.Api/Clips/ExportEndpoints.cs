using System.Text;
using MediaPipeline.Exports;
using MediaPipeline.Probing;
using MediaPipeline.Recordings;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Api.Recording;
using Studio.Grains.Clips;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Clips;

/// <summary>The cuts of a session for other editing programs.</summary>
internal static class ExportEndpoints
{
    public static void MapClipExports(this RouteGroupBuilder clips) =>
        clips.MapGet("/sessions/{id}/exports/{form}", GetAsync).RequireAuthorization(Access.Look).Produces<byte[]>(contentType: "application/octet-stream");

    private static async Task<IResult> GetAsync(string id, string form, IGrainFactory grains, ClipSources sources, RecordingStore recordings, CancellationToken cancellation)
    {
        if (await grains.GetGrain<ILiveSessionGrain>(id).Get() is not { } session) return Problems.Of(RefusalCodes.NotFound);
        if (await sources.ReadAsync(id, cancellation) is not { } timeline) return Problems.Of(Problems.NotRecorded);
        IReadOnlyList<string> ids = await grains.GetGrain<IIndexGrain>(ClipQueue.IndexOf(id)).All();
        Clip?[] clips = await Task.WhenAll(ids.Select(one => grains.GetGrain<IClipGrain>(one).Get()));
        if (await FormAsync(recordings.FolderOf(id), timeline.Parts[0], cancellation) is not { } shape) return Problems.Of(Problems.NotRecorded);
        CutList list = ClipCuts.Of(session.Title, timeline, shape, [.. clips.OfType<Clip>().Where(clip => clip.Stage != ClipStage.Dropped)]);
        if (list.Cuts.Count == 0) return Problems.Of(RefusalCodes.NoClips);
        (string text, string type)? written = form switch
        {
            "otio" => (OtioFile.Write(list), "application/json"),
            "edl" => (EdlFile.Write(list), "text/plain"),
            "fcpxml" => (FcpxmlFile.Write(list), "application/xml"),
            "csv" => (CsvFile.Write(list), "text/csv"),
            "llc" => (LosslessCutFile.Write(list), "application/json5"),
            _ => null,
        };
        return written is (string content, string media) ? TypedResults.File(Encoding.UTF8.GetBytes(content), media, $"{id}.{form}") : Problems.Of(RefusalCodes.NotFound);
    }

    // A playlist does not know how many pictures a second there are: its first segment does.
    private static async Task<VideoFacts?> FormAsync(string root, RecordingPart part, CancellationToken cancellation)
    {
        string film = Path.Combine(Path.GetTempPath(), $"export-{Guid.NewGuid():n}.mp4");
        try
        {
            await using (FileStream joined = File.Create(film))
            {
                foreach (string name in (string[])[part.Init.Name, part.Segments[0].File.Name])
                {
                    await using FileStream source = File.OpenRead(Path.Combine(root, part.Init.Part, name));
                    await source.CopyToAsync(joined, cancellation);
                }
            }
            return await MediaProbe.ProbeAsync(film, ProbeLimits.Default, cancellation) is ProbeOutcome.Media { Facts.Video: [var video, ..] } ? video : null;
        }
        finally
        {
            File.Delete(film);
        }
    }
}

/// <summary>Clips as a list of cuts: the parts of the recording are its sources, each under the name that it has as one film (init section and segments one after the other). Pure.</summary>
internal static class ClipCuts
{
    /// <summary>The list, in the order in which it was on air.</summary>
    public static CutList Of(string title, RecordingTimeline timeline, VideoFacts form, IReadOnlyList<Clip> clips)
    {
        CutListSource[] films =
        [
            .. timeline.Parts.GroupBy(part => part.Init.Part, StringComparer.Ordinal)
                .Select(parts => new CutListSource($"{parts.Key}.mp4", $"{parts.Key}.mp4", parts.Max(part => part.Segments[^1].MediaStart + part.Segments[^1].Duration))),
        ];
        CutListCut[] cuts =
        [
            .. clips.OrderBy(clip => clip.Spans[0].From).Select(clip => new CutListCut(clip.Title, [.. clip.Spans.SelectMany(span => Pieces(timeline, films, span))]) { Id = clip.Id }).Where(cut => cut.Pieces.Count > 0),
        ];
        return new CutList(title, FrameRate.Of(form.FrameRate), form.Width, form.Height, films, cuts);
    }

    private static IEnumerable<CutListPiece> Pieces(RecordingTimeline timeline, CutListSource[] films, ClipSpan span)
    {
        foreach (RecordingPart part in timeline.Parts)
        {
            DateTimeOffset begin = part.Segments[0].WallStart, end = part.Segments[^1].WallEnd, from = span.From > begin ? span.From : begin, to = span.To < end ? span.To : end;
            if (to <= from) continue;
            TimeSpan media = part.Segments[0].MediaStart + (from - begin);
            yield return new CutListPiece(Array.FindIndex(films, film => film.Name == $"{part.Init.Part}.mp4"), media, media + (to - from), from);
        }
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using MediaPipeline.Recordings;
using MediaPipeline.Stories;

namespace MediaPipeline.Analysis;

/// <summary>
/// Analyses a recording while it grows, a batch of closed segments at a time, each of them once. Every step may be killed anywhere: the next one begins with what the
/// file says. It reads the recording and never writes to it.
/// </summary>
/// <param name="root">The recording's folder.</param>
/// <param name="file">Where the analysis is kept.</param>
public sealed partial class RecordingAnalyser(string root, string file)
{
    // Short-term loudness needs three seconds before; whether something was a flash, a pause or speech is decided by what follows.
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3), After = TimeSpan.FromSeconds(2);

    /// <summary>From when on something counts.</summary>
    public AnalysisRules Rules { get; init; } = AnalysisRules.Default;

    /// <summary>What was found so far.</summary>
    public async Task<RecordingAnalysis> ReadAsync(CancellationToken cancellation) =>
        await AnalysisFile.ReadAsync<RecordingAnalysis>(file, cancellation) is { Version: AnalysisFile.Version, Parts: not null } kept ? kept : RecordingAnalysis.Empty;

    /// <summary>Looks at the next batch, up to two minutes; nothing to do, or somebody else at it: <see cref="StoryStep.Nothing"/>.</summary>
    /// <param name="over">Nothing more will be recorded.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    public async Task<StoryStep> StepAsync(RecordingTimeline timeline, bool over, DateTimeOffset now, CancellationToken cancellation)
    {
        // Before anything is made: most looks find nothing to do.
        if (Due(timeline, await ReadAsync(cancellation), over, now) is null) return StoryStep.Nothing;
        using FileStream? mine = TryLock();
        if (mine is null) return StoryStep.Nothing;
        RecordingAnalysis known = await ReadAsync(cancellation);
        if (Due(timeline, known, over, now) is not { } batch) return StoryStep.Nothing;
        IReadOnlyList<Segment> segments = batch.Segments;
        FilmAnalysis? found = await LookAsync(batch.Part, segments, cancellation);
        if (found is null && segments.Count > 1)
        {
            // One of them cannot be read, and what follows it in the same run neither: the first one by itself.
            segments = [segments[0]];
            found = await LookAsync(batch.Part, segments, cancellation);
        }
        FilmSpan range = Range(segments);
        await AnalysisFile.WriteAsync(file, known.With(new PartAnalysis(batch.Part.Init.Part, found ?? FilmAnalysis.Nothing(range))), cancellation);
        return new StoryStep(segments.Count, range.Length);
    }

    private static StoryBatch? Due(RecordingTimeline timeline, RecordingAnalysis known, bool over, DateTimeOffset now) =>
        StoryPlan.Next(timeline, timeline.Parts.SelectMany(part => part.Segments.Where(segment => known.Holds(part.Init.Part, segment))).Select(segment => segment.File).ToHashSet(), over, now);

    private static FilmSpan Range(IReadOnlyList<Segment> segments) => new(segments[0].MediaStart, segments[^1].MediaStart + segments[^1].Duration);

    // With what lies around them, which is thrown away again: otherwise a pause that the border divides would be two.
    private async Task<FilmAnalysis?> LookAsync(RecordingPart part, IReadOnlyList<Segment> segments, CancellationToken cancellation)
    {
        FilmSpan range = Range(segments);
        // Alone, when one that could not be read may be beside it.
        Segment[] joined = segments.Count == 1 ? [.. segments] : [.. part.Segments.Where(segment => segment.MediaStart + segment.Duration > range.From - Before && segment.MediaStart < range.To + After)];
        (string? codec, int width, int height, bool sound) = Streams(part.Format);
        if (codec is null && !sound) return null;
        var job = new ScanJob(
            [
                "-protocol_whitelist", "concat,file", "-codec_whitelist", "h264,hevc,aac,mp3", "-max_pixels", "33177600", "-threads", "1", .. FilmAnalyser.Decoder(codec, everyPicture: false),
                // Byte by byte one film: nothing seeks in fragments, and the playlist is never read.
                "-f", "mp4", "-i", $"concat:{string.Join('|', joined.Select(segment => segment.File.Name).Prepend(part.Init.Name))}",
            ],
            codec is null ? null : StoryForm.TileOf(width, height), sound, joined[0].MediaStart)
        {
            WorkingDirectory = Path.Combine(root, part.Init.Part),
            Counted = range,
            Rules = Rules,
        };
        return await FilmScan.RunAsync(job, null, cancellation) switch
        {
            // Segments that gave too little are read one by one, so that what is missing is known.
            ScanOutcome.Scanned { Film: var film } when film.Range.To >= range.To - After || segments.Count == 1 => film.Between(range.From, range.To) with { Range = range },
            ScanOutcome.Failed { Problem: "disk-full" } full => throw new IOException(string.Join(" | ", full.LastLines)),
            _ => null,
        };
    }

    private FileStream? TryLock()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        try
        {
            return new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static (string? Codec, int Width, int Height, bool Sound) Streams(string format)
    {
        bool sound = format.Contains("mp4a", StringComparison.Ordinal);
        if (Picture().Match(format) is not { Success: true } match) return (null, 0, 0, sound);
        return (match.Groups["kind"].Value == "avc" ? "h264" : "hevc", Number("width"), Number("height"), sound);

        int Number(string name) => int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"(?:^|\|)(?<kind>avc|hvc|hev)\d (?<width>[0-9]{1,5})x(?<height>[0-9]{1,5})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Picture();
}

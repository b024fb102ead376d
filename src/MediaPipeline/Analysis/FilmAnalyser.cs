using MediaPipeline.Probing;
using MediaPipeline.Stories;

namespace MediaPipeline.Analysis;

/// <summary>How a film is analysed.</summary>
public sealed record AnalysisWish
{
    /// <summary>From when on something counts.</summary>
    public AnalysisRules Rules { get; init; } = AnalysisRules.Default;

    /// <summary>Where sheets of small pictures go (<c>fine-0000.jpg</c> …); null: none are made.</summary>
    public string? SheetFolder { get; init; }

    /// <summary>Every picture is decoded: marks are exact to the picture, and it takes about twice as long.</summary>
    public bool EveryPicture { get; init; }
}

/// <summary>What an analysis came to.</summary>
public abstract record AnalysisOutcome
{
    /// <summary>It is done.</summary>
    /// <param name="Storyboard">The sheets; null: none were wished, or there is no picture.</param>
    public sealed record Analysed(FilmAnalysis Film, Storyboard? Storyboard) : AnalysisOutcome;

    /// <summary>There is nothing. Codes: those of <see cref="ProbeOutcome.Refused"/>, and nothing-there, ffmpeg-failed, stalled, disk-full.</summary>
    public sealed record Failed(string Problem, string Details) : AnalysisOutcome;

    /// <summary>The caller wished it to end.</summary>
    public sealed record Cancelled : AnalysisOutcome;
}

/// <summary>Analyses a film in one decoding: scenes, black, frozen stretches, loudness, silence, likely speech, and a storyboard.</summary>
public static class FilmAnalyser
{
    /// <summary>Analyses it; <paramref name="progress"/> goes from 0 to 1.</summary>
    public static async Task<AnalysisOutcome> AnalyseAsync(string film, AnalysisWish? wish, IProgress<double>? progress, CancellationToken cancellation)
    {
        wish ??= new AnalysisWish();
        try
        {
            return await MediaProbe.ProbeAsync(film, ProbeLimits.Default, cancellation) switch
            {
                ProbeOutcome.Media media => await ScanAsync(film, media.Facts, wish, progress, cancellation),
                ProbeOutcome.Refused refused => new AnalysisOutcome.Failed(refused.Code, ""),
                _ => new AnalysisOutcome.Failed("not-media", ""),
            };
        }
        catch (OperationCanceledException)
        {
            return new AnalysisOutcome.Cancelled();
        }
        catch (IOException full) when (full.HResult == 28 || full.Message.Contains("No space left", StringComparison.Ordinal))
        {
            return new AnalysisOutcome.Failed("disk-full", full.Message);
        }
    }

    private static async Task<AnalysisOutcome> ScanAsync(string film, MediaFacts facts, AnalysisWish wish, IProgress<double>? progress, CancellationToken cancellation)
    {
        VideoFacts? video = facts.Video.Count > 0 ? facts.Video[0] : null;
        if (video is null && facts.Audio.Count == 0) return new AnalysisOutcome.Failed("nothing-there", "");
        var job = new ScanJob([.. Walls, .. Decoder(video?.Codec, wish.EveryPicture), "-i", $"file:{Path.GetFullPath(film)}"], video is null ? null : StoryForm.TileOf(video.Width, video.Height), facts.Audio.Count > 0, TimeSpan.Zero)
        {
            Rules = wish.Rules,
            Sheets = wish.SheetFolder,
        };
        IProgress<TimeSpan>? share = progress is null ? null : new Share(facts.Duration, progress);
        switch (await FilmScan.RunAsync(job, share, cancellation))
        {
            case ScanOutcome.Scanned scanned:
                progress?.Report(1);
                return new AnalysisOutcome.Analysed(scanned.Film, scanned.Storyboard);
            case ScanOutcome.Failed failed:
                return new AnalysisOutcome.Failed(failed.Problem, string.Join(" | ", failed.LastLines));
            default:
                return new AnalysisOutcome.Failed("ffmpeg-failed", "");
        }
    }

    // As MediaProbe lets in.
    private static readonly string[] Walls = ["-protocol_whitelist", "file", "-format_whitelist", "mov,mp4,matroska,webm,mpegts,flv,wav,mp3,aac", "-max_pixels", "33177600"];

    /// <summary>
    /// What may be left out of the decoding. Marks and small pictures do not need what smooths the borders of blocks; and of H.264 the pictures between, which others seldom
    /// lean on, are left out, which is most of the work. In HEVC every picture may be of that kind.
    /// </summary>
    internal static IReadOnlyList<string> Decoder(string? codec, bool everyPicture) => (codec, everyPicture) switch
    {
        (null, _) => [],
        ("h264", false) => ["-skip_loop_filter", "all", "-skip_frame", "bidir"],
        (_, _) => ["-skip_loop_filter", "all"],
    };

    private sealed class Share(TimeSpan whole, IProgress<double> progress) : IProgress<TimeSpan>
    {
        public void Report(TimeSpan value) => progress.Report(whole > TimeSpan.Zero ? Math.Clamp(value / whole, 0, 0.99) : 0);
    }
}

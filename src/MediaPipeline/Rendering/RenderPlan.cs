namespace MediaPipeline.Rendering;

/// <summary>A picture to be encoded: presets that wish the same share it.</summary>
/// <param name="Kbps">Of the picture alone, at most; null: no limit.</param>
internal sealed record PictureSpec(int Width, int Height, FrameRate Rate, CaptionUse Captions, bool Card, bool Brand, bool Frame, int? Kbps)
{
    /// <summary>What the things in it keep free; null where nothing is drawn into it.</summary>
    public SafeZone? Zone { get; init; }

    /// <summary>How loud its sound is.</summary>
    public required LoudnessTarget Loudness { get; init; }
}

/// <summary>Presets that are one picture.</summary>
internal sealed record PictureGroup(PictureSpec Spec, IReadOnlyList<RenditionPreset> Presets);

/// <summary>What a job comes to for a film, before anything runs. Pure.</summary>
internal static class RenderPlan
{
    /// <summary>Of sound, in kb/s.</summary>
    public const int SoundKbps = 160;

    private const int LongestComment = 2_000;

    /// <summary>What is wrong with a job; null: nothing.</summary>
    public static string? Find(RenderJob job)
    {
        if (job.Presets.Count is 0 or > RenderJob.MostPresets) return "presets: 1-12";
        if (job.Presets.Select(preset => preset.Id).Distinct(StringComparer.Ordinal).Count() != job.Presets.Count) return "presets: one twice";
        foreach (RenditionPreset preset in job.Presets)
        {
            if (PresetRules.Find(preset) is { } wrong) return $"preset {preset.Id}: {wrong}";
        }
        if (job.Speed is not (>= 0.5 and <= 2)) return "speed: 0.5-2";
        if (job.Comment?.Length > LongestComment) return "comment: at most 2000 characters";
        if (job.Card is { } card && Spans(card.Spans)) return "card: at most 64 spans, each with an end behind its begin";
        if (job.Masks.Count > RenderJob.MostSpans || Spans([.. job.Masks.Select(mask => mask.Span)])) return "masks: at most 64, each with an end behind its begin";
        if (job.Masks.Any(mask => Outside(mask.Region))) return "masks: regions of shares within 0-1";
        if (job.Music is { GainDb: not (>= -40 and <= 0) }) return "music: a gain of -40-0 dB";
        if (job.Captions is { } captions && (captions.Lines.Count > CaptionReader.MostLines || captions.Lines.Any(line => line.To <= line.From || line.From < TimeSpan.Zero || line.Text.Length > CaptionReader.LongestText))) return "captions: each with an end behind its begin and at most 1000 characters";
        if (job.Captions is { } track && (track.Language.Length != 3 || !track.Language.All(char.IsAsciiLetterLower))) return "captions: a language of three letters";
        if (job.Layout is Layout.Crop crop)
        {
            if (crop.Subject is { } subject && Outside(subject)) return "layout: a subject of shares within 0-1";
            if (crop.Track.Count > RenderJob.MostSpans || crop.Track.Any(point => point.Middle is not (>= 0 and <= 1) || point.At < TimeSpan.Zero)) return "layout: at most 64 points of shares within 0-1";
        }
        return null;
    }

    /// <summary>The pictures to encode, and which presets share which.</summary>
    public static IReadOnlyList<PictureGroup> Groups(RenderJob job, FilmFacts film) =>
        [.. job.Presets.GroupBy(preset => Spec(job, preset, film)).Select(group => new PictureGroup(group.Key, [.. group]))];

    /// <summary>How long a rendition lasts.</summary>
    public static TimeSpan Length(RenderJob job, FilmFacts film, PictureSpec spec, TimeSpan intro, TimeSpan outro) => (film.Duration / job.Speed) + (spec.Frame ? intro + outro : TimeSpan.Zero);

    private static PictureSpec Spec(RenderJob job, RenditionPreset preset, FilmFacts film)
    {
        CaptionUse captions = job.Captions is { Lines.Count: > 0 } ? preset.Captions : CaptionUse.None;
        bool split = job.Layout is Layout.Split && job.Card is not null;
        bool card = preset.Card && job.Card is { } shown && (shown.Spans.Count > 0 || split), brand = preset.Brand && job.Brand is not null;
        // A limit in bytes is a limit in bits a second; three hundredths for the container.
        double? bytes = preset.Bytes is { } most ? most * 8 * 0.97 / 1000 / Math.Max(1, film.Duration.TotalSeconds / job.Speed) : null;
        double? kbps = preset.Bitrate is { } ceiling ? Math.Min(ceiling, bytes ?? ceiling) : bytes;
        return new PictureSpec(preset.Width ?? film.Width, preset.Height ?? film.Height, film.Rate.AtMost(preset.FrameRate), captions, card, brand, preset.Frame && (job.Intro ?? job.Outro) is not null,
            kbps is { } limit ? (int)Math.Clamp(limit - SoundKbps, 50, 100_000) : null)
        {
            Loudness = preset.Loudness,
            Zone = captions == CaptionUse.Burn || card || brand ? preset.SafeZone : null,
        };
    }

    private static bool Spans(IReadOnlyList<FilmSpan> spans) => spans.Count > RenderJob.MostSpans || spans.Any(span => span.To <= span.From || span.From < TimeSpan.Zero || span.To > TimeSpan.FromDays(1));

    private static bool Outside(Region region) => region.Left is not (>= 0 and < 1) || region.Top is not (>= 0 and < 1) || !(region.Width > 0 && region.Left + region.Width <= 1.0001) || !(region.Height > 0 && region.Top + region.Height <= 1.0001);
}

namespace MediaPipeline.Rendering;

/// <summary>A caption. Its text is plain: whatever a file said about fonts, places and colours is gone.</summary>
/// <param name="From">From the first picture of the film.</param>
/// <param name="To">End, behind <paramref name="From"/>.</param>
/// <param name="Text">May hold line feeds; hostile.</param>
public sealed record CaptionLine(TimeSpan From, TimeSpan To, string Text)
{
    /// <summary>It stands at the top of the picture.</summary>
    public bool Top { get; init; }

    /// <summary>Slanted.</summary>
    public bool Italic { get; init; }
}

/// <summary>Captions in the order of their begin.</summary>
/// <param name="Language">ISO 639-2 of the text, three letters; und: not known.</param>
public sealed record CaptionTrack(IReadOnlyList<CaptionLine> Lines, string Language = "chi");

/// <summary>What reading a caption file came to.</summary>
public abstract record CaptionOutcome
{
    private CaptionOutcome()
    {
    }

    /// <summary>It was read.</summary>
    /// <param name="Form">srt, vtt, ass or json.</param>
    /// <param name="Encoding">utf-8, utf-16 or gb18030.</param>
    public sealed record Read(CaptionTrack Track, string Form, string Encoding) : CaptionOutcome;

    /// <summary>It was not. Codes: captions-too-large, captions-encoding, captions-form, captions-broken, captions-empty, recogniser-unusable, recogniser-missing, recogniser-failed, recogniser-timeout.</summary>
    /// <param name="Line">Where, from 1; 0: nowhere in particular.</param>
    public sealed record Refused(string Code, int Line) : CaptionOutcome;
}

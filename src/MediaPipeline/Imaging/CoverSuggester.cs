using MediaPipeline.Processes;

namespace MediaPipeline.Imaging;

/// <summary>Why a frame was suggested, or what speaks against it.</summary>
/// <param name="Code">One of <see cref="CoverReasons"/>.</param>
/// <param name="Number">What was measured; what it counts stands at the code.</param>
public sealed record CoverReason(string Code, double Number);

/// <summary>Stable codes of reasons, with what their numbers mean.</summary>
public static class CoverReasons
{
    /// <summary>Sharp: variance of the Laplacian beside the sharpest frames of the film, 0–1.</summary>
    public const string Sharp = "sharp";

    /// <summary>Not sharp; the same number.</summary>
    public const string Soft = "soft";

    /// <summary>Neither dark nor burnt out: mean luma, 0–255.</summary>
    public const string WellExposed = "well-exposed";

    /// <summary>Too dark; the same number.</summary>
    public const string Dark = "dark";

    /// <summary>Too bright; the same number.</summary>
    public const string Bright = "bright";

    /// <summary>The frames beside it show the same: their mean difference, 0–1.</summary>
    public const string Steady = "steady";

    /// <summary>The picture moves or is cut there; the same number.</summary>
    public const string Moving = "moving";

    /// <summary>A dissolve or a fade goes on: two pictures lie over each other. Difference to the frames beside it, 0–1.</summary>
    public const string InTransition = "in-transition";

    /// <summary>Shows something else than the other suggestions: share of signs that differ from the nearest of them, 0–1.</summary>
    public const string Different = "different";

    /// <summary>Shows much the same as another suggestion, for the film has nothing else; the same number.</summary>
    public const string Alike = "alike";

    /// <summary>Something with the colours of skin is in the middle: its share of the picture, 0–1. A guess, no face was looked for.</summary>
    public const string SkinInMiddle = "skin-in-middle";

    /// <summary>Something with the colours of skin is cut by the upper edge: share of that edge, 0–1. A guess.</summary>
    public const string SkinAtEdge = "skin-at-edge";
}

/// <summary>A frame for a cover.</summary>
/// <param name="At">From the begin of the film.</param>
/// <param name="Reasons">What speaks for it, then what speaks against it.</param>
/// <param name="Jpeg">The frame at full size.</param>
/// <param name="Score">Higher is better; comparable within one film.</param>
/// <param name="Focus">What must be seen when it is cropped, 0–1 from the left and the top (<see cref="CoverSpec.Focus"/>); null: nothing was found.</param>
public sealed record CoverSuggestion(TimeSpan At, IReadOnlyList<CoverReason> Reasons, byte[] Jpeg, double Score, (double X, double Y)? Focus);

/// <summary>What a search for frames came to.</summary>
public abstract record SuggestOutcome
{
    /// <summary>The best first; fewer than were asked for when the film has fewer places.</summary>
    public sealed record Suggested(IReadOnlyList<CoverSuggestion> Frames) : SuggestOutcome;

    /// <summary>There are none. Codes: not-found, not-media, too-large, too-many-pixels, too-many-streams, timeout, no-picture, film-unreadable.</summary>
    public sealed record Refused(string Code) : SuggestOutcome;
}

/// <summary>Looks for frames that make good covers: sharp, well lit, at rest, whole, and unlike each other.</summary>
public static class CoverSuggester
{
    /// <summary>Code: there is no picture stream, or no frame in it.</summary>
    public const string NoPicture = "no-picture";

    /// <summary>Code: ffmpeg could not read it.</summary>
    public const string Unreadable = "film-unreadable";

    /// <summary>Suggests frames of a film, which may be anybody's.</summary>
    /// <param name="film">A file.</param>
    /// <param name="count">How many.</param>
    public static async Task<SuggestOutcome> SuggestAsync(string film, int count = 3, CancellationToken cancellation = default)
    {
        List<FrameMarks> marks = [];
        if (await FrameSamples.ReadAsync(film, place => marks.Add(FrameMarks.Of(place)), cancellation) is { } problem) return new SuggestOutcome.Refused(problem);
        List<CoverSuggestion> found = [];
        foreach (ChosenFrame chosen in FrameChoice.Choose(marks, count))
        {
            if (await FrameGrab.GrabJpegAsync(film, chosen.Marks.At, cancellation) is { } jpeg) found.Add(new CoverSuggestion(chosen.Marks.At, chosen.Reasons, jpeg, chosen.Score, chosen.Focus));
        }
        return found.Count > 0 ? new SuggestOutcome.Suggested(found) : new SuggestOutcome.Refused(Unreadable);
    }
}

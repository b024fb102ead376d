using Studio.Grains.Live;

namespace Studio.Grains.Clips;

/// <summary>How candidates are found.</summary>
/// <param name="Before">Shown before a stretch that is offered and not yet cut (pre-roll).</param>
/// <param name="After">Shown after it (post-roll).</param>
/// <param name="HoldLag">So long after what moved them viewers' holds arrive: the way of the picture to them, and their hand.</param>
/// <param name="CommentLag">The same for comments, which take longer to write.</param>
/// <param name="Window">So long a peak is.</param>
/// <param name="Times">A peak has at least so many times what is usual.</param>
/// <param name="LeastPieces">… and at least so many pieces,</param>
/// <param name="LeastComments">or so many comments,</param>
/// <param name="LeastLouder">or is louder by so much (dB).</param>
/// <param name="MostHighlights">At most so many in a session.</param>
/// <param name="MarkBefore">Whoever marks a moment has just seen it.</param>
/// <param name="MarkAfter">And it goes on for a while.</param>
public sealed record CandidateRules(
    TimeSpan Before, TimeSpan After, TimeSpan HoldLag, TimeSpan CommentLag, TimeSpan Window, double Times, int LeastPieces, int LeastComments, double LeastLouder, int MostHighlights,
    TimeSpan MarkBefore, TimeSpan MarkAfter)
{
    /// <summary>The usual ones. A viewer's picture is some eight seconds old (measured in segments of two seconds), and a hold is two more; a comment is written in five.</summary>
    public static CandidateRules Usual { get; } = new(
        TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(13), TimeSpan.FromSeconds(20), 3, 5, 8, 6, 10, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10));
}

/// <summary>What candidates are found in. Instants of the session, of holds and of comments are by the server's clock.</summary>
/// <param name="Holds">When pieces were held, and how many.</param>
/// <param name="Comments">When something was said.</param>
/// <param name="Loud">Moments that are louder than the rest, by the recording's clock; empty: nobody listened yet.</param>
public sealed record CandidateInput(
    SessionView Session, RoomDelay? Delay, IReadOnlyList<HeldAt> Holds, IReadOnlyList<DateTimeOffset> Comments, IReadOnlyList<LoudMoment> Loud, IReadOnlyList<ClipClaim> Claims);

/// <summary>Pieces that were held at an instant.</summary>
[GenerateSerializer, Immutable, Alias("studio.HeldAt")]
public readonly record struct HeldAt([property: Id(0)] DateTimeOffset At, [property: Id(1)] string ItemId, [property: Id(2)] int Pieces);

/// <summary>A moment that is louder than the rest, by the recording's clock.</summary>
/// <param name="Louder">Than the session's middle, dB.</param>
[GenerateSerializer, Immutable, Alias("studio.LoudMoment")]
public readonly record struct LoudMoment([property: Id(0)] DateTimeOffset At, [property: Id(1)] double Louder);

/// <summary>What can speak for a clip. The web has a sentence for each; another number gets another code.</summary>
public static class ReasonCodes
{
    /// <summary>It was on air; <c>seconds</c>.</summary>
    public const string OnAir = "on-air";

    /// <summary>It was on air more than once, and this is all of it; <c>times</c>, <c>seconds</c>.</summary>
    public const string OnAirAgain = "on-air-again";

    /// <summary>Pieces were held because of it; <c>holds</c>, <c>pieces</c>, <c>seconds</c>.</summary>
    public const string Held = "held";

    /// <summary>Far more was held than usual; <c>pieces</c>, <c>seconds</c>, <c>times</c> (what is usual), <c>lag</c> (s).</summary>
    public const string HoldPeak = "hold-peak";

    /// <summary>Far more was said than usual; <c>comments</c>, <c>seconds</c>, <c>times</c>, <c>lag</c>.</summary>
    public const string CommentPeak = "comment-peak";

    /// <summary>Somebody was louder; <c>db</c>.</summary>
    public const string Loud = "loud";

    /// <summary>Somebody marked the moment.</summary>
    public const string Marked = "marked";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [OnAir, OnAirAgain, Held, HoldPeak, CommentPeak, Loud, Marked];
}

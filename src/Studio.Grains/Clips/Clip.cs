using Studio.Grains.Live;

namespace Studio.Grains.Clips;

/// <summary>A clip (切片) as it stands. All instants but those of <see cref="Request"/> are by the recording's clock.</summary>
[GenerateSerializer, Immutable, Alias("studio.ClipView")]
public sealed record Clip
{
    /// <summary>Its id: lower case letters, digits, dashes.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The session.</summary>
    [Id(1)] public required string SessionId { get; init; }

    /// <summary>Rises with each change of what is to be cut; an edit names the one that it leaves.</summary>
    [Id(2)] public long Revision { get; init; } = 1;

    /// <summary>Why there is this clip.</summary>
    [Id(3)] public ClipKind Kind { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(4)] public ClipStage Stage { get; init; }

    /// <summary>Its title, 1–120 characters.</summary>
    [Id(5)] public required string Title { get; init; }

    /// <summary>The item of the showcase that it is about; null: none.</summary>
    [Id(6)] public string? ItemId { get; init; }

    /// <summary>The card that was shown; null: none was.</summary>
    [Id(7)] public ProductCard? Card { get; init; }

    /// <summary>What is cut, in the order in which it is joined.</summary>
    [Id(8)] public IReadOnlyList<ClipSpan> Spans { get; init; } = [];

    /// <summary>How much speaks for it; the most is offered first.</summary>
    [Id(9)] public double Rank { get; init; }

    /// <summary>What speaks for it.</summary>
    [Id(10)] public IReadOnlyList<ClipReason> Reasons { get; init; } = [];

    /// <summary>The showing that it was made of, by the server's clock; null: as soon as somebody changed its spans, and where it is no showing.</summary>
    [Id(11)] public ClipRequest? Request { get; init; }

    /// <summary>Captions; null: none.</summary>
    [Id(12)] public ClipCaptions? Captions { get; init; }

    /// <summary>How the picture is brought into other formats.</summary>
    [Id(13)] public ClipLayout Layout { get; init; } = new(LayoutForm.Crop);

    /// <summary>What the cover shall be; null: whatever is suggested first.</summary>
    [Id(14)] public ClipCover? Cover { get; init; }

    /// <summary>The work on it; null: nothing is done, and nothing went wrong.</summary>
    [Id(15)] public ClipJob? Job { get; init; }

    /// <summary>The finished exact cut; null: there is none, or not of these spans.</summary>
    [Id(16)] public MadeFile? Master { get; init; }

    /// <summary>Versions for platforms.</summary>
    [Id(17)] public IReadOnlyList<Rendition> Renditions { get; init; } = [];

    /// <summary>Covers that were made.</summary>
    [Id(18)] public IReadOnlyList<CoverFile> Covers { get; init; } = [];

    /// <summary>Stretches in which something is promised that may end.</summary>
    [Id(19)] public IReadOnlyList<ClipClaim> Claims { get; init; } = [];

    /// <summary>What somebody decided about them; null: nothing yet.</summary>
    [Id(20)] public ClaimDecision? ClaimDecision { get; init; }

    /// <summary>Account of whoever shall see to it; null: nobody.</summary>
    [Id(21)] public string? Assignee { get; init; }

    /// <summary>What people said of it, oldest first.</summary>
    [Id(22)] public IReadOnlyList<ClipComment> Comments { get; init; } = [];

    /// <summary>Who did what, oldest first.</summary>
    [Id(23)] public IReadOnlyList<ClipDeed> Deeds { get; init; } = [];

    /// <summary>A person changed it: what the studio finds out later changes neither its spans nor its title.</summary>
    [Id(24)] public bool Touched { get; init; }

    /// <summary>When it came to be.</summary>
    [Id(25)] public DateTimeOffset At { get; init; }

    /// <summary>What was handed over.</summary>
    [Id(26)] public IReadOnlyList<HandedFile> HandedOver { get; init; } = [];

    /// <summary>Its cover is a quick one, and better ones are still to be looked for.</summary>
    [Id(27)] public bool CoversDue { get; init; }

    /// <summary>Its length as it is to be cut.</summary>
    public TimeSpan Length => Spans.Aggregate(TimeSpan.Zero, (sum, span) => sum + span.Length);

    /// <summary>Until when it may be shown; null: for ever, or somebody answers for it.</summary>
    public DateTimeOffset? ShowUntil => Claiming.ShowUntil(this);
}

/// <summary>Why there is a clip.</summary>
public enum ClipKind
{
    /// <summary>A card was on air: once, or (joined) each time.</summary>
    Stretch,

    /// <summary>Many held, said something, or were loud.</summary>
    Highlight,

    /// <summary>Somebody marked the moment.</summary>
    Marker,

    /// <summary>An editor made it.</summary>
    Manual,
}

/// <summary>A stretch of the recording; its end does not belong to it.</summary>
[GenerateSerializer, Immutable, Alias("studio.ClipSpan")]
public readonly record struct ClipSpan([property: Id(0)] DateTimeOffset From, [property: Id(1)] DateTimeOffset To)
{
    /// <summary>How long it is; negative where it is reversed.</summary>
    public TimeSpan Length => To - From;
}

/// <summary>What speaks for a clip.</summary>
/// <param name="Code">Stable; the web has a sentence for each, see <see cref="ReasonCodes"/>.</param>
/// <param name="Numbers">The numbers of that sentence; seconds are called <c>seconds</c>.</param>
[GenerateSerializer, Immutable, Alias("studio.ClipReason")]
public sealed record ClipReason([property: Id(0)] string Code, [property: Id(1)] IReadOnlyDictionary<string, double> Numbers);

/// <summary>What is to be cut: a card instance and when it was on air, by the server's clock.</summary>
[GenerateSerializer, Immutable, Alias("studio.ClipRequest")]
public sealed record ClipRequest(
    [property: Id(0)] string ClipId, [property: Id(1)] string SessionId, [property: Id(2)] ProductCard Card,
    [property: Id(3)] DateTimeOffset From, [property: Id(4)] DateTimeOffset To);

/// <summary>Captions of a clip.</summary>
/// <param name="BurnIn">Drawn into the picture; else kept as a track.</param>
/// <param name="Style">Id of a style of the renderer.</param>
/// <param name="Lines">By the recording's clock, so that trimming moves nothing.</param>
[GenerateSerializer, Immutable, Alias("studio.ClipCaptions")]
public sealed record ClipCaptions([property: Id(0)] bool BurnIn, [property: Id(1)] string Style, [property: Id(2)] IReadOnlyList<CaptionLine> Lines);

/// <summary>One caption.</summary>
[GenerateSerializer, Immutable, Alias("studio.CaptionLine")]
public sealed record CaptionLine([property: Id(0)] DateTimeOffset From, [property: Id(1)] DateTimeOffset To, [property: Id(2)] string Text);

/// <summary>How the picture is brought into another format.</summary>
/// <param name="FocusX">Where the subject is, from the left edge (0) to the right one (1); null: it is looked for.</param>
/// <param name="FocusY">From the upper edge (0) to the lower one (1).</param>
[GenerateSerializer, Immutable, Alias("studio.ClipLayout")]
public sealed record ClipLayout([property: Id(0)] LayoutForm Form, [property: Id(1)] double? FocusX = null, [property: Id(2)] double? FocusY = null);

/// <summary>Ways to fill a format that the picture does not have.</summary>
public enum LayoutForm
{
    /// <summary>A part of the picture that keeps the subject.</summary>
    Crop,

    /// <summary>The whole picture before a blurred one.</summary>
    Blur,

    /// <summary>The picture above, the product below.</summary>
    Split,
}

/// <summary>What a cover shall be.</summary>
/// <param name="At">The moment whose picture it shows.</param>
/// <param name="Title">0–40 characters; empty: the clip's.</param>
/// <param name="Template">Id of a template; empty: the first.</param>
[GenerateSerializer, Immutable, Alias("studio.ClipCover")]
public sealed record ClipCover([property: Id(0)] DateTimeOffset? At, [property: Id(1)] string Title, [property: Id(2)] string Template);

/// <summary>A finished file.</summary>
/// <param name="Name">Its name in the clip's folder.</param>
/// <param name="Key">Of what it was made: the same key is the same file (<see cref="WorkKey"/>).</param>
/// <param name="Sha256">Lower case hex; empty where it was never computed (clips of an earlier version).</param>
[GenerateSerializer, Immutable, Alias("studio.MadeFile")]
public sealed record MadeFile(
    [property: Id(0)] string Name, [property: Id(1)] string Key, [property: Id(2)] string Sha256, [property: Id(3)] long Bytes, [property: Id(4)] TimeSpan Duration,
    [property: Id(5)] int Width = 0, [property: Id(6)] int Height = 0);

/// <summary>A version for one platform.</summary>
/// <param name="Percent">0–100 while it is made.</param>
/// <param name="File">Null: not there.</param>
/// <param name="Problem">Stable code of why not.</param>
[GenerateSerializer, Immutable, Alias("studio.Rendition")]
public sealed record Rendition(
    [property: Id(0)] string Preset, [property: Id(1)] RenditionState State, [property: Id(2)] int Percent = 0, [property: Id(3)] MadeFile? File = null,
    [property: Id(4)] IReadOnlyList<RenditionCheck>? Checks = null, [property: Id(5)] string? Problem = null);

/// <summary>Where a version stands.</summary>
public enum RenditionState
{
    /// <summary>It was asked for.</summary>
    Queued,

    /// <summary>It is made.</summary>
    Running,

    /// <summary>The file is there.</summary>
    Ready,

    /// <summary>It was not made.</summary>
    Failed,
}

/// <summary>One limit of a platform, and whether the file keeps it.</summary>
/// <param name="Code">Stable; the web has a word for it.</param>
/// <param name="Wanted">The limit or the target; null: not known.</param>
/// <param name="Found">What was measured; null: nothing could be.</param>
/// <param name="Unit">Of both; empty where they are 1 for yes and 0 for no.</param>
[GenerateSerializer, Immutable, Alias("studio.RenditionCheck")]
public sealed record RenditionCheck(
    [property: Id(0)] string Code, [property: Id(1)] CheckVerdict Result, [property: Id(2)] double? Wanted, [property: Id(3)] double? Found, [property: Id(4)] string Unit);

/// <summary>How a check came out.</summary>
public enum CheckVerdict
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>Not as it should be: there is no file.</summary>
    Failed,

    /// <summary>Worth a look.</summary>
    Noted,

    /// <summary>The limit is not known, or there is nothing to measure.</summary>
    Unknown,
}

/// <summary>A cover that was made.</summary>
/// <param name="Id">Its file's name without the ending.</param>
/// <param name="At">The moment that it shows; null: none, it is drawn.</param>
/// <param name="Reasons">Stable codes of why this picture was suggested.</param>
[GenerateSerializer, Immutable, Alias("studio.CoverFile")]
public sealed record CoverFile([property: Id(0)] string Id, [property: Id(1)] DateTimeOffset? At, [property: Id(2)] IReadOnlyList<string> Reasons, [property: Id(3)] bool Chosen);

/// <summary>Something that somebody said of a clip.</summary>
[GenerateSerializer, Immutable, Alias("studio.ClipComment")]
public sealed record ClipComment([property: Id(0)] DateTimeOffset At, [property: Id(1)] string By, [property: Id(2)] string Text);

/// <summary>Something that somebody did to a clip.</summary>
/// <param name="By">Account, or <c>studio</c>.</param>
/// <param name="What">Stable name of it.</param>
[GenerateSerializer, Immutable, Alias("studio.ClipDeed")]
public sealed record ClipDeed([property: Id(0)] DateTimeOffset At, [property: Id(1)] string By, [property: Id(2)] string What);

/// <summary>A file as it was handed over.</summary>
[GenerateSerializer, Immutable, Alias("studio.HandedFile")]
public sealed record HandedFile([property: Id(0)] string Name, [property: Id(1)] string Sha256, [property: Id(2)] DateTimeOffset At, [property: Id(3)] string By);

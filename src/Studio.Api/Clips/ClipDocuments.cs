using Studio.Api.Edge;
using Studio.Grains.Clips;
using Studio.Grains.Values;

namespace Studio.Api.Clips;

/// <summary>A clip. All instants are by the recording's clock; addresses are there when their files are.</summary>
/// <param name="Revision">Of what is to be cut; an edit names the one that it leaves.</param>
/// <param name="Job">The work on its files; null: nothing is done, and nothing went wrong.</param>
/// <param name="DurationSeconds">Of the exact cut; before there is one, of its spans.</param>
/// <param name="Rank">The highest is offered first.</param>
/// <param name="ShowUntil">Until when it may be shown; null: for ever, or somebody answers for it.</param>
/// <param name="VideoUrl">The exact cut.</param>
internal sealed record ClipDto(
    string Id, string SessionId, long Revision, ClipKind Kind, ClipStage Stage, ClipJobDto? Job, string Title, string? ItemId, ClipCardDto? Card, IReadOnlyList<SpanDto> Spans, double DurationSeconds,
    double Rank, IReadOnlyList<ClipReasonDto> Reasons, IReadOnlyList<ClipClaimDto> Claims, ClaimDecisionDto? ClaimChoice, DateTimeOffset? ShowUntil, CaptionsDto? Captions, LayoutDto Layout, CoverWishDto? Cover,
    IReadOnlyList<CoverDto> Covers, IReadOnlyList<RenditionDto> Renditions, string? VideoUrl, string? CoverUrl, string? Assignee, IReadOnlyList<ClipCommentDto> Comments, string? ProvenanceUrl)
{
    public static ClipDto Of(Clip clip)
    {
        string media = $"/media/clips/{clip.Id}/";
        return new ClipDto(
            clip.Id, clip.SessionId, clip.Revision, clip.Kind, clip.Stage, ClipJobDto.Of(clip.Job), clip.Title, clip.ItemId, ClipCardDto.Of(clip), [.. clip.Spans.Select(span => new SpanDto(span.From, span.To))],
            Math.Round((clip.Master?.Duration ?? clip.Length).TotalSeconds, 3), clip.Rank, [.. clip.Reasons.Select(reason => new ClipReasonDto(reason.Code, reason.Numbers))],
            [.. clip.Claims.Select(claim => new ClipClaimDto(claim.From, claim.To, claim.Kind, claim.Until, claim.Text))], ClaimDecisionDto.Of(clip.ClaimDecision), clip.ShowUntil,
            CaptionsDto.Of(clip.Captions), new LayoutDto(clip.Layout.Form, clip.Layout.FocusX, clip.Layout.FocusY), clip.Cover is { } wish ? new CoverWishDto(wish.At, wish.Title, wish.Template) : null,
            [.. clip.Covers.Select(cover => new CoverDto(cover.Id, $"{media}{cover.Id}.jpg", cover.At, cover.Reasons, cover.Chosen))], [.. clip.Renditions.Select(one => RenditionDto.Of(one, media))],
            clip.Master is { } master ? media + master.Name : null, clip.Covers.FirstOrDefault(cover => cover.Chosen) is { } chosen ? $"{media}{chosen.Id}.jpg" : null,
            clip.Assignee, [.. clip.Comments.Select(comment => new ClipCommentDto(comment.At, comment.By, comment.Text))], clip.Master is null ? null : $"/api/clips/{clip.Id}/provenance");
    }
}

/// <summary>A stretch; its end does not belong to it.</summary>
internal sealed record SpanDto(DateTimeOffset From, DateTimeOffset To)
{
    public static IReadOnlyList<ClipSpan> Read(IReadOnlyList<SpanDto>? spans) => [.. (spans ?? []).Select(span => new ClipSpan(span.From.ToUniversalTime(), span.To.ToUniversalTime()))];
}

/// <summary>The work on a clip's files.</summary>
/// <param name="SecondsLeft">By the speed so far; null: not known yet.</param>
/// <param name="Attempt">The how-manieth try.</param>
/// <param name="Problem">Stable code of what went wrong in the last try.</param>
/// <param name="NotBefore">Tried again then.</param>
internal sealed record ClipJobDto(ClipStep Step, int Percent, int? SecondsLeft, int Attempt, string? Problem, DateTimeOffset? NotBefore)
{
    public static ClipJobDto? Of(ClipJob? job) => job is null ? null : new ClipJobDto(job.Step, job.Percent, job.SecondsLeft, job.Attempt, job.Problem, job.NotBefore);
}

/// <summary>The card that was shown.</summary>
/// <param name="Price">As it was shown, fen; null: it was hidden.</param>
/// <param name="Picture">File name of the product's picture.</param>
/// <param name="Lot">Batch, where the card's trace address names one.</param>
/// <param name="Offer">What was promised with the price, and its end.</param>
internal sealed record ClipCardDto(string Name, Money? Price, Money? WasPrice, string Unit, string Picture, string? Lot, ClipOfferDto? Offer)
{
    public static ClipCardDto? Of(Clip clip) => clip.Card is not { } card
        ? null
        : new ClipCardDto(card.Name, card.PriceHidden ? null : card.Price, card.WasPrice, card.Unit, card.Picture, TraceAddress.LotOf(card.TraceUrl),
            card.Mechanism.Length > 0 || card.OfferEndsAt is not null ? new ClipOfferDto(card.Mechanism, card.OfferEndsAt) : null);
}

/// <summary>A promise with a price.</summary>
internal sealed record ClipOfferDto(string Mechanism, DateTimeOffset? EndsAt);

/// <summary>What speaks for a clip: a code that the web has a sentence for, and its numbers.</summary>
internal sealed record ClipReasonDto(string Code, IReadOnlyDictionary<string, double> Numbers);

/// <summary>A stretch in which something is promised.</summary>
/// <param name="Until">When the promise ends; null: nobody said.</param>
internal sealed record ClipClaimDto(DateTimeOffset From, DateTimeOffset To, ClaimKind Kind, DateTimeOffset? Until, string Text);

/// <summary>What was decided about promises that end, and by whom.</summary>
internal sealed record ClaimDecisionDto(ClaimChoice Choice, string By, DateTimeOffset At, string Note)
{
    public static ClaimDecisionDto? Of(ClaimDecision? decision) => decision is null ? null : new ClaimDecisionDto(decision.Choice, decision.By, decision.At, decision.Note);
}

/// <summary>Captions.</summary>
/// <param name="BurnIn">Drawn into the picture; else kept as a track.</param>
/// <param name="Style">Id of a style.</param>
internal sealed record CaptionsDto(bool BurnIn, string Style, IReadOnlyList<CaptionLineDto> Lines)
{
    public static CaptionsDto? Of(ClipCaptions? captions) => captions is null ? null : new CaptionsDto(captions.BurnIn, captions.Style, [.. captions.Lines.Select(line => new CaptionLineDto(line.From, line.To, line.Text))]);

    public ClipCaptions Read() => new(BurnIn, Style, [.. Lines.Select(line => new CaptionLine(line.From.ToUniversalTime(), line.To.ToUniversalTime(), line.Text))]);
}

/// <summary>One caption, by the recording's clock.</summary>
internal sealed record CaptionLineDto(DateTimeOffset From, DateTimeOffset To, string Text);

/// <summary>How the picture is brought into another format.</summary>
/// <param name="FocusX">Where the subject is, 0 (left) to 1; null: it is looked for.</param>
/// <param name="FocusY">0 (above) to 1.</param>
internal sealed record LayoutDto(LayoutForm Form, double? FocusX = null, double? FocusY = null);

/// <summary>What the cover shall be.</summary>
/// <param name="At">The moment that it shows; null: whatever is suggested first.</param>
/// <param name="Title">Empty: the clip's.</param>
/// <param name="Template">Id of a template; empty: the first.</param>
internal sealed record CoverWishDto(DateTimeOffset? At = null, string Title = "", string Template = "");

/// <summary>A cover that was made.</summary>
/// <param name="Reasons">Stable codes of why this picture was suggested.</param>
internal sealed record CoverDto(string Id, string Url, DateTimeOffset? At, IReadOnlyList<string> Reasons, bool Chosen);

/// <summary>A version for a platform.</summary>
internal sealed record RenditionDto(
    string Preset, RenditionState State, int Percent, string? Url, long? Bytes, int? Width, int? Height, double? DurationSeconds, IReadOnlyList<RenditionCheckDto> Checks, string? Problem)
{
    public static RenditionDto Of(Rendition one, string media) => new(
        one.Preset, one.State, one.Percent, one.File is { } file ? media + file.Name : null, one.File?.Bytes, one.File?.Width, one.File?.Height, one.File?.Duration.TotalSeconds,
        [.. (one.Checks ?? []).Select(check => new RenditionCheckDto(check.Code, check.Result, check.Wanted, check.Found, check.Unit))], one.Problem);
}

/// <summary>One limit of a platform.</summary>
internal sealed record RenditionCheckDto(string Code, CheckVerdict Result, double? Wanted, double? Found, string Unit);

/// <summary>Something that somebody said.</summary>
internal sealed record ClipCommentDto(DateTimeOffset At, string By, string Text);

/// <summary>Make a clip by hand.</summary>
internal sealed record MakeClip(string OperationId, string Title, IReadOnlyList<SpanDto> Spans, string? ItemId = null) : IOperation;

/// <summary>Save an edit.</summary>
/// <param name="Revision">The one that it leaves.</param>
/// <param name="Layout">Null: as it is.</param>
internal sealed record SaveClip(string OperationId, long Revision, string Title, IReadOnlyList<SpanDto> Spans, CaptionsDto? Captions = null, LayoutDto? Layout = null, CoverWishDto? Cover = null) : IOperation;

/// <summary>Make two of one.</summary>
internal sealed record SplitClipBody(string OperationId, long Revision, DateTimeOffset At) : IOperation;

/// <summary>Clips, in their order.</summary>
internal sealed record ClipIds(string OperationId, IReadOnlyList<string> Ids) : IOperation;

/// <summary>Make files for these platforms.</summary>
internal sealed record RenderBody(string OperationId, IReadOnlyList<string> Presets) : IOperation;

/// <summary>A command without a word more.</summary>
internal sealed record ChangeClip(string OperationId) : IOperation;

/// <summary>Give it back, and why.</summary>
internal sealed record ReturnBody(string OperationId, string Comment) : IOperation;

/// <summary>Decide about promises.</summary>
internal sealed record ClaimsBody(string OperationId, long Revision, ClaimChoice Choice, string? Note = null) : IOperation;

/// <summary>Who shall see to it; null: nobody.</summary>
internal sealed record AssignBody(string OperationId, string? AccountId = null) : IOperation;

/// <summary>Say something.</summary>
internal sealed record CommentBody(string OperationId, string Text) : IOperation;

/// <summary>What became of one of many.</summary>
/// <param name="Problem">Stable code of why not; null: done.</param>
internal sealed record ClipOutcomeDto(string Id, string? Problem, ClipDto? Clip);

/// <summary>Both halves.</summary>
internal sealed record SplitDto(ClipDto First, ClipDto Second);

/// <summary>A preset and its limits; what is null is not known, or not limited.</summary>
/// <param name="Name">By language: zh, en.</param>
/// <param name="Width">Pixels; null: as the film.</param>
/// <param name="Kbps">Picture and sound together, at most.</param>
/// <param name="Dated">The day on which somebody looked the limits up.</param>
/// <param name="Notes">Remarks by the name of a limit.</param>
internal sealed record PresetDto(
    string Id, IReadOnlyDictionary<string, string> Name, int? Width, int? Height, double? FrameRate, int? Kbps, double? ShortestSeconds, double? LongestSeconds, long? Bytes, DateOnly Dated, string Source,
    IReadOnlyList<PresetCoverDto> Covers, IReadOnlyDictionary<string, string> Notes);

/// <summary>Size of a cover in pixels.</summary>
internal sealed record PresetCoverDto(int Width, int Height);

using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Clips;

/// <summary>What editors decide about a clip. Pure: instants and names are arguments.</summary>
public static class ClipEditing
{
    /// <summary>Limits of what an editor may write.</summary>
    public const int MostSpans = 100, MostLines = 2_000, MostComments = 500, LongestTitle = 120, LongestComment = 500, LongestCaption = 200;

    /// <summary>The longest clip.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(2);

    /// <summary>Carries out a command.</summary>
    public static Outcome<ClipRecord> Do(ClipRecord record, Stamp stamp, ClipChange change, DateTimeOffset now) => ClipRecord.Once(record, stamp, change, clip => change switch
    {
        EditClip edit => Edit(clip, edit, stamp.By, now),
        RenderClip render => ClipWorking.Ask(clip, render.Presets, stamp.By, now),
        RetryClip => ClipWorking.Retry(clip, stamp.By, now),
        CancelClip => ClipRecord.Move(clip, ClipAction.Cancel, stamp.By, now).Select(after => ClipWorking.Stopped(after)),
        DropClip => ClipRecord.Move(clip, ClipAction.Drop, stamp.By, now).Select(after => ClipWorking.Stopped(after) with { Touched = true }),
        RestoreClip => ClipRecord.Move(clip, ClipAction.Restore, stamp.By, now),
        ApproveClip => Approve(clip, stamp.By, now),
        ReturnClip back => Return(clip, back, stamp.By, now),
        HandOverClip hand => HandOver(clip, hand, stamp.By, now),
        DecideClaims decide => Decide(clip, decide, stamp.By, now),
        AssignClip assign => ClipRecord.Noted(clip with { Assignee = assign.Account }, stamp.By, "assign", now),
        CommentClip comment => Comment(clip, comment.Text, stamp.By, now),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "A command that this version does not know."),
    });

    /// <summary>A clip that an editor makes. Refused: span-empty, validation.</summary>
    public static Outcome<Clip> Make(string id, string sessionId, string title, IReadOnlyList<ClipSpan> spans, string by, DateTimeOffset now)
    {
        var check = new Check();
        string clean = check.Text("title", title, LongestTitle);
        if (CheckSpans(check, spans) is { } wrong) return wrong;
        return ClipRecord.Noted(new Clip { Id = id, SessionId = sessionId, Kind = ClipKind.Manual, Stage = ClipStage.Draft, Title = clean, Spans = spans, Touched = true, At = now }, by, "make", now);
    }

    /// <summary>The two halves of a clip. Refused: stale-edit, span-empty (nothing would be on one side).</summary>
    public static Outcome<(Clip First, Clip Second)> Split(Clip clip, long revision, DateTimeOffset at, string secondId, string by, DateTimeOffset now)
    {
        if (Stale(clip, revision) is { } stale) return stale;
        if (ClipTransitions.Next(clip.Stage, ClipAction.Edit) is null) return ClipRecord.NotReady(clip);
        // In the order in which they are joined: what comes before the moment is the first half, wherever it was recorded.
        int index = clip.Spans.TakeWhile(span => at <= span.From || at >= span.To).Count();
        if (index == clip.Spans.Count) return new Refusal(RefusalCodes.SpanEmpty);
        ClipSpan cut = clip.Spans[index];
        ClipSpan[] before = [.. clip.Spans.Take(index), cut with { To = at }], behind = [cut with { From = at }, .. clip.Spans.Skip(index + 1)];
        Clip second = Begun(clip, secondId, behind, clip.Claims, now);
        return (Recut(clip, before, by, now), ClipRecord.Noted(second, by, "split", now));
    }

    /// <summary>One clip of several, in their order. Refused: validation, clips-differ (other sessions), clip-not-ready.</summary>
    public static Outcome<Clip> Join(IReadOnlyList<Clip> clips, string id, string by, DateTimeOffset now)
    {
        if (clips.Count is < 2 or > 20) return new Check().Add("ids", FieldErrors.OutOfRange).Refusal!;
        if (clips.Any(clip => clip.SessionId != clips[0].SessionId)) return new Refusal(RefusalCodes.ClipsDiffer);
        if (clips.FirstOrDefault(clip => ClipTransitions.Next(clip.Stage, ClipAction.Drop) is null) is { } fixedOne) return ClipRecord.NotReady(fixedOne);
        ClipSpan[] spans = [.. clips.SelectMany(clip => clip.Spans).Aggregate(new List<ClipSpan>(), Append)];
        var check = new Check();
        if (CheckSpans(check, spans) is { } wrong) return wrong;
        ClipClaim[] claims = [.. clips.SelectMany(clip => clip.Claims).Distinct()];
        return ClipRecord.Noted(Begun(clips[0], id, spans, claims, now) with
        {
            Captions = clips[0].Captions is { } captions ? captions with { Lines = [.. clips.SelectMany(clip => clip.Captions?.Lines ?? []).OrderBy(line => line.From)] } : null,
        }, by, "join", now);
    }

    // A draft of its own with what was decided of another clip's look: nothing is made of it yet, and nothing was said of it.
    private static Clip Begun(Clip like, string id, IReadOnlyList<ClipSpan> spans, IReadOnlyList<ClipClaim> claims, DateTimeOffset now) => like with
    {
        Id = id,
        Revision = 1,
        Kind = ClipKind.Manual,
        Stage = ClipStage.Draft,
        Spans = spans,
        Request = null,
        Job = null,
        Master = null,
        Renditions = [],
        Covers = [],
        CoversDue = false,
        Cover = null,
        Claims = Claiming.Within(claims, spans),
        ClaimDecision = null,
        Comments = [],
        Deeds = [],
        HandedOver = [],
        Touched = true,
        At = now,
    };

    private static Outcome<Clip> Edit(Clip clip, EditClip edit, string by, DateTimeOffset now)
    {
        if (Stale(clip, edit.Revision) is { } stale) return stale;
        var check = new Check();
        string title = check.Text("title", edit.Title, LongestTitle);
        ClipCaptions? captions = CheckCaptions(check, edit.Captions);
        ClipCover? cover = CheckCover(check, edit.Cover);
        ClipLayout layout = edit.Layout ?? clip.Layout;
        if (layout.FocusX is { } x) check.Range("layout", x, 0, 1);
        if (layout.FocusY is { } y) check.Range("layout", y, 0, 1);
        if (CheckSpans(check, edit.Spans) is { } wrong) return wrong;
        Clip cleaned = clip with { Title = title, Captions = captions, Cover = cover, Layout = layout };
        if (!edit.Spans.SequenceEqual(clip.Spans)) return ClipTransitions.Next(clip.Stage, ClipAction.Edit) is null ? ClipRecord.NotReady(clip) : Recut(cleaned, edit.Spans, by, now);
        // What is burnt in or framed otherwise makes the versions old, and the exact cut stays what it is.
        bool redo = captions != clip.Captions || layout != clip.Layout;
        return ClipRecord.Move(cleaned, ClipAction.Edit, by, now).Select(after => ClipWorking.Stopped(after) with
        {
            Revision = clip.Revision + 1,
            Touched = true,
            Renditions = redo ? [] : clip.Renditions,
        });
    }

    // Nothing that was made is of these spans any more.
    private static Clip Recut(Clip clip, IReadOnlyList<ClipSpan> spans, string by, DateTimeOffset now) =>
        ClipRecord.Noted(ClipWorking.Stopped(clip), by, "edit", now) with
        {
            Stage = ClipStage.Draft,
            Revision = clip.Revision + 1,
            Spans = spans,
            Touched = true,
            Request = null,
            Master = null,
            Renditions = [],
            Covers = [],
            CoversDue = false,
            Claims = Claiming.Within(clip.Claims, spans),
        };

    private static Outcome<Clip> Approve(Clip clip, string by, DateTimeOffset now) => clip.Master is null ? ClipRecord.NotReady(clip) : ClipRecord.Move(clip, ClipAction.Approve, by, now);

    private static Outcome<Clip> Return(Clip clip, ReturnClip back, string by, DateTimeOffset now)
    {
        Outcome<Clip> said = Comment(clip, back.Comment, by, now);
        return said.Refusal is { } refusal ? refusal : ClipRecord.Move(said.Value, ClipAction.Return, by, now);
    }

    private static Outcome<Clip> HandOver(Clip clip, HandOverClip hand, string by, DateTimeOffset now)
    {
        if (ClipTransitions.Next(clip.Stage, ClipAction.HandOver) is null) return ClipRecord.NotReady(clip);
        if (Claiming.Expired(clip, now) is { } expired) return expired;
        return ClipRecord.Move(clip with { HandedOver = [.. hand.Files.Select(file => file with { At = now, By = by })] }, ClipAction.HandOver, by, now);
    }

    private static Outcome<Clip> Decide(Clip clip, DecideClaims decide, string by, DateTimeOffset now)
    {
        if (Stale(clip, decide.Revision) is { } stale) return stale;
        if (clip.Claims.Count == 0) return new Refusal(RefusalCodes.NoClaims);
        var check = new Check();
        string note = string.IsNullOrWhiteSpace(decide.Note) ? "" : check.Text("note", decide.Note, LongestComment);
        if (check.Refusal is { } wrong) return wrong;
        Clip decided = clip with { ClaimDecision = new ClaimDecision(decide.Choice, by, now, note) };
        if (ClipTransitions.Next(clip.Stage, ClipAction.Edit) is null && decide.Choice is ClaimChoice.Drop or ClaimChoice.Mask) return ClipRecord.NotReady(clip);
        if (decide.Choice == ClaimChoice.Mask) return ClipRecord.Noted(ClipWorking.Stopped(decided), by, "claims", now) with { Stage = ClipStage.Draft, Revision = clip.Revision + 1, Touched = true, Renditions = [] };
        if (decide.Choice != ClaimChoice.Drop) return ClipRecord.Noted(decided, by, "claims", now) with { Touched = true };
        IReadOnlyList<ClipSpan> left = Claiming.Without(clip.Spans, clip.Claims);
        if (left.Count == 0) return new Refusal(RefusalCodes.SpanEmpty);
        return left.SequenceEqual(clip.Spans) ? ClipRecord.Noted(decided, by, "claims", now) : Recut(decided, left, by, now);
    }

    private static Outcome<Clip> Comment(Clip clip, string text, string by, DateTimeOffset now)
    {
        var check = new Check();
        string clean = check.Text("text", text, LongestComment);
        if (clip.Comments.Count >= MostComments) check.Add("text", FieldErrors.TooLong);
        return check.Refusal is { } wrong ? wrong : clip with { Comments = [.. clip.Comments, new ClipComment(now, by, clean)] };
    }

    private static Refusal? Stale(Clip clip, long revision) => clip.Revision == revision ? null : Refusal.With(RefusalCodes.StaleEdit, "revision", clip.Revision);

    private static Refusal? CheckSpans(Check check, IReadOnlyList<ClipSpan> spans)
    {
        if (spans.Count > MostSpans || spans.Sum(span => span.Length.TotalSeconds) > Longest.TotalSeconds) check.Add("spans", FieldErrors.TooLong);
        if (check.Refusal is { } wrong) return wrong;
        return spans.Count == 0 || spans.Any(span => span.Length <= TimeSpan.Zero) ? new Refusal(RefusalCodes.SpanEmpty) : null;
    }

    private static ClipCaptions? CheckCaptions(Check check, ClipCaptions? captions)
    {
        if (captions is null) return null;
        if (captions.Lines.Count > MostLines || captions.Lines.Any(line => line.Text.Length > LongestCaption * 4)) check.Add("captions", FieldErrors.TooLong);
        else if (captions.Style.Length > 40 || captions.Lines.Any(line => line.To <= line.From)) check.Add("captions", FieldErrors.Invalid);
        else return captions with { Lines = [.. captions.Lines.Where(line => !string.IsNullOrWhiteSpace(line.Text)).Select(line => line with { Text = check.Text("captions", line.Text, LongestCaption) })] };
        return captions;
    }

    private static ClipCover? CheckCover(Check check, ClipCover? cover)
    {
        if (cover is null) return null;
        if (cover.Template.Length > 40) check.Add("cover", FieldErrors.Invalid);
        return cover with { Title = string.IsNullOrWhiteSpace(cover.Title) ? "" : check.Text("cover", cover.Title, 40) };
    }

    // Two that touch or overlap are one.
    private static List<ClipSpan> Append(List<ClipSpan> joined, ClipSpan next)
    {
        if (joined is [.., var last] && next.From >= last.From && next.From <= last.To) joined[^1] = last with { To = next.To > last.To ? next.To : last.To };
        else joined.Add(next);
        return joined;
    }
}

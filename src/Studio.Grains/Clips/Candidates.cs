using System.Globalization;
using Studio.Grains.Live;

namespace Studio.Grains.Clips;

/// <summary>
/// Finds what may become a clip: each showing, showings of one item together, moments at which much was held, said or heard, and what somebody marked. Pure:
/// the same input gives the same candidates under the same ids, so finding them again changes nothing.
/// </summary>
public sealed class Candidates
{
    private const double ForShowing = 10, ForJoined = 15, ForMark = 20, ForPeak = 5, PerPiece = 1, PerComment = 0.25, PerDecibel = 0.5;

    private readonly CandidateInput _input;
    private readonly CandidateRules _rules;
    private readonly SessionView _session;

    private Candidates(CandidateInput input, CandidateRules rules) => (_input, _rules, _session) = (input, rules, input.Session);

    /// <summary>All candidates, the best first.</summary>
    public static IReadOnlyList<Clip> Of(CandidateInput input, CandidateRules rules)
    {
        if (input.Session.StartedAt is null) return [];
        var finding = new Candidates(input, rules);
        Appearance[] shown = [.. input.Session.AsPlayed.Where(one => one.ItemId.Length > 0 && one.Until > input.Session.StartedAt)];
        IEnumerable<Clip> all = shown.Select(finding.Showing).Concat(finding.Joined(shown)).Concat(finding.Marks()).Concat(finding.Peaks());
        return [.. all.OrderByDescending(clip => clip.Rank).ThenBy(clip => clip.Spans[0].From).ThenBy(clip => clip.Id, StringComparer.Ordinal)];
    }

    private Clip Showing(Appearance one)
    {
        ClipSpan span = Placed(one);
        (ClipReason? held, double points) = Held(one.ItemId, [one]);
        return Make(Id($"{one.Revision}"), ClipKind.Stretch, one.Name, one.ItemId, [span], ForShowing + points, [Reason(ReasonCodes.OnAir, ("seconds", span.Length.TotalSeconds)), held]);
    }

    private IEnumerable<Clip> Joined(Appearance[] shown) =>
        from showings in shown.GroupBy(one => one.ItemId, StringComparer.Ordinal)
        where showings.Count() > 1
        let spans = Merged([.. showings.Select(one => Rolled(Placed(one)))])
        let held = Held(showings.Key, [.. showings])
        let seconds = spans.Sum(span => span.Length.TotalSeconds)
        select Make(Id($"j{showings.First().Number}"), ClipKind.Stretch, showings.First().Name, showings.Key, spans, ForJoined + held.Points,
            [Reason(ReasonCodes.OnAirAgain, ("times", showings.Count()), ("seconds", seconds)), held.Reason]);

    private IEnumerable<Clip> Marks()
    {
        for (int i = 0; i < _session.Markers.Count; i++)
        {
            Marker marker = _session.Markers[i];
            if (marker.Kind != MarkerKind.Manual) continue;
            DateTimeOffset at = Placing.InRecording(_session.Markers, marker.At, _input.Delay, out _);
            string title = marker.Note.Length > 0 ? marker.Note : ItemOf(marker.ItemId)?.Name ?? _session.Title;
            yield return Make(Id($"m{i}"), ClipKind.Marker, title, marker.ItemId, [new ClipSpan(at - _rules.MarkBefore, at + _rules.MarkAfter)], ForMark, [Reason(ReasonCodes.Marked)]);
        }
    }

    // While a session is live, what is usual changes with every minute, and with it what is a peak.
    private IEnumerable<Clip> Peaks()
    {
        if (_session is not { Phase: SessionPhase.Ended, StartedAt: { } begin, EndedAt: { } end }) yield break;
        foreach (Peak peak in new PeakFinding(_input, _rules, begin, end).Find())
        {
            var span = new ClipSpan(peak.From - _rules.Before, peak.From + _rules.Window + _rules.After);
            Appearance? shown = _session.AsPlayed.LastOrDefault(one => one.ItemId.Length > 0 && one.From < span.To && (one.Until ?? end) > span.From);
            double points = ForPeak + (peak.Pieces * PerPiece) + (peak.Comments * PerComment) + (peak.Louder * PerDecibel);
            double seconds = _rules.Window.TotalSeconds;
            yield return Make(Id($"h{peak.Number}"), ClipKind.Highlight, shown?.Name ?? _session.Title, shown?.ItemId, [span], points,
            [
                peak.HoldTimes > 0 ? Reason(ReasonCodes.HoldPeak, ("pieces", peak.Pieces), ("seconds", seconds), ("times", peak.HoldTimes), ("lag", _rules.HoldLag.TotalSeconds)) : null,
                peak.CommentTimes > 0 ? Reason(ReasonCodes.CommentPeak, ("comments", peak.Comments), ("seconds", seconds), ("times", peak.CommentTimes), ("lag", _rules.CommentLag.TotalSeconds)) : null,
                peak.Louder > 0 ? Reason(ReasonCodes.Loud, ("db", peak.Louder)) : null,
            ]);
        }
    }

    private Clip Make(string id, ClipKind kind, string title, string? itemId, IReadOnlyList<ClipSpan> spans, double rank, ClipReason?[] reasons) => new()
    {
        Id = id,
        SessionId = _session.Id,
        Kind = kind,
        Title = title,
        ItemId = itemId,
        Card = ItemOf(itemId) is { } item ? Pricing.CardOf(item, "", Templates.LowerThird, spans[0].From) : null,
        Spans = spans,
        Rank = Math.Round(rank, 2),
        Reasons = [.. reasons.OfType<ClipReason>()],
        Claims = Claiming.Within(_input.Claims, spans),
        At = _session.StartedAt!.Value,
    };

    // What was held while it was on air, and so long after as it takes a viewer.
    private (ClipReason? Reason, double Points) Held(string itemId, Appearance[] showings)
    {
        HeldAt[] held = [.. _input.Holds.Where(hold => hold.ItemId == itemId && showings.Any(one => hold.At >= one.From && hold.At < one.Until + _rules.HoldLag))];
        if (held.Length == 0) return (null, 0);
        int pieces = held.Sum(hold => hold.Pieces);
        return (Reason(ReasonCodes.Held, ("holds", held.Length), ("pieces", pieces), ("seconds", showings.Sum(one => (one.Until!.Value - one.From).TotalSeconds))), pieces * PerPiece);
    }

    private ClipSpan Placed(Appearance one)
    {
        DateTimeOffset from = one.From > _session.StartedAt!.Value ? one.From : _session.StartedAt.Value;
        return new ClipSpan(Placing.InRecording(_session.Markers, from, _input.Delay, out _), Placing.InRecording(_session.Markers, one.Until!.Value, _input.Delay, out _));
    }

    private ClipSpan Rolled(ClipSpan span) => new(span.From - _rules.Before, span.To + _rules.After);

    private static List<ClipSpan> Merged(IReadOnlyList<ClipSpan> spans)
    {
        List<ClipSpan> merged = [];
        foreach (ClipSpan span in spans.OrderBy(span => span.From))
        {
            if (merged is [.., var last] && span.From <= last.To) merged[^1] = new ClipSpan(last.From, span.To > last.To ? span.To : last.To);
            else merged.Add(span);
        }
        return merged;
    }

    private ShowcaseItem? ItemOf(string? itemId) => _session.Items.FirstOrDefault(item => item.Id == itemId);

    private string Id(FormattableString name) => $"{_session.Id}-{name.ToString(CultureInfo.InvariantCulture)}";

    private static ClipReason Reason(string code, params (string Name, double Value)[] numbers) =>
        new(code, numbers.ToDictionary(number => number.Name, number => Math.Round(number.Value, 1), StringComparer.Ordinal));
}

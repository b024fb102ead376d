using System.Globalization;
using Studio.Grains.Clips;

namespace Studio.Grains.Live;

/// <summary>What a change of the card does to a session: the new document, the as-played record, the marker, the stretch to be cut.</summary>
internal static class Showing
{
    public static LiveSession Apply(LiveSession session, LoggedEvent line) => line.Event switch
    {
        CardShown shown => Begin(End(session, line.At), shown, line),
        CardUpdated updated => session with { OnAir = Next(session, updated.Card) },
        SegmentBegun begun => Begin(End(session, line.At), begun, line),
        _ => Clear(session, line.At),
    };

    private static LiveSession Begin(LiveSession session, CardShown shown, LoggedEvent line)
    {
        OnAir onAir = Next(session, shown.Card);
        RundownItem? planned = session.Rundown.Find(shown.RundownItemId);
        LiveSession after = session with { OnAir = onAir, LastTakeAt = line.At, NextId = planned is null ? session.NextId : session.Rundown.Behind(planned.Id)?.Id };
        if (session.Rehearsal) return after;
        var appearance = new Appearance(
            onAir.Revision, planned?.Id, shown.Card.ItemId, shown.Card.Number, shown.Card.Name, shown.Card.Price, line.Cause, line.By, line.At, null);
        return after with { AsPlayed = session.AsPlayed.Add(appearance), Markers = session.Markers.Add(new Marker(MarkerKind.Take, line.At, shown.Card.ItemId, onAir.Revision)) };
    }

    private static LiveSession Begin(LiveSession session, SegmentBegun begun, LoggedEvent line)
    {
        LiveSession after = session with { OnAir = session.OnAir.Card is null ? session.OnAir : Next(session, null), NextId = session.Rundown.Behind(begun.RundownItemId)?.Id };
        if (session.Rehearsal) return after;
        var appearance = new Appearance(after.OnAir.Revision, begun.RundownItemId, "", 0, begun.Title, default, line.Cause, line.By, line.At, null);
        return after with { AsPlayed = session.AsPlayed.Add(appearance) };
    }

    private static LiveSession Clear(LiveSession session, DateTimeOffset at)
    {
        LiveSession after = End(session, at) with { OnAir = Next(session, null) };
        return session.Rehearsal ? after : after with { Markers = session.Markers.Add(new Marker(MarkerKind.Clear, at, session.OnAir.Card?.ItemId, after.OnAir.Revision)) };
    }

    // The showing that was: its record gets its end, its stretch a clip. Only what was broadcast can be cut; before the feed there is no recording.
    private static LiveSession End(LiveSession session, DateTimeOffset at)
    {
        if (session.Rehearsal || session.AsPlayed is not [.., { Until: null } open]) return session;
        LiveSession ended = session with { AsPlayed = session.AsPlayed.SetItem(session.AsPlayed.Count - 1, open with { Until = at }), Raises = [] };
        if (session.OnAir.Card is not { } card || session.Phase != SessionPhase.Live || at <= card.TakenAt) return ended;
        string clip = string.Create(CultureInfo.InvariantCulture, $"{session.Id}-{open.Revision}");
        return ended with { ClipsToRequest = [.. session.ClipsToRequest, new ClipRequest(clip, session.Id, card, card.TakenAt, at)] };
    }

    private static OnAir Next(LiveSession session, ProductCard? card) => new(session.OnAir.Epoch, session.OnAir.Revision + 1, card);
}

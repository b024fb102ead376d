using System.Collections.Concurrent;
using MediaPipeline.Analysis;
using MediaPipeline.Recordings;
using Studio.Grains.Live;

namespace Studio.Api.Recording;

/// <summary>Finds out where in a recording a marker is: by the overlay's stamp, else by the clock and what is known of the room.</summary>
internal sealed class MarkerPlacer(RecordingStore recordings)
{
    private static readonly TimeSpan Picture = TimeSpan.FromMilliseconds(40);

    // What was looked through already. A restart looks again, and finds the same.
    private readonly ConcurrentDictionary<(string Session, int Marker), HashSet<SegmentFile>> _looked = new();

    /// <summary>A marker's place; null: what would show it is not in a closed segment yet, or there is more to look through than one turn may.</summary>
    /// <param name="delay">The room's delay; null: never measured.</param>
    /// <param name="over">Nothing more will be recorded.</param>
    public async Task<MarkerPlace?> PlaceAsync(SessionView session, int index, RecordingTimeline timeline, RoomDelay? delay, bool over, CancellationToken cancellation)
    {
        Marker marker = session.Markers[index];
        HashSet<SegmentFile> looked = _looked.GetOrAdd((session.Id, index), _ => []);
        var stamp = SyncStamp.Of(Placing.EpochAt(session.Rehearsals, marker.At), marker.Revision);
        foreach (Around around in Placing.Windows(session.Markers, index, session.Theme, delay))
        {
            DateTimeOffset until = marker.At + around.Until;
            StampOutcome outcome = await StampSearch.FindAsync(timeline, recordings.FolderOf(session.Id), new StampQuery(session.Id, stamp, marker.At + around.From, until), looked, cancellation);
            looked.UnionWith(outcome.Looked);
            if (outcome.Found is { } found) return Done(new MarkerPlace(PlacedBy.Stamp, found.At, found.Part, found.Media, found.Error));
            if (outcome.Exhausted || (timeline.End < until && !over)) return null;
        }
        return Estimate(timeline, marker, delay, over) is { } estimate ? Done(estimate) : null;

        MarkerPlace Done(MarkerPlace place)
        {
            _looked.TryRemove((session.Id, index), out _);
            return place;
        }
    }

    /// <summary>The place by the clock. What happened in a gap is at its edge: the first picture after it shows what is on air then. Pure.</summary>
    /// <returns>Null: it is not recorded yet.</returns>
    internal static MarkerPlace? Estimate(RecordingTimeline timeline, Marker marker, RoomDelay? delay, bool over)
    {
        (DateTimeOffset expected, TimeSpan? error) = (marker.At + (delay?.Delay ?? TimeSpan.Zero), delay?.Error);
        PlacedBy by = delay is null ? PlacedBy.WallClock : PlacedBy.Delay;
        if (timeline.Locate(expected) is { } spot) return new MarkerPlace(by, expected, spot.Segment.File.Part, spot.Segment.MediaStart + spot.Into, error);
        if (timeline.Parts.FirstOrDefault(part => part.Start > expected) is { } next)
        {
            DateTimeOffset gap = timeline.Parts.TakeWhile(part => part != next).Select(part => part.End).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
            // With all of its doubt inside the gap there is no doubt about the picture.
            bool inside = error is { } doubt && expected - doubt >= gap && expected + doubt <= next.Start;
            return new MarkerPlace(by, next.Start, next.Init.Part, next.Segments[0].MediaStart, inside ? Picture : error, AtGap: true);
        }
        if (!over) return null;
        if (marker.Kind != MarkerKind.Clear || timeline.IsEmpty) return NotRecorded(expected);
        // The card was on until the recording ends.
        Segment last = timeline.Parts[^1].Segments[^1];
        return new MarkerPlace(by, last.WallEnd, last.File.Part, last.MediaStart + last.Duration, Picture, AtGap: true);
    }

    /// <summary>Nothing was recorded of it.</summary>
    internal static MarkerPlace NotRecorded(DateTimeOffset expected) => new(PlacedBy.NotRecorded, expected, null, null, null);
}

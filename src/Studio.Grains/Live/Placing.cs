using System.Collections.Immutable;

namespace Studio.Grains.Live;

/// <summary>A stretch around a moment, in which its picture may have arrived.</summary>
public readonly record struct Around(TimeSpan From, TimeSpan Until);

/// <summary>The decisions about where markers are in the recording. Pure.</summary>
public static class Placing
{
    /// <summary>So often nothing is found before a session is taken to be one without stamps.</summary>
    public const int MissesInARow = 3;

    private const int LooksAgainEvery = 8;
    private static readonly TimeSpan Before = TimeSpan.FromMilliseconds(-500), Margin = TimeSpan.FromSeconds(1);

    // An encoder and a line hold a few seconds; OBS's own delay is 20 s when it is on.
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(5), Longer = TimeSpan.FromSeconds(12), Longest = TimeSpan.FromSeconds(26);

    /// <summary>Whether a marker of this kind is looked for in the recording: what the overlay shows, or ceases to show.</summary>
    public static bool IsPlaced(MarkerKind kind) => kind is MarkerKind.Take or MarkerKind.Clear;

    /// <summary>Markers that have no place yet, by their position.</summary>
    public static IReadOnlyList<int> Due(IReadOnlyList<Marker> markers) =>
        [.. Enumerable.Range(0, markers.Count).Where(index => IsPlaced(markers[index].Kind) && markers[index].Place is null)];

    /// <summary>Notes places. A marker that has one keeps it, unless the new one is surer.</summary>
    public static Decided Place(LiveSession session, IReadOnlyList<PlacedMarker> placed)
    {
        PlacedMarker[] news =
        [
            .. placed.Where(one => one.Marker >= 0 && one.Marker < session.Markers.Count && session.Markers[one.Marker] is var marker && IsPlaced(marker.Kind)
                && (marker.Place is not { } known || one.Place.By < known.By)).DistinctBy(one => one.Marker),
        ];
        return news.Length == 0 ? new Decided([]) : new MarkersPlaced(news);
    }

    /// <summary>The markers with their places.</summary>
    internal static ImmutableList<Marker> Apply(ImmutableList<Marker> markers, MarkersPlaced placed) =>
        placed.Placed.Aggregate(markers, (now, one) => now.SetItem(one.Marker, now[one.Marker] with { Place = one.Place }));

    /// <summary>The epoch in which something happened: a session begins with the first, and each rehearsal begins one and ends it.</summary>
    public static int EpochAt(IReadOnlyList<RehearsalSpan> rehearsals, DateTimeOffset at) =>
        1 + rehearsals.Count(span => span.From <= at) + rehearsals.Count(span => span.Until <= at);

    /// <summary>
    /// Where to look for a marker's stamp, in the order of looking; each stretch only where those before had nothing. Empty: not at all. A
    /// session in which none was found again and again is searched widely only now and then: looking costs the machine that records.
    /// </summary>
    /// <param name="index">The marker's position.</param>
    public static IReadOnlyList<Around> Windows(IReadOnlyList<Marker> markers, int index, CardTheme theme, RoomDelay? delay)
    {
        if (theme.NoStamp) return [];
        Around near = delay is { } known
            ? new Around(Later(known.Delay - known.Error - Margin), known.Delay + known.Error + Margin)
            : new Around(Before, Usual);
        Around[] all = [near, new Around(Before, Longer), new Around(Before, Longest)];
        Marker[] last = [.. markers.Take(index).Where(marker => IsPlaced(marker.Kind) && marker.Place is not null).TakeLast(MissesInARow)];
        bool without = last.Length == MissesInARow && last.All(marker => marker.Place!.By > PlacedBy.Chapter && !marker.Place.AtGap);
        return without && index % LooksAgainEvery != 0 ? all[..1] : all;
    }

    /// <summary>When a moment's picture arrived, as well as the session's markers and its room's delay say it; what a cut reckons with.</summary>
    /// <param name="settled">False: its place is still being looked for, in a session that may well have stamps.</param>
    public static DateTimeOffset InRecording(IReadOnlyList<Marker> markers, DateTimeOffset moment, RoomDelay? delay, out bool settled)
    {
        Marker? marker = markers.LastOrDefault(one => IsPlaced(one.Kind) && one.At == moment);
        Marker[] placed = [.. markers.Where(one => one.Place is not null)];
        settled = marker is null or { Place: not null } || (placed.Length > 0 && !placed.Any(one => one.Place!.By == PlacedBy.Stamp));
        return marker?.Place is { By: not PlacedBy.NotRecorded } place ? place.At : moment + (delay?.Delay ?? TimeSpan.Zero);
    }

    // No picture arrives before it was made; the clocks of one machine agree to less than that.
    private static TimeSpan Later(TimeSpan from) => from > Before ? from : Before;
}

using MediaPipeline.Analysis;
using MediaPipeline.Importing;
using MediaPipeline.Recordings;
using Studio.Grains.Live;

namespace Studio.Api.Imports;

/// <summary>The sync stamps that the overlay drew: whoever recorded the programme with it has them in the picture, and the session's log says when each was drawn.</summary>
internal sealed class ShownStamps(IGrainFactory grains) : IAlignmentSource
{
    /// <summary>Stable code.</summary>
    public const string How = "stamp";

    // From the log's moment to the picture on the screen: measured p50 45 ms, p99 140 ms (./studio bench onair, "painted"). Behind that, one picture.
    private static readonly TimeSpan Painted = TimeSpan.FromMilliseconds(60), Doubt = TimeSpan.FromMilliseconds(120);

    // Stamps of one film that speak of times as far apart as this were not drawn in one broadcast.
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(1);

    public async Task<IReadOnlyList<StartHint>> ProposeAsync(SettledImport import, CancellationToken cancellation)
    {
        if (await grains.GetGrain<ILiveSessionGrain>(import.SessionId).Get() is not { } session || !session.Markers.Any(marker => Placing.IsPlaced(marker.Kind))) return [];
        if (await ImportedParts.ReadWholeAsync(import.Settled, cancellation) is not { } part) return [];
        IReadOnlyList<SeenStamp> seen = await StampScan.ReadAsync(Path.GetDirectoryName(import.Settled)!, part, import.SessionId, cancellation);
        return StartOf(seen, session.Markers, session.Rehearsals) is { } start ? [start] : [];
    }

    /// <summary>
    /// When a film began by the stamps in it: where most of them agree. Null: they are of no marker, or no two of several agree. Pure.
    /// </summary>
    internal static StartHint? StartOf(IReadOnlyList<SeenStamp> seen, IReadOnlyList<Marker> markers, IReadOnlyList<RehearsalSpan> rehearsals)
    {
        // A stamp says the low bits of a head, so in a long session two markers may have the same.
        ILookup<SyncStamp, DateTimeOffset> drawn = markers.Where(marker => Placing.IsPlaced(marker.Kind))
            .ToLookup(marker => SyncStamp.Of(Placing.EpochAt(rehearsals, marker.At), marker.Revision), marker => marker.At + Painted);
        DateTimeOffset[] starts = [.. seen.SelectMany(stamp => drawn[stamp.Stamp].Select(at => at - stamp.Media)).Order()];
        DateTimeOffset[] most = [];
        for (int first = 0; first < starts.Length; first++)
        {
            DateTimeOffset[] agreeing = [.. starts.Skip(first).TakeWhile(start => start - starts[first] <= Apart)];
            if (agreeing.Length > most.Length) most = agreeing;
        }
        if (most.Length == 0 || (most.Length == 1 && starts.Length > 1)) return null;
        DateTimeOffset middle = most[most.Length / 2];
        return new StartHint(middle, How, Doubt + (most[^1] - most[0]));
    }
}

/// <summary>Times that OBS wrote beside the pictures: by the clock of the machine on which it ran.</summary>
internal sealed class PictureTimes : IAlignmentSource
{
    /// <summary>Stable code.</summary>
    public const string How = "frame-time";

    // Of a machine that keeps its clock by the network; nobody here knows that one.
    private static readonly TimeSpan Clock = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<StartHint>> ProposeAsync(SettledImport import, CancellationToken cancellation) =>
        (await ImportedClock.ReadAsync(import.Source, cancellation)).Begin is { } begin ? [new StartHint(begin, How, Clock)] : [];
}

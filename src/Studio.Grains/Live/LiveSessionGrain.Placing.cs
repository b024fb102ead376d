namespace Studio.Grains.Live;

/// <summary>Where the markers are in the recording: found by a worker, noted here.</summary>
internal sealed partial class LiveSessionGrain
{
    private (string Worker, DateTimeOffset Until)? _placing;

    public Task<bool> PlacingTurn(string worker, TimeSpan length)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (_placing is { } turn && turn.Until > now && !string.Equals(turn.Worker, worker, StringComparison.Ordinal)) return Task.FromResult(false);
        _placing = (worker, now + length);
        return Task.FromResult(true);
    }

    public Task PlaceMarkers(IReadOnlyList<PlacedMarker> placed) => Store(new Stamp("", Studio, Causes.FollowUp), Placing.Place(Session, placed).Events);
}

using Studio.Grains.Figures;

namespace Studio.Api.Live;

/// <summary>Tells the audience log who watches here: at most one word a second, and none is lost while the store is away.</summary>
internal sealed partial class SessionRelay
{
    private static readonly TimeSpan AudienceEvery = TimeSpan.FromSeconds(1), AudienceFarewell = TimeSpan.FromSeconds(2);

    /// <summary>The consoles of this session.</summary>
    public ConsoleBoard Consoles { get; } = new();

    /// <summary>Who watches here.</summary>
    public Attendance Audience { get; }

    /// <summary>A guest opened a room page.</summary>
    public void Enter(string guestId, string connectionId)
    {
        _lines.Enter(guestId, connectionId);
        Audience.Enter(guestId);
        lock (_gate) _boardDue = true;
    }

    /// <summary>A guest closed one.</summary>
    public void Leave(string guestId, string connectionId)
    {
        _lines.Leave(guestId, connectionId);
        Audience.Leave(guestId);
        lock (_gate) _boardDue = true;
    }

    private async Task ReportAudienceAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(AudienceEvery, _clock, _stop.Token);
                try
                {
                    await TellAudienceAsync();
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // The store or the grain is away: the same word is said again in a second, under the same number.
                    AudienceFailed(_sessionId, failure.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }
    }

    private async Task TellAudienceAsync()
    {
        while (Audience.Next() is { } report)
        {
            await _grains.GetGrain<IAudienceGrain>(_sessionId).Report(report);
            Audience.Told();
            if (report.Changes.Count < Attendance.MostAtOnce) return;
        }
    }

    // A process that ends in order says so; of one that does not, the lease takes care.
    private async Task CloseAudienceAsync()
    {
        Audience.Close();
        try
        {
            await TellAudienceAsync().WaitAsync(AudienceFarewell, _clock);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            AudienceFailed(_sessionId, failure.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "relay {Session}: could not tell who watches: {Why}")]
    private partial void AudienceFailed(string session, string why);
}

namespace Studio.Grains.Figures;

/// <summary>The append-only log of who watched a session. Key: the session's id. It only takes down what the processes say; what that comes to is <see cref="Visits"/>.</summary>
[Alias("studio.IAudienceGrain")]
public interface IAudienceGrain : IGrainWithStringKey
{
    /// <summary>Takes down a word of a process; the same one twice is the same as once. Durable when it answers.</summary>
    [Alias("Report")] Task Report(AudienceReport report);
}

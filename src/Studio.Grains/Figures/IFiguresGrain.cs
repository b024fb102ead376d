using Studio.Grains.Showcase;

namespace Studio.Grains.Figures;

/// <summary>Reads a session's logs and computes figures of them. It stores nothing: whatever it remembers is a copy that follows the logs. Key: the session's id.</summary>
[Alias("studio.IFiguresGrain")]
public interface IFiguresGrain : IGrainWithStringKey
{
    /// <summary>The figures of the session, or of a stretch of it; null: no such session. An answer may be as old as <see cref="FiguresGrain.Fresh"/>.</summary>
    [Alias("Of")] Task<SessionFigures?> Of(DateTimeOffset? from, DateTimeOffset? to);

    /// <summary>Every hold that ever was, from the whole log.</summary>
    [Alias("Holds")] Task<IReadOnlyList<Hold>> Holds();

    /// <summary>
    /// The events that figures are computed from, as they are stored (JSON, one array a line): of the ledger (guests under their names of
    /// <see cref="GuestName"/>) or of the audience, from line <paramref name="from"/> on. Empty: that was all.
    /// </summary>
    [Alias("Lines")] Task<IReadOnlyList<string>> Lines(FigureLog log, long from, int count);
}

/// <summary>A log that figures are computed from.</summary>
public enum FigureLog
{
    /// <summary>Holds.</summary>
    Ledger,

    /// <summary>Viewers.</summary>
    Audience,
}

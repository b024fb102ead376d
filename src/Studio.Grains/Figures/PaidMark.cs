using Studio.Grains.Values;

namespace Studio.Grains.Figures;

/// <summary>Somebody noted that a hold was paid (elsewhere: the studio takes no payment), or that it was paid back.</summary>
public sealed record PaidMark(string HoldId, Money Fen, DateTimeOffset At, bool Refunded);

/// <summary>Where marks of payment come from. Where nobody provides them, figures say nothing about payment.</summary>
public interface IPaidMarks
{
    /// <summary>The marks of a session.</summary>
    Task<IReadOnlyList<PaidMark>> Of(string sessionId);
}

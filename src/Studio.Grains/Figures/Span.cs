namespace Studio.Grains.Figures;

/// <summary>A stretch of time; its end does not belong to it. Null: it goes on.</summary>
public readonly record struct Span(DateTimeOffset From, DateTimeOffset? Until)
{
    /// <summary>Whether an instant is in it.</summary>
    public bool Has(DateTimeOffset at) => at >= From && (Until is not { } until || at < until);

    /// <summary>What two have in common; null: nothing.</summary>
    public Span? With(Span other)
    {
        DateTimeOffset from = From > other.From ? From : other.From;
        DateTimeOffset? until = Until is not { } a ? other.Until : other.Until is not { } b ? a : a < b ? a : b;
        return until <= from ? null : new Span(from, until);
    }
}

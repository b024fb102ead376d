using Studio.Grains.Values;

namespace Studio.Grains.Clips;

/// <summary>A stretch in which something is promised.</summary>
/// <param name="Until">When the promise ends; null: nobody said.</param>
/// <param name="Text">What the card said, as it said it.</param>
[GenerateSerializer, Immutable, Alias("studio.ClipClaim")]
public sealed record ClipClaim(
    [property: Id(0)] DateTimeOffset From, [property: Id(1)] DateTimeOffset To, [property: Id(2)] ClaimKind Kind, [property: Id(3)] DateTimeOffset? Until, [property: Id(4)] string Text);

/// <summary>What is promised.</summary>
public enum ClaimKind
{
    /// <summary>A price.</summary>
    Price,

    /// <summary>So many pieces.</summary>
    Stock,

    /// <summary>Something until an instant.</summary>
    TimeLimited,
}

/// <summary>What to do about promises that end.</summary>
public enum ClaimChoice
{
    /// <summary>Cut those stretches out.</summary>
    Drop,

    /// <summary>Cover the card there.</summary>
    Mask,

    /// <summary>Hand nothing over after the end.</summary>
    Block,

    /// <summary>Show it all the same; whoever says so answers for it.</summary>
    Keep,
}

/// <summary>A decision about promises, and whose it is.</summary>
[GenerateSerializer, Immutable, Alias("studio.ClaimDecision")]
public sealed record ClaimDecision([property: Id(0)] ClaimChoice Choice, [property: Id(1)] string By, [property: Id(2)] DateTimeOffset At, [property: Id(3)] string Note);

/// <summary>The decisions about promises that end. Pure.</summary>
public static class Claiming
{
    /// <summary>The claims that touch what is cut, each no longer than that.</summary>
    public static IReadOnlyList<ClipClaim> Within(IReadOnlyList<ClipClaim> claims, IReadOnlyList<ClipSpan> spans) =>
    [
        .. from span in spans
           from claim in claims
           let begin = claim.From > span.From ? claim.From : span.From
           let end = claim.To < span.To ? claim.To : span.To
           where end > begin
           orderby begin, claim.Kind
           select claim with { From = begin, To = end },
    ];

    /// <summary>Spans without the stretches of claims that end.</summary>
    public static IReadOnlyList<ClipSpan> Without(IReadOnlyList<ClipSpan> spans, IReadOnlyList<ClipClaim> claims)
    {
        IEnumerable<ClipSpan> left = spans;
        foreach (ClipClaim claim in claims.Where(claim => claim.Until is not null))
        {
            left = left.SelectMany<ClipSpan, ClipSpan>(span => claim.To <= span.From || claim.From >= span.To
                ? [span]
                : [span with { To = claim.From }, span with { From = claim.To }]).Where(span => span.Length > TimeSpan.Zero);
        }
        return [.. left];
    }

    /// <summary>Until when a clip may be shown; null: for ever.</summary>
    public static DateTimeOffset? ShowUntil(Clip clip) => clip.ClaimDecision?.Choice is ClaimChoice.Keep or ClaimChoice.Mask ? null : clip.Claims.Min(claim => claim.Until);

    /// <summary>Why a clip cannot be handed over now; null: it can.</summary>
    public static Refusal? Expired(Clip clip, DateTimeOffset now) =>
        clip.ShowUntil is { } until && until <= now ? Refusal.With(RefusalCodes.ClaimExpired, "until", until) : null;
}

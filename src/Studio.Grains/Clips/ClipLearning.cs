using System.Text.Json;

namespace Studio.Grains.Clips;

/// <summary>What the studio finds out about a clip. Pure. What a person changed stays as that person left it: only what speaks for the clip, and what is promised in it, is newer.</summary>
public static class ClipLearning
{
    /// <summary>The clip after what was found; the same one when nothing is new; null: there is none.</summary>
    /// <param name="candidate">As it would be offered now; null: it would not.</param>
    /// <param name="claims">All promises of the session.</param>
    public static Clip? Learn(Clip? clip, Clip? candidate, IReadOnlyList<ClipClaim> claims, DateTimeOffset now)
    {
        if (clip is null) return candidate is null ? null : candidate with { At = now };
        if (clip.Stage == ClipStage.HandedOver) return clip;
        Clip after = clip;
        if (candidate is not null)
        {
            after = after with { Rank = candidate.Rank, Reasons = candidate.Reasons };
            if (IsFree(clip)) after = after with { Stage = ClipStage.Candidate, Title = candidate.Title, ItemId = candidate.ItemId, Card = candidate.Card ?? after.Card };
            // Where the cut will lie is known better with each marker that is found.
            if (IsFree(clip) || (clip is { Request: not null, Master: null })) after = after with { Spans = candidate.Spans };
        }
        else if (IsFree(clip) && clip.Kind != ClipKind.Manual)
        {
            after = after with { Stage = ClipStage.Dropped };
        }
        after = after with { Claims = Claiming.Within(claims, after.Spans) };
        return Same(clip, after) ? clip : after;
    }

    // Offered, or taken back by the studio itself; nobody did anything to it.
    private static bool IsFree(Clip clip) => clip is { Touched: false, Stage: ClipStage.Candidate or ClipStage.Dropped };

    private static bool Same(Clip one, Clip other) => string.Equals(JsonSerializer.Serialize(one), JsonSerializer.Serialize(other), StringComparison.Ordinal);
}

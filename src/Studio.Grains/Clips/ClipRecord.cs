using System.Text.Json;
using Studio.Grains.Commit;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Clips;

/// <summary>What is stored of a clip (schema 2). The decisions are in <see cref="ClipEditing"/> and <see cref="ClipWorking"/>.</summary>
[GenerateSerializer, Alias("studio.ClipRecord")]
public sealed record ClipRecord
{
    private const int MostDeeds = 200;

    /// <summary>Version of this layout in the store.</summary>
    [Id(0)] public int Schema { get; init; } = 2;

    /// <summary>The clip; null: there is none.</summary>
    [Id(1)] public Clip? Now { get; init; }

    /// <summary>Commands that were done, and the revision that each left.</summary>
    [Id(2)] public OperationLog<long> Commands { get; init; } = new();

    /// <summary>What schema 1 called the clip; read, never written.</summary>
    [Id(3)] public OldClip? Clip { get; init; }

    /// <summary>This record in the newest layout.</summary>
    public ClipRecord Upgraded() => Now is null && Clip is { } old ? this with { Schema = 2, Now = old.Upgraded(), Clip = null } : this;

    /// <summary>One command: done once, whoever repeats it. It must be allowed by the transition table where it names an action.</summary>
    internal static Outcome<ClipRecord> Once(ClipRecord record, Stamp stamp, ClipChange change, Func<Clip, Outcome<Clip>> decide)
    {
        if (record.Now is not { } clip) return new Refusal(RefusalCodes.NotFound);
        string body = $"{change.GetType().Name} {StableId.Hash(JsonSerializer.Serialize(change, change.GetType()), 16)}";
        if (record.Commands.Find(stamp.OperationId) is { } done) return string.Equals(done.Body, body, StringComparison.Ordinal) ? record : new Refusal(RefusalCodes.OperationConflict);
        Outcome<Clip> after = decide(clip);
        return after.Refusal is { } refusal ? refusal : record with { Now = after.Value, Commands = record.Commands.With(stamp.OperationId, body, after.Value.Revision) };
    }

    /// <summary>The clip after an action, as the table has it, with the deed noted.</summary>
    internal static Outcome<Clip> Move(Clip clip, ClipAction action, string by, DateTimeOffset now) => ClipTransitions.Next(clip.Stage, action) is { } stage
        ? Noted(clip with { Stage = stage }, by, action.ToString(), now)
        : NotReady(clip);

    /// <summary>The clip with a deed more; the oldest but the first is forgotten when there are too many.</summary>
    internal static Clip Noted(Clip clip, string by, string what, DateTimeOffset now)
    {
        string name = JsonNamingPolicy.CamelCase.ConvertName(what);
        // An editor saves with each key: one deed says so.
        if (clip.Deeds is [.., var last] && last.By == by && last.What == name && name == "edit") return clip with { Deeds = [.. clip.Deeds.SkipLast(1), last with { At = now }] };
        IEnumerable<ClipDeed> kept = clip.Deeds.Count < MostDeeds ? clip.Deeds : clip.Deeds.Take(1).Concat(clip.Deeds.Skip(2));
        return clip with { Deeds = [.. kept, new ClipDeed(now, by, name)] };
    }

    internal static Refusal NotReady(Clip clip) => Refusal.With(RefusalCodes.ClipNotReady, "state", JsonNamingPolicy.CamelCase.ConvertName(clip.Stage.ToString()));
}

/// <summary>A clip of schema 1: its job was all there was.</summary>
[GenerateSerializer, Immutable, Alias("studio.OldClip")]
public sealed record OldClip(
    [property: Id(0)] ClipRequest Request, [property: Id(1)] string State, [property: Id(2)] int Percent, [property: Id(3)] string? Problem, [property: Id(4)] TimeSpan? Duration)
{
    internal Clip Upgraded()
    {
        Clip clip = ClipWorking.Requested(Request, Request.From);
        return State switch
        {
            "ready" => clip with { Stage = ClipStage.Ready, Job = null, Master = new MadeFile(MadeNames.Master, "", "", 0, Duration ?? Request.To - Request.From), Covers = [new CoverFile("cover", null, [], true)] },
            "failed" => clip with { Stage = ClipStage.Draft, Job = clip.Job! with { Step = ClipStep.Failed, Problem = Problem } },
            "cancelled" => clip with { Stage = ClipStage.Draft, Job = clip.Job! with { Step = ClipStep.Cancelled } },
            _ => clip,
        };
    }
}

/// <summary>Names of files in a clip's folder.</summary>
public static class MadeNames
{
    /// <summary>The exact cut; the cover that is used; what will be cut; where it comes from.</summary>
    public const string Master = "clip.mp4", Cover = "cover.jpg", Plan = "plan.json", Provenance = "provenance.json";

    /// <summary>A version for a platform.</summary>
    public static string Of(string preset) => $"{preset}.mp4";
}

namespace Studio.Grains.Clips;

/// <summary>The work on a clip's files.</summary>
/// <param name="Percent">0–100 of the whole job.</param>
/// <param name="SecondsLeft">By the speed so far; null: not known yet.</param>
/// <param name="Attempt">The how-manieth try, from 1.</param>
/// <param name="Problem">Stable code of what went wrong in the last try; null: nothing.</param>
/// <param name="NotBefore">Not tried again before; null: at once.</param>
/// <param name="Presets">Versions that are to be made beside the exact cut.</param>
/// <param name="Lane">Whose turn it is.</param>
/// <param name="By">Who asked for it.</param>
[GenerateSerializer, Immutable, Alias("studio.ClipJob2")]
public sealed record ClipJob(
    [property: Id(0)] ClipStep Step, [property: Id(1)] int Percent, [property: Id(2)] int? SecondsLeft, [property: Id(3)] int Attempt, [property: Id(4)] string? Problem,
    [property: Id(5)] DateTimeOffset? NotBefore, [property: Id(6)] IReadOnlyList<string> Presets, [property: Id(7)] JobLane Lane, [property: Id(8)] string By)
{
    /// <summary>Whether a worker may work on it.</summary>
    public bool Open => Step is not (ClipStep.Failed or ClipStep.Cancelled);
}

/// <summary>What is being done.</summary>
public enum ClipStep
{
    /// <summary>In the queue.</summary>
    Queued,

    /// <summary>The end of the stretch is not in a closed segment yet.</summary>
    Waiting,

    /// <summary>The exact cut is made.</summary>
    Cutting,

    /// <summary>It is compared with the recording.</summary>
    Checking,

    /// <summary>Covers are drawn.</summary>
    Cover,

    /// <summary>Versions for platforms are made.</summary>
    Rendering,

    /// <summary>It failed; it can be tried again.</summary>
    Failed,

    /// <summary>Somebody stopped it; it can be tried again.</summary>
    Cancelled,
}

/// <summary>Whose turn it is: a lane is looked at when those before it are empty.</summary>
public enum JobLane
{
    /// <summary>A person waits for it.</summary>
    Asked,

    /// <summary>A session is live.</summary>
    Live,

    /// <summary>Nobody waits.</summary>
    Archive,
}

/// <summary>What a worker is to make of a clip.</summary>
/// <param name="Job">Null: only better covers are looked for.</param>
[GenerateSerializer, Immutable, Alias("studio.ClipOrder")]
public sealed record ClipOrder([property: Id(0)] Clip Clip, [property: Id(1)] ClipJob? Job);

/// <summary>What a worker made.</summary>
/// <param name="Spans">Where the cut lies by the recording's clock, as it was found out.</param>
/// <param name="CoversLater">Better covers are still to be looked for.</param>
[GenerateSerializer, Immutable, Alias("studio.ClipResult")]
public sealed record ClipResult(
    [property: Id(0)] MadeFile Master, [property: Id(1)] IReadOnlyList<ClipSpan> Spans, [property: Id(2)] IReadOnlyList<Rendition> Renditions, [property: Id(3)] IReadOnlyList<CoverFile> Covers, [property: Id(4)] bool CoversLater = false);

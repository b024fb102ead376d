using Orleans.Concurrency;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Imports;

/// <summary>A recording that was made elsewhere, on its way into a session and afterwards (导入). Key: its id. Every answer is durable before it is given.</summary>
[Alias("studio.IImportGrain")]
public interface IImportGrain : IGrainWithStringKey
{
    /// <summary>Makes it. Repeating it changes nothing. Refused: validation, not-found (the session), operation-conflict.</summary>
    [Alias("Create")] Task<Outcome<Import>> Create(ImportRequest request);

    /// <summary>All its bytes are there. Repeating it changes nothing.</summary>
    [Alias("Received")] Task Received();

    /// <summary>A worker starts (or restarts) on it; null when there is nothing to do.</summary>
    [Alias("Start")] Task<Import?> Start();

    /// <summary>The work moved on; false tells the worker to stop, because somebody cancelled it.</summary>
    [Alias("Progress")] Task<bool> Progress(ImportState state, int percent);

    /// <summary>It lies in its session's folder.</summary>
    [Alias("Finish")] Task Finish(Settlement settlement);

    /// <summary>It is no good, and its file is gone. The code is stable and has a sentence on the web.</summary>
    [Alias("Refuse")] Task Refuse(string code);

    /// <summary>The work failed for a reason that is not in the file; it can be tried again while the file is kept.</summary>
    [Alias("Fail")] Task Fail(string code);

    /// <summary>Stops it: the upload or the work. Refused: not-found, import-not-ready, operation-conflict.</summary>
    [Alias("Cancel")] Task<Outcome<Import>> Cancel(Stamp stamp);

    /// <summary>Tries a failed one again. Refused: not-found, import-not-ready, operation-conflict.</summary>
    [Alias("Retry")] Task<Outcome<Import>> Retry(Stamp stamp);

    /// <summary>Says to which session one from the watched folder belongs. Refused: not-found, import-not-ready, operation-conflict.</summary>
    [Alias("Assign")] Task<Outcome<Import>> Assign(Stamp stamp, string sessionId);

    /// <summary>Says when its first picture was taken. Refused: not-found, import-not-ready, session-not-ended, validation, operation-conflict.</summary>
    [Alias("Align")] Task<Outcome<Import>> Align(Stamp stamp, AlignCommand command);

    /// <summary>Takes the last alignment back: what was before it holds again. Refused: not-found, nothing-to-undo, operation-conflict.</summary>
    [Alias("Undo")] Task<Outcome<Import>> Undo(Stamp stamp);

    /// <summary>The import, or null when there is none.</summary>
    [ReadOnly, Alias("Get")] Task<Import?> Get();
}

/// <summary>A file that is to come.</summary>
/// <param name="SessionId">Null: somebody will say.</param>
/// <param name="Name">As people see it; never a path.</param>
/// <param name="Mark">By which its sender knows the same file again.</param>
/// <param name="FromFolder">It was found in the watched folder.</param>
[GenerateSerializer, Immutable, Alias("studio.ImportRequest")]
public sealed record ImportRequest(
    [property: Id(0)] string ImportId, [property: Id(1)] string? SessionId, [property: Id(2)] string Name, [property: Id(3)] long Bytes, [property: Id(4)] string Mark,
    [property: Id(5)] string By, [property: Id(6)] bool FromFolder);

/// <summary>An import as it stands.</summary>
/// <param name="Percent">0–100 of its state; of an upload the edge knows.</param>
/// <param name="Problem">Stable code of why it was refused or failed.</param>
/// <param name="Settlement">What it became.</param>
/// <param name="Alignments">All that was ever said of its time, oldest first; the last holds.</param>
[GenerateSerializer, Immutable, Alias("studio.Import")]
public sealed record Import(
    [property: Id(0)] ImportRequest Request, [property: Id(1)] DateTimeOffset At, [property: Id(2)] ImportState State, [property: Id(3)] int Percent = 0, [property: Id(4)] string? Problem = null,
    [property: Id(5)] Settlement? Settlement = null, [property: Id(6)] IReadOnlyList<ImportAlignment>? Alignments = null)
{
    /// <summary>When its first picture was taken, as it is known now; null: it lies nowhere.</summary>
    public ImportAlignment? Alignment => Alignments is [.., { Start: not null } last] ? last : null;
}

/// <summary>What became of the file.</summary>
/// <param name="Sha256">Of the file as it came.</param>
/// <param name="Format">For a person: container, codecs, size.</param>
/// <param name="Encoded">Its pictures were encoded again.</param>
/// <param name="Repairs">Stable codes of what was mended, left out or changed.</param>
/// <param name="Proposals">Guesses at its time, the best first.</param>
[GenerateSerializer, Immutable, Alias("studio.Settlement")]
public sealed record Settlement(
    [property: Id(0)] TimeSpan Duration, [property: Id(1)] string Sha256, [property: Id(2)] string Format, [property: Id(3)] bool Encoded, [property: Id(4)] IReadOnlyList<string> Repairs,
    [property: Id(5)] IReadOnlyList<ImportAlignment> Proposals);

/// <summary>When the first picture was taken.</summary>
/// <param name="Start">Null: what was said was taken back.</param>
/// <param name="How">Stable code of how that was found out.</param>
/// <param name="Error">How far off it may be.</param>
[GenerateSerializer, Immutable, Alias("studio.ImportAlignment")]
public sealed record ImportAlignment(
    [property: Id(0)] DateTimeOffset? Start, [property: Id(1)] string How, [property: Id(2)] TimeSpan Error, [property: Id(3)] string By, [property: Id(4)] DateTimeOffset At);

/// <summary>Put it there.</summary>
/// <param name="How">By hand, or the code of the proposal that was taken.</param>
[GenerateSerializer, Immutable, Alias("studio.AlignCommand")]
public sealed record AlignCommand([property: Id(0)] DateTimeOffset Start, [property: Id(1)] string How, [property: Id(2)] TimeSpan Error);

/// <summary>Where an import stands.</summary>
public enum ImportState
{
    /// <summary>Its bytes are coming.</summary>
    Uploading,

    /// <summary>It is there, and nobody said to which session it belongs.</summary>
    NeedsSession,

    /// <summary>It is there and waits for its turn.</summary>
    Queued,

    /// <summary>It is looked at.</summary>
    Examining,

    /// <summary>It is copied into segments.</summary>
    Copying,

    /// <summary>It is encoded again into segments.</summary>
    Encoding,

    /// <summary>What was made is decoded.</summary>
    Checking,

    /// <summary>It lies in its session's folder.</summary>
    Ready,

    /// <summary>It is no good; its file is gone.</summary>
    Refused,

    /// <summary>It failed and can be tried again.</summary>
    Failed,

    /// <summary>Somebody stopped it; its file is gone.</summary>
    Cancelled,
}

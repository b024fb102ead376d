using System.Globalization;
using Studio.Grains.Commit;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Imports;

/// <summary>The state of an import (schema 1) and the pure decisions on it.</summary>
[GenerateSerializer, Alias("studio.ImportJob")]
public sealed record ImportJob
{
    /// <summary>Codes of alignments that no file proposed: by hand; the one before was taken back.</summary>
    public const string ByHand = "hand", TakenBack = "taken-back";

    private const int MostAlignments = 200;
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LargestError = TimeSpan.FromDays(2);

    /// <summary>Version of this layout in the store.</summary>
    [Id(0)] public int Schema { get; init; } = 1;

    /// <summary>The import; null: there is none.</summary>
    [Id(1)] public Import? Import { get; init; }

    /// <summary>Commands that were done.</summary>
    [Id(2)] public OperationLog<Import> Operations { get; init; } = new();

    /// <summary>Whether a worker may work on it.</summary>
    public bool Open => Import is { State: ImportState.Queued or ImportState.Examining or ImportState.Copying or ImportState.Encoding or ImportState.Checking };

    /// <summary>Whether its file is still there, or coming.</summary>
    public bool Unfinished => Open || Import is { State: ImportState.Uploading or ImportState.NeedsSession or ImportState.Failed };

    /// <summary>Nothing → Uploading.</summary>
    public static Outcome<ImportJob> Create(ImportJob job, ImportRequest request, DateTimeOffset now)
    {
        var check = new Check();
        ImportRequest clean = request with { Name = check.Text("name", request.Name, 120) };
        check.Range("bytes", request.Bytes, 0, long.MaxValue);
        if (check.Refusal is { } wrong) return wrong;
        if (job.Import is { } there) return there.Request == clean || there.Request == clean with { SessionId = there.Request.SessionId } ? job : new Refusal(RefusalCodes.OperationConflict);
        return job with { Import = new Import(clean, now, ImportState.Uploading) };
    }

    /// <summary>Uploading → Queued, or NeedsSession.</summary>
    public static ImportJob Received(ImportJob job) => job.Import is { State: ImportState.Uploading } import
        ? job with { Import = import with { State = import.Request.SessionId is null ? ImportState.NeedsSession : ImportState.Queued } }
        : job;

    /// <summary>The work moved on. A step back is a restart.</summary>
    public static ImportJob Progress(ImportJob job, ImportState state, int percent) =>
        job.Open ? job with { Import = job.Import! with { State = state, Percent = Math.Clamp(percent, 0, 100) } } : job;

    /// <summary>Done.</summary>
    public static ImportJob Finish(ImportJob job, Settlement settlement) =>
        job.Open ? job with { Import = job.Import! with { State = ImportState.Ready, Percent = 100, Problem = null, Settlement = settlement } } : job;

    /// <summary>Anything unfinished → Refused.</summary>
    public static ImportJob Refuse(ImportJob job, string code) => job.Unfinished ? job with { Import = job.Import! with { State = ImportState.Refused, Problem = code } } : job;

    /// <summary>Anything that is worked on → Failed.</summary>
    public static ImportJob Fail(ImportJob job, string code) => job.Open ? job with { Import = job.Import! with { State = ImportState.Failed, Problem = code } } : job;

    /// <summary>Anything unfinished → Cancelled.</summary>
    public static Outcome<ImportJob> Cancel(ImportJob job, string operationId) =>
        Once(job, operationId, "cancel", import => job.Unfinished ? import with { State = ImportState.Cancelled, Problem = null } : NotReady(import));

    /// <summary>Failed → Queued.</summary>
    public static Outcome<ImportJob> Retry(ImportJob job, string operationId) =>
        Once(job, operationId, "retry", import => import.State == ImportState.Failed ? import with { State = ImportState.Queued, Percent = 0, Problem = null } : NotReady(import));

    /// <summary>NeedsSession → Queued.</summary>
    public static Outcome<ImportJob> Assign(ImportJob job, string operationId, string sessionId) => Once(job, operationId, $"assign {sessionId}", import => import.State == ImportState.NeedsSession
        ? import with { State = ImportState.Queued, Request = import.Request with { SessionId = sessionId } }
        : NotReady(import));

    /// <summary>Puts a finished one at a moment. The session's end is waited for: what viewers of a live session play only grows at its end.</summary>
    public static Outcome<ImportJob> Align(ImportJob job, Stamp stamp, AlignCommand command, SessionPhase phase, DateTimeOffset now) => Once(
        job, stamp.OperationId, string.Create(CultureInfo.InvariantCulture, $"align {command.Start.UtcTicks} {command.How} {command.Error.Ticks}"), import =>
        {
            var check = new Check();
            check.Range("start", command.Start, Earliest, now + TimeSpan.FromDays(1));
            check.Range("error", command.Error, TimeSpan.Zero, LargestError);
            if (command.How != ByHand && import.Settlement?.Proposals.Any(proposal => proposal.How == command.How) != true) check.Add("how", FieldErrors.Invalid);
            if (check.Refusal is { } wrong) return wrong;
            if (import.State != ImportState.Ready || import.Alignments is { Count: >= MostAlignments }) return NotReady(import);
            if (phase != SessionPhase.Ended) return new Refusal(RefusalCodes.ImportSessionRuns);
            return import with { Alignments = [.. import.Alignments ?? [], new ImportAlignment(command.Start.ToUniversalTime(), command.How, command.Error, stamp.By, now)] };
        });

    /// <summary>What was said before the last alignment holds again.</summary>
    public static Outcome<ImportJob> Undo(ImportJob job, Stamp stamp, DateTimeOffset now) => Once(job, stamp.OperationId, "undo", import => Before(import) is { } before
        ? import with { Alignments = [.. import.Alignments!, before with { By = stamp.By, At = now }] }
        : new Refusal(RefusalCodes.NothingToUndo));

    // Pairs of "said" and "taken back" cancel each other: what is left at the end of the walk is what an undo brings back.
    private static ImportAlignment? Before(Import import)
    {
        Stack<ImportAlignment> said = new();
        foreach (ImportAlignment alignment in import.Alignments ?? [])
        {
            if (alignment.How.EndsWith(TakenBack, StringComparison.Ordinal)) _ = said.TryPop(out _);
            else said.Push(alignment);
        }
        if (!said.TryPop(out _)) return null;
        return said.TryPeek(out ImportAlignment? earlier) ? earlier with { How = $"{earlier.How} {TakenBack}" } : new ImportAlignment(null, TakenBack, TimeSpan.Zero, "", default);
    }

    private static Refusal NotReady(Import import) => Refusal.With(RefusalCodes.ImportNotReady, "state", import.State.ToString());

    private static Outcome<ImportJob> Once(ImportJob job, string operationId, string body, Func<Import, Outcome<Import>> change)
    {
        if (job.Import is not { } import) return new Refusal(RefusalCodes.NotFound);
        if (job.Operations.Find(operationId) is { } done) return string.Equals(done.Body, body, StringComparison.Ordinal) ? job : new Refusal(RefusalCodes.OperationConflict);
        Outcome<Import> after = change(import);
        // What is remembered for a repeat needs no history of its own: the answer is what holds now.
        return after.Refusal is { } refusal ? refusal : job with { Import = after.Value, Operations = job.Operations.With(operationId, body, after.Value with { Alignments = null, Settlement = null }) };
    }
}

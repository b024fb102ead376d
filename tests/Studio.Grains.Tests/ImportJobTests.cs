using Studio.Grains.Imports;
using Studio.Grains.Live;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>What may be done to an import, and what an undo brings back.</summary>
public sealed class ImportJobTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 8, 0, 0, TimeSpan.Zero), Day = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private static readonly ImportRequest Request = new("i_1", "s_1", "film.mp4", 100, "", "editor", FromFolder: false);
    private static readonly Settlement Settled = new(TimeSpan.FromHours(1), "ab", "mov", Encoded: false, [], [new ImportAlignment(Day, "recorded-date", TimeSpan.FromSeconds(2), "", Now)]);

    [Fact]
    public void A_repeated_announcement_is_the_same_import_and_another_one_is_refused()
    {
        ImportJob job = New();
        Assert.Same(job, ImportJob.Create(job, Request, Now.AddHours(1)).Value);
        Assert.Equal(RefusalCodes.OperationConflict, ImportJob.Create(job, Request with { Bytes = 101 }, Now).Refusal?.Code);
        Assert.Equal("a b.mp4", ImportJob.Create(new ImportJob(), Request with { Name = " a\t\u202Eb.mp4 " }, Now).Value.Import!.Request.Name);
    }

    [Fact]
    public void One_without_a_session_waits_for_it()
    {
        ImportJob job = ImportJob.Received(ImportJob.Create(new ImportJob(), Request with { SessionId = null }, Now).Value);
        Assert.Equal((ImportState.NeedsSession, false), (job.Import!.State, job.Open));
        job = ImportJob.Assign(job, "op-assign", "s_2").Value;
        Assert.Equal((ImportState.Queued, "s_2", true), (job.Import!.State, job.Import.Request.SessionId, job.Open));
        Assert.Equal(RefusalCodes.ImportNotReady, ImportJob.Assign(job, "op-again", "s_3").Refusal?.Code);
    }

    [Fact]
    public void What_was_cancelled_stays_so_whatever_its_worker_says()
    {
        ImportJob job = ImportJob.Cancel(ImportJob.Progress(ImportJob.Received(New()), ImportState.Copying, 40), "op-cancel").Value;
        foreach (ImportJob after in (ImportJob[])[ImportJob.Progress(job, ImportState.Checking, 1), ImportJob.Finish(job, Settled), ImportJob.Fail(job, "x"), ImportJob.Refuse(job, "x"), ImportJob.Received(job)]) Assert.Same(job, after);
        Assert.Equal(ImportState.Cancelled, job.Import!.State);
        Assert.Same(job, ImportJob.Cancel(job, "op-cancel").Value);
        Assert.Equal(RefusalCodes.OperationConflict, ImportJob.Retry(job, "op-cancel").Refusal?.Code);
    }

    [Fact]
    public void What_failed_is_tried_again_and_what_was_refused_is_not()
    {
        ImportJob failed = ImportJob.Fail(ImportJob.Received(New()), "disk-full");
        Assert.Equal((ImportState.Queued, null), (ImportJob.Retry(failed, "op-retry").Value.Import!.State, ImportJob.Retry(failed, "op-retry").Value.Import!.Problem));
        Assert.Equal(RefusalCodes.ImportNotReady, ImportJob.Retry(ImportJob.Refuse(ImportJob.Received(New()), "import-damaged"), "op-retry").Refusal?.Code);
    }

    [Fact]
    public void Its_place_is_said_when_it_is_ready_and_the_session_over_and_names_how_it_is_known()
    {
        Assert.Equal(RefusalCodes.ImportNotReady, Align(New(), Day, "hand").Refusal?.Code);
        Assert.Equal(RefusalCodes.ImportSessionRuns, Align(Ready(), Day, "hand", SessionPhase.Live).Refusal?.Code);
        Assert.Equal(RefusalCodes.Validation, Align(Ready(), Day, "magic").Refusal?.Code);
        Assert.Equal(RefusalCodes.Validation, Align(Ready(), Now.AddDays(2), "hand").Refusal?.Code);
        Assert.Equal(("recorded-date", Day, "editor"), Place(Align(Ready(), Day, "recorded-date").Value));
    }

    [Fact]
    public void Each_undo_brings_back_what_was_before_and_nothing_is_forgotten()
    {
        ImportJob job = Align(Align(Align(Ready(), Day, "recorded-date", operation: "op-1").Value, Day.AddMinutes(1), "hand", operation: "op-2").Value, Day.AddMinutes(2), "hand", operation: "op-3").Value;
        job = Undo(job, "op-4");
        Assert.Equal(Day.AddMinutes(1), job.Import!.Alignment!.Start);
        job = Undo(job, "op-5");
        Assert.Equal(Day, job.Import!.Alignment!.Start);
        job = Align(job, Day.AddMinutes(9), "hand", operation: "op-6").Value;
        job = Undo(Undo(job, "op-7"), "op-8");
        Assert.Null(job.Import!.Alignment);
        Assert.Equal(RefusalCodes.NothingToUndo, ImportJob.Undo(job, new Stamp("op-9", "editor"), Now).Refusal?.Code);
        Assert.Equal(8, job.Import.Alignments!.Count);
        // A repeat is done once.
        Assert.Same(job, ImportJob.Undo(job, new Stamp("op-8", "editor"), Now).Value);
    }

    private static ImportJob New() => ImportJob.Create(new ImportJob(), Request, Now).Value;

    private static ImportJob Ready() => ImportJob.Finish(ImportJob.Received(New()), Settled);

    private static ImportJob Undo(ImportJob job, string operation) => ImportJob.Undo(job, new Stamp(operation, "editor"), Now).Value;

    private static (string, DateTimeOffset?, string) Place(ImportJob job) => (job.Import!.Alignment!.How, job.Import.Alignment.Start, job.Import.Alignment.By);

    private static Outcome<ImportJob> Align(ImportJob job, DateTimeOffset start, string how, SessionPhase phase = SessionPhase.Ended, string operation = "op-align") =>
        ImportJob.Align(job, new Stamp(operation, "editor"), new AlignCommand(start, how, TimeSpan.FromSeconds(1)), phase, Now);
}

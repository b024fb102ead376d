using Studio.Api.Edge;
using Studio.Grains.Keeping;
using Studio.Grains.Live;

namespace Studio.Api.Keeping;

/// <summary>All sessions that have something to keep, newest first, and the disk that they are on.</summary>
internal sealed record KeepingList(IReadOnlyList<KeptSessionDto> Sessions, DiskDto Disk);

/// <summary>One session, and what managers did about it, newest first.</summary>
internal sealed record KeepingDetail(KeptSessionDto Session, IReadOnlyList<KeepingAct> Acts);

/// <summary>How a session is kept.</summary>
/// <param name="RecordingBytes">What is sealed of its recording; while it runs some seconds behind. After a deletion what there was.</param>
/// <param name="Files">Sealed files: the number of the manifest's last line.</param>
/// <param name="Chain">The chain of that line: whoever notes it down can tell later whether anything before it was changed.</param>
/// <param name="Closed">Whether everything is sealed, the evidence too.</param>
/// <param name="Problem">Stable code of what keeps it from being sealed, moved or deleted.</param>
internal sealed record KeptSessionDto(
    string Id, string Title, SessionPhase Phase, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, long RecordingBytes, long ClipBytes, KeepingState State, int Years,
    DateTimeOffset? KeptUntil, SignedReason? Hold, SignedReason? Asked, SignedReason? Confirmed, DateTimeOffset? DeletedAt, bool Cold, long Files, string Chain, bool Closed, string? Problem)
{
    public static KeptSessionDto Of(SessionView session, KeepingView kept, long clips, string? problem) => new(
        session.Id, session.Title, session.Phase, session.StartedAt, session.EndedAt, kept.Head.Bytes, clips, kept.State, kept.Years, kept.KeptUntil, kept.Hold, kept.Asked,
        kept.Confirmed, kept.DeletedAt, kept.Cold, kept.Head.Number, kept.Head.Chain, kept.Head.Closed, problem);
}

/// <summary>How full it is.</summary>
/// <param name="ColdFreeBytes">Null: there is no cold disk.</param>
/// <param name="DaysLeft">Days until the disk is full if the days to come are as the last fourteen were; null: nothing was recorded lately.</param>
internal sealed record DiskDto(long RecordingBytes, long ClipBytes, long FreeBytes, long? ColdFreeBytes, double? DaysLeft);

/// <summary>Keep it longer.</summary>
internal sealed record KeepLongerBody(string OperationId, int Years) : IOperation;

/// <summary>Set or lift a legal hold, or ask for a deletion.</summary>
internal sealed record ReasonBody(string OperationId, string Why) : IOperation;

/// <summary>The second step of a deletion; the title where the first was one's own.</summary>
internal sealed record ConfirmBody(string OperationId, string? Title = null) : IOperation;

/// <summary>Do not delete it after all.</summary>
internal sealed record TakeBackBody(string OperationId) : IOperation;

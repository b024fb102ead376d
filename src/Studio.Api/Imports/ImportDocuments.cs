using Studio.Api.Edge;
using Studio.Grains.Imports;

namespace Studio.Api.Imports;

/// <summary>All imports, newest first, and what may come in.</summary>
/// <param name="MostBytes">The largest file that is taken.</param>
/// <param name="Folder">Whether a folder is watched.</param>
internal sealed record ImportList(IReadOnlyList<ImportDto> Imports, long MostBytes, bool Folder);

/// <summary>An import as it stands.</summary>
/// <param name="SessionTitle">Null: no session was chosen yet.</param>
/// <param name="Mark">By which the sender's page knows the same file again.</param>
/// <param name="Mine">Whether the caller may send, stop or send on.</param>
/// <param name="ReceivedBytes">How much of it is there.</param>
/// <param name="Percent">0–100 of its state.</param>
/// <param name="Problem">Stable code.</param>
/// <param name="Repairs">Stable codes of what was mended, left out or changed.</param>
/// <param name="Alignment">Where it lies in the day; null: nowhere yet.</param>
/// <param name="CanUndo">Whether there is an alignment that can be taken back.</param>
internal sealed record ImportDto(
    string Id, string? SessionId, string? SessionTitle, string Name, long Bytes, string Mark, string By, bool FromFolder, bool Mine, DateTimeOffset At, ImportState State, long ReceivedBytes, int Percent, string? Problem,
    double? DurationSeconds, string? Format, bool Encoded, IReadOnlyList<string> Repairs, IReadOnlyList<ProposalDto> Proposals, ProposalDto? Alignment, bool CanUndo)
{
    public static ImportDto Of(Import import, string? title, bool mine, long received) => new(
        import.Request.ImportId, import.Request.SessionId, title, import.Request.Name, import.Request.Bytes, import.Request.Mark, import.Request.By, import.Request.FromFolder, mine, import.At, import.State, received, import.Percent, import.Problem,
        import.Settlement?.Duration.TotalSeconds, import.Settlement?.Format, import.Settlement?.Encoded ?? false, import.Settlement?.Repairs ?? [],
        [.. (import.Settlement?.Proposals ?? []).Select(ProposalDto.Of).OfType<ProposalDto>()], import.Alignment is { } now ? ProposalDto.Of(now) : null, import.Alignment is not null);
}

/// <summary>When the first picture was taken.</summary>
/// <param name="How">Stable code of how that is known.</param>
/// <param name="ErrorSeconds">How far off it may be.</param>
/// <param name="By">Who said so; empty for a proposal.</param>
internal sealed record ProposalDto(DateTimeOffset Start, string How, double ErrorSeconds, string By)
{
    public static ProposalDto? Of(ImportAlignment alignment) => alignment.Start is { } start ? new ProposalDto(start, alignment.How.Split(' ')[0], alignment.Error.TotalSeconds, alignment.By) : null;
}

/// <summary>Announce an upload.</summary>
/// <param name="Name">The file's name, without a path.</param>
/// <param name="Mark">By which the sender's page knows the same file again; may be empty.</param>
internal sealed record AnnounceImport(string OperationId, string SessionId, string Name, long Bytes, string Mark) : IOperation;

/// <summary>Stop an import, try it again, or take its alignment back.</summary>
internal sealed record ChangeImport(string OperationId) : IOperation;

/// <summary>Say to which session an import belongs.</summary>
internal sealed record AssignImport(string OperationId, string SessionId) : IOperation;

/// <summary>Say when its first picture was taken.</summary>
/// <param name="How"><c>hand</c>, or the code of the proposal that was taken.</param>
/// <param name="ErrorSeconds">How far off it may be.</param>
internal sealed record AlignImport(string OperationId, DateTimeOffset Start, string How, double ErrorSeconds) : IOperation;

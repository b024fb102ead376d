using MediaPipeline.Importing;

namespace Studio.Api.Imports;

/// <summary>
/// Finds out when the first picture of an imported recording was taken. All that are registered are asked while a file is settled; one that fails or finds nothing proposes nothing.
/// What they propose is shown to people with how it was found out and how far off it may be; nothing is put in its place by itself.
/// </summary>
internal interface IAlignmentSource
{
    /// <summary>Its proposals, the best first. Each names a stable code that the screen has a sentence for (<c>imports.how.*</c>).</summary>
    Task<IReadOnlyList<StartHint>> ProposeAsync(SettledImport import, CancellationToken cancellation);
}

/// <summary>What a source is given.</summary>
/// <param name="SessionId">To which session it belongs: what was shown there when is in that session's log.</param>
/// <param name="Source">The file as it came: chapters, SEI messages and the like are in it only.</param>
/// <param name="Settled">The folder with init section, segments and playlist. Media time zero is the first picture in it.</param>
internal sealed record SettledImport(string ImportId, string SessionId, string Source, string Settled, ImportFacts Facts, TimeSpan Duration);

/// <summary>What the file itself says of its time.</summary>
internal sealed class FileDates(TimeProvider clock) : IAlignmentSource
{
    public Task<IReadOnlyList<StartHint>> ProposeAsync(SettledImport import, CancellationToken cancellation) =>
        Task.FromResult(StartHints.Of(import.Facts, import.Duration, clock.GetUtcNow()));
}

using System.Globalization;
using System.Text.RegularExpressions;
using MediaPipeline.Imaging;
using MediaPipeline.Processes;
using MediaPipeline.Recordings;

namespace MediaPipeline.Stories;

/// <summary>
/// Makes the story of a recording, a batch of closed segments at a time. Every step may be killed anywhere: the next one begins with what the index says. It
/// reads the recording and never writes to it.
/// </summary>
/// <param name="root">The recording's folder.</param>
/// <param name="story">Where the story lies.</param>
public sealed partial class StoryMaker(string root, string story)
{
    private readonly StoryFolder _folder = new(story);

    /// <summary>Looks at the next batch.</summary>
    /// <param name="over">Nothing more will be recorded.</param>
    public async Task<StoryStep> StepAsync(RecordingTimeline timeline, bool over, DateTimeOffset now, CancellationToken cancellation)
    {
        // Before the folder is made: most looks find nothing to do.
        StoryIndex? known = await _folder.ReadAsync(cancellation);
        if (Due(timeline, known, over, now) is null) return StoryStep.Nothing;
        using FileStream? mine = _folder.TryLock();
        if (mine is null) return StoryStep.Nothing;
        known = await _folder.ReadAsync(cancellation);
        if (Due(timeline, known, over, now) is not { } batch) return StoryStep.Nothing;
        (int width, int height) = known is null ? TileOf(batch.Part.Format) : (known.Width, known.Height);
        StoryIndex index = known ?? new StoryIndex(width, height, []);
        string work = _folder.FreshWork();
        try
        {
            IReadOnlyList<(string? Tile, byte[] Levels)>? read = await StoryReader.ReadAsync(batch, root, work, width, height, cancellation);
            if (read?.All(one => one.Tile is not null) != true && batch is not { Segments.Count: 1, Before: null, After: null })
            {
                // One of them cannot be read, and what follows it in the same run neither: the next one by itself.
                batch = batch with { Segments = [batch.Segments[0]], Before = null, After = null };
                work = _folder.FreshWork();
                read = await StoryReader.ReadAsync(batch, root, work, width, height, cancellation);
            }
            read ??= [.. batch.Segments.Select(segment => ((string?)null, new byte[StoryForm.PairsOf(segment.Duration) * 2]))];
            await KeepAsync(index, batch, read, cancellation);
            return new StoryStep(batch.Segments.Count, batch.Segments.Aggregate(TimeSpan.Zero, (sum, segment) => sum + segment.Duration));
        }
        finally
        {
            if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
        }
    }

    private static StoryBatch? Due(RecordingTimeline timeline, StoryIndex? index, bool over, DateTimeOffset now) =>
        StoryPlan.Next(timeline, (index?.Entries ?? []).Select(entry => entry.File).ToHashSet(), over, now);

    private async Task KeepAsync(StoryIndex index, StoryBatch batch, IReadOnlyList<(string? Tile, byte[] Levels)> read, CancellationToken cancellation)
    {
        int first = index.Entries.Count, next = first + batch.Segments.Count;
        for (int at = 0; at < read.Count; at++)
        {
            if (read[at].Tile is not { } tile) continue;
            if ((first + at) % StoryForm.CoarseEvery == 0) File.Copy(tile, _folder.OpenTile(coarse: true, (first + at) / StoryForm.CoarseEvery), overwrite: true);
            File.Move(tile, _folder.OpenTile(coarse: false, first + at), overwrite: true);
        }
        await _folder.AppendAsync(StoryFolder.Peaks, index.Pairs * 2, read.SelectMany(one => one.Levels).ToArray(), cancellation);
        await _folder.AppendAsync(StoryFolder.Overview, first * 2L, read.SelectMany(one => Levels.Whole(one.Levels)).ToArray(), cancellation);
        await SheetsAsync(index, coarse: false, first, next, cancellation);
        (int coarseFirst, int coarseNext) = (Coarse(first), Coarse(next));
        if (coarseNext > coarseFirst) await SheetsAsync(index, coarse: true, coarseFirst, coarseNext, cancellation);
        await _folder.CommitAsync(index, [.. batch.Segments.Select((segment, at) => new StoryEntry(segment.File, segment.Duration, read[at].Tile is not null))]);
        Tidy(coarse: false, first, next);
        Tidy(coarse: true, coarseFirst, coarseNext);
    }

    private static int Coarse(int tiles) => (tiles + StoryForm.CoarseEvery - 1) / StoryForm.CoarseEvery;

    private async Task SheetsAsync(StoryIndex index, bool coarse, int first, int next, CancellationToken cancellation)
    {
        for (int sheet = first / StoryForm.TilesPerSheet; sheet * StoryForm.TilesPerSheet < next; sheet++)
        {
            string name = StoryFolder.Sheet(coarse, sheet);
            List<(int, byte[])> tiles = [];
            for (int tile = sheet * StoryForm.TilesPerSheet; tile < Math.Min(next, (sheet + 1) * StoryForm.TilesPerSheet); tile++)
            {
                if (File.Exists(_folder.OpenTile(coarse, tile))) tiles.Add((tile % StoryForm.TilesPerSheet, await File.ReadAllBytesAsync(_folder.OpenTile(coarse, tile), cancellation)));
            }
            byte[]? before = first > sheet * StoryForm.TilesPerSheet && File.Exists(_folder.PathOf(name)) ? await File.ReadAllBytesAsync(_folder.PathOf(name), cancellation) : null;
            byte[] drawn = await BackgroundWork.RunAsync(() => TileSheet.Draw(before, tiles, index.Width, index.Height, StoryForm.Columns, StoryForm.Rows), cancellation);
            await _folder.ReplaceAsync(name, drawn, cancellation);
        }
    }

    // A full sheet is not drawn again.
    private void Tidy(bool coarse, int first, int next)
    {
        int whole = next / StoryForm.TilesPerSheet * StoryForm.TilesPerSheet;
        for (int tile = first / StoryForm.TilesPerSheet * StoryForm.TilesPerSheet; tile < whole; tile++) File.Delete(_folder.OpenTile(coarse, tile));
    }

    private static (int Width, int Height) TileOf(string format) => Size().Match(format) is { Success: true } size
        ? StoryForm.TileOf(int.Parse(size.Groups["width"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(size.Groups["height"].ValueSpan, CultureInfo.InvariantCulture))
        : StoryForm.TileOf(0, 0);

    [GeneratedRegex(@"^(?:avc|hvc|hev)\d (?<width>[0-9]{1,5})x(?<height>[0-9]{1,5})", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Size();
}

/// <summary>What a look came to.</summary>
public sealed record StoryStep(int Segments, TimeSpan Length)
{
    /// <summary>Nothing was due, or somebody else is at it.</summary>
    public static StoryStep Nothing { get; } = new(0, TimeSpan.Zero);
}

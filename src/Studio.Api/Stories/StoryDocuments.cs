using MediaPipeline.Recordings;
using MediaPipeline.Stories;

namespace Studio.Api.Stories;

/// <summary>Small pictures and the waveform of a recording; both grow with it. Files are under <c>/media/sessions/{id}/story/</c>.</summary>
/// <param name="Tile">Null: nothing has been looked at yet.</param>
/// <param name="Tiles">How many there are. Tile n is on sheet n / tiles per sheet, row by row; it shows the first picture of its segment.</param>
/// <param name="PairMs">Each pair of signed bytes in <c>peaks.bin</c> stands for so much sound; a segment has its length divided by this, rounded up. <c>overview.bin</c> has one pair per tile.</param>
/// <param name="Stretches">In their order; between two of them nothing was recorded, or it has not been looked at.</param>
/// <param name="Gaps">Where nothing was recorded.</param>
/// <param name="Complete">All of the recording that there is has been looked at.</param>
internal sealed record StoryDto(
    TileDto? Tile, int Tiles, int PairMs, IReadOnlyList<StretchDto> Stretches, IReadOnlyList<StoryGapDto> Gaps, DateTimeOffset From, DateTimeOffset To, bool Complete)
{
    /// <param name="timeline">What is recorded: it says when each segment was.</param>
    public static StoryDto Of(StoryIndex? index, RecordingTimeline timeline)
    {
        Dictionary<SegmentFile, int> tiles = (index?.Entries ?? []).Index().ToDictionary(entry => entry.Item.File, entry => entry.Index);
        // The pairs before each tile.
        long[] pairs = new long[tiles.Count + 1];
        foreach ((int at, StoryEntry entry) in (index?.Entries ?? []).Index()) pairs[at + 1] = pairs[at] + StoryForm.PairsOf(entry.Duration);
        List<StretchDto> stretches = [];
        foreach (RecordingPart part in timeline.Parts)
        {
            int? before = null;
            List<int> lengths = [];
            foreach (Segment segment in part.Segments)
            {
                int? tile = tiles.TryGetValue(segment.File, out int found) ? found : null;
                if (tile is { } number && before != number - 1) stretches.Add(new StretchDto(segment.WallStart.ToUnixTimeMilliseconds(), number, pairs[number], lengths = []));
                if (tile is not null) lengths.Add((int)Math.Round(segment.Duration.TotalMilliseconds));
                before = tile;
            }
        }
        return new StoryDto(
            index is null ? null : new TileDto(index.Width, index.Height, StoryForm.Columns, StoryForm.Rows, StoryForm.CoarseEvery), tiles.Count, (int)StoryForm.Pair.TotalMilliseconds, stretches,
            [.. timeline.Gaps.Select(gap => new StoryGapDto(gap.From.ToUnixTimeMilliseconds(), gap.To.ToUnixTimeMilliseconds()))], timeline.Start, timeline.End,
            timeline.Parts.All(part => part.Segments.All(segment => tiles.ContainsKey(segment.File))));
    }
}

/// <summary>The sheets: <c>fine-0000.jpg</c> … hold every tile, <c>coarse-0000.jpg</c> … every n-th.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="CoarseEvery">Tile m of a coarse sheet is tile m · n.</param>
internal sealed record TileDto(int Width, int Height, int Columns, int Rows, int CoarseEvery);

/// <summary>Segments that follow each other without a hole.</summary>
/// <param name="At">When the first one began, in milliseconds since 1970.</param>
/// <param name="First">The tile of the first one; the others follow.</param>
/// <param name="FirstPair">Where its sound begins in <c>peaks.bin</c>, in pairs.</param>
/// <param name="Lengths">In milliseconds.</param>
internal sealed record StretchDto(long At, int First, long FirstPair, IReadOnlyList<int> Lengths);

/// <summary>From when to when nothing was recorded, in milliseconds since 1970.</summary>
internal sealed record StoryGapDto(long From, long To);

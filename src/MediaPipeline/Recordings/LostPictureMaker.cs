using System.Globalization;
using MediaPipeline.Processes;

namespace MediaPipeline.Recordings;

/// <summary>
/// Makes parts of a recording out of what the ingest server kept and no segment holds: a recorder that was killed had an open segment,
/// and the next one began at a later key picture. It may be ended at any time and be asked again: a part gets its name when it is whole.
/// </summary>
/// <param name="root">The recording's folder.</param>
public sealed class LostPictureMaker(string root, TailFolder tail)
{
    private const string Unfinished = ".tail-";
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(0.5), Before = TimeSpan.FromSeconds(5), LeastAtBegin = TimeSpan.FromSeconds(2.05);
    private readonly RecordingFolder _folder = new(root);

    /// <summary>Makes what is missing between the parts, and behind the last one when the feed is over. Answers the length of what was found.</summary>
    /// <exception cref="IOException">It cannot be written; the disk may be full.</exception>
    public async Task<TimeSpan> MakeAsync(string feed, bool over, CancellationToken cancellation)
    {
        foreach (string leftOver in Directory.Exists(root) ? Directory.GetDirectories(root, Unfinished + "*") : []) Directory.Delete(leftOver, recursive: true);
        IReadOnlyList<KeptGroup> kept = tail.Read(feed);
        TimeSpan found = TimeSpan.Zero;
        if (kept.Count > 0)
        {
            RecordingTimeline timeline = await WholeAsync(kept[0].Began - Before, cancellation);
            for (int index = 0; index <= timeline.Parts.Count; index++)
            {
                RecordingPart? last = index > 0 ? timeline.Parts[index - 1] : null, next = index < timeline.Parts.Count ? timeline.Parts[index] : null;
                // Behind the last part the feed goes on. A hole inside of one part has no name for what would fill it.
                if ((next is null && !over) || (next is not null && (next.Start < kept[0].Began - Before || next.Init.Part == last?.Init.Part))) continue;
                found += await FillAsync(kept, last, next, cancellation);
            }
        }
        _folder.Settle();
        return found;
    }

    /// <summary>The recording without the segments that a full disk cut short: they were the last of their part, and what they should hold was kept.</summary>
    private async Task<RecordingTimeline> WholeAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        RecordingTimeline timeline = await _folder.ReadTimelineAsync(unsettled: true, cancellation);
        // The last part may be one that is being written; its segments get their names when they are whole.
        foreach (Segment last in timeline.Parts.Where(part => part.End > since).Select(part => part.Segments[^1]).ToArray())
        {
            string file = Path.Combine(root, last.File.Part, last.File.Name);
            if (!await FirstPicture.IsWholeAsync(file, cancellation)) RecordingFolder.Remove(file);
        }
        return await _folder.ReadTimelineAsync(unsettled: true, cancellation);
    }

    private async Task<TimeSpan> FillAsync(IReadOnlyList<KeptGroup> kept, RecordingPart? last, RecordingPart? next, CancellationToken cancellation)
    {
        HeldEdge? from = last is null ? null : await EdgeAsync(last.Segments[^1], cancellation), to = next is null ? null : await EdgeAsync(next.Segments[0], cancellation);
        TimeSpan found = TimeSpan.Zero;
        IReadOnlyList<IReadOnlyList<KeptGroup>> runs = LostPictures.Between(kept, from, to);
        // The first pictures of a feed that came before the recorder did are not worth a discontinuity in every recording.
        if (last is null && next is not null && Length(runs.SelectMany(run => run)) < LeastAtBegin) return found;
        DateTimeOffset? end = last?.End;
        foreach (IReadOnlyList<KeptGroup> run in runs)
        {
            DateTimeOffset start = end is { } before && (run[0].Began - before).Duration() < Near ? before : run[0].Began;
            await MakePartAsync(run, start, _folder.NextTailFolder(last?.Init.Part), cancellation);
            end = start + Length(run);
            found += Length(run);
        }
        return found;
    }

    private async Task<HeldEdge> EdgeAsync(Segment segment, CancellationToken cancellation) =>
        new(await FirstPicture.KeyAsync(Path.Combine(root, segment.File.Part, segment.File.Name), cancellation), segment.WallStart, segment.Duration);

    private static TimeSpan Length(IEnumerable<KeptGroup> groups) => groups.Aggregate(TimeSpan.Zero, (sum, group) => sum + group.Duration);

    private async Task MakePartAsync(IReadOnlyList<KeptGroup> run, DateTimeOffset start, string final, CancellationToken cancellation)
    {
        string work = Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"{Unfinished}{Guid.NewGuid():n}"));
        Directory.CreateDirectory(work);
        try
        {
            string joined = Path.Combine(work, "joined.flv");
            await using (FileStream target = File.Create(joined)) Join(run, target);
            FfmpegOutcome outcome = await FfmpegRunner.RunAsync(
                new FfmpegJob(["-protocol_whitelist", "file", "-i", $"file:{joined}", "-map", "0:v:0", "-map", "0:a:0?", "-c", "copy", .. RecorderArguments.Output(work)]) { WorkingDirectory = work }, null, cancellation);
            if (outcome is not FfmpegOutcome.Success) throw new IOException($"What was kept could not be made a part: {(outcome is FfmpegOutcome.Failed failed ? string.Join(" | ", failed.LastLines) : outcome)}");
            File.Delete(joined);
            await DateAsync(work, start, cancellation);
            await File.WriteAllTextAsync(Path.Combine(work, RecordingFolder.Cause), GapCauses.Kept, cancellation);
            Directory.Move(work, final);
        }
        finally
        {
            if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
        }
    }

    private static void Join(IReadOnlyList<KeptGroup> run, FileStream target)
    {
        FlvFile.WriteBegin(target, run.Any(group => group.SoundHeader is not null));
        TimeSpan begin = TimeSpan.Zero;
        foreach (KeptGroup group in run)
        {
            using FileStream source = new(group.File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (group == run[0])
            {
                if (group.SoundHeader is { } sound) FlvFile.Write(target, FlvKind.SoundHeader, begin, FlvFile.Data(source, sound));
                if (group.PictureHeader is { } picture) FlvFile.Write(target, FlvKind.PictureHeader, begin, FlvFile.Data(source, picture));
            }
            foreach (FlvTag tag in group.Tags) FlvFile.Write(target, tag.Kind, begin + (tag.Time - group.Tags[0].Time), FlvFile.Data(source, tag));
            begin += group.Duration;
        }
    }

    // A segment's time of day is read from its file (RecordingFolder), here as if it had been closed when its last picture came.
    private static async Task DateAsync(string part, DateTimeOffset start, CancellationToken cancellation)
    {
        TimeSpan end = TimeSpan.Zero;
        foreach (PlaylistEntry entry in PlaylistEntry.Parse(await File.ReadAllTextAsync(Path.Combine(part, RecordingFolder.Playlist), cancellation)))
        {
            end += entry.Duration;
            File.SetLastWriteTimeUtc(Path.Combine(part, entry.Name), (start + end).UtcDateTime);
        }
    }
}

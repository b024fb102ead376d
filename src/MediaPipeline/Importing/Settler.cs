using System.Globalization;
using MediaPipeline.Processes;
using MediaPipeline.Recordings;

namespace MediaPipeline.Importing;

/// <summary>What settling came to.</summary>
public abstract record SettleOutcome
{
    /// <summary>The folder is whole: it was decoded strictly, from its first picture to its last.</summary>
    public sealed record Settled(TimeSpan Duration, SettlePlan Plan) : SettleOutcome;

    /// <summary>Nothing can be made of it. A code of <see cref="ImportCodes"/>.</summary>
    public sealed record Refused(string Code, string Details) : SettleOutcome;

    /// <summary>It failed for a reason that is not in the file: disk-full or <see cref="ImportCodes.Failed"/>.</summary>
    public sealed record Failed(string Code, string Details) : SettleOutcome;

    /// <summary>The caller wished it to end.</summary>
    public sealed record Cancelled : SettleOutcome;
}

/// <summary>What the settling is at.</summary>
public enum SettleStep
{
    /// <summary>Packets are copied.</summary>
    Copying,

    /// <summary>Pictures are encoded again.</summary>
    Encoding,

    /// <summary>What was made is decoded.</summary>
    Checking,
}

/// <summary>How far it is: 0–1 of its step.</summary>
public readonly record struct SettleProgress(SettleStep Step, double Share);

/// <summary>Makes a recording of the house out of one from elsewhere: segments of fragmented MP4 with their init section and playlist.</summary>
public sealed class Settler(ImportLimits limits)
{
    private const long LeastFree = 4L << 20;
    private static readonly TimeSpan Stall = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Fills <paramref name="folder"/>, which does not exist yet. When the answer is not "settled", it is gone again. Copies where it can; what was copied and cannot be decoded
    /// without an error is encoded again, once.
    /// </summary>
    public async Task<SettleOutcome> SettleAsync(string source, string folder, ImportFacts facts, ScanFacts scan, IProgress<SettleProgress>? progress, CancellationToken cancellation)
    {
        SettlePlan plan = SettlePlanner.Plan(facts, scan);
        SettleOutcome outcome = Blame(await TryAsync(source, folder, facts, scan, plan, progress, cancellation), folder);
        if (outcome is SettleOutcome.Refused && plan.CopyPictures)
        {
            Remove(folder);
            plan = SettlePlanner.Plan(facts, scan, damaged: true);
            outcome = Blame(await TryAsync(source, folder, facts, scan, plan, progress, cancellation), folder);
        }
        if (outcome is not SettleOutcome.Settled) Remove(folder);
        return outcome;
    }

    private async Task<SettleOutcome> TryAsync(string source, string folder, ImportFacts facts, ScanFacts scan, SettlePlan plan, IProgress<SettleProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(folder);
            FfmpegOutcome made = await FfmpegRunner.RunAsync(
                new FfmpegJob(
                    [
                        .. ImportProbe.Input(source, facts.Reader, limits), .. SettlePlanner.Arguments(plan, facts),
                        "-t", ((int)limits.Duration.TotalSeconds).ToString(CultureInfo.InvariantCulture), .. RecorderArguments.Output(folder),
                    ],
                    scan.Duration, Stall, TotalLimit(scan))
                { WorkingDirectory = folder },
                new Share(progress, plan.CopyPictures ? SettleStep.Copying : SettleStep.Encoding), cancellation);
            if (Problem(made) is { } problem) return problem;
            IReadOnlyList<PlaylistEntry> entries = await EntriesAsync(folder, cancellation);
            if (entries.Count == 0) return new SettleOutcome.Refused(ImportCodes.Damaged, "Nothing came out of it.");
            TimeSpan duration = entries.Aggregate(TimeSpan.Zero, (sum, entry) => sum + entry.Duration);
            // A strict run: what clips are cut from must have no broken packet.
            FfmpegOutcome decoded = await FfmpegRunner.RunAsync(
                new FfmpegJob(
                    ["-xerror", "-err_detect", "explode", "-protocol_whitelist", "file", "-f", "hls", "-i", $"file:{Path.Combine(folder, RecordingFolder.Playlist)}", "-map", "0:v:0", "-map", "0:a:0?", "-f", "null", "-"],
                    duration, Stall, TotalLimit(scan)),
                new Share(progress, SettleStep.Checking), cancellation);
            return Problem(decoded) ?? new SettleOutcome.Settled(duration, plan);
        }
        catch (IOException full)
        {
            return new SettleOutcome.Failed("disk-full", full.Message);
        }
    }

    // On a full disk ffmpeg's playlist ends up empty, and it says so with exit code 0: what is missing then is none of the file's doing.
    private static SettleOutcome Blame(SettleOutcome outcome, string folder) =>
        outcome is SettleOutcome.Refused refused && new DriveInfo(Path.GetDirectoryName(folder)!).AvailableFreeSpace < LeastFree ? new SettleOutcome.Failed("disk-full", refused.Details) : outcome;

    // Encoding a picture of 1080p takes an old machine a tenth of a second.
    private static TimeSpan TotalLimit(ScanFacts scan) => TimeSpan.FromMinutes(10) + (scan.Duration * 8);

    private static SettleOutcome? Problem(FfmpegOutcome outcome) => outcome switch
    {
        FfmpegOutcome.Success => null,
        FfmpegOutcome.Cancelled => new SettleOutcome.Cancelled(),
        FfmpegOutcome.Failed { Problem: "disk-full" } full => new SettleOutcome.Failed("disk-full", string.Join(" | ", full.LastLines)),
        // Killed from outside, by want of memory for one: the file may be good.
        FfmpegOutcome.Failed { ExitCode: 137 } killed => new SettleOutcome.Failed(ImportCodes.Failed, string.Join(" | ", killed.LastLines)),
        FfmpegOutcome.Failed failed => new SettleOutcome.Refused(ImportCodes.Damaged, string.Join(" | ", failed.LastLines)),
        _ => new SettleOutcome.Failed(ImportCodes.Failed, "It stood still."),
    };

    private static async Task<IReadOnlyList<PlaylistEntry>> EntriesAsync(string folder, CancellationToken cancellation)
    {
        string playlist = Path.Combine(folder, RecordingFolder.Playlist);
        if (!File.Exists(playlist) || await InitSection.FormatAsync(Path.Combine(folder, RecordingFolder.Init), cancellation) is null) return [];
        return PlaylistEntry.Parse(await File.ReadAllTextAsync(playlist, cancellation));
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private sealed class Share(IProgress<SettleProgress>? whole, SettleStep step) : IProgress<FfmpegProgress>
    {
        public void Report(FfmpegProgress value) => whole?.Report(new SettleProgress(step, value.Share ?? 0));
    }
}

using System.Globalization;

namespace MediaPipeline.Recordings;

/// <summary>
/// Looks after a recorder that runs. One init section cannot carry a second size or another sound, and one clock no leap; ffmpeg goes on
/// writing all the same. What it wrote since then is nothing that can be played, so that run has to be killed, and the next one begins
/// another part; what lies between is made of what the ingest server kept (<see cref="LostPictureMaker"/>).
/// </summary>
/// <param name="part">The folder of the run.</param>
public sealed class RunWatch(string part, TailFolder tail, string feed, TimeProvider clock)
{
    // A leap is in the newest segments, and each that is looked at costs a question to the disk.
    private const int ManyComplaints = 10, Recent = 60;
    private int _complaints;
    private DateTimeOffset _since;
    private DateTimeOffset? _wrongSince;
    private FeedHeaders? _accepted;
    private DateTime _looked;
    private (string Text, int Entries) _playlist = ("", 0);

    /// <summary>Codec parameters are not compared.</summary>
    public bool IgnoresParameters { get; init; }

    /// <summary>Whether it has closed a segment.</summary>
    public bool HasSegment { get; private set; }

    /// <summary>A line of the recorder's own words. A frame that is a little late is complained about once, a clock that leapt back with every frame.</summary>
    public void Said(string line)
    {
        if (!line.Contains("Non-monotonous DTS", StringComparison.Ordinal)) return;
        if (Interlocked.Increment(ref _complaints) == 1) _since = clock.GetUtcNow();
    }

    /// <summary>Why the run has to be ended, one of <see cref="GapCauses"/>; null: it is well.</summary>
    public async Task<string?> LookAsync(CancellationToken cancellation)
    {
        HasSegment |= File.Exists(Path.Combine(part, RecordingFolder.Playlist));
        if (Volatile.Read(ref _complaints) >= ManyComplaints) return Cause(GapCauses.ClockJumped, _since);
        if (!HasSegment) return null;
        if (!IgnoresParameters && await ChangedAsync(cancellation) is { } changed) return Cause(GapCauses.ParametersChanged, changed);
        // It says all that was recorded, hours of it: only when it says more than before.
        string playlist = Path.Combine(part, RecordingFolder.Playlist);
        DateTime written = File.GetLastWriteTimeUtc(playlist);
        if (written == _looked) return null;
        string text = await File.ReadAllTextAsync(playlist, cancellation);
        _looked = written;
        IReadOnlyList<PlaylistEntry> entries = PlaylistEntry.Parse(text);
        if (entries.Count > _playlist.Entries) _playlist = (text, entries.Count);
        return SegmentClock.Leaps([.. entries.TakeLast(Recent)], name => SegmentClock.Closed(Path.Combine(part, name))) ? GapCauses.ClockJumped : null;
    }

    /// <summary>On a full disk ffmpeg replaces its playlist by an empty one. With room again, and no recorder on it any more, it gets back what it had.</summary>
    public async Task MendAsync(CancellationToken cancellation)
    {
        string playlist = Path.Combine(part, RecordingFolder.Playlist), mended = playlist + ".mended";
        if (!Directory.Exists(part) || (File.Exists(playlist) && PlaylistEntry.Parse(await File.ReadAllTextAsync(playlist, cancellation)).Count >= _playlist.Entries)) return;
        await File.WriteAllTextAsync(mended, _playlist.Text, cancellation);
        File.Move(mended, playlist, overwrite: true);
    }

    /// <summary>When the first picture came that does not fit the init section; null: all fit.</summary>
    private async Task<DateTimeOffset?> ChangedAsync(CancellationToken cancellation)
    {
        if (tail.NewestHeaders(feed) is not { } newest || newest == _accepted) return null;
        if (await InitSection.FormatAsync(Path.Combine(part, RecordingFolder.Init), cancellation) is not { } format) return null;
        if (Agrees(format, newest))
        {
            _accepted = newest;
            return null;
        }
        return tail.Read(feed).Reverse().TakeWhile(group => !Agrees(format, group.Headers)).Last().Began;
    }

    /// <summary>Removes what was closed since the run went wrong: it cannot be played. What is removed too much is made again of what was kept. The recorder has ended.</summary>
    public void Drop()
    {
        if (_wrongSince is not { } since || tail.NewestHeaders(feed) is null) return;
        foreach (string closed in Directory.GetFiles(part, "seg-*.m4s").Where(file => File.GetLastWriteTimeUtc(file) > since.UtcDateTime)) RecordingFolder.Remove(closed);
    }

    private string Cause(string cause, DateTimeOffset since)
    {
        _wrongSince = since;
        return cause;
    }

    /// <summary>Whether an init section was made of these headers.</summary>
    internal static bool Agrees(string format, FeedHeaders headers) =>
        (headers.Picture is not { Length: > 0 } picture || format.Contains($"avcC:{picture}", StringComparison.Ordinal))
        && (headers.Sound is not { Length: > 0 } sound || format.Contains($"config:{sound}", StringComparison.Ordinal));
}

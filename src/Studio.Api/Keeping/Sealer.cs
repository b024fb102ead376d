using System.Collections.Concurrent;
using System.Globalization;
using MediaPipeline.Keeping;
using Studio.Grains.Keeping;
using Studio.Grains.Live;
using Studio.Grains.Recording;

namespace Studio.Api.Keeping;

/// <summary>Seals the files of one session as they are finished, and its evidence when it is over.</summary>
internal sealed class Sealer(SessionFolders folders, EvidenceLogs logs, IGrainFactory grains, TimeProvider clock)
{
    /// <summary>Codes of what keeps a manifest from growing.</summary>
    public const string Broken = "manifest-broken", Behind = "manifest-behind";

    // One turn: the next session waits no longer than these take to read.
    private const int FilesAtOnce = 200, LinesAtOnce = 1_000;
    private const long BytesAtOnce = 512L << 20;

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _touched = new(StringComparer.Ordinal);

    /// <summary>Seals what is due. What is changed here is on disk, and noted in the store, when this returns.</summary>
    public async Task<SealOutcome> SealAsync(SessionView session, CancellationToken cancellation)
    {
        string folder = folders.FolderOf(session.Id);
        if (!Directory.Exists(folder)) return new SealOutcome(0, AllDone: true, null);
        IKeepingGrain keeping = grains.GetGrain<IKeepingGrain>(session.Id);
        if (await keeping.Get() is not { Confirmed: null } kept) return new SealOutcome(0, AllDone: true, null); // it is about to go
        if (await KnownAsync(session.Id, folder, kept.Head, cancellation) is not { } known) return new SealOutcome(0, AllDone: false, Broken);

        bool over = session is { Phase: SessionPhase.Ended, Feed.State: not FeedState.Live };
        IReadOnlyList<FoundFile> files = SessionFiles.In(folder);
        long bytes = 0;
        List<SealedFile> read = [];
        foreach (FoundFile file in SessionFiles.Due(files, known.Listed, over, clock.GetUtcNow()).Take(FilesAtOnce).TakeWhile(file => (bytes += file.Bytes) <= BytesAtOnce || read.Count == 0))
        {
            if (await SessionFiles.SealAsync(folder, file, cancellation) is { } sealedFile) read.Add(sealedFile);
        }
        int before = known.Listed.Count;
        await AppendAsync(known, session.Id, folder, read, cancellation);
        bool all = over && files.All(file => known.Listed.Contains(file.Name));
        if (all) await SealEvidenceAsync(known, session.Id, folder, cancellation);
        bool noted = await keeping.NoteHead(new KeptHead(known.Manifest.Lines.Count, known.Manifest.HeadOf(session.Id).Chain, known.Bytes, known.Manifest.IsClosed));
        return new SealOutcome(known.Listed.Count - before, all, noted ? null : Behind);
    }

    /// <summary>Something came into the folder of a session that may have been wholly sealed.</summary>
    public void Touch(string sessionId) => _touched[sessionId] = true;

    /// <summary>Whether something did; asked once.</summary>
    public bool WasTouched(string sessionId) => _touched.TryRemove(sessionId, out _);

    /// <summary>Forgets what it knows of a session: its folder moved, or is gone.</summary>
    public void Forget(string sessionId) => _known.TryRemove(sessionId, out _);

    private async Task<Known?> KnownAsync(string sessionId, string folder, KeptHead head, CancellationToken cancellation)
    {
        if (_known.TryGetValue(sessionId, out Known? known)) return known;
        ManifestReading manifest = await ManifestFile.ReadAsync(folder, cancellation);
        // Never build on what somebody changed: the next line would make it look sealed.
        return manifest.ChainFindings(sessionId, new ManifestHead(head.Number, head.Chain)).Any() ? null : _known[sessionId] = new Known(manifest);
    }

    private static async Task AppendAsync(Known known, string sessionId, string folder, List<SealedFile> read, CancellationToken cancellation)
    {
        ManifestHead head = known.Manifest.HeadOf(sessionId);
        List<ManifestLine> lines = [];
        foreach (SealedFile file in read)
        {
            lines.Add(ManifestLine.After(head, file));
            head = lines[^1].Head;
        }
        known.Take(await ManifestFile.AppendAsync(folder, known.Manifest, lines, cancellation), read);
    }

    // Files of evidence are never written again: what the logs gained after the end (holds that ran out, comments that were judged) goes into a further one.
    private async Task SealEvidenceAsync(Known known, string sessionId, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.Combine(folder, SessionFiles.Evidence));
        foreach (string log in EvidenceLogs.Names)
        {
            long from = await NextLineAsync(known, folder, log, cancellation);
            string name = string.Create(CultureInfo.InvariantCulture, $"{SessionFiles.Evidence}{log}-{from:0000000}.jsonl"), unfinished = Path.Combine(folder, name + ".tmp");
            long lines = await WriteAsync(unfinished, sessionId, log, from, cancellation);
            // A session that nobody commented on has no comments to seal; its own log is never empty.
            if (lines == 0)
            {
                File.Delete(unfinished);
                continue;
            }
            File.Move(unfinished, Path.Combine(folder, name), overwrite: true);
            await AppendAsync(known, sessionId, folder, [await SessionFiles.ReadAsync(folder, name, cancellation)], cancellation);
            known.NextLine[log] = from + lines;
        }
    }

    private async Task<long> WriteAsync(string path, string sessionId, string log, long from, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        await using var text = new StreamWriter(file);
        long written = 0;
        for (IReadOnlyList<string> lines; (lines = await logs.LinesAsync(sessionId, log, from + written, LinesAtOnce)).Count > 0; written += lines.Count)
        {
            foreach (string line in lines) await text.WriteAsync($"{line}\n".AsMemory(), cancellation);
        }
        await text.FlushAsync(cancellation);
        file.Flush(flushToDisk: true);
        return written;
    }

    // A file's name says with which line it begins; how many it has is counted once.
    private static async Task<long> NextLineAsync(Known known, string folder, string log, CancellationToken cancellation)
    {
        if (known.NextLine.TryGetValue(log, out long next)) return next;
        string prefix = $"{SessionFiles.Evidence}{log}-";
        string? last = known.Listed.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Max(StringComparer.Ordinal);
        if (last is null) return 0;
        next = long.Parse(Path.GetFileNameWithoutExtension(last).AsSpan(log.Length + 1), CultureInfo.InvariantCulture);
        await foreach (string _ in File.ReadLinesAsync(Path.Combine(folder, last), cancellation)) next++;
        return known.NextLine[log] = next;
    }

    /// <summary>What is remembered of a session's manifest, so that hours of recording are not read again for each segment.</summary>
    private sealed class Known
    {
        public Known(ManifestReading manifest) => Take(manifest, manifest.Lines.Select(line => new SealedFile(line.File, line.Bytes, line.Sha256, line.At)));

        public ManifestReading Manifest { get; private set; } = null!;

        public HashSet<string> Listed { get; } = new(StringComparer.Ordinal);

        public long Bytes { get; private set; }

        public Dictionary<string, long> NextLine { get; } = new(StringComparer.Ordinal);

        public void Take(ManifestReading manifest, IEnumerable<SealedFile> added)
        {
            Manifest = manifest;
            foreach (SealedFile file in added)
            {
                if (Listed.Add(file.Name)) Bytes += file.Bytes;
            }
        }
    }
}

/// <summary>What a turn came to.</summary>
/// <param name="AllDone">Nothing is left to seal until the session's logs grow.</param>
/// <param name="Problem">Stable code of what keeps the manifest from growing.</param>
internal sealed record SealOutcome(int Sealed, bool AllDone, string? Problem);

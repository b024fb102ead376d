namespace MediaPipeline.Keeping;

/// <summary>Compares a session's folder with its manifest, and the manifest with itself and with a head that was noted down elsewhere.</summary>
public static class ManifestVerifier
{
    // FAT and some network shares keep times in steps of two seconds.
    private static readonly TimeSpan CoarseTime = TimeSpan.FromSeconds(2);

    /// <summary>Reads every file. What is being recorded is not in the manifest yet, and is no finding until the manifest is closed.</summary>
    /// <param name="stored">The head that was noted down; null: there is none to compare with.</param>
    /// <param name="progress">Told how many files were read.</param>
    public static async Task<Verification> VerifyAsync(
        string folder, string sessionId, ManifestHead? stored, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ManifestReading manifest = await ManifestFile.ReadAsync(folder, cancellation);
        List<Finding> findings = [.. manifest.ChainFindings(sessionId, stored)];
        long bytes = 0;
        int read = 0;
        foreach (ManifestLine line in manifest.Lines)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await LookAsync(folder, line, cancellation) is { } kind) findings.Add(new Finding(kind, line.File, line.Number));
            bytes += line.Bytes;
            progress?.Report(++read);
        }
        if (manifest.IsClosed)
        {
            HashSet<string> listed = [.. manifest.Lines.Select(line => line.File)];
            findings.AddRange(SessionFiles.In(folder).Where(file => !listed.Contains(file.Name)).Select(file => new Finding(FindingKind.Unlisted, file.Name)));
        }
        return new Verification(manifest.Lines.Count, bytes, manifest.HeadOf(sessionId), manifest.IsClosed, findings);
    }

    private static async Task<FindingKind?> LookAsync(string folder, ManifestLine line, CancellationToken cancellation)
    {
        if (!SessionFiles.IsSafe(line.File)) return FindingKind.Missing;
        try
        {
            SealedFile now = await SessionFiles.ReadAsync(folder, line.File, cancellation);
            if (now.Bytes != line.Bytes || !string.Equals(now.Sha256, line.Sha256, StringComparison.Ordinal)) return FindingKind.Damaged;
            return (now.At - line.At).Duration() > CoarseTime ? FindingKind.TimeChanged : null;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return FindingKind.Missing;
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return FindingKind.Unreadable; // a bad sector, or rights that somebody took away
        }
    }
}

/// <summary>What a comparison came to.</summary>
/// <param name="Files">How many files are sealed.</param>
/// <param name="Head">The head of the manifest that was read.</param>
/// <param name="Closed">See <see cref="ManifestReading.IsClosed"/>.</param>
public sealed record Verification(int Files, long Bytes, ManifestHead Head, bool Closed, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether everything is as it was sealed.</summary>
    public bool IsGood => Findings.Count == 0;
}

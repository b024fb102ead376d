namespace MediaPipeline.Keeping;

/// <summary>
/// Moves a session's folder to another disk while it is read: copy beside the target, compare with the manifest, and only then give the copy its name. Until
/// then the source is the truth, from then on the copy is. May be broken off anywhere and begun again.
/// </summary>
public static class ColdMove
{
    private const string Unfinished = ".moving-";

    /// <summary>Copies a folder that is wholly sealed. The copy has its name when the answer is good; the source is never touched.</summary>
    /// <param name="stored">The head that was noted down for this session.</param>
    public static async Task<Verification> CopyAsync(string source, string target, string sessionId, ManifestHead? stored, CancellationToken cancellation = default)
    {
        string copy = Path.Combine(Path.GetDirectoryName(target)!, Unfinished + Path.GetFileName(target));
        Directory.CreateDirectory(copy);
        foreach (FoundFile file in SessionFiles.In(source).Append(Manifest(source)))
        {
            cancellation.ThrowIfCancellationRequested();
            await CopyAsync(Path.Combine(source, file.Name), Path.Combine(copy, file.Name), file, cancellation);
        }
        Verification verification = await ManifestVerifier.VerifyAsync(copy, sessionId, stored, cancellation: cancellation);
        if (verification is { IsGood: true, Closed: true })
        {
            Directory.Move(copy, target);
            return verification;
        }
        // What was copied badly is copied anew the next time; what is bad in the source stays so, and is named each time.
        foreach (Finding finding in verification.Findings.Where(finding => SessionFiles.IsSafe(finding.File))) File.Delete(Path.Combine(copy, finding.File));
        return verification;
    }

    private static FoundFile Manifest(string source)
    {
        var file = new FileInfo(ManifestFile.PathIn(source));
        return new FoundFile(ManifestFile.Name, file.Exists ? file.Length : 0, new DateTimeOffset(file.LastWriteTimeUtc));
    }

    private static async Task CopyAsync(string from, string to, FoundFile file, CancellationToken cancellation)
    {
        var there = new FileInfo(to);
        // A run that was broken off got as far as this one; the comparison reads it all again.
        if (there.Exists && there.Length == file.Bytes && there.LastWriteTimeUtc == file.WrittenAt.UtcDateTime) return;
        if (!File.Exists(from)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        await using (var input = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 20, FileOptions.Asynchronous | FileOptions.SequentialScan))
        await using (var output = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20, FileOptions.Asynchronous))
        {
            await input.CopyToAsync(output, cancellation);
            output.Flush(flushToDisk: true);
        }
        // Moments are found by the times of files.
        File.SetLastWriteTimeUtc(to, file.WrittenAt.UtcDateTime);
    }
}

using System.Security.Cryptography;
using System.Text;
using CsCheck;
using MediaPipeline.Keeping;

namespace MediaPipeline.Tests.Keeping;

/// <summary>What a manifest proves: with real files, one change at a time.</summary>
public sealed class ManifestTests : IDisposable
{
    private const string Session = "s_1";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sealed_folder_is_good_and_a_single_changed_byte_names_its_file()
    {
        ManifestHead head = await SealAsync(10);
        Verification good = await ManifestVerifier.VerifyAsync(_folder.Path, Session, head);
        Assert.Empty(good.Findings);
        Assert.Equal((10, head), (good.Files, good.Head));

        string victim = _folder["part-0001/seg-000007.m4s"];
        DateTime written = File.GetLastWriteTimeUtc(victim);
        byte[] bytes = await File.ReadAllBytesAsync(victim);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(victim, bytes);
        File.SetLastWriteTimeUtc(victim, written);
        Assert.Equal([new Finding(FindingKind.Damaged, "part-0001/seg-000007.m4s", 7)], (await ManifestVerifier.VerifyAsync(_folder.Path, Session, null)).Findings);
    }

    [Fact]
    public async Task A_file_that_is_gone_or_has_another_time_is_named()
    {
        await SealAsync(4);
        File.Delete(_folder["part-0001/seg-000002.m4s"]);
        File.SetLastWriteTimeUtc(_folder["part-0001/seg-000003.m4s"], DateTime.UnixEpoch);
        Assert.Equal(
            [new Finding(FindingKind.Missing, "part-0001/seg-000002.m4s", 2), new Finding(FindingKind.TimeChanged, "part-0001/seg-000003.m4s", 3)],
            (await ManifestVerifier.VerifyAsync(_folder.Path, Session, null)).Findings);
    }

    [Fact]
    public async Task A_file_that_was_put_in_later_is_a_finding_once_the_session_is_closed_and_not_before()
    {
        await SealAsync(2);
        await File.WriteAllTextAsync(_folder["part-0001/seg-000099.m4s"], "smuggled");
        Assert.Empty((await ManifestVerifier.VerifyAsync(_folder.Path, Session, null)).Findings);
        Directory.CreateDirectory(_folder["evidence"]);
        await File.WriteAllTextAsync(_folder["evidence/session-0.jsonl"], "[]\n");
        await SealAsync("evidence/session-0.jsonl");
        Assert.Equal([new Finding(FindingKind.Unlisted, "part-0001/seg-000099.m4s")], (await ManifestVerifier.VerifyAsync(_folder.Path, Session, null)).Findings);
    }

    [Fact]
    public async Task A_line_that_was_changed_left_out_or_put_in_breaks_the_chain_there()
    {
        await SealAsync(5);
        string path = ManifestFile.PathIn(_folder.Path);
        string[] lines = await File.ReadAllLinesAsync(path);
        await File.WriteAllLinesAsync(path, [.. lines[..2], lines[2].Replace("\"bytes\":", "\"bytes\":1", StringComparison.Ordinal), .. lines[3..]]);
        Assert.Contains(new Finding(FindingKind.ChainBroken, "part-0001/seg-000003.m4s", 3), await FindingsAsync());
        await File.WriteAllLinesAsync(path, [.. lines[..2], .. lines[3..]]);
        Assert.Contains(new Finding(FindingKind.ChainBroken, "part-0001/seg-000004.m4s", 3), await FindingsAsync());
        await File.WriteAllLinesAsync(path, [.. lines[..2], lines[0], .. lines[2..]]);
        Assert.Contains(new Finding(FindingKind.ChainBroken, "part-0001/seg-000001.m4s", 3), await FindingsAsync());
        await File.WriteAllLinesAsync(path, [.. lines[..2], "{}", .. lines[2..]]);
        Assert.Contains(new Finding(FindingKind.LineUnreadable, ManifestFile.Name, 3), await FindingsAsync());
        await File.WriteAllLinesAsync(path, lines);
        Assert.Empty(await FindingsAsync());
        // The manifest of another session does not fit, whole as it is.
        Assert.Equal(FindingKind.ChainBroken, (await ManifestVerifier.VerifyAsync(_folder.Path, "s_2", null)).Findings[0].Kind);
    }

    [Fact]
    public async Task A_manifest_that_lost_its_end_or_was_made_anew_is_whole_in_itself_and_gainsaid_by_the_head_that_was_noted()
    {
        ManifestHead head = await SealAsync(5);
        string path = ManifestFile.PathIn(_folder.Path);
        await File.WriteAllLinesAsync(path, (await File.ReadAllLinesAsync(path))[..3]);
        Assert.Empty(await FindingsAsync());
        Assert.Equal([new Finding(FindingKind.ManifestShort, ManifestFile.Name, 5)], (await ManifestVerifier.VerifyAsync(_folder.Path, Session, head)).Findings);

        File.Delete(path);
        await File.WriteAllTextAsync(_folder["part-0001/seg-000002.m4s"], "another scene");
        ManifestHead forged = await SealFilesAsync(5);
        Assert.NotEqual(head, forged);
        Assert.Empty(await FindingsAsync());
        Assert.Equal([new Finding(FindingKind.ManifestRewritten, ManifestFile.Name, 5)], (await ManifestVerifier.VerifyAsync(_folder.Path, Session, head)).Findings);
        // A head that was noted earlier still vouches for what came before it.
        await SealAsync("part-0001/seg-000001.m4s");
        Assert.Empty((await ManifestVerifier.VerifyAsync(_folder.Path, Session, forged)).Findings);
    }

    [Fact]
    public async Task A_last_line_that_a_power_cut_left_behind_is_taken_off_wherever_it_was_cut()
    {
        await SealAsync(3);
        string path = ManifestFile.PathIn(_folder.Path);
        byte[] whole = await File.ReadAllBytesAsync(path);
        int third = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        for (int length = third; length < whole.Length; length += 7)
        {
            await File.WriteAllBytesAsync(path, whole[..length]);
            ManifestReading read = await ManifestFile.ReadAsync(_folder.Path);
            Assert.Equal((2, third, length > third), (read.Lines.Count, (int)read.WholeBytes, read.Cut));
            await SealAsync("part-0001/seg-000003.m4s");
            Assert.Empty(await FindingsAsync());
            Assert.Equal(whole, await File.ReadAllBytesAsync(path));
        }
    }

    [Fact]
    public async Task Nothing_is_appended_behind_lines_that_somebody_else_wrote_meanwhile()
    {
        await SealAsync(2);
        ManifestReading read = await ManifestFile.ReadAsync(_folder.Path);
        await SealAsync("part-0001/seg-000001.m4s");
        SealedFile file = await SessionFiles.ReadAsync(_folder.Path, "part-0001/seg-000002.m4s");
        await Assert.ThrowsAsync<IOException>(() => ManifestFile.AppendAsync(_folder.Path, read, [ManifestLine.After(read.HeadOf(Session), file)]));
    }

    [Fact]
    public void The_chain_can_be_computed_without_this_program()
    {
        var file = new SealedFile("part-0001/init.mp4", 12, new string('a', 64), new DateTimeOffset(2026, 11, 25, 10, 0, 0, 5, TimeSpan.FromHours(8)));
        ManifestLine line = ManifestLine.After(ManifestHead.StartOf("s_1"), file);
        string start = Hex("studio manifest 1\ns_1\n");
        Assert.Equal(Hex($"{start}\n1\npart-0001/init.mp4\n12\n{new string('a', 64)}\n2026-11-25T02:00:00.005Z\n"), line.Chain);
    }

    [Fact]
    public void What_is_written_is_read_back_and_no_change_of_a_field_keeps_the_chain() => Gen.Select(Gen.Long[1, 1_000_000], Gen.String[Gen.Char.AlphaNumeric, 1, 20], Gen.Long[0, 1L << 40], Gen.DateTimeOffset).Sample((number, name, bytes, at) =>
    {
        var head = new ManifestHead(number, Hex(name));
        ManifestLine line = ManifestLine.After(head, new SealedFile($"夏县/{name}.m4s", bytes, Hex(name + "x"), at));
        foreach (ManifestLine other in (ManifestLine[])[line with { Number = number }, line with { File = "b" }, line with { Bytes = bytes + 1 }, line with { Sha256 = Hex("y") }, line with { At = at.AddMilliseconds(1).ToUniversalTime() }])
        {
            Assert.NotEqual(line.Chain, other.ChainAfter(head.Chain));
        }
    });

    private async Task<IReadOnlyList<Finding>> FindingsAsync() => (await ManifestVerifier.VerifyAsync(_folder.Path, Session, null)).Findings;

    private async Task<ManifestHead> SealAsync(int segments)
    {
        Directory.CreateDirectory(_folder["part-0001"]);
        for (int i = 1; i <= segments; i++) await File.WriteAllBytesAsync(_folder[Name(i)], RandomNumberGenerator.GetBytes(20_000 + i));
        return await SealFilesAsync(segments);
    }

    private async Task<ManifestHead> SealFilesAsync(int segments)
    {
        ManifestHead head = ManifestHead.StartOf(Session);
        for (int i = 1; i <= segments; i++) head = await SealAsync(Name(i));
        return head;
    }

    private async Task<ManifestHead> SealAsync(string name)
    {
        ManifestReading read = await ManifestFile.ReadAsync(_folder.Path);
        var line = ManifestLine.After(read.HeadOf(Session), await SessionFiles.ReadAsync(_folder.Path, name));
        return (await ManifestFile.AppendAsync(_folder.Path, read, [line])).HeadOf(Session);
    }

    private static string Name(int number) => $"part-0001/seg-{number:000000}.m4s";

    private static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

using MediaPipeline.Keeping;

namespace MediaPipeline.Tests.Keeping;

/// <summary>Which files are sealed when, how a folder moves, and when a disk is full.</summary>
public sealed class SessionFilesTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_segment_is_sealed_when_it_has_settled_its_init_section_with_it_and_a_playlist_when_the_session_is_over()
    {
        FoundFile[] files = [Found("part-0001/index.m3u8", 60), Found("part-0001/init.mp4", 60), Found("part-0001/seg-000001.m4s", 60), Found("part-0001/seg-000002.m4s", 1), Found("part-0002/init.mp4", 60)];
        Assert.Equal(["part-0001/init.mp4", "part-0001/seg-000001.m4s"], Due(files, over: false));
        Assert.Equal(["part-0001/index.m3u8", "part-0001/init.mp4", "part-0001/seg-000001.m4s", "part-0002/init.mp4"], Due(files, over: true));
        Assert.Equal([], Due([Found("part-0001/index.m3u8", 5)], over: true));
        Assert.Equal(["part-0001/init.mp4"], Due(files, over: false, "part-0001/seg-000001.m4s"));
    }

    [Fact]
    public void A_part_that_is_not_settled_yet_is_sealed_when_it_is()
    {
        FoundFile[] files = [Found("part-0001/seg-000001.m4s", 60), Found("part-0002-tail/cause", 60), Found("part-0002-tail/seg-000001.m4s", 60), Found("part-0002-tail/unsettled", 60)];
        Assert.Equal(["part-0001/seg-000001.m4s"], Due(files, over: true));
        Assert.Equal(["part-0001/seg-000001.m4s", "part-0002-tail/cause", "part-0002-tail/seg-000001.m4s"], Due(files[..3], over: true));
    }

    [Fact]
    public async Task What_is_being_written_hidden_linked_or_the_manifest_itself_is_no_file_of_the_session()
    {
        Directory.CreateDirectory(_folder["s/part-0001"]);
        Directory.CreateDirectory(_folder["s/.moving"]);
        foreach (string name in (string[])["s/part-0001/seg-000001.m4s", "s/part-0001/seg-000002.m4s.tmp", "s/manifest.jsonl", "s/.moving/a.m4s", "s/.hidden", "s/bad\nname", "secret"]) await File.WriteAllTextAsync(_folder[name], "x");
        File.CreateSymbolicLink(_folder["s/link.m4s"], _folder["secret"]);
        Assert.Equal(["part-0001/seg-000001.m4s"], SessionFiles.In(_folder["s"]).Select(file => file.Name));
        Assert.Empty(SessionFiles.In(_folder["none"]));
        Assert.All((string[])["", "/etc/passwd", "a/../../b", "./a", "a//b", "a\nb"], name => Assert.False(SessionFiles.IsSafe(name)));
    }

    [Fact]
    public async Task A_file_that_changed_since_it_was_found_is_not_sealed()
    {
        await File.WriteAllTextAsync(_folder["a.m4s"], "one");
        FoundFile found = SessionFiles.In(_folder.Path)[0];
        Assert.Equal(3, (await SessionFiles.SealAsync(_folder.Path, found))!.Bytes);
        await File.WriteAllTextAsync(_folder["a.m4s"], "three");
        Assert.Null(await SessionFiles.SealAsync(_folder.Path, found));
        File.Delete(_folder["a.m4s"]);
        Assert.Null(await SessionFiles.SealAsync(_folder.Path, found));
    }

    [Fact]
    public async Task A_folder_moves_with_its_times_and_a_move_that_was_broken_off_is_finished()
    {
        ManifestHead head = await ClosedAsync();
        // What an earlier run left: one file whole, one half, and one that a bad disk spoiled.
        Directory.CreateDirectory(_folder["cold/.moving-s_1/part-0001"]);
        File.Copy(_folder["s_1/part-0001/seg-000001.m4s"], _folder["cold/.moving-s_1/part-0001/seg-000001.m4s"]);
        await File.WriteAllTextAsync(_folder["cold/.moving-s_1/part-0001/seg-000002.m4s"], "ha");
        await File.WriteAllTextAsync(_folder["cold/.moving-s_1/part-0001/seg-000003.m4s"], "spoil3");
        File.SetLastWriteTimeUtc(_folder["cold/.moving-s_1/part-0001/seg-000003.m4s"], File.GetLastWriteTimeUtc(_folder["s_1/part-0001/seg-000003.m4s"]));

        Verification first = await ColdMove.CopyAsync(_folder["s_1"], _folder["cold/s_1"], "s_1", head);
        Assert.Equal([new Finding(FindingKind.Damaged, "part-0001/seg-000003.m4s", 3)], first.Findings);
        Assert.False(Directory.Exists(_folder["cold/s_1"]));
        Assert.Empty((await ColdMove.CopyAsync(_folder["s_1"], _folder["cold/s_1"], "s_1", head)).Findings);
        Assert.Empty((await ManifestVerifier.VerifyAsync(_folder["cold/s_1"], "s_1", head)).Findings);
        Assert.Equal(File.GetLastWriteTimeUtc(_folder["s_1/part-0001/seg-000001.m4s"]), File.GetLastWriteTimeUtc(_folder["cold/s_1/part-0001/seg-000001.m4s"]));
        Assert.False(Directory.Exists(_folder["cold/.moving-s_1"]));
    }

    [Fact]
    public async Task A_folder_that_is_not_as_it_was_sealed_does_not_move()
    {
        ManifestHead head = await ClosedAsync();
        await File.WriteAllTextAsync(_folder["s_1/part-0001/seg-000002.m4s"], "spoilt");
        Assert.Equal(FindingKind.Damaged, Assert.Single((await ColdMove.CopyAsync(_folder["s_1"], _folder["cold/s_1"], "s_1", head)).Findings).Kind);
        Assert.False(Directory.Exists(_folder["cold/s_1"]));
    }

    [Fact]
    public void A_disk_is_full_in_as_many_days_as_the_last_two_weeks_say()
    {
        Assert.Null(DiskForecast.DaysLeft([], Now, 1_000));
        Assert.Null(DiskForecast.DaysLeft([new Added(Now.AddDays(-20), 500)], Now, 1_000));
        // 140 in fourteen days are ten a day.
        Assert.Equal(100, DiskForecast.DaysLeft([new Added(Now.AddDays(-30), 9_999), new Added(Now.AddDays(-13), 100), new Added(Now.AddDays(-1), 40)], Now, 1_000));
        // A base of four days is measured by its four days, one of an hour as if that had been its day.
        Assert.Equal(25, DiskForecast.DaysLeft([new Added(Now.AddDays(-4), 100), new Added(Now.AddHours(-1), 60)], Now, 1_000));
        Assert.Equal(10, DiskForecast.DaysLeft([new Added(Now.AddHours(-1), 100)], Now, 1_000));
        Assert.Equal(0, DiskForecast.DaysLeft([new Added(Now.AddHours(-1), 100)], Now, -5));
        Assert.Null(DiskForecast.DaysLeft([new Added(Now.AddDays(2), 100)], Now, 1_000));
    }

    private static IEnumerable<string> Due(FoundFile[] files, bool over, params string[] listed) => SessionFiles.Due(files, new HashSet<string>(listed), over, Now).Select(file => file.Name);

    private static FoundFile Found(string name, int secondsAgo) => new(name, 100, Now.AddSeconds(-secondsAgo));

    private async Task<ManifestHead> ClosedAsync()
    {
        Directory.CreateDirectory(_folder["s_1/part-0001"]);
        Directory.CreateDirectory(_folder["s_1/evidence"]);
        ManifestReading read = await ManifestFile.ReadAsync(_folder["s_1"]);
        foreach (string name in (string[])["part-0001/seg-000001.m4s", "part-0001/seg-000002.m4s", "part-0001/seg-000003.m4s", "evidence/session-0.jsonl"])
        {
            await File.WriteAllTextAsync(_folder[$"s_1/{name}"], $"bytes{name[14..15]}");
            File.SetLastWriteTimeUtc(_folder[$"s_1/{name}"], Now.UtcDateTime.AddMinutes(-read.Lines.Count));
            read = await ManifestFile.AppendAsync(_folder["s_1"], read, [ManifestLine.After(read.HeadOf("s_1"), await SessionFiles.ReadAsync(_folder["s_1"], name))]);
        }
        return read.HeadOf("s_1");
    }
}

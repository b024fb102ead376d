using System.Globalization;
using MediaPipeline.Cutting;
using MediaPipeline.Probing;
using MediaPipeline.Recordings;

namespace MediaPipeline.Tests.Cutting;

/// <summary>What ffmpeg does with seeks and clocks that nobody expects: each trap once by name, with what we do about it.</summary>
public sealed class CutTrapTests(Corpus corpus) : IClassFixture<Corpus>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task In_a_transport_stream_ffmpeg_arrives_a_group_late_and_so_is_sent_four_seconds_early()
    {
        (KeyframeIndex index, string film) = await IndexAsync("closed.ts");
        foreach (IndexedPacket key in index.Packets.Where(packet => packet.Is(PacketMarks.Idr)))
        {
            long? plain = await ArrivesAsync(film, Number(index.Video.Tick.Seconds(key.Pts) - index.Start + 0.14));
            if (key.Pts > index.Packets[0].Pts) Assert.True(plain is null || plain > key.Pts, "ffmpeg does not arrive late any more: the detour can go.");
            Assert.True(await OursAsync(film, index, key.Pts) <= key.Pts);
        }
    }

    [Theory]
    [InlineData("closed.flv")]
    [InlineData("closed.mkv")]
    public async Task Where_a_container_knows_only_decoding_times_ffmpeg_seeks_a_group_too_early_and_so_is_sent_0_14_s_later(string kind)
    {
        (KeyframeIndex index, string film) = await IndexAsync(kind);
        foreach (IndexedPacket key in index.Packets.Where(packet => packet.Is(PacketMarks.Idr)).Skip(1))
        {
            Assert.True(await ArrivesAsync(film, Number(index.Video.Tick.Seconds(key.Pts) - index.Start)) < key.Pts, "ffmpeg does not seek too early any more: the detour can go.");
            Assert.Equal(key.Pts, await OursAsync(film, index, key.Pts));
        }
    }

    [Theory]
    [InlineData("closed.mp4")]
    [InlineData("fragments.mp4")]
    public async Task In_an_MP4_reading_begins_at_the_key_picture_itself(string kind)
    {
        (KeyframeIndex index, string film) = await IndexAsync(kind);
        foreach (IndexedPacket key in index.Packets.Where(packet => packet.Is(PacketMarks.Idr))) Assert.Equal(key.Pts, await OursAsync(film, index, key.Pts));
    }

    [Fact]
    public async Task Seeks_count_from_the_begin_of_the_container_and_wishes_from_the_first_picture()
    {
        // This one begins at 100 s by its own clock.
        NumberedPictures film = await corpus.FilmAsync("jump.ts");
        Assert.InRange(film.Pictures[0].Time, 100, 102);
        Assert.Equal(Enumerable.Range(30, 45), await CutAsync(film.File, 1, 2.5));
    }

    [Fact]
    public async Task A_recording_in_fragments_is_cut_without_its_playlist()
    {
        DateTimeOffset noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        await Film.RecordAsync(_folder["part-0001"], 12);
        await Film.DateAsync(_folder.Path, "part-0001", noon);
        IReadOnlyList<string> source = await Film.PicturesAsync(Path.Combine(_folder["part-0001"], "index.m3u8"));
        var plan = Assert.IsType<CutDecision.Ready>(CutPlanner.Plan(await new RecordingFolder(_folder.Path).ReadTimelineAsync(CancellationToken.None), noon.AddSeconds(4), noon.AddSeconds(10))).Plan;
        File.Delete(Path.Combine(_folder["part-0001"], "index.m3u8"));

        Assert.IsType<CutOutcome.Cut>(await ClipCutter.CutAsync(plan, _folder.Path, _folder["clip.mp4"], null, CancellationToken.None));
        Assert.Equal(source.Skip(100).Take(150), await Film.PicturesAsync(_folder["clip.mp4"]));
    }

    [Theory]
    [InlineData("sync.mp4")]
    [InlineData("sync.flv")]
    [InlineData("sync.ts")]
    public async Task Sound_stays_with_the_picture_also_in_players_that_ignore_edit_lists(string name)
    {
        string film = _folder[name], cut = _folder["cut.mp4"];
        await Film.FfmpegAsync(
            "-f", "lavfi", "-i", "color=c=black:s=256x144:r=30:d=10,drawbox=c=white:t=fill:enable='lt(mod(n,30),3)',format=yuv420p",
            "-f", "lavfi", "-i", "aevalsrc='0.8*sin(2*PI*1000*t)*lt(mod(t,1),0.1)':s=48000:d=10",
            "-c:v", "libx264", "-preset", "veryfast", "-x264-params", "keyint=30:min-keyint=30:scenecut=0:open-gop=0:bframes=2", "-c:a", "aac", "-y", film);
        await CutAsync(film, 1.37, 8.71, numbers: false);
        double source = await SyncAsync(film, "0");
        foreach (string ignore in (string[])["0", "1"]) Assert.InRange(await SyncAsync(cut, ignore) - source, -0.021, 0.021);
    }

    // How much later than the flashes the beeps are, at worst; seconds.
    private async Task<double> SyncAsync(string film, string ignoreEditList)
    {
        string[] open = film.EndsWith("mp4", StringComparison.Ordinal) ? ["-ignore_editlist", ignoreEditList, "-copyts"] : ["-copyts"];
        IReadOnlyList<string> lines = await Film.FfmpegAsync(
            [.. open, "-i", film, "-filter_complex", "[0:v]scale=1:1:flags=area,format=gray,settb=1/90000[v];[0:a]aformat=s16:48000:mono,asettb=1/48000[a]",
                "-map", "[v]", "-fps_mode", "passthrough", "-enc_time_base", "1:90000", "-f", "framecrc", "v.txt", "-map", "[a]", "-c:a", "pcm_s16le", "-f", "framecrc", "a.txt", "-y"], _folder.Path);
        Assert.Empty(lines);
        string raw = _folder["v.gray"], sound = _folder["a.pcm"];
        await Film.FfmpegAsync([.. open, "-i", film, "-map", "0:v:0", "-vf", "scale=1:1:flags=area,format=gray", "-fps_mode", "passthrough", "-f", "rawvideo", "-y", raw, "-map", "0:a:0", "-ac", "1", "-ar", "48000", "-f", "s16le", "-y", sound]);
        double[] times = [.. (await File.ReadAllLinesAsync(_folder["v.txt"])).Where(line => !line.StartsWith('#')).Select(line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture) / 90_000)];
        byte[] light = await File.ReadAllBytesAsync(raw), pcm = await File.ReadAllBytesAsync(sound);
        double zero = double.Parse((await File.ReadAllLinesAsync(_folder["a.txt"])).First(line => !line.StartsWith('#')).Split(',')[2], CultureInfo.InvariantCulture) / 48_000;
        List<double> flashes = [], beeps = [];
        for (int i = 1; i < times.Length; i++)
        {
            if (light[i] > 128 && light[i - 1] <= 128) flashes.Add(times[i]);
        }
        int quiet = 0;
        for (int i = 0; i < pcm.Length / 2; i++)
        {
            bool loud = Math.Abs((int)BitConverter.ToInt16(pcm, i * 2)) > 6_000;
            if (loud && quiet > 20_000) beeps.Add(zero + (i / 48_000.0));
            quiet = loud ? 0 : quiet + 1;
        }
        Assert.InRange(flashes.Count, 5, 10);
        double[] apart = [.. flashes.Select(flash => beeps.Select(beep => beep - flash).MinBy(Math.Abs))];
        return apart.MaxBy(Math.Abs);
    }

    private async Task<(KeyframeIndex Index, string File)> IndexAsync(string kind)
    {
        NumberedPictures film = await corpus.FilmAsync(kind);
        return (Assert.IsType<IndexOutcome.Indexed>(await KeyframeIndexFile.ReadAsync(film.File, CancellationToken.None)).Index, film.File);
    }

    private static Task<long?> OursAsync(string film, KeyframeIndex index, long key) =>
        CutCommands.SeekTo(index, key) is > 0 and var at ? ArrivesAsync(film, Number(at)) : Task.FromResult<long?>(index.Packets[0].Pts);

    // The first packet that a copy gets; null: none. Ticks as in the container, which framecrc keeps.
    private static async Task<long?> ArrivesAsync(string film, string at)
    {
        IReadOnlyList<string> lines = await Film.FfmpegAsync("-copyts", "-ss", at, "-t", "1", "-i", film, "-map", "0:v:0", "-c", "copy", "-f", "framecrc", "-");
        return lines.FirstOrDefault(line => !line.StartsWith('#')) is { } first ? long.Parse(first.Split(',')[2], CultureInfo.InvariantCulture) : null;
    }

    private async Task<IEnumerable<int>> CutAsync(string film, double from, double to, bool numbers = true)
    {
        KeyframeIndex index = Assert.IsType<IndexOutcome.Indexed>(await KeyframeIndexFile.ReadAsync(film, CancellationToken.None)).Index;
        var plan = Assert.IsType<PlanOutcome.Planned>(SmartCutPlanner.Plan(index, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to))).Plan;
        Assert.IsType<CutOutcome.Cut>(await SmartCutter.CutAsync([new CutSource(film, index, plan)], _folder["cut.mp4"], null, CancellationToken.None));
        return numbers ? (await NumberedFilm.ReadAsync(_folder["cut.mp4"], _folder.Path)).Select(picture => picture.Number) : [];
    }

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}

using MediaPipeline.Probing;

namespace MediaPipeline.Tests.Probing;

public sealed class MediaProbeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("film.mp4")]
    [InlineData("a\" -show_error \"b.mp4")]
    [InlineData("-i.mp4")]
    [InlineData("p%03d.mp4")]
    [InlineData("back\\slash.mp4")]
    [InlineData("http:x.mp4")]
    [InlineData("夏县 $(id) 🍉.mp4")]
    public async Task A_film_is_described_whatever_its_name(string name)
    {
        string made = await MakeAsync("-f", "lavfi", "-i", "testsrc2=s=320x180:r=30:d=1", "-f", "lavfi", "-i", "sine=r=44100:d=1", "-pix_fmt", "yuv420p", "-shortest");
        File.Move(made, _folder[name]);
        MediaFacts facts = Assert.IsType<ProbeOutcome.Media>(await ProbeAsync(_folder[name])).Facts;

        VideoFacts video = Assert.Single(facts.Video);
        Assert.Equal(("h264", 320, 180, 30.0, "yuv420p"), (video.Codec, video.Width, video.Height, video.FrameRate, video.PixelFormat));
        Assert.Equal(new AudioFacts("aac", 44_100, 1), Assert.Single(facts.Audio));
        Assert.Equal(1, facts.Duration.TotalSeconds, 0.1);
        Assert.Contains("mp4", facts.Format, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_playlist_in_disguise_is_not_followed()
    {
        string film = await MakeAsync("-f", "lavfi", "-i", "testsrc2=s=320x180:d=1");
        await File.WriteAllTextAsync(_folder["list.mp4"], $"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{film}\n#EXT-X-ENDLIST\n");
        await File.WriteAllTextAsync(_folder["concat.mp4"], $"ffconcat version 1.0\nfile '{Path.GetFileName(film)}'\n");

        Assert.Equal("not-media", await RefusalAsync(_folder["list.mp4"]));
        Assert.Equal("not-media", await RefusalAsync(_folder["concat.mp4"]));
    }

    [Fact]
    public async Task What_is_no_film_is_refused()
    {
        await File.WriteAllTextAsync(_folder["page.mp4"], "<html>hello</html>");
        await File.WriteAllBytesAsync(_folder["empty.mp4"], []);
        await File.WriteAllBytesAsync(_folder["half.mp4"], (await File.ReadAllBytesAsync(await MakeAsync("-f", "lavfi", "-i", "testsrc2=s=320x180:d=1")))[..2_000]);

        Assert.Equal("not-media", await RefusalAsync(_folder["page.mp4"]));
        Assert.Equal("not-media", await RefusalAsync(_folder["empty.mp4"]));
        Assert.Equal("not-media", await RefusalAsync(_folder["half.mp4"]));
        Assert.Equal("not-found", await RefusalAsync(_folder["none.mp4"]));
    }

    [Fact]
    public async Task Each_limit_has_its_own_refusal()
    {
        string film = await MakeAsync("-f", "lavfi", "-i", "testsrc2=s=320x180:d=1", "-f", "lavfi", "-i", "sine=d=1");

        Assert.Equal("too-large", await RefusalAsync(film, ProbeLimits.Default with { Bytes = 100 }));
        Assert.Equal("too-many-pixels", await RefusalAsync(film, ProbeLimits.Default with { Pixels = (320 * 180) - 1 }));
        Assert.Equal("too-many-streams", await RefusalAsync(film, ProbeLimits.Default with { Streams = 1 }));
        Assert.Equal("timeout", await RefusalAsync(film, ProbeLimits.Default with { Time = TimeSpan.FromMilliseconds(1) }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => MediaProbe.ProbeAsync(film, ProbeLimits.Default, new CancellationToken(canceled: true)));
    }

    private async Task<string> MakeAsync(params string[] input)
    {
        string file = _folder["made.mp4"];
        await Film.FfmpegAsync([.. input, "-c:v", "libx264", "-preset", "ultrafast", "-y", file]);
        return file;
    }

    private static Task<ProbeOutcome> ProbeAsync(string file) => MediaProbe.ProbeAsync(file, ProbeLimits.Default, CancellationToken.None);

    private static async Task<string> RefusalAsync(string file, ProbeLimits? limits = null) =>
        Assert.IsType<ProbeOutcome.Refused>(await MediaProbe.ProbeAsync(file, limits ?? ProbeLimits.Default, CancellationToken.None)).Code;
}

using MediaPipeline.Cutting;
using MediaPipeline.Keeping;
using MediaPipeline.Processes;

namespace MediaPipeline.Tests.Cutting;

/// <summary>A comment in a film, and second names of files.</summary>
public sealed class FilmCommentTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_film_gets_a_comment_and_every_packet_stays_as_it_was()
    {
        string film = _folder["a.mp4"];
        await Film.FfmpegAsync(
            "-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=2", "-f", "lavfi", "-i", "sine=d=2", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+faststart", film);
        string before = await PacketsAsync(film);
        Assert.True(await FilmComment.WriteAsync(film, "studio clip s-1 provenance sha256:00", TestContext.Current.CancellationToken));
        Assert.Equal(before, await PacketsAsync(film));
        ChildProcess probe = ChildProcess.Start(new ChildSpec("ffprobe", "ffprobe", ["-v", "error", "-show_entries", "format_tags=comment", "-of", "csv=p=0", film]));
        Assert.Equal(0, await probe.Exited);
        Assert.Equal(["studio clip s-1 provenance sha256:00"], probe.LastLines());
        Assert.Equal(["a.mp4"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_is_no_film_stays_as_it_was()
    {
        await File.WriteAllTextAsync(_folder["b.mp4"], "no film", TestContext.Current.CancellationToken);
        Assert.False(await FilmComment.WriteAsync(_folder["b.mp4"], "x", TestContext.Current.CancellationToken));
        Assert.Equal("no film", await File.ReadAllTextAsync(_folder["b.mp4"], TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() => FilmComment.WriteAsync(_folder["b.mp4"], "two\nlines", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_second_name_is_the_same_file_and_replaces_another()
    {
        await File.WriteAllTextAsync(_folder["one"], "first", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["two"], "second", TestContext.Current.CancellationToken);
        HardLink.Make(_folder["one"], _folder["two"]);
        HardLink.Make(_folder["one"], _folder["two"]);
        await File.AppendAllTextAsync(_folder["one"], " more", TestContext.Current.CancellationToken);
        Assert.Equal("first more", await File.ReadAllTextAsync(_folder["two"], TestContext.Current.CancellationToken));
        Assert.Equal(["one", "two"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    // A copy of all packets has all their times in it.
    private static async Task<string> PacketsAsync(string film) => string.Join('\n', await Film.FfmpegAsync("-i", film, "-map", "0", "-c", "copy", "-f", "framecrc", "-"));
}

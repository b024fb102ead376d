using MediaPipeline.Processes;
using Xunit;

namespace Studio.Api.Tests;

/// <summary><c>./studio clip</c> as a program of its own, called in another folder with the name of a film there.</summary>
public sealed class ClipCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clip tests' 夏县 ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_film_is_cut_to_the_picture_and_the_plan_says_how()
    {
        await FilmAsync();
        (int code, string said) = await ClipAsync("plan", "film.mp4", "--from", "0:01.5", "--to", "8.5");
        Assert.Equal(0, code);
        Assert.Contains("175 pictures", said, StringComparison.Ordinal);
        Assert.Contains("copy      150 pictures", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "cut.mp4")));

        (code, said) = await ClipAsync("cut", "film.mp4", "--from", "0:01.5", "--to", "8.5", "--out", "cut.mp4");
        Assert.True(code == 0, said);
        ChildProcess probe = ChildProcess.Start(new ChildSpec("ffprobe", "ffprobe", ["-v", "error", "-count_packets", "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0", "cut.mp4"]) { WorkingDirectory = _folder });
        Assert.Equal(0, await probe.Exited);
        Assert.Equal(["175"], probe.LastLines());
        Assert.Equal(["cut.mp4", "film.mp4", "film.mp4.keyframes"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_film_is_looked_at_and_nothing_is_written()
    {
        await FilmAsync();
        (int code, string said) = await ClipAsync("analyse", "film.mp4");
        Assert.True(code == 0, said);
        Assert.Contains("10.00 s, –", said, StringComparison.Ordinal);
        Assert.Contains("silence 0", said, StringComparison.Ordinal);
        (code, said) = await ClipAsync("tighten", "film.mp4", "--from", "0:02", "--to", "5", "--json");
        Assert.True(code == 0, said);
        using var plan = System.Text.Json.JsonDocument.Parse(said);
        Assert.Equal((2, 5, 0), (plan.RootElement.GetProperty("kept")[0].GetProperty("from").GetDouble(), plan.RootElement.GetProperty("kept")[0].GetProperty("to").GetDouble(), plan.RootElement.GetProperty("savedSeconds").GetDouble()));
        Assert.Equal(["film.mp4"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2, "plan", "film.mp4")]
    [InlineData(2, "cut", "film.mp4", "--from", "1", "--to", "2")]
    [InlineData(2, "cut", "film.mp4", "--from", "1", "--to", "2", "--out", "./film.mp4")]
    [InlineData(2, "plan", "film.mp4", "--from", "-1", "--to", "2")]
    [InlineData(2, "plan", "film.mp4", "--from", "1e9", "--to", "2")]
    [InlineData(1, "plan", "film.mp4", "--from", "3", "--to", "2")]
    [InlineData(1, "plan", "film.mp4", "--from", "30", "--to", "40")]
    [InlineData(1, "plan", "missing.mp4", "--from", "1", "--to", "2")]
    [InlineData(2, "tighten", "film.mp4", "--every-picture")]
    [InlineData(2, "analyse", "film.mp4", "--from", "1")]
    [InlineData(1, "analyse", "missing.mp4")]
    public async Task What_cannot_be_done_is_said(int expected, params string[] arguments)
    {
        await FilmAsync();
        (int code, string said) = await ClipAsync(arguments);
        Assert.Equal(expected, code);
        Assert.Contains(expected == 2 ? "./studio clip plan" : "✗ ", said, StringComparison.Ordinal);
    }

    private async Task FilmAsync()
    {
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("ffmpeg", "ffmpeg",
            ["-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=10", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25", "film.mp4"])
        { WorkingDirectory = _folder });
        Assert.Equal(0, await ffmpeg.Exited);
    }

    private async Task<(int Code, string Said)> ClipAsync(params string[] arguments)
    {
        ChildProcess clip = ChildProcess.Start(new ChildSpec("clip", "dotnet", [Path.Combine(AppContext.BaseDirectory, "Studio.Api.dll"), "clip", .. arguments])
        {
            WorkingDirectory = _folder,
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["LC_ALL"] = "C.UTF-8" },
        });
        return (await clip.Exited, string.Join('\n', clip.LastLines()));
    }
}

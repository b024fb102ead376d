using MediaPipeline.Rendering;

namespace MediaPipeline.Tests.Rendering;

/// <summary>A real program: a shell script that is handed the film's path and the file to write.</summary>
public sealed class RecogniserTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_program_is_given_the_film_and_writes_captions()
    {
        Recogniser recogniser = await ProgramAsync("printf '1\\n00:00:00,000 --> 00:00:01,000\\n%s\\n' \"$(basename \"$1\")\" > \"$3\"; echo listening");
        var read = Assert.IsType<CaptionOutcome.Read>(await recogniser.ListenAsync(_folder["夏 县'$(id).mp4"], CancellationToken.None));
        Assert.Equal("夏 县'$(id).mp4", Assert.Single(read.Track.Lines).Text);
    }

    [Theory]
    [InlineData("exit 3", "recogniser-failed")]
    [InlineData("true", "recogniser-failed")]
    [InlineData("exec sleep 60", "recogniser-timeout")]
    [InlineData("head -c 9000000 /dev/zero > \"$3\"; exec sleep 60", "captions-too-large")]
    [InlineData("echo nonsense > \"$3\"", "captions-form")]
    public async Task One_that_fails_hangs_or_floods_is_ended_and_said(string script, string code)
    {
        Recogniser recogniser = await ProgramAsync(script) with { Time = TimeSpan.FromSeconds(code == "recogniser-timeout" ? 0.6 : 20) };
        Assert.Equal(new CaptionOutcome.Refused(code, 0), await recogniser.ListenAsync(_folder["film.mp4"], CancellationToken.None));
    }

    [Fact]
    public async Task One_that_is_not_there_or_is_not_told_where_to_write_is_refused()
    {
        Assert.Equal(new CaptionOutcome.Refused("recogniser-missing", 0), await new Recogniser("no-such-recogniser", ["{captions}"], TimeSpan.FromSeconds(5)).ListenAsync("film.mp4", CancellationToken.None));
        Assert.Equal(new CaptionOutcome.Refused("recogniser-unusable", 0), await new Recogniser("true", ["{film}"], TimeSpan.FromSeconds(5)).ListenAsync("film.mp4", CancellationToken.None));
    }

    [Fact]
    public async Task It_ends_when_nobody_waits_for_it_any_more()
    {
        using var cancellation = new CancellationTokenSource();
        Recogniser recogniser = await ProgramAsync($"echo $$ > '{_folder["pid"].Replace("'", "'\\''", StringComparison.Ordinal)}'; exec sleep 60");
        Task<CaptionOutcome> listening = recogniser.ListenAsync(_folder["film.mp4"], cancellation.Token);
        await Film.UntilAsync(() => File.Exists(_folder["pid"]) && File.ReadAllText(_folder["pid"]).EndsWith('\n'), "the program");
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => listening);
        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(_folder["pid"]).Trim()}"));
    }

    private async Task<Recogniser> ProgramAsync(string script)
    {
        string program = _folder["listen.sh"];
        await File.WriteAllTextAsync(program, $"{script}\n");
        return new Recogniser("sh", [program, "{film}", "--to", "{captions}"], TimeSpan.FromSeconds(20));
    }
}

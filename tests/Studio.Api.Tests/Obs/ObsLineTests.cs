using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Studio.Api.Live.Obs;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests.Obs;

/// <summary>The line to an OBS, against a server that speaks its protocol, and against one that does not.</summary>
public sealed class ObsLineTests
{
    private const string Password = "西瓜 & secret";

    public static TheoryData<string, byte[], WebSocketMessageType> Nonsense => new()
    {
        { "no JSON", "hello"u8.ToArray(), WebSocketMessageType.Text },
        { "half a message", """{"op":0,"d":{"rpcVersion":1"""u8.ToArray(), WebSocketMessageType.Text },
        { "no object", "[0]"u8.ToArray(), WebSocketMessageType.Text },
        { "other types", """{"op":"0","d":{"rpcVersion":{}}}"""u8.ToArray(), WebSocketMessageType.Text },
        { "a number that is none", """{"op":1e99,"d":{}}"""u8.ToArray(), WebSocketMessageType.Text },
        { "no text", [0xff, 0xfe, 0x00], WebSocketMessageType.Text },
        { "deep", Encoding.UTF8.GetBytes($$"""{"op":0,"d":{{new string('[', 5_000)}}"""), WebSocketMessageType.Text },
        { "a binary frame", [1, 2, 3], WebSocketMessageType.Binary },
        { "a frame of a megabyte", Encoding.UTF8.GetBytes($$$"""{"op":0,"d":{"rpcVersion":1,"x":"{{{new string('x', 1_000_000)}}}"}}"""), WebSocketMessageType.Text },
        { "another message first", """{"op":2,"d":{}}"""u8.ToArray(), WebSocketMessageType.Text },
    };

    [Fact]
    public async Task With_the_password_it_is_let_in_and_its_press_is_answered()
    {
        await using var obs = new ObsServer(Password);
        await obs.StartAsync();
        await WithLineAsync(obs, Password, async line =>
        {
            await BecomesAsync(line, ObsState.Connected);
            Assert.True((await line.RefreshAsync(CancellationToken.None))!.Done);
            Assert.Equal(["贴片 refreshnocache"], obs.Pressed);
        });
    }

    [Fact]
    public async Task An_obs_without_a_password_lets_it_in_too()
    {
        await using var obs = new ObsServer();
        await obs.StartAsync();
        await WithLineAsync(obs, "", line => BecomesAsync(line, ObsState.Connected));
    }

    [Theory]
    [InlineData("another"), InlineData("")]
    public async Task With_a_wrong_password_it_is_refused_and_says_so(string password)
    {
        await using var obs = new ObsServer(Password);
        await obs.StartAsync();
        await WithLineAsync(obs, password, async line =>
        {
            await BecomesAsync(line, ObsState.PasswordRefused);
            Assert.Null(await line.RefreshAsync(CancellationToken.None));
            Assert.Empty(obs.Pressed);
        });
    }

    [Fact]
    public async Task A_source_that_is_not_there_is_told_apart()
    {
        await using var obs = new ObsServer(Password, source: "another");
        await obs.StartAsync();
        await WithLineAsync(obs, Password, async line =>
        {
            await BecomesAsync(line, ObsState.Connected);
            ObsAnswer answer = (await line.RefreshAsync(CancellationToken.None))!;
            Assert.Equal((false, ObsProtocol.ResourceNotFound), (answer.Done, answer.Code));
        });
    }

    [Fact]
    public async Task An_obs_that_goes_and_comes_again_is_found_again()
    {
        await using var obs = new ObsServer(Password);
        await obs.StartAsync();
        await WithLineAsync(obs, Password, async line =>
        {
            await BecomesAsync(line, ObsState.Connected);
            await obs.StopAsync();
            await BecomesAsync(line, ObsState.Unreachable);
            Assert.Null(await line.RefreshAsync(CancellationToken.None));
            await obs.StartAsync();
            await BecomesAsync(line, ObsState.Connected);
            Assert.True((await line.RefreshAsync(CancellationToken.None))!.Done);
        });
    }

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task What_does_not_speak_the_protocol_is_let_go_and_tried_again_later(string what, byte[] frame, WebSocketMessageType kind)
    {
        await using var obs = new ObsServer(Password) { Nonsense = (frame, kind) };
        await obs.StartAsync();
        await WithLineAsync(obs, Password, async line =>
        {
            await BecomesAsync(line, ObsState.Nonsense);
            obs.Nonsense = null;
            await BecomesAsync(line, ObsState.Connected);
        });
        Assert.NotEmpty(what);
    }

    [Fact]
    public void The_pause_grows_and_a_refused_password_is_not_tried_out()
    {
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Enumerable.Range(0, 7).Select(failures => (int)ObsLine.PauseAfter(failures, ObsState.Unreachable).TotalSeconds));
        Assert.Equal(30, ObsLine.PauseAfter(0, ObsState.PasswordRefused).TotalSeconds);
        Assert.Equal(30, ObsLine.PauseAfter(int.MaxValue, ObsState.Nonsense).TotalSeconds);
    }

    private static async Task WithLineAsync(ObsServer obs, string password, Func<ObsLine, Task> test)
    {
        var line = new ObsLine(new ObsSource { Url = obs.Url, Password = password, Source = "贴片" }, "OBS", TimeProvider.System, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        Task running = line.RunAsync(stop.Token);
        await test(line);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static Task BecomesAsync(ObsLine line, ObsState state) => Wait.UntilAsync(() => line.State == state, $"the line is {state}");
}

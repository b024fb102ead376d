using System.Net;
using System.Net.Sockets;
using MediaPipeline.Processes;
using MediaPipeline.Recordings;

namespace MediaPipeline.Tests.Recordings;

public sealed class RecorderTests
{
    [Fact]
    public async Task A_feed_that_falls_silent_ends_the_recorder()
    {
        using var folder = new TempFolder();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        ChildProcess recorder = ChildProcess.Start(new ChildSpec("recorder", "ffmpeg",
            RecorderArguments.Build($"rtmp://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/live/x", folder.Path))
        { WorkingDirectory = folder.Path });
        using TcpClient client = await silent.AcceptTcpClientAsync();

        int code = await recorder.Exited.WaitAsync(TimeSpan.FromSeconds(14));
        Assert.NotEqual(0, code);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void The_stream_is_copied_and_never_encoded_again()
    {
        IReadOnlyList<string> arguments = RecorderArguments.Build("rtmp://127.0.0.1/live/x", "/recordings/part-0001");

        Assert.Equal("copy", arguments[arguments.ToList().IndexOf("-c") + 1]);
        Assert.DoesNotContain(arguments, argument => argument.Contains("append_list", StringComparison.Ordinal) || argument.Contains("delete_segments", StringComparison.Ordinal));
    }
}

using System.Globalization;
using MediaPipeline.Processes;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>A socket.io server in Node that sends what it is posted to everybody: the library that most live consoles are built on.</summary>
internal static class SocketIoPeer
{
    private static string Folder => Path.Combine(Checkout.Root, "tests", "Studio.Bench", "socketio");

    /// <summary>Starts it; its packages are installed when they are not there.</summary>
    public static async Task<ChildProcess> StartAsync(int port)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
        {
            ChildProcess install = ChildProcess.Start(new ChildSpec("npm", "npm", ["ci", "--no-audit", "--no-fund"]) { WorkingDirectory = Folder });
            if (await install.Exited != 0) throw new InvalidOperationException($"npm ci failed:\n{string.Join('\n', install.LastLines())}");
        }
        ChildProcess process = ChildProcess.Start(new ChildSpec("socket.io", "node", ["server.mjs", port.ToString(CultureInfo.InvariantCulture)]) { WorkingDirectory = Folder });
        await Wait.UntilAsync(() => process.LastLines().Contains("ready", StringComparer.Ordinal) || process.Exited.IsCompleted, "socket.io is ready");
        return process;
    }
}

using System.Reflection;
using MediaPipeline.Processes;

namespace Studio.Api.Clips;

/// <summary>What clips are made with: other tools make other files of the same plan.</summary>
internal sealed class Tools
{
    private readonly Lazy<Task<IReadOnlyList<string>>> _versions = new(ReadAsync);

    /// <summary>The first line of ffmpeg -version, and the studio's own version.</summary>
    public Task<IReadOnlyList<string>> VersionsAsync() => _versions.Value;

    private static async Task<IReadOnlyList<string>> ReadAsync()
    {
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("ffmpeg version", "ffmpeg", ["-hide_banner", "-version"]));
        await ffmpeg.Exited;
        string own = typeof(Tools).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        return [ffmpeg.LastLines().FirstOrDefault(line => line.StartsWith("ffmpeg version", StringComparison.Ordinal)) ?? "ffmpeg", $"studio {own}"];
    }
}

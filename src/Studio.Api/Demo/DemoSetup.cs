using MediaPipeline.Feeds;
using Studio.Api.Parts;

namespace Studio.Api.Demo;

/// <summary>Services of the demonstration.</summary>
internal static class DemoSetup
{
    /// <summary>The word for a feed that ffmpeg generates.</summary>
    public const string Generated = "generated";

    public static void AddDemo(this IServiceCollection services, StudioOptions options)
    {
        if (string.IsNullOrEmpty(options.Demo)) return;
        if (options.Demo != Generated && !File.Exists(options.Demo)) throw new StartRefusedException($"--demo: there is no file {options.Demo}.");
        services.AddHostedService<DemoHost>();
    }

    /// <summary>The arguments of the ffmpeg that stands in for OBS.</summary>
    public static IReadOnlyList<string> FeedArguments(StudioOptions options, string url) => options.Demo == Generated
        ? GeneratedFeed.Arguments(url, duration: null)
        : PublishArguments.FromFile(Path.GetFullPath(options.Demo!), url, loop: true, copy: false);
}

using System.Net;
using System.Net.Sockets;
using Studio.Testing;

namespace MediaPipeline.Tests.Imaging;

/// <summary>A few of the thousand files of <c>./studio faults media</c>.</summary>
public sealed class MediaGauntletTests
{
    private const int Files = 20, Seed = 20261129;

    [Fact]
    public async Task Mutated_films_are_answered_with_values_and_leave_nothing_behind()
    {
        using var folder = new TempFolder();
        using var ears = new TcpListener(IPAddress.Loopback, 0);
        ears.Start();
        var mutations = new MediaMutations(folder["films"], Seed, ((IPEndPoint)ears.LocalEndpoint).Port);
        await mutations.PrepareAsync();
        var gauntlet = new MediaGauntlet(folder["work"], TimeSpan.FromMinutes(2));
        List<GauntletResult> results = [await gauntlet.RunAsync("plain.mp4", await File.ReadAllBytesAsync(Path.Combine(folder["films"], "plain.mp4"), TestContext.Current.CancellationToken), "as it is")];
        for (int number = 0; number < Files; number++)
        {
            (string name, byte[] content, string what) = mutations.Make(number);
            results.Add(await gauntlet.RunAsync(name, content, what));
        }

        Assert.All(results, result => Assert.True(result.Faults.Count == 0, $"{result.Name} ({result.What}): {string.Join("; ", result.Faults)}"));
        Assert.False(ears.Pending());
        Assert.Equal(("media", "cut", "a frame", "suggested", "found"), (results[0].Steps["probe"], results[0].Steps["cut"], results[0].Steps["grab"], results[0].Steps["suggest"], results[0].Steps["import"]));
        Assert.Contains(results, result => result.Steps["probe"] == "not-media");
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_files()
    {
        using var folder = new TempFolder();
        MediaMutations one = new(folder["films"], Seed, 40_000), other = new(folder["films"], Seed, 40_000);
        await one.PrepareAsync();
        await other.PrepareAsync();

        for (int number = 0; number < 40; number++) Assert.Equal(one.Make(number).Content, other.Make(number).Content);
        Assert.NotEqual(one.Make(1).Content, one.Make(11).Content);
    }
}

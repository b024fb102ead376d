using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Studio.Api.Edge;
using Xunit;

namespace Studio.Api.Tests;

public sealed class CrowdLaneTests
{
    [Fact]
    public async Task A_press_is_served_by_the_crowds_threads_and_they_give_way()
    {
        await using ServiceProvider services = Services();
        (string? name, int niceness) = await ServedByAsync(services, HttpMethods.Post, "/api/room/s_1/holds");
        Assert.Equal("crowd", name);
        Assert.Equal(5, niceness);
    }

    [Theory]
    [InlineData("POST", "/api/sessions/s_1/take")]
    [InlineData("GET", "/api/room/s_1")]
    public async Task Takes_and_reads_stay_where_they_came_in(string method, string path)
    {
        await using ServiceProvider services = Services();
        (string? name, _) = await ServedByAsync(services, method, path);
        Assert.NotEqual("crowd", name);
    }

    [Fact]
    public async Task A_press_that_stands_does_not_hold_up_a_take()
    {
        await using ServiceProvider services = Services();
        using var stands = new ManualResetEventSlim();
        RequestDelegate edge = Edge(services, context =>
        {
            if (context.Request.Path.StartsWithSegments("/api/room", StringComparison.Ordinal)) stands.Wait(TimeSpan.FromSeconds(30));
            return Task.CompletedTask;
        });
        Task[] presses = [.. Enumerable.Range(0, 500).Select(_ => edge(Request(services, "POST", "/api/room/s_1/holds")))];
        await edge(Request(services, "POST", "/api/sessions/s_1/take"));
        Assert.DoesNotContain(presses, press => press.IsCompleted);
        stands.Set();
        await Task.WhenAll(presses);
    }

    [Fact]
    public async Task A_press_that_comes_while_the_studio_stops_is_served_all_the_same()
    {
        ServiceProvider services = Services();
        RequestDelegate edge = Edge(services, _ => Task.CompletedTask);
        await services.DisposeAsync();
        await edge(Request(services, "POST", "/api/room/s_1/holds")).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private static async Task<(string? Thread, int Niceness)> ServedByAsync(ServiceProvider services, string method, string path)
    {
        (string?, int) by = default;
        RequestDelegate edge = Edge(services, _ =>
        {
            by = (Thread.CurrentThread.Name, NicenessOfThisThread());
            return Task.CompletedTask;
        });
        // From a thread of the pool: the test itself may go on where a request before it was served.
        await Task.Run(() => edge(Request(services, method, path)));
        return by;
    }

    // proc(5): the 19th field of stat is the niceness; the second one, in brackets, may have spaces.
    private static int NicenessOfThisThread() =>
        int.Parse(File.ReadAllText("/proc/thread-self/stat").Split(')')[^1].Split(' ')[17], System.Globalization.CultureInfo.InvariantCulture);

    private static ServiceProvider Services() => new ServiceCollection().AddSingleton<CrowdLane>().BuildServiceProvider();

    private static RequestDelegate Edge(ServiceProvider services, RequestDelegate end)
    {
        var app = new ApplicationBuilder(services);
        app.UseCrowdLane();
        app.Run(end);
        return app.Build();
    }

    private static DefaultHttpContext Request(ServiceProvider services, string method, string path)
    {
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Method = method;
        context.Request.Path = path;
        return context;
    }
}

using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>One studio with a signed-in manager, for the tests that do not break it.</summary>
public sealed class SharedStudio : IAsyncLifetime
{
    public StudioProcess Studio { get; private set; } = null!;

    public StudioClient Manager { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Studio = await StudioProcess.StartAsync();
        Manager = Studio.Client();
        await Manager.EnterAsManagerAsync(Studio);
    }

    public async ValueTask DisposeAsync()
    {
        Manager.Dispose();
        await Studio.DisposeAsync();
    }
}

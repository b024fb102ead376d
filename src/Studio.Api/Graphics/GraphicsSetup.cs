namespace Studio.Api.Graphics;

/// <summary>Services of the on-air graphics.</summary>
internal static class GraphicsSetup
{
    public static void AddGraphics(this IServiceCollection services) => services.AddSingleton<GraphicsStore>();
}

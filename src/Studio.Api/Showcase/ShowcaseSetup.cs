namespace Studio.Api.Showcase;

internal static class ShowcaseSetup
{
    public static void AddShowcase(this IServiceCollection services)
    {
        services.AddSingleton<ContactBook>();
        services.AddSingleton<HoldProof>();
        services.AddSingleton<HoldGate>();
    }
}

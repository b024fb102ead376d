namespace Studio.Api.Catalog;

/// <summary>Services of the catalogue.</summary>
internal static class CatalogSetup
{
    public static void AddCatalog(this IServiceCollection services) => services.AddSingleton<PictureStore>();
}

using Studio.Api.Catalog;
using Studio.Api.Clips;
using Studio.Api.Comments;
using Studio.Api.Demo;
using Studio.Api.Edge;
using Studio.Api.Graphics;
using Studio.Api.Handovers;
using Studio.Api.Live;
using Studio.Api.Parts;
using Studio.Api.People;
using Studio.Api.Recording;
using Studio.Api.Showcase;
using Studio.Api.Stations;

try
{
    if (Verbs.Find(args) is { } verb) return await verb(Console.Out);
    WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    StudioOptions options = builder.ReadStudioOptions();
    builder.AddEdge(options);
    builder.AddParts(options);
    builder.AddAccess(options);
    builder.Services.AddCatalog();
    builder.Services.AddClips(options);
    if (options.ServesPeople)
    {
        builder.Services.AddLive();
        builder.Services.AddGraphics();
        builder.Services.AddRecording(options);
        builder.Services.AddShowcase();
        builder.Services.AddHandovers();
    }
    if (options.Role == StudioRole.All) builder.Services.AddDemo(options);

    WebApplication app = builder.Build();
    app.UseEdge(options);
    app.MapHealth();
    if (options.ServesPeople)
    {
        app.MapPeople();
        app.MapLinks();
        app.MapCatalog();
        app.MapEnterprises();
        app.MapStations();
        app.MapGraphics();
        app.MapLive();
        app.MapShowcase();
        app.MapComments();
        app.MapHandovers();
        app.MapRecording();
        app.MapClips();
    }
    await app.RunWithPartsAsync();
    return 0;
}
catch (StartRefusedException refused)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return 2;
}

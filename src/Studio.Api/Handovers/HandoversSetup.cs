using Studio.Api.Edge;
using Studio.Grains.Figures;
using Studio.Grains.Handovers;

namespace Studio.Api.Handovers;

/// <summary>Hand-over of held goods: what enterprises and stations work from, and what became of it.</summary>
internal static class HandoversSetup
{
    public static void AddHandovers(this IServiceCollection services)
    {
        services.AddSingleton<HandoverReader>();
        services.AddSingleton<IPaidMarks, OrderMarks>();
    }

    public static void MapHandovers(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder session = routes.MapGroup("/api/sessions/{id}").WithTags("Handover").AddEndpointFilter<Operations>();
        session.MapReconciliation();
        session.MapOrders();
        session.MapStationDesk();
        routes.MapOrderPreview();
    }
}

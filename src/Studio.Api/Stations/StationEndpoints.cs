using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.People;
using Studio.Grains.Stations;
using Studio.Grains.Values;

namespace Studio.Api.Stations;

/// <summary>Service stations: the manager's list, the viewers' choice, and what a member of station staff starts from.</summary>
internal static class StationEndpoints
{
    private const int SessionsShown = 50;

    public static void MapStations(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder stations = routes.MapGroup("/api/stations").WithTags("Stations").AddEndpointFilter<Operations>();
        stations.MapGet("", ListAsync).RequireAuthorization(Access.Look);
        stations.MapPost("", CreateAsync).RequireAuthorization(Access.Manage);
        stations.MapPut("/{id}", ChangeAsync).RequireAuthorization(Access.Manage);
        routes.MapGet("/api/station", MineAsync).WithTags("Stations").RequireAuthorization(Access.AtStation);
        routes.MapPut("/api/accounts/{name}/station", AssignAsync).WithTags("People").RequireAuthorization(Access.Manage).AddEndpointFilter<Operations>();
    }

    /// <summary>All stations.</summary>
    public static async Task<Station[]> AllAsync(IGrainFactory grains)
    {
        IReadOnlyList<string> ids = await grains.GetGrain<IIndexGrain>(Indexes.Stations).All();
        Station?[] stations = await Task.WhenAll(ids.Select(id => grains.GetGrain<IStationGrain>(id).Get()));
        return [.. stations.OfType<Station>()];
    }

    /// <summary>The stations at which a guest may collect.</summary>
    public static async Task<Ok<OpenStationDto[]>> OpenAsync(string sessionId, IGrainFactory grains) =>
        TypedResults.Ok((await AllAsync(grains)).Where(station => !station.Details.Closed).Select(OpenStationDto.Of).ToArray());

    /// <summary>Why nothing can be collected at a station, or null: it can.</summary>
    public static async Task<Refusal?> WhyNotAsync(IGrainFactory grains, string stationId) => await grains.GetGrain<IStationGrain>(stationId).Get() switch
    {
        null => Refusal.With(RefusalCodes.NotFound, "what", "station"),
        { Details.Closed: true } => new Refusal(RefusalCodes.StationClosed),
        _ => null,
    };

    private static async Task<Ok<StationDto[]>> ListAsync(IGrainFactory grains) => TypedResults.Ok((await AllAsync(grains)).Select(StationDto.Of).ToArray());

    private static async Task<Results<Ok<StationDto>, ProblemHttpResult>> CreateAsync(StationBody body, ClaimsPrincipal user, IGrainFactory grains)
    {
        string id = StableId.ForOperation("st", user.Identity!.Name!, body.OperationId);
        return (await grains.GetGrain<IStationGrain>(id).Create(body.Details)).ToResult(StationDto.Of);
    }

    private static async Task<Results<Ok<StationDto>, ProblemHttpResult>> ChangeAsync(string id, StationBody body, IGrainFactory grains) =>
        (await grains.GetGrain<IStationGrain>(id).Change(body.OperationId, body.Details)).ToResult(StationDto.Of);

    private static async Task<Ok<MyStationDto>> MineAsync(ClaimsPrincipal user, IGrainFactory grains)
    {
        if (await OwnStation.OfAsync(user, grains) is not { } stationId || await grains.GetGrain<IStationGrain>(stationId).Get() is not { } station) return TypedResults.Ok(new MyStationDto(null, []));
        IReadOnlyList<string> ids = await grains.GetGrain<IIndexGrain>(Indexes.Sessions).All();
        SessionView?[] sessions = await Task.WhenAll(ids.TakeLast(SessionsShown).Select(id => grains.GetGrain<ILiveSessionGrain>(id).Get()));
        return TypedResults.Ok(new MyStationDto(
            StationDto.Of(station),
            [.. sessions.OfType<SessionView>().OrderByDescending(session => session.PlannedStart).Select(session => new StationSessionDto(session.Id, session.Title, session.Phase, session.PlannedStart))]));
    }

    private static async Task<Results<Ok<AccountDto>, ProblemHttpResult>> AssignAsync(string name, Assignment body, IGrainFactory grains)
    {
        if (name.Length > 64) return Problems.Of(RefusalCodes.NotFound);
        if (body.StationId is { } id && await grains.GetGrain<IStationGrain>(id).Get() is null) return Problems.Of(Refusal.With(RefusalCodes.NotFound, "what", "station"));
        return (await grains.GetGrain<IAccountGrain>(name.ToLowerInvariant()).SetStation(body.StationId)).ToResult(AccountDto.Of);
    }
}

/// <summary>A station.</summary>
internal sealed record StationDto(string Id, string Name, string Township, string Address, string Hours, bool Closed)
{
    public static StationDto Of(Station station) =>
        new(station.Id, station.Details.Name, station.Details.Township, station.Details.Address, station.Details.Hours, station.Details.Closed);
}

/// <summary>A station as a viewer sees it.</summary>
internal sealed record OpenStationDto(string Id, string Name, string Township, string Address, string Hours)
{
    public static OpenStationDto Of(Station station) => new(station.Id, station.Details.Name, station.Details.Township, station.Details.Address, station.Details.Hours);
}

/// <summary>A new station, or its new details.</summary>
internal sealed record StationBody(string OperationId, string Name, string Township, string Address, string Hours = "", bool Closed = false) : IOperation
{
    internal StationDetails Details => new(Name, Township, Address, Hours, Closed);
}

/// <summary>At which station a member of station staff works; null: at none.</summary>
internal sealed record Assignment(string OperationId, string? StationId) : IOperation;

/// <summary>The station of whoever asks, and the newest sessions; null and none for others than station staff.</summary>
internal sealed record MyStationDto(StationDto? Station, IReadOnlyList<StationSessionDto> Sessions);

/// <summary>A session as a station sees it.</summary>
internal sealed record StationSessionDto(string Id, string Title, SessionPhase Phase, DateTimeOffset PlannedStart);

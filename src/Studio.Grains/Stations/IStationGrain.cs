using Orleans.Concurrency;
using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Grains.Stations;

/// <summary>A village or township service station (服务站点), where held goods are collected and paid. Key: its id, which the creating operation names.</summary>
[Alias("studio.IStationGrain")]
public interface IStationGrain : IGrainWithStringKey
{
    /// <summary>Makes the station. Refused: validation, operation-conflict.</summary>
    [Alias("Create")] Task<Outcome<Station>> Create(StationDetails details);

    /// <summary>Changes, closes or opens it. Refused: validation, not-found, operation-conflict.</summary>
    [Alias("Change")] Task<Outcome<Station>> Change(string operationId, StationDetails details);

    /// <summary>The station, or null when there is none.</summary>
    [ReadOnly, Alias("Get")] Task<Station?> Get();
}

/// <summary>A station as it stands.</summary>
[GenerateSerializer, Immutable, Alias("studio.Station")]
public sealed record Station([property: Id(0)] string Id, [property: Id(1)] StationDetails Details);

/// <summary>What a manager writes of a station.</summary>
/// <param name="Name">1–60 characters.</param>
/// <param name="Township">乡镇, 1–20 characters.</param>
/// <param name="Address">1–120 characters.</param>
/// <param name="Hours">When it is open, in words, at most 60 characters; may be empty.</param>
/// <param name="Closed">Closed ones are not offered to viewers any more; what was confirmed before is still handed over.</param>
[GenerateSerializer, Immutable, Alias("studio.StationDetails")]
public sealed record StationDetails(
    [property: Id(0)] string Name, [property: Id(1)] string Township, [property: Id(2)] string Address, [property: Id(3)] string Hours = "", [property: Id(4)] bool Closed = false)
    : IEntryDetails<StationDetails>
{
    /// <inheritdoc/>
    public Outcome<StationDetails> Checked()
    {
        var check = new Check();
        StationDetails clean = this with
        {
            Name = check.Text("name", Name, 60),
            Township = check.Text("township", Township, 20),
            Address = check.Text("address", Address, 120),
            Hours = string.IsNullOrWhiteSpace(Hours) ? "" : check.Text("hours", Hours, 60),
        };
        return check.Refusal is { } refusal ? refusal : clean;
    }
}

using MediaPipeline.Rendering;
using Studio.Api.Parts;

namespace Studio.Api.Clips;

/// <summary>The presets of platforms: those of the program, replaced or joined by files in <c>presets</c> of the data folder. Read when the process starts.</summary>
internal sealed partial class ClipPresets(StudioOptions options, ILogger<ClipPresets> log)
{
    private readonly Lazy<Task<PresetShelf>> _shelf = new(() => ReadAsync(options, log));

    /// <summary>All, the master first.</summary>
    public async Task<IReadOnlyList<PresetDto>> AllAsync() => [.. (await _shelf.Value).Presets.Select(Of)];

    /// <summary>The preset; null: there is none.</summary>
    public async Task<RenditionPreset?> FindAsync(string id) => (await _shelf.Value).Find(id);

    private static async Task<PresetShelf> ReadAsync(StudioOptions options, ILogger log)
    {
        PresetShelf shelf = await PresetShelf.ReadAsync(Path.Combine(options.DataFolder, "presets"), CancellationToken.None);
        foreach (PresetFlaw flaw in shelf.Flaws) NotTaken(log, flaw.File, flaw.Problem);
        return shelf;
    }

    private static PresetDto Of(RenditionPreset preset) => new(
        preset.Id, preset.Name, preset.Width, preset.Height, preset.FrameRate, preset.Bitrate, preset.ShortestSeconds, preset.LongestSeconds, preset.Bytes, preset.Dated, preset.Source,
        [.. preset.Covers.Select(cover => new PresetCoverDto(cover.Width, cover.Height))], preset.Notes);

    [LoggerMessage(LogLevel.Warning, "preset {File} was not taken: {Problem}")]
    private static partial void NotTaken(ILogger log, string file, string problem);
}

namespace Studio.Api.Clips;

/// <summary>The presets of platforms, as they can be chosen.</summary>
internal sealed class ClipPresets
{
    /// <summary>All, the exact cut first.</summary>
    public IReadOnlyList<PresetDto> All { get; } = [];

    /// <summary>Whether there is one of that id.</summary>
    public bool Knows(string id) => All.Any(preset => preset.Id == id);
}

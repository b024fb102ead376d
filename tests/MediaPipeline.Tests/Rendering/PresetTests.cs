using MediaPipeline.Rendering;

namespace MediaPipeline.Tests.Rendering;

public sealed class PresetTests
{
    private const string Own = """
        { "id": "station", "name": { "zh": "县台", "en": "County station" }, "dated": "2026-11-29", "source": "Its letter of March.", "width": 1280, "height": 720, "captions": "none" }
        """;

    [Fact]
    public async Task Five_presets_come_with_the_program_and_say_when_and_where_from()
    {
        PresetShelf shelf = await PresetShelf.ReadAsync(null, CancellationToken.None);
        Assert.Equal(["master", "douyin", "kuaishou", "channels", "taobao"], shelf.Presets.Select(preset => preset.Id));
        Assert.Empty(shelf.Flaws);
        Assert.All(shelf.Presets, preset => Assert.True(preset.Dated >= new DateOnly(2026, 11, 29) && preset.Source.Length > 20 && preset.Covers.Count > 0));
        // A limit that nobody could name is unknown, and says so.
        Assert.Null(shelf.Find("douyin")!.Bytes);
        Assert.StartsWith("Unknown", shelf.Find("douyin")!.Notes["bytes"], StringComparison.Ordinal);
        Assert.Equal(60, shelf.Find("taobao")!.LongestSeconds);
        Assert.Equal(CaptionUse.Track, shelf.Find("master")!.Captions);
    }

    [Fact]
    public async Task Files_of_a_folder_join_and_replace_them_and_a_wrong_one_takes_nothing_away()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["station.json"], Own);
        await File.WriteAllTextAsync(folder["douyin.json"], Own.Replace("station\"", "douyin\"", StringComparison.Ordinal));
        await File.WriteAllTextAsync(folder["kuaishou.json"], """{ "id": "kuaishou", "width": "wide" }""");
        await File.WriteAllTextAsync(folder["large.json"], new string(' ', PresetShelf.MostBytes + 1));

        PresetShelf shelf = await PresetShelf.ReadAsync(folder.Path, CancellationToken.None);
        Assert.Equal(1280, shelf.Find("station")!.Width);
        Assert.Equal(1280, shelf.Find("douyin")!.Width);
        Assert.Equal(1080, shelf.Find("kuaishou")!.Width);
        Assert.Equal(["kuaishou.json", "large.json"], shelf.Flaws.Select(flaw => flaw.File));
    }

    [Theory]
    [InlineData("\"station\"", "\"../station\"", "id:")]
    [InlineData("1280", "1281", "width:")]
    [InlineData("1280", "null", "width, height:")]
    [InlineData("\"none\"", "\"loud\"", "$.captions")]
    [InlineData("\"captions\"", "\"caption\"", "caption")]
    [InlineData("\"captions\": \"none\"", "\"frameRate\": 500", "frameRate:")]
    [InlineData("\"captions\": \"none\"", "\"loudness\": { \"lufs\": 3, \"truePeak\": -1 }", "loudness.lufs:")]
    [InlineData("\"captions\": \"none\"", "\"safeZone\": { \"left\": 0.9, \"top\": 0, \"right\": 0, \"bottom\": 0 }", "safeZone:")]
    [InlineData("\"captions\": \"none\"", "\"shortestSeconds\": 9, \"longestSeconds\": 9", "longestSeconds:")]
    [InlineData("\"captions\": \"none\"", "\"covers\": null", "overs")]
    [InlineData("{", "", "JSON")]
    public void What_is_wrong_with_a_preset_is_named(string part, string instead, string named)
    {
        Assert.NotNull(PresetShelf.Parse(Own).Preset);
        (RenditionPreset? preset, string problem) = PresetShelf.Parse(instead.Length == 0 ? Own[1..] : Own.Replace(part, instead, StringComparison.Ordinal));
        Assert.Null(preset);
        Assert.Contains(named, problem, StringComparison.Ordinal);
    }
}

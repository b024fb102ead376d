using MediaPipeline.Analysis;
using MediaPipeline.Importing;
using MediaPipeline.Recordings;
using Studio.Testing;

namespace MediaPipeline.Tests.Analysis;

public sealed class StampScanTests : IDisposable
{
    private const string Session = "s_scan";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_stamps_of_a_film_of_unknown_time_are_found_on_their_pictures()
    {
        // One of them stands on both sides of the seam between two looks (a look is five segments of two seconds): it is one stamp, not two.
        FilmStamp[] stamps = [new(60, 1, 7), new(247, 1, 8), new(391, 3, 9), new(430, 3, 10)];
        RecordingPart part = await SettleAsync(new StampedFilm(Session, stamps) { Width = 640, Height = 360, BitRate = "1000k" }, 500);
        IReadOnlyList<SeenStamp> seen = await StampScan.ReadAsync(_folder.Path, part, Session, CancellationToken.None);
        Assert.Equal([SyncStamp.Of(1, 7), SyncStamp.Of(1, 8), SyncStamp.Of(3, 9)], seen.Select(one => one.Stamp));
        foreach ((SeenStamp one, FilmStamp stamp) in seen.Zip(stamps)) Assert.Equal(stamp.Picture / 25.0, one.Media.TotalSeconds, 0.081);
    }

    [Fact]
    public async Task A_stamp_of_another_session_tells_nothing()
    {
        RecordingPart part = await SettleAsync(new StampedFilm("s_other", [new FilmStamp(30, 1, 7)]) { Width = 640, Height = 360, BitRate = "1000k" }, 100);
        Assert.Empty(await StampScan.ReadAsync(_folder.Path, part, Session, CancellationToken.None));
    }

    private async Task<RecordingPart> SettleAsync(StampedFilm film, int pictures)
    {
        string feed = _folder["film.flv"], folder = _folder["import-x"];
        await film.WriteAsync(feed, 0, pictures);
        Directory.CreateDirectory(folder);
        await Film.FfmpegAsync(["-i", feed, "-c", "copy", .. RecorderArguments.Output(folder)], folder);
        return (await ImportedParts.ReadWholeAsync(folder, CancellationToken.None))!;
    }
}

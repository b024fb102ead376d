using System.Text;
using MediaPipeline.Analysis;

namespace MediaPipeline.Tests.Analysis;

public sealed class ImportedClockTests : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 23, 12, 0, 0, 250, TimeSpan.Zero);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mp4")]
    [InlineData("mkv")]
    public async Task Chapters_and_times_of_pictures_are_read(string kind)
    {
        string film = _folder[$"obs.{kind}"];
        await ObsFilm.WriteAsync(film, 30 * ObsFilm.FrameRate, picture => Begin.AddMilliseconds(picture * 40), (0, "Start"), (2, "上架 1号 夏乐西瓜"), (7.4, "下架")); // OBS sets the first one itself

        ImportedClock clock = await ImportedClock.ReadAsync(film, CancellationToken.None);
        Assert.Equal(["Start", "上架 1号 夏乐西瓜", "下架"], clock.Chapters.Select(chapter => chapter.Title));
        Assert.Equal([0, 2.0, 7.4], clock.Chapters.Select(chapter => Math.Round(chapter.Media.TotalSeconds, 2)));
        Assert.Equal(Begin, clock.Begin!.Value, TimeSpan.FromMilliseconds(2));
        Assert.InRange(clock.FrameTimes.Count, 20, 60); // a handful at a handful of places
        Assert.Equal(clock.FrameTimes.OrderBy(time => time.Media), clock.FrameTimes);
        Assert.All(clock.FrameTimes, time => Assert.Equal(Begin + time.Media, time.At, TimeSpan.FromMilliseconds(2)));
        for (double at = 0.5; at < 26; at += 3.3)
        {
            ImportedPlace place = clock.Locate(Begin.AddSeconds(at))!;
            Assert.Equal(at, place.Media.TotalSeconds, 0.02);
            Assert.InRange(place.Error.TotalMilliseconds, 40, 80);
        }
        Assert.Null(clock.Locate(Begin.AddSeconds(-1)));
        Assert.Null(clock.Locate(Begin.AddSeconds(60)));
    }

    [Fact]
    public async Task A_pause_of_the_recording_is_a_place_where_nothing_is_known()
    {
        string film = _folder["paused.mp4"];
        await ObsFilm.WriteAsync(film, 40 * ObsFilm.FrameRate, picture => Begin.AddMilliseconds((picture * 40) + (picture >= 500 ? 60_000 : 0)));

        ImportedClock clock = await ImportedClock.ReadAsync(film, CancellationToken.None);
        Assert.Equal(5, clock.Locate(Begin.AddSeconds(5))!.Media.TotalSeconds, 0.02);
        Assert.Null(clock.Locate(Begin.AddSeconds(50)));
        Assert.Equal(30, clock.Locate(Begin.AddSeconds(90))!.Media.TotalSeconds, 0.02);
    }

    [Fact]
    public async Task A_film_of_another_program_says_nothing_of_time()
    {
        string film = _folder["other.mp4"];
        await Film.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=2", "-c:v", "libx264", "-preset", "ultrafast",
            "-bsf:v", "h264_metadata=sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+20261123T120000Z", film);
        ImportedClock clock = await ImportedClock.ReadAsync(film, CancellationToken.None);
        Assert.Equal((0, 0), (clock.Chapters.Count, clock.FrameTimes.Count));
        Assert.Null(clock.Begin);
        Assert.Null(clock.Locate(Begin));
    }

    [Theory]
    [InlineData("hallo.mp4", "no film at all")]
    [InlineData("list.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nobs.mp4\n#EXT-X-ENDLIST\n")]
    [InlineData("concat.mp4", "ffconcat version 1.0\nfile obs.mp4\n")]
    [InlineData("empty.mp4", "")]
    public async Task What_is_no_film_or_points_to_one_says_nothing(string name, string text)
    {
        await ObsFilm.WriteAsync(_folder["obs.mp4"], 50, picture => Begin.AddMilliseconds(picture * 40), (1, "x"));
        await File.WriteAllTextAsync(_folder[name], text);
        ImportedClock clock = await ImportedClock.ReadAsync(_folder[name], CancellationToken.None);
        Assert.Equal((0, 0), (clock.Chapters.Count, clock.FrameTimes.Count));
        Assert.NotEmpty((await ImportedClock.ReadAsync(_folder["obs.mp4"], CancellationToken.None)).FrameTimes);
    }

    [Fact]
    public async Task Titles_of_others_are_cut_and_cleaned()
    {
        string film = _folder["titles.mp4"];
        await ObsFilm.WriteAsync(film, 50, _ => null, (0, "<b>" + new string('长', 300)), (1, "a\u0007b"));
        ImportedClock clock = await ImportedClock.ReadAsync(film, CancellationToken.None);
        Assert.Equal(100, clock.Chapters[0].Title.Length);
        Assert.Equal("ab", clock.Chapters[1].Title);
        Assert.Empty(clock.FrameTimes);
    }

    [Fact]
    public void A_message_is_read_as_OBS_writes_it_and_anything_else_is_passed_over()
    {
        byte[] payload = ObsFilm.Payload(Begin);
        Assert.Equal(Begin, ObsFrameTime.Composition(payload));
        // Cut short, with another form, with a time that is none, with one that is absurd.
        for (int length = 0; length < payload.Length - 1; length++) Assert.Null(ObsFrameTime.Composition(payload.AsSpan(0, length)));
        Assert.Null(ObsFrameTime.Composition([0, 2, 1, .. Encoding.ASCII.GetBytes("2026-11-23T12:00:00.250Z"), 0]));
        Assert.Null(ObsFrameTime.Composition([0, 1, 1, .. Encoding.ASCII.GetBytes("yesterday"), 0]));
        Assert.Null(ObsFrameTime.Composition([0, 1, 1, .. Encoding.ASCII.GetBytes("0001-01-01T00:00:00Z"), 0]));
        Assert.Null(ObsFrameTime.Composition([0, 1, 2, .. Encoding.ASCII.GetBytes("2026-11-23T12:00:00.250Z"), 0]));
        var random = new Random(1);
        byte[] noise = new byte[200];
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(noise);
            Assert.Null(ObsFrameTime.Composition(noise));
        }
    }
}

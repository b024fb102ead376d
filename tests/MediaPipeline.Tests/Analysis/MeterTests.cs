using MediaPipeline.Analysis;

namespace MediaPipeline.Tests.Analysis;

/// <summary>What is decided from pictures and sound, without ffmpeg.</summary>
public sealed class MeterTests
{
    private const int Width = 32, Height = 18;

    [Fact]
    public void A_hand_before_the_camera_is_no_scene()
    {
        // Everything changes in every picture: much, but never more than around it.
        var meter = new SceneMeter(AnalysisRules.Default);
        for (int i = 0; i < 60; i++) meter.Take(Picture(i, (byte)(i % 2 == 0 ? 100 : 140)));
        meter.End();
        Assert.Empty(meter.Scenes);
    }

    [Fact]
    public void A_flash_of_some_pictures_is_no_scene_and_a_cut_after_it_is_one()
    {
        var meter = new SceneMeter(AnalysisRules.Default);
        for (int i = 0; i < 90; i++) meter.Take(Picture(i, (byte)(i is >= 30 and < 34 ? 250 : i < 60 ? 60 : 120)));
        meter.End();
        Assert.Equal([TimeSpan.FromMilliseconds(60 * 40)], meter.Scenes);
    }

    [Fact]
    public void Scenes_that_are_shorter_than_a_scene_are_one()
    {
        var meter = new SceneMeter(AnalysisRules.Default);
        for (int i = 0; i < 90; i++) meter.Take(Picture(i, (byte)(i < 30 ? 60 : i < 40 ? 120 : 180)));
        meter.End();
        Assert.Equal([TimeSpan.FromMilliseconds(30 * 40)], meter.Scenes);
    }

    [Fact]
    public void Pictures_of_a_whole_day_need_no_more_memory_than_those_of_a_second()
    {
        var meter = new SceneMeter(AnalysisRules.Default);
        for (int i = 0; i < 2_000; i++) meter.Take(Picture(i, (byte)(i % 250)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        SmallPicture same = Picture(2_000, 1);
        for (int i = 2_000; i < 20_000; i++)
        {
            same.Take(TimeSpan.FromMilliseconds(i * 40), Tile((byte)(i % 250)), Width, Height);
            meter.Take(same);
        }
        // The tiles that this test makes itself, and next to nothing else.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (18_000L * ((Width * Height * 4) + 64)) + 200_000);
    }

    [Fact]
    public void A_hole_in_the_sound_is_silence_and_a_clock_before_zero_counts_for_nothing()
    {
        var meter = new LevelMeter();
        short[] loud = [.. Enumerable.Repeat((short)16_384, 4_000)];
        meter.Take(TimeSpan.FromMilliseconds(-250), loud, 8_000);
        meter.Take(TimeSpan.FromMilliseconds(1_000), loud, 8_000);
        SoundLevels levels = meter.End();
        Assert.Equal(0, levels.First);
        Assert.Equal(30, levels.HalfDecibels.Length);
        Assert.All(levels.HalfDecibels[..5], level => Assert.Equal(12, level)); // −6 dB
        Assert.Equal([new FilmSpan(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1))], levels.Quiet(-38, TimeSpan.FromMilliseconds(300)));
    }

    [Fact]
    public void Loud_moments_are_told_from_the_usual_and_lie_apart()
    {
        float[] curve = [.. Enumerable.Repeat(-23f, 400)];
        for (int i = 100; i < 106; i++) curve[i] = -15;
        for (int i = 110; i < 116; i++) curve[i] = -16; // five seconds later: the same moment
        for (int i = 300; i < 306; i++) curve[i] = -17;
        for (int i = 350; i < 356; i++) curve[i] = -21; // hardly louder than usual
        FilmAnalysis film = new() { Range = new FilmSpan(TimeSpan.Zero, TimeSpan.FromSeconds(200)), HasSound = true, Loudness = new LoudnessCurve(0, curve, curve) };
        IReadOnlyList<LoudMoment> found = LoudMoments.Find(film);
        Assert.Equal([new LoudMoment(TimeSpan.FromSeconds(50), -15, 8), new LoudMoment(TimeSpan.FromSeconds(150), -17, 6)], found);
        Assert.Single(LoudMoments.Find(film, most: 1));
        Assert.Empty(LoudMoments.Find(film with { Loudness = LoudnessCurve.None }));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_amid_a_picture_is_not_taken_for_a_whole_one()
    {
        using var folder = new TempFolder();
        await Tests.Film.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=32x18:r=25:d=1,format=bgra", "-f", "lavfi", "-i", "sine=r=8000:d=1", "-c:v", "rawvideo", "-c:a", "pcm_s16le", "-allow_raw_vfw", "1", "-f", "matroska", "-y", folder["raw.mkv"]);
        byte[] whole = await File.ReadAllBytesAsync(folder["raw.mkv"]);
        List<(int Track, long Time, int Bytes)> blocks = [];
        Assert.True(await MatroskaReader.ReadAsync(new MemoryStream(whole), (track, time, bytes) => blocks.Add((track, time, bytes.Length))));
        Assert.Equal(Enumerable.Range(0, 25).Select(i => (1, i * 40L, 32 * 18 * 4)), blocks.Where(block => block.Track == 1));
        Assert.Equal(8_000 * 2, blocks.Where(block => block.Track == 2).Sum(block => block.Bytes));
        Assert.False(await MatroskaReader.ReadAsync(new MemoryStream(whole[..(whole.Length / 2)]), (_, _, _) => { }));
    }

    private static SmallPicture Picture(int number, byte grey)
    {
        var picture = new SmallPicture();
        picture.Take(TimeSpan.FromMilliseconds(number * 40), Tile(grey), Width, Height);
        return picture;
    }

    private static byte[] Tile(byte grey) => [.. Enumerable.Repeat(grey, Width * Height * 4)];
}

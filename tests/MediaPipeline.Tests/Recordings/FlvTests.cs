using MediaPipeline.Recordings;

namespace MediaPipeline.Tests.Recordings;

public sealed class FlvTests
{
    private static readonly byte[] Key = [0x17, 1, 0, 0, 0, 9], Inter = [0x27, 1, 0, 0, 0, 8], Sound = [0xAF, 1, 7], Header = [0x17, 0, 0, 0, 0, 1, 2, 3];

    [Fact]
    public void A_file_that_is_cut_anywhere_gives_its_whole_tags()
    {
        byte[] whole = File((FlvKind.PictureHeader, 0, Header), (FlvKind.KeyPicture, 0, Key), (FlvKind.Sound, 20, Sound), (FlvKind.Picture, 40, Inter));
        for (int length = 0; length < whole.Length; length++)
        {
            IReadOnlyList<FlvTag> tags = FlvFile.Read(new MemoryStream(whole[..length]));
            Assert.InRange(tags.Count, 0, 3);
        }
        Assert.Equal([FlvKind.PictureHeader, FlvKind.KeyPicture, FlvKind.Sound, FlvKind.Picture], FlvFile.Read(new MemoryStream(whole)).Select(tag => tag.Kind));
    }

    [Fact]
    public void A_clock_that_wraps_after_49_days_goes_on()
    {
        Assert.Equal([0, 40, 80], Times(uint.MaxValue - 39, 0, 40));
    }

    [Theory]
    [InlineData(600_000)]
    [InlineData(-600_000)]
    public void A_clock_that_leaps_goes_on_as_if_it_had_not(int leap)
    {
        Assert.Equal([0, 40, 80, 120], Times(1_000_000, 1_000_040, (uint)(1_000_080 + leap), (uint)(1_000_120 + leap)));
    }

    [Fact]
    public void Sound_that_comes_a_little_after_its_picture_keeps_its_time()
    {
        Assert.Equal([0, 40, 23, 80], Times(100, 140, 123, 180));
        Assert.Equal([0, 40, 0, 80], Times(0, 40, 0, 80));
    }

    [Fact]
    public void Times_that_nginx_cut_to_zero_are_made_up_from_the_distances_before()
    {
        // A clock that leaps back behind the begin of the file: nginx writes zero for each tag of the rest.
        Assert.Equal([0, 100, 200, 300, 400, 500], Times(0, 100, 200, 300, 0, 0));
    }

    /// <summary>nginx names a file by its second: a publisher who comes back within that second makes it begin the file anew.</summary>
    [Fact]
    public void A_kept_file_that_was_begun_anew_is_read_anew_however_long_it_is()
    {
        using var folder = new TempFolder();
        string file = folder[$"{Tail.Feed}-1767225600.flv"];
        byte[] other = [0x17, 1, 0, 0, 0, 42, 42, 42];
        var kept = new TailFolder(folder.Path);
        System.IO.File.WriteAllBytes(file, File((FlvKind.PictureHeader, 0, Header), (FlvKind.KeyPicture, 0, Key), (FlvKind.Picture, 40, Inter)));
        Assert.Equal(KeptGroup.KeyOf(Key.AsSpan(5)), Assert.Single(kept.Read(Tail.Feed)).Key);

        System.IO.File.WriteAllBytes(file, File((FlvKind.PictureHeader, 0, Header), (FlvKind.KeyPicture, 0, other), (FlvKind.Picture, 40, Inter), (FlvKind.Picture, 80, Inter), (FlvKind.Picture, 120, Inter)));
        KeptGroup group = Assert.Single(kept.Read(Tail.Feed));
        Assert.Equal(KeptGroup.KeyOf(other.AsSpan(5)), group.Key);
        Assert.Equal([0, 40, 80, 120], group.Tags.Select(tag => (int)tag.Time.TotalMilliseconds));
    }

    [Fact]
    public void A_kept_file_that_grows_is_read_on()
    {
        using var folder = new TempFolder();
        string file = folder[$"{Tail.Feed}-1767225600.flv"];
        byte[] whole = File((FlvKind.PictureHeader, 0, Header), (FlvKind.KeyPicture, 0, Key), (FlvKind.Picture, 40, Inter), (FlvKind.Picture, 80, Inter));
        var kept = new TailFolder(folder.Path);
        List<int> seen = [];
        for (int length = 0; length <= whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(file, whole[..length]);
            seen.Add(kept.Read(Tail.Feed) is [var group] ? group.Tags.Count : 0);
        }
        Assert.Equal([0, 1, 2, 3], seen.Distinct());
    }

    /// <summary>A publisher that came back at once: the segment before lasts a little longer than what was kept of it, by the way ffmpeg reckons its last picture.</summary>
    [Theory]
    [InlineData(2.0)]
    [InlineData(1.9)]
    [InlineData(2.1)]
    public void What_a_segment_holds_is_told_from_what_it_lacks_although_their_lengths_differ_a_little(double held)
    {
        KeptGroup[] kept = [Group("A", 0, 2), Group("B", 2.3, 2), Group("C", 4.3, 2)];
        HeldEdge last = new("A", DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(held)), next = new("C", DateTimeOffset.UnixEpoch.AddSeconds(4.3), TimeSpan.FromSeconds(2));
        Assert.Equal("B", Assert.Single(Assert.Single(LostPictures.Between(kept, last, next))).Key);
        Assert.Empty(LostPictures.Between(kept, last with { Duration = TimeSpan.FromSeconds(held + 2) }, next)); // it held both
    }

    private static KeptGroup Group(string key, double at, double duration) =>
        new("x.flv", null, null, [], new FeedHeaders("h", null), key, DateTimeOffset.UnixEpoch.AddSeconds(at), TimeSpan.FromSeconds(duration));

    private static IEnumerable<int> Times(params uint[] stamps) =>
        FlvFile.Read(new MemoryStream(File([.. stamps.Select(stamp => (FlvKind.Picture, stamp, Inter))]))).Select(tag => (int)tag.Time.TotalMilliseconds);

    private static byte[] File(params (FlvKind Kind, uint Stamp, byte[] Data)[] tags)
    {
        var file = new MemoryStream();
        FlvFile.WriteBegin(file, sound: true);
        foreach ((FlvKind kind, uint stamp, byte[] data) in tags) FlvFile.Write(file, kind, TimeSpan.FromMilliseconds(stamp), data);
        return file.ToArray();
    }
}

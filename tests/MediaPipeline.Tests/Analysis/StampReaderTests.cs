using CsCheck;
using MediaPipeline.Analysis;

namespace MediaPipeline.Tests.Analysis;

public sealed class StampReaderTests
{
    private static readonly SyncStamp Stamp = SyncStamp.Of(2, 1_234);

    [Fact]
    public void It_is_read_where_it_should_be_and_a_little_beside_it_larger_or_smaller() =>
        Gen.Select(Gen.Double[-8, 8], Gen.Double[-8, 8], Gen.Double[0.95, 1.05], Gen.Int[0, 1_000]).Sample((right, down, scale, seed) =>
            Assert.Equal(Stamp, StampReader.Read(Draw(Stamp, right, down, scale, black: 16, white: 235, noise: 20, seed), "s")));

    [Theory]
    [InlineData(60, 150)]
    [InlineData(0, 90)]
    [InlineData(170, 255)]
    public void Faded_or_washed_out_it_is_still_read(int black, int white) =>
        Assert.Equal(Stamp, StampReader.Read(Draw(Stamp, 0, 0, 1, black, white, noise: 8, seed: 1), "s"));

    [Theory]
    [InlineData(100, 130)]
    [InlineData(235, 16)]
    public void With_too_little_contrast_or_upside_down_it_is_none(int black, int white) =>
        Assert.Null(StampReader.Read(Draw(Stamp, 0, 0, 1, black, white, noise: 0, seed: 1), "s"));

    [Fact]
    public void Whatever_is_done_to_its_picture_it_is_read_as_itself_or_not_at_all() =>
        Gen.Select(Gen.Int[0, 250], Gen.Int[0, 100_000]).Sample((noise, seed) =>
            Assert.True(StampReader.Read(Draw(Stamp, 0, 0, 1, 16, 235, noise, seed), "s") is not { } read || read == Stamp), iter: 2_000);

    [Fact]
    public void Noise_stripes_and_plain_pictures_have_none()
    {
        var random = new Random(1);
        byte[] grey = new byte[StampReader.Width * StampReader.Height];
        for (int i = 0; i < 300; i++)
        {
            random.NextBytes(grey);
            Assert.Null(StampReader.Read(grey, "s"));
        }
        foreach (int stripe in (int[])[1, 4, 8, 16])
        {
            for (int i = 0; i < grey.Length; i++) grey[i] = i % StampReader.Width / stripe % 2 == 0 ? (byte)235 : (byte)16;
            Assert.Null(StampReader.Read(grey, "s"));
        }
        Array.Fill(grey, (byte)255);
        Assert.Null(StampReader.Read(grey, "s"));
        Assert.Throws<ArgumentException>(() => StampReader.Read(grey.AsSpan(1), "s"));
    }

    private static byte[] Draw(SyncStamp stamp, double right, double down, double scale, int black, int white, int noise, int seed)
    {
        var random = new Random(seed);
        bool[] cells = stamp.Draw("s");
        byte[] grey = new byte[StampReader.Width * StampReader.Height];
        for (int y = 0; y < StampReader.Height; y++)
        {
            for (int x = 0; x < StampReader.Width; x++)
            {
                double cell = StampReader.CellPixels * scale;
                int column = (int)Math.Floor((x + 0.5 - StampReader.CellPixels - right) / cell), row = (int)Math.Floor((y + 0.5 - StampReader.CellPixels - down) / cell);
                bool inside = column is >= 0 and < SyncStamp.Columns && row is >= 0 and < SyncStamp.Rows;
                int value = !inside ? 110 : cells[(row * SyncStamp.Columns) + column] ? white : black;
                grey[(y * StampReader.Width) + x] = (byte)Math.Clamp(value + random.Next(-noise, noise + 1), 0, 255);
            }
        }
        return grey;
    }
}

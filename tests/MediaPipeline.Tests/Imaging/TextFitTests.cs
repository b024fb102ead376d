using MediaPipeline.Imaging;

namespace MediaPipeline.Tests.Imaging;

public sealed class TextFitTests
{
    [Theory]
    [InlineData("夏县青铜方鼎", "夏县青铜方鼎")]
    [InlineData("晋南旱地西瓜5斤装，现摘现发", "晋南旱地西瓜|5斤装，现摘现发")]
    [InlineData("大红袍花椒250克", "大红袍花椒|250克")]
    [InlineData("Handmade bronze vessel", "Handmade|bronze vessel")]
    [InlineData("格瓦斯 Cabernet 干红葡萄酒 750ml", "格瓦斯 Cabernet|干红葡萄酒 750ml")]
    public void A_title_is_broken_where_it_reads_best(string title, string lines)
    {
        FittedText fitted = TextFit.Fit(title, 620, 300, 96, 44, BrandFont.Sans);

        Assert.Equal(lines, string.Join('|', fitted.Lines));
        Assert.False(fitted.Shortened);
    }

    [Fact]
    public void A_title_is_as_large_as_it_fits_and_the_smallest_is_shortened()
    {
        FittedText few = TextFit.Fit("方鼎", 620, 300, 96, 44, BrandFont.Sans), more = TextFit.Fit("夏县南大里手工青铜方鼎仿古礼器", 620, 300, 96, 44, BrandFont.Sans);
        FittedText most = TextFit.Fit(string.Concat(Enumerable.Repeat("夏县南大里手工青铜方鼎", 9)), 620, 300, 96, 44, BrandFont.Sans);

        Assert.Equal(96, few.Size);
        Assert.InRange(more.Size, 60, 92);
        Assert.Equal((44f, 2, true), (most.Size, most.Lines.Count, most.Shortened));
        Assert.EndsWith("…", most.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_counted_stays_with_its_number_and_closing_marks_with_what_they_close()
    {
        Assert.All(LineBreaks.Units("每袋250克，《诗经》〔注〕100％"), unit => Assert.DoesNotContain(unit[0], "克，》〕％"));
        Assert.Contains("250克，", LineBreaks.Units("每袋250克，好"));
    }
}

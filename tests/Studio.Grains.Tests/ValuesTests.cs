using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

public sealed class ValuesTests
{
    [Theory]
    [InlineData("  夏乐西瓜 \n 沙地 ", "夏乐西瓜 沙地")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")] // text stays text: screens never treat it as markup
    [InlineData("价格\u202E99.9\u202C元", "价格99.9元")] // an override would turn the price around
    [InlineData("a\u0000b\u0007c", "abc")]
    [InlineData("西\u200D瓜", "西瓜")] // invisible: two names would look alike
    [InlineData("👩\u200D🌾 👩🏽\u200D🌾", "👩\u200D🌾 👩🏽\u200D🌾")] // here it makes one picture
    public void A_name_is_one_clean_line(string typed, string kept) => Assert.Equal(kept, new Check().Text("name", typed, 60));

    [Fact]
    public void A_long_name_is_refused_and_counted_as_people_count()
    {
        var family = new Check();
        family.Text("name", string.Concat(Enumerable.Repeat("👩‍🌾", 45)), 60);
        Assert.Null(family.Refusal);
        var tooLong = new Check();
        tooLong.Text("name", new string('瓜', 10_000), 60);
        Assert.Equal(RefusalCodes.Validation, tooLong.Refusal!.Code);
    }

    [Theory]
    [InlineData(2_990, "¥29.90"), InlineData(12_800, "¥128"), InlineData(5, "¥0.05")]
    public void Money_is_written_as_on_a_card(long fen, string written) => Assert.Equal(written, new Money(fen).ToString());

    [Fact]
    public void Money_never_wraps_around() => Assert.Throws<OverflowException>(() => new Money(long.MaxValue) + new Money(1));

    [Fact]
    public void The_same_operation_names_the_same_thing_and_secrets_are_never_stored()
    {
        Assert.Equal(StableId.ForOperation("p", "wang", "operation-1"), StableId.ForOperation("p", "wang", "operation-1"));
        Assert.NotEqual(StableId.ForOperation("p", "wang", "operation-1"), StableId.ForOperation("p", "li", "operation-1"));
        Assert.DoesNotContain("stream-key", StableId.ForSecret("stream-key"), StringComparison.Ordinal);
    }
}

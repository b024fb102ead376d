using CsCheck;
using Studio.Api.Edge.Tables;
using Studio.Api.Live.Import;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>Single cells, and the line for numbers.</summary>
public sealed class RundownImportCellTests
{
    [Theory]
    [InlineData("5", 300), InlineData("５", 300), InlineData("5分钟", 300), InlineData("5:30", 330), InlineData("5：30", 330), InlineData("90秒", 90), InlineData("1小时", 3_600)]
    [InlineData("5m", 300), InlineData("00:05:30", 330), InlineData("1小时30分", 5_400), InlineData("5分30", 330), InlineData("1.5", 90), InlineData(" 2 Min ", 120), InlineData("1h 5min 3s", 3_903)]
    [InlineData("240", 14_400), InlineData("4:00:00", 14_400), InlineData("1s", 1)]
    public void Durations_are_read_as_people_write_them(string text, int seconds) => Assert.Equal((seconds, null), Of(Cells.Seconds(text, bareIsSeconds: false)));

    [Theory]
    [InlineData("0", "out-of-range"), InlineData("-5", "out-of-range"), InlineData("241", "out-of-range"), InlineData("4:00:01", "out-of-range"), InlineData("999999999999小时", "invalid")]
    [InlineData("9999小时", "out-of-range"), InlineData("99999999999999999999", "invalid"), InlineData("5:60", "invalid"), InlineData("约5分钟", "invalid"), InlineData("=1+1", "invalid"), InlineData("分钟", "invalid")]
    [InlineData("1小时30", "invalid"), InlineData("5-8", "invalid"), InlineData("\ud800", "invalid")]
    public void Durations_that_cannot_be_have_a_code(string text, string code) => Assert.Equal((null, code), Of(Cells.Seconds(text, bareIsSeconds: false)));

    [Fact]
    public void A_bare_number_is_seconds_where_the_heading_says_so()
    {
        Assert.Equal(90, Cells.Seconds("90", bareIsSeconds: true).Value);
        Assert.Equal(120, Cells.Seconds("2分钟", bareIsSeconds: true).Value);
        Assert.Equal((null, null), Of(Cells.Seconds(" ", bareIsSeconds: true)));
    }

    [Theory]
    [InlineData("1", 1, null), InlineData("１２", 12, null), InlineData("1号", 1, null), InlineData("1号链接", 1, null), InlineData("链接 3", 3, null), InlineData("No.7", 7, null), InlineData("#2", 2, null), InlineData("", null, null)]
    [InlineData("0", null, "out-of-range"), InlineData("-1", null, "out-of-range"), InlineData("10000", null, "out-of-range"), InlineData("1.5", null, "invalid"), InlineData("一", null, "invalid"), InlineData("1,2", null, "invalid")]
    public void Link_numbers(string text, int? number, string? code) => Assert.Equal((number, code), Of(Cells.Number(text)));

    [Theory]
    [InlineData("100", 100, null), InlineData("1,000", 1_000, null), InlineData("限量１００件", 100, null), InlineData("50 单", 50, null), InlineData("不限", null, null)]
    [InlineData("0", null, "out-of-range"), InlineData("100001", null, "out-of-range"), InlineData("很多", null, "invalid"), InlineData("1,2,3", null, "invalid")]
    public void Quotas(string text, int? pieces, string? code) => Assert.Equal((pieces, code), Of(Cells.Quota(text)));

    [Theory]
    [InlineData("39.9", 3_990L, null), InlineData("¥39.90", 3_990L, null), InlineData("￥３９．９", 3_990L, null), InlineData("39元", 3_900L, null), InlineData("1,299", 129_900L, null), InlineData("39.900", 3_990L, null)]
    [InlineData("100000", 10_000_000L, null), InlineData("0.01", 1L, null), InlineData("", null, null)]
    [InlineData("0", null, "out-of-range"), InlineData("-39.9", null, "out-of-range"), InlineData("100000.01", null, "out-of-range"), InlineData("39.999", null, "invalid"), InlineData("39.9-59.9", null, "invalid")]
    [InlineData("99999999999999999999999999999", null, "invalid"), InlineData("1e9", null, "invalid"), InlineData("买一送一", null, "invalid"), InlineData("1,29", null, "invalid")]
    public void Prices_are_whole_fen(string text, long? fen, string? code) => Assert.Equal((fen, code), (Cells.Fen(text).Value, Cells.Fen(text).Error));

    [Fact]
    public void Talking_points_are_divided_by_lines_and_semicolons_never_by_commas()
    {
        Assert.Equal(["皮薄,肉甜", "沙瓤，多汁", "1.5升装", "-5℃冷链"], Cells.Points("1. 皮薄,肉甜\r\n；② 沙瓤，多汁; 1.5升装\n-5℃冷链;;").Value!);
        Assert.Equal([], Cells.Points(" \n").Value!);
        Assert.Equal([new string('甜', 60)], Cells.Points(new string('甜', 60)).Value!);
        Assert.Equal("too-long", Cells.Points(new string('甜', 61)).Error);
        Assert.Equal(10, Cells.Points("1;2;3;4;5;6;7;8;9;10").Value!.Count);
        Assert.Equal("out-of-range", Cells.Points("1;2;3;4;5;6;7;8;9;10;11").Error);
    }

    [Fact]
    public void Hostile_text_stays_text_without_its_invisible_characters()
    {
        Assert.Equal("=cmd|' /C calc'!A0", Cells.Text("=cmd|' /C calc'!A0", 60).Value);
        Assert.Equal("<img src=x onerror=alert(1)>", Cells.Text("<img src=x onerror=alert(1)>", 60).Value);
        Assert.Equal("价9.93", Cells.Text("\u202e价9.93\u202c\u200b\u0007", 60).Value);
        Assert.Equal((null, null), Cells.Text("\u200b\u200b", 60) is var none ? (none.Value, none.Error) : default);
        Assert.Equal("invalid", Cells.Text("#REF!", 60).Error);
        Assert.Equal("too-long", Cells.Text(new string('a', 100_000), 60).Error);
    }

    [Theory]
    [InlineData("1,4,7-9", "1 4 7 8 9"), InlineData("１，４、７－９", "1 4 7 8 9"), InlineData("3~1", "3 2 1"), InlineData("1号 2号链接\n5 - 6号", "1 2 5 6"), InlineData("2到4;9；9", "2 3 4 9 9"), InlineData(null, ""), InlineData(" ,， ", "")]
    public void Numbers_are_read_in_the_order_in_which_they_stand(string? line, string numbers)
    {
        QuickNumbers read = QuickEntry.Parse(line, 9);
        Assert.Equal(numbers, string.Join(' ', read.Numbers));
        Assert.Empty(read.Errors);
    }

    [Fact]
    public void What_cannot_be_read_is_named_by_its_place_and_the_rest_is_kept()
    {
        QuickNumbers read = QuickEntry.Parse("1, 4x,０,7-,99,2-1000 瓜 3,99999999999", 9);
        Assert.Equal([1, 3], read.Numbers);
        Assert.Equal([(3, "4x", "invalid"), (6, "０", "out-of-range"), (8, "7-", "invalid"), (11, "99", "out-of-range"), (14, "2-1000", "out-of-range"), (21, "瓜", "invalid"), (25, "99999999999", "out-of-range")],
            read.Errors.Select(error => (error.Position, error.Text, error.Code)));
    }

    [Fact]
    public void Repetitions_are_kept_and_told_and_five_hundred_are_enough()
    {
        QuickNumbers read = QuickEntry.Parse("2,1,2,3,1,2", 9);
        Assert.Equal([2, 1, 2, 3, 1, 2], read.Numbers);
        Assert.Equal([2, 1], read.Repeated);
        Assert.Empty(QuickEntry.Parse("1-500", 9_999).Errors);
        QuickNumbers many = QuickEntry.Parse("1-500,7", 9_999);
        Assert.Equal((500, 6, "too-many-items"), (many.Numbers.Count, Assert.Single(many.Errors).Position, many.Errors[0].Code));
        Assert.Equal("too-many-items", Assert.Single(QuickEntry.Parse("1-2147483647", int.MaxValue).Errors).Code);
        Assert.Equal("too-long", Assert.Single(QuickEntry.Parse(new string('1', 5_001), 9)!.Errors).Code);
    }

    [Fact]
    public void Whatever_is_written_as_ranges_is_read_back() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40]).List[0, 10].Sample(ranges =>
    {
        string line = string.Join("， ", ranges.Select(range => range.Item1 == range.Item2 ? $"{range.Item1}号" : $"{range.Item1}~{range.Item2}"));
        int[] expected = [.. ranges.SelectMany(range => range.Item1 <= range.Item2
            ? Enumerable.Range(range.Item1, range.Item2 - range.Item1 + 1)
            : Enumerable.Range(range.Item2, range.Item1 - range.Item2 + 1).Reverse())];
        QuickNumbers read = QuickEntry.Parse(line, 40);
        return read.Numbers.SequenceEqual(expected) && read.Errors.Count == 0;
    });

    [Fact]
    public void No_line_makes_it_throw_and_errors_name_what_stands_there() => Gen.String[Gen.Char["019-~～号链接, ，\n瓜.４\ud800"], 0, 30].Sample(line =>
        QuickEntry.Parse(line, 10) is var read && read.Numbers.All(number => number is >= 1 and <= 10)
        && read.Errors.All(error => line.AsSpan(error.Position).StartsWith(error.Text, StringComparison.Ordinal)));

    private static (int?, string?) Of(Parsed<int?> parsed) => (parsed.Value, parsed.Error);
}

using System.Globalization;
using System.Text;
using CsCheck;
using Studio.Grains.Comments;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

public sealed class CommentTextTests
{
    private static readonly string[] Tricks = ["好", "\u202E", "\u2067", "\u200B", "\u0334", "\u0301", "👩‍🌾", "<b>", "1", "3", "8", " ", "e", "\uD83D", "."];

    [Theory]
    [InlineData("好\u202E看\u202C", "好看")]
    [InlineData("a\u2066b\u2069c\u200Bd\uFEFFe", "abcde")]
    [InlineData("多少钱\u0000\u0007\r\n一斤", "多少钱 一斤")]
    [InlineData("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>")]
    [InlineData("👩‍🌾种的", "👩‍🌾种的")]
    [InlineData("e\u0301", "é")]
    [InlineData("Z\u0334\u0335\u0336\u0337\u0338x", "Z\u0334\u0335x")]
    [InlineData("\u0334\u0335好", "好")]
    [InlineData("مرحبا", "مرحبا")]
    public void A_comment_is_one_line_of_plain_text_without_tricks(string sent, string read) => Assert.Equal(read, CommentText.Read(null, sent).Value.Text);

    [Theory]
    [InlineData(""), InlineData("  \n\t "), InlineData("\u200B\u202E\u2066"), InlineData("\u3164\u2800"), InlineData("\u0301"), InlineData("\uD800"), InlineData(null)]
    public void What_draws_nothing_is_no_comment(string? sent) => Assert.Equal(["required"], Errors(CommentText.Read(null, sent))["text"]);

    [Fact]
    public void Length_is_counted_as_a_reader_counts_and_a_hundred_megabytes_cost_nothing()
    {
        Assert.Null(CommentText.Read(null, string.Concat(Enumerable.Repeat("🍉", 100))).Refusal);
        Assert.Equal(["too-long"], Errors(CommentText.Read(null, new string('瓜', 101)))["text"]);
        Assert.Equal(["too-long"], Errors(CommentText.Read(null, new string('瓜', 50_000_000)))["text"]);
        Assert.Equal(["too-long"], Errors(CommentText.Read(new string('名', 13), "好"))["name"]);
    }

    [Theory]
    [InlineData("主播"), InlineData("官 方客服"), InlineData("ＡＤＭＩＮ"), InlineData("观众 7K3"), InlineData("13812345678"), InlineData("★★")]
    public void A_name_cannot_pass_for_the_room_or_be_a_number(string name) => Assert.Equal(["invalid"], Errors(CommentText.Read(name, "好"))["name"]);

    [Theory]
    [InlineData("打我电话13812345678吧", "打我电话***吧")]
    [InlineData("138 1234 5678", "***"), InlineData("1-3-8-1-2-3-4-5-6-7-8", "***"), InlineData("１３８１２３４５６７８", "***"), InlineData("0359-8888888", "***")]
    [InlineData("一三八一二三四五六七八", "***"), InlineData("QQ 12345678", "QQ ***")]
    [InlineData("看 https://evil.example/x?a=1 这里", "看 *** 这里"), InlineData("www.evil.cn快来", "***快来"), InlineData("evil-shop.com/sale", "***"), InlineData("a@b.cn", "***")]
    [InlineData("加微信 abc12345", "加***"), InlineData("VX：good_farm88", "***")]
    [InlineData("29.90一斤，要20斤", "29.90一斤，要20斤"), InlineData("2026-11-24 20:30 开播", "2026-11-24 20:30 开播"), InlineData("3号链接还有吗", "3号链接还有吗")]
    public void Numbers_and_addresses_of_people_are_masked_and_prices_are_not(string sent, string read)
    {
        Written written = CommentText.Read(null, sent).Value;
        Assert.Equal((read, read != sent), (written.Text, written.Masked));
    }

    [Theory]
    [InlineData("你是骗子", true), InlineData("騙 子", true), InlineData("骗。。。子", true), InlineData("骗🍉子", true), InlineData("ｓｐａｍ", true), InlineData("S.P.A.M!", true), InlineData("spám", true)]
    [InlineData("很好", false), InlineData("spamming", false), InlineData("骗", false), InlineData("不骗人，子女", false)]
    public void The_filter_sees_through_what_people_write_to_get_around_it(string text, bool found) => Assert.Equal(found, WordFilter.Finds(text, ["骗子", "Spam"]));

    [Fact]
    public void Whatever_is_sent_what_is_stored_has_no_tricks_and_reading_it_again_changes_nothing() => Gen.OneOf(
        Gen.String[0, 120], Gen.Int[0, 0x10FFFF].Where(Rune.IsValid).Select(value => new Rune(value).ToString()).Array[0, 60].Select(string.Concat),
        Gen.Int[0, Tricks.Length - 1].Select(at => Tricks[at]).Array[0, 60].Select(string.Concat)).Sample(sent =>
    {
        Outcome<Written> read = CommentText.Read(null, sent);
        if (read.Refusal is not null) return read.Refusal.Code == RefusalCodes.Validation;
        string text = read.Value.Text;
        int marks = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200B or 0x200E or 0x200F or 0xFEFF) return false;
            marks = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (marks > 2) return false;
        }
        return text.Length > 0 && new StringInfo(text).LengthInTextElements <= 400 && CommentText.MaskNumbers(text) == text;
    }, iter: 3_000);

    private static Dictionary<string, string[]> Errors(Outcome<Written> read) =>
        ((IReadOnlyDictionary<string, object>)read.Refusal!.Facts!["errors"]).ToDictionary(error => error.Key, error => (string[])error.Value);
}

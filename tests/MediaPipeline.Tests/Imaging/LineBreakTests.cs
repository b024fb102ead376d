using CsCheck;
using MediaPipeline.Imaging;

namespace MediaPipeline.Tests.Imaging;

public sealed class LineBreakTests
{
    private const float Size = 56;
    private static readonly string[] Pieces = ["夏", "县", "葡萄", "，", "（", " ", "wine", "X", "é", "👨‍👩‍👧", "🍉", "مرحبا", "1", "…"];

    [Fact]
    public void A_word_that_must_be_broken_keeps_closing_marks_with_the_letter_before_them_across_spaces_too()
    {
        for (float width = 300; width < 700; width += 7)
        {
            IReadOnlyList<string> lines = LineBreaks.Wrap("wineSupercalifragilistic。 ，  ！Supercalifragilistic）", width, Size, bold: true, lines: 9);
            Assert.All(lines.Skip(1), line => Assert.DoesNotContain(line[0], "。，！）"));
        }
    }

    [Fact]
    public void A_word_wider_than_a_line_is_broken_and_loses_no_letter()
    {
        const string Word = "Supercalifragilisticexpialidocious-Handmade";
        IReadOnlyList<string> lines = LineBreaks.Wrap(Word, 600, Size, bold: true, lines: 9);

        Assert.True(lines.Count > 1);
        Assert.Equal(Word, string.Concat(lines));
    }

    [Fact]
    public void Words_stay_whole_and_punctuation_clings_to_what_it_belongs_to()
    {
        Assert.Equal(["Handmade", "bronze", "vessel"], LineBreaks.Wrap("Handmade bronze vessel", 340, Size, bold: true, lines: 5));
        IReadOnlyList<string> lines = LineBreaks.Wrap("甜甜甜甜，甜甜甜甜。甜甜甜（甜甜）甜甜甜甜，甜", 4.2f * Size, Size, bold: true, lines: 20);
        Assert.All(lines, line => Assert.DoesNotContain(line[0], "，。）"));
        Assert.All(lines, line => Assert.NotEqual('（', line[^1]));
    }

    [Fact]
    public void What_does_not_fit_ends_with_an_ellipsis()
    {
        IReadOnlyList<string> lines = LineBreaks.Wrap(new string('夏', 100), 500, Size, bold: true, lines: 3);

        Assert.Equal(3, lines.Count);
        Assert.EndsWith("…", lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain("…", lines[0] + lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void No_line_is_too_wide_and_together_they_are_the_text() => Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 40].Sample(
        pieces =>
        {
            string text = string.Concat(pieces);
            IReadOnlyList<string> lines = LineBreaks.Wrap(text, 320, Size, bold: true, lines: 100);
            foreach (string line in lines) Assert.True(Lettering.Measure(line, Size, bold: true) <= 320, $"too wide: {line}");
            Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
        }, iter: 100);

    [Fact]
    public void Symbols_without_a_face_take_no_room_and_turning_characters_none_either()
    {
        Assert.Equal(Lettering.Measure("甜甜", Size, bold: true), Lettering.Measure("甜\u202E\u200B\u0007甜", Size, bold: true), 0.01);
        Assert.True(Lettering.Measure("甜", Size, bold: true) > 40);
    }
}

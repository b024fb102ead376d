using System.Text;
using MediaPipeline.Rendering;

namespace MediaPipeline.Tests.Rendering;

public sealed class CaptionReaderTests
{
    private const string Srt = "1\n00:00:01,000 --> 00:00:02,500\n夏县的西瓜\n很甜\n\n2\n00:00:03,000 --> 00:00:04,000\n<i>第二句</i>\n";

    static CaptionReaderTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("utf-16", "utf-16")]
    [InlineData("utf-16BE", "utf-16")]
    [InlineData("GBK", "gb18030")]
    [InlineData("GB18030", "gb18030")]
    public void Encodings_are_told_from_the_bytes_with_and_without_a_mark(string name, string found)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        foreach (byte[] bytes in (byte[][])[encoding.GetBytes(Srt), [.. encoding.GetPreamble(), .. encoding.GetBytes(Srt.Replace("\n", "\r\n", StringComparison.Ordinal))]])
        {
            var read = Assert.IsType<CaptionOutcome.Read>(CaptionReader.Read(bytes));
            Assert.Equal((found, "srt"), (read.Encoding, read.Form));
            Assert.Equal([new CaptionLine(Seconds(1), Seconds(2.5), "夏县的西瓜\n很甜"), new CaptionLine(Seconds(3), Seconds(4), "第二句") { Italic = true }], read.Track.Lines);
            Assert.Equal("chi", read.Track.Language);
        }
    }

    [Fact]
    public void Web_captions_lose_their_tags_notes_and_styles()
    {
        CaptionLine[] lines = Lines("WEBVTT - title\n\nSTYLE\n::cue { color: red }\n\nNOTE\nnothing\n\nfirst\n00:01.000 --> 00:02.000 line:0 align:left\n<v 主播><b>上面</b> &lt;3 &amp; <00:01.500>好\n\n00:00:00.500 --> 00:00:00.900\n先说\n");
        Assert.Equal([new CaptionLine(Seconds(0.5), Seconds(0.9), "先说"), new CaptionLine(Seconds(1), Seconds(2), "上面 <3 & 好") { Top = true }], lines);
    }

    [Fact]
    public void Of_an_ass_file_only_words_times_and_the_place_at_the_top_are_taken()
    {
        CaptionLine[] lines = Lines("""
            [Script Info]
            ScriptType: v4.00+
            [V4+ Styles]
            Format: Name, Fontname, Fontsize, Italic, Alignment
            Style: Up,/etc/passwd,900,-1,8
            Style: Down,Arial,20,0,2
            [Fonts]
            fontname: evil.ttf
            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
            Comment: 0,0:00:00.00,0:00:09.00,Down,,0,0,0,,not shown
            Dialogue: 0,0:00:01.00,0:00:02.00,Up,,0,0,0,Banner;1,{\fnEvil\fs400\t(0,1,\clip(0,0,9,9))}上面，有逗号\N第二行
            Dialogue: 0,0:00:03.00,0:00:04.00,Down,,0,0,0,,{\an8\pos(1,1)}也在上面
            Dialogue: 0,0:00:05.00,0:00:06.00,Down,,0,0,0,,{\p1}m 0 0 l 100 0 100 100
            """);
        Assert.Equal([new CaptionLine(Seconds(1), Seconds(2), "上面，有逗号\n第二行") { Top = true, Italic = true }, new CaptionLine(Seconds(3), Seconds(4), "也在上面") { Top = true }], lines);
    }

    [Fact]
    public void Recognisers_write_json_in_two_ways()
    {
        Assert.Equal([new CaptionLine(Seconds(0), Seconds(1.25), "你好")], Lines("""{ "language": "zh", "segments": [{ "start": 0.0, "end": 1.25, "text": " 你好 " }, { "start": 2, "end": 2, "text": "x" }] }"""));
        Assert.Equal([new CaptionLine(Seconds(0.3), Seconds(1), "你好")], Lines("""{ "transcription": [{ "offsets": { "from": 300, "to": 1000 }, "text": "你好" }] }"""));
    }

    [Theory]
    [InlineData("1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:03,000 -> 00:00:04,000\nb\n", "captions-broken", 6)]
    [InlineData("1\n00:00:05,000 --> 00:00:02,000\na\n", "captions-broken", 2)]
    [InlineData("1\n00:00:01,000 --> 00:00:02,000\na\n2\n00:00:03,000 --> 00:00:04,000\nb\n", "captions-broken", 5)]
    [InlineData("1\n00:75:01,000 --> 00:76:02,000\na\n", "captions-broken", 2)]
    [InlineData("[Events]\nDialogue: 0,0:00:01.00,0:00:99.00,x,,0,0,0,,a\n", "captions-broken", 2)]
    [InlineData("[Events]\nDialogue: 0,0:00:01.00\n", "captions-broken", 2)]
    [InlineData("{ \"segments\": [\n{ \"start\": }", "captions-broken", 2)]
    [InlineData("{ \"segments\": [{ \"start\": -1, \"end\": 1, \"text\": \"a\" }] }", "captions-broken", 1)]
    [InlineData("Dear reader,\nthis is a letter.", "captions-form", 0)]
    [InlineData("", "captions-empty", 0)]
    [InlineData("WEBVTT\n\nNOTE nothing\n", "captions-empty", 0)]
    [InlineData("1\n00:00:01,000 --> 00:00:02,000\n{\\b1}<i></i>\n", "captions-empty", 0)]
    public void A_broken_file_is_refused_with_its_line(string text, string code, int line) =>
        Assert.Equal(new CaptionOutcome.Refused(code, line), CaptionReader.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void What_is_no_text_is_refused_and_what_is_too_large()
    {
        var random = new Random(6);
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = new byte[random.Next(1, 4_000)];
            random.NextBytes(bytes);
            Assert.IsType<CaptionOutcome.Refused>(CaptionReader.Read(bytes));
        }
        Assert.Equal(new CaptionOutcome.Refused("captions-too-large", 0), CaptionReader.Read(new byte[CaptionReader.MostBytes + 1]));
    }

    [Fact]
    public void Mutated_files_are_read_or_refused_and_nothing_else()
    {
        var random = new Random(9);
        byte[] whole = Encoding.UTF8.GetBytes(Srt);
        for (int i = 0; i < 1_000; i++)
        {
            byte[] bytes = [.. whole];
            for (int k = random.Next(1, 6); k > 0; k--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (CaptionReader.Read(bytes) is not CaptionOutcome.Read read) continue;
            Assert.All(read.Track.Lines, line => Assert.True(line.To > line.From && line.Text.Length > 0 && !line.Text.Any(letter => char.IsControl(letter) && letter != '\n')));
        }
    }

    private static CaptionLine[] Lines(string text) => [.. Assert.IsType<CaptionOutcome.Read>(CaptionReader.Read(Encoding.UTF8.GetBytes(text))).Track.Lines];

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}

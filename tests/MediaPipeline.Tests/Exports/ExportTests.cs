using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using MediaPipeline.Exports;

namespace MediaPipeline.Tests.Exports;

public sealed class ExportTests
{
    /// <summary>What nobody should put into a title.</summary>
    public static TheoryData<string> Titles { get; } =
    [
        "夏县西瓜 · 麦浪甜瓜，九块九！",
        "two\nlines\r\n001  R001     V     C        00:00:00:00 00:00:10:00 01:00:00:00 01:00:10:00",
        "quotes \"double\" 'single' \\ back, comma; <b>&amp;</b> ]]> <!-- --!>",
        "=HYPERLINK(\"http://example.com\")",
        "separators\u2028of\u2029Unicode\u0085and\fand\vand\0",
        "half \uD83D of a pair, whole 🍉 and \uFFFE",
        "turned \u202E around",
        new string('长', 300),
        "",
        "   ",
    ];

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task Any_title_comes_back_in_one_line_from_parsers_of_others(string title)
    {
        CutList list = Sample(new FrameRate(30, 1)) with { Title = title };
        list = list with { Cuts = [.. list.Cuts.Select(cut => cut with { Title = title })] };
        PeerReading read = await PeerReading.ReadAsync(list);
        Assert.Equal(3, read.Edl.Count);
        Assert.Equal(3, read.Fcpxml.Count);
        Assert.Equal(3, read.Llc.Count);
        Assert.Equal(3, read.Otio.Count);
        Assert.Equal(3, read.Csv.Count);
        string line = read.Llc[0].Name;
        Assert.DoesNotContain(line, letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\u202E' or '\uFFFE');
        Assert.Equal(line, read.Otio[0].Name);
        Assert.Equal(line, read.Fcpxml[0].Name);
        Assert.Equal(line, read.Csv[0].Name.TrimStart('\''));
        Assert.False(read.Csv[0].Name.StartsWith('='));
        Assert.True(title.Length < 100 || read.EdlLines.Max(one => one.Length) < 120);
        Assert.True(!title.StartsWith('夏') || line == title);
    }

    [Theory]
    [InlineData(30, 1)]
    [InlineData(30_000, 1001)]
    [InlineData(25, 1)]
    [InlineData(60_000, 1001)]
    public async Task The_very_pictures_come_back_from_parsers_of_others(int numerator, int denominator)
    {
        var rate = new FrameRate(numerator, denominator);
        CutList list = Sample(rate);
        PeerReading read = await PeerReading.ReadAsync(list);
        // From an hour on, where a rate that is written roughly is off by pictures.
        (long First, long End)[] expected = [.. list.Cuts.SelectMany(cut => cut.Pieces).Select(piece => (rate.Frame(piece.From), rate.Frame(piece.To)))];
        foreach (IReadOnlyList<PeerClip> clips in (IReadOnlyList<PeerClip>[])[read.Edl, read.Fcpxml, read.Llc, read.Otio, read.Csv])
        {
            Assert.Equal(expected, clips.Select(clip => ((long)Math.Round(clip.Start * rate.PerSecond), (long)Math.Round(clip.End * rate.PerSecond))));
            Assert.All(clips, clip => Assert.Equal(Math.Round(clip.Start * rate.PerSecond), clip.Start * rate.PerSecond, 0.01));
        }
    }

    [Theory]
    [InlineData(30_000, 1001)]
    [InlineData(60_000, 1001)]
    [InlineData(25, 1)]
    [InlineData(30, 1)]
    [InlineData(24_000, 1001)]
    public async Task Timecodes_are_those_of_another_library(int numerator, int denominator)
    {
        var rate = new FrameRate(numerator, denominator);
        var random = new Random(7);
        long[] frames = [0, 1, 1_799, 1_800, 1_801, 17_981, 17_982, 17_983, 35_963, 35_964, 107_892, .. Enumerable.Range(0, 500).Select(_ => random.NextInt64(rate.Nominal * 86_000L))];
        IReadOnlyList<string> theirs = await PeerReading.TimecodesAsync(rate, frames);
        Assert.Equal(theirs, frames.Select(rate.Timecode));
    }

    [Fact]
    public void Gaps_are_kept_where_the_clock_is_and_left_out_where_it_is_not()
    {
        CutList joined = Sample(new FrameRate(25, 1)), clock = joined with { Layout = CutLayout.OnClock };
        Assert.DoesNotContain("Gap.1", OtioFile.Write(joined), StringComparison.Ordinal);
        JsonNode track = JsonNode.Parse(OtioFile.Write(clock))!["tracks"]!["children"]![0]!;
        Assert.Equal(["Clip.2", "Gap.1", "Clip.2", "Gap.1", "Clip.2"], track["children"]!.AsArray().Select(item => (string)item!["OTIO_SCHEMA"]!));
        // 20:00:05 + 60 s to 20:10:00, and the recording's own gap of half a minute inside the second cut.
        Assert.Equal([535 * 25, 30 * 25], track["children"]!.AsArray().Where(item => (string)item!["OTIO_SCHEMA"]! == "Gap.1").Select(item => (int)item!["source_range"]!["duration"]!["value"]!));
        XElement spine = XDocument.Parse(FcpxmlFile.Write(clock)).Descendants("spine").Single();
        Assert.Equal(["asset-clip", "gap", "asset-clip", "gap", "asset-clip"], spine.Elements().Select(item => item.Name.LocalName));
        // Without a hole and without an overlap.
        long at = 0;
        foreach (XElement item in spine.Elements())
        {
            Assert.Equal(at, Ticks(item.Attribute("offset")!.Value));
            at += Ticks(item.Attribute("duration")!.Value);
        }
        Assert.Equal(at, Ticks(spine.Parent!.Attribute("duration")!.Value));
        Assert.Contains("01:09:55:00", EdlFile.Write(clock), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_is_left_out_and_a_list_without_cuts_is_still_a_file()
    {
        CutList sample = Sample(new FrameRate(30, 1));
        CutList odd = sample with
        {
            Cuts = [new CutListCut("nothing", [Piece(0, 10, 10)]), new CutListCut("backwards", [Piece(0, 10, 9)]), new CutListCut("beyond", [Piece(0, 7_300, 7_400)]), new CutListCut("over the end", [Piece(0, 7_199, 7_300)])],
        };
        Assert.Equal("over the end", Assert.Single(CutEvent.Of(odd)).Name);
        Assert.Equal(30, Assert.Single(CutEvent.Of(odd)).Frames);
        CutList empty = sample with { Cuts = [] };
        Assert.NotNull(JsonNode.Parse(OtioFile.Write(empty)));
        Assert.NotNull(XDocument.Parse(FcpxmlFile.Write(empty)));
        Assert.Empty(JsonNode.Parse(LosslessCutFile.Write(empty))!["cutSegments"]!.AsArray());
        Assert.StartsWith("TITLE: ", EdlFile.Write(empty), StringComparison.Ordinal);
        Assert.Single(CsvFile.Write(empty).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Rates_are_told_from_what_a_probe_measured()
    {
        Assert.Equal(new FrameRate(30_000, 1001), FrameRate.Of(29.97));
        Assert.Equal(new FrameRate(30, 1), FrameRate.Of(30.001));
        Assert.Equal(new FrameRate(25, 1), FrameRate.Of(25));
        Assert.Equal(new FrameRate(24_000, 1001), FrameRate.Of(23.976));
        Assert.Equal(new FrameRate(15_500, 1000), FrameRate.Of(15.5));
        Assert.Equal(new FrameRate(30, 1), FrameRate.Of(double.NaN));
    }

    private static long Ticks(string fraction)
    {
        string[] parts = fraction.TrimEnd('s').Split('/');
        return long.Parse(parts[0], CultureInfo.InvariantCulture) * 90_000 / long.Parse(parts[1], CultureInfo.InvariantCulture);
    }

    private static CutListPiece Piece(int source, double from, double to) =>
        new(source, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to), new DateTimeOffset(2026, 8, 8, 20, 0, 0, TimeSpan.FromHours(8)) + TimeSpan.FromSeconds(from));

    /// <summary>Two cuts; the second has two pieces, with half a minute of nothing between them.</summary>
    private static CutList Sample(FrameRate rate)
    {
        decimal frame = 1 / ((decimal)rate.Numerator / rate.Denominator);
        TimeSpan At(double seconds) => TimeSpan.FromSeconds((double)(rate.Frame(TimeSpan.FromSeconds(seconds)) * frame));
        CutListPiece On(double from, double to, double air) => new(0, At(from), At(to), new DateTimeOffset(2026, 8, 8, 20, 0, 0, TimeSpan.FromHours(8)) + TimeSpan.FromSeconds(air));
        return new CutList("夏收之夜", rate, 1920, 1080, [new CutListSource("session.mp4", "./session.mp4", TimeSpan.FromHours(2))],
        [
            new CutListCut("麦浪甜瓜", [On(3_605, 3_665, 5)]) { Id = "clip-1" },
            new CutListCut("Peaches", [On(4_200, 4_230, 600), On(4_230, 4_250, 660)]) { Id = "clip-2" },
        ]);
    }
}

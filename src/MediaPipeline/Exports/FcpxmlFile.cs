using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace MediaPipeline.Exports;

/// <summary>Final Cut Pro's XML, version 1.9. Times are fractions of seconds that fall on pictures; a source that is not beside the file is shown as missing there.</summary>
public static class FcpxmlFile
{
    private const string Version = "1.9", FormatId = "r1";

    /// <summary>The file.</summary>
    public static string Write(CutList list)
    {
        FrameRate rate = list.Rate;
        IReadOnlyList<CutEvent> events = CutEvent.Of(list);
        string name = ExportText.Line(list.Title);
        var resources = new XElement("resources",
            new XElement("format", Attribute("id", FormatId), Attribute("name", "FFVideoFormatRateUndefined"), Attribute("frameDuration", Fraction(rate, 1)), Attribute("width", list.Width), Attribute("height", list.Height)),
            list.Sources.Select((source, place) => Asset(list, source, place)));
        long length = events.Count == 0 ? 0 : events[^1].Record + events[^1].Frames;
        var spine = new XElement("spine", events.SelectMany(one => Spine(list, one)));
        var sequence = new XElement("sequence",
            Attribute("format", FormatId), Attribute("duration", Fraction(rate, length)), Attribute("tcStart", Fraction(rate, 0)), Attribute("tcFormat", rate.DropsFrames ? "DF" : "NDF"), spine);
        var document = new XDocument(
            new XDocumentType("fcpxml", null, null, null),
            new XElement("fcpxml", Attribute("version", Version), resources,
                new XElement("library", new XElement("event", Attribute("name", name), new XElement("project", Attribute("name", name), sequence)))));
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            document.Save(writer);
        }
        return text.Append('\n').ToString();
    }

    private static XElement Asset(CutList list, CutListSource source, int place)
    {
        var asset = new XElement("asset",
            Attribute("id", AssetId(place)), Attribute("name", ExportText.Line(source.Name)), Attribute("start", Fraction(list.Rate, list.Rate.Frame(source.StartTimecode))),
            Attribute("duration", Fraction(list.Rate, list.Rate.Frame(source.Duration))), Attribute("hasVideo", "1"), Attribute("format", FormatId));
        if (list.HasSound) asset.Add(Attribute("hasAudio", "1"), Attribute("audioSources", "1"), Attribute("audioChannels", "2"), Attribute("audioRate", "48000"));
        asset.Add(new XElement("media-rep", Attribute("kind", "original-media"), Attribute("src", string.Concat(source.Url.EnumerateRunes().Where(rune => rune.Utf16SequenceLength == 2 || XmlConvert.IsXmlChar((char)rune.Value))))));
        return asset;
    }

    private static IEnumerable<XElement> Spine(CutList list, CutEvent one)
    {
        FrameRate rate = list.Rate;
        if (one.Gap > 0)
        {
            yield return new XElement("gap", Attribute("name", "Gap"), Attribute("offset", Fraction(rate, one.Record - one.Gap)), Attribute("start", Fraction(rate, 0)), Attribute("duration", Fraction(rate, one.Gap)));
        }
        long start = rate.Frame(list.Sources[one.Piece.Source].StartTimecode) + one.First;
        yield return new XElement("asset-clip",
            Attribute("ref", AssetId(one.Piece.Source)), Attribute("name", one.Name), Attribute("offset", Fraction(rate, one.Record)), Attribute("start", Fraction(rate, start)),
            Attribute("duration", Fraction(rate, one.Frames)), Attribute("format", FormatId), Attribute("tcFormat", rate.DropsFrames ? "DF" : "NDF"),
            new XElement("note", string.Create(CultureInfo.InvariantCulture, $"{one.Piece.At:O}{(one.Cut.Id is { } id ? " " + ExportText.Line(id) : "")}")));
    }

    private static string AssetId(int place) => string.Create(CultureInfo.InvariantCulture, $"r{place + 2}");

    private static XAttribute Attribute(string name, object value) => new(name, value);

    private static string Fraction(FrameRate rate, long frames) => string.Create(CultureInfo.InvariantCulture, $"{frames * rate.Denominator}/{rate.Numerator}s");
}

namespace MediaPipeline.Imaging;

/// <summary>A price as it is set: a small sign, a large number, the rest small. Nothing of it is ever left out.</summary>
internal sealed record PriceParts(string Sign, string Number, string Rest)
{
    /// <summary>Sizes beside the number's.</summary>
    public const float SignShare = 0.58f, RestShare = 0.46f;

    /// <summary>"¥199.00/件" as "¥", "199", ".00/件"; what is not written so is all number.</summary>
    public static PriceParts Of(string text)
    {
        text = LineBreaks.Begin(text).Trim();
        int first = text.IndexOfAny([.. "0123456789"]);
        if (first is < 0 or > 3) return new PriceParts("", text, "");
        int end = first;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] == ',' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1])))) end++;
        return new PriceParts(text[..first], text[first..end], text[end..]);
    }

    public float Width(float size, BrandFont font) =>
        Lettering.Measure(Sign, size * SignShare, bold: true, font) + Lettering.Measure(Number, size, bold: true, font) + Lettering.Measure(Rest, size * RestShare, bold: true, font);
}

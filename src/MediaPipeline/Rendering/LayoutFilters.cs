namespace MediaPipeline.Rendering;

/// <summary>Brings the film's picture into another shape.</summary>
internal sealed class LayoutFilters(FilterGraph graph, FilmFacts film, IReadOnlyList<CropPoint> track, double? subjectMiddle, double speed)
{
    // What is cut off above and below is heads: beyond this share the whole picture is shown instead.
    private const double LeastHeight = 0.7, SameShape = 0.01;

    // Heads are in the upper half.
    private const double UsualMiddle = 0.42;

    /// <summary>How high the upper part of a split picture is; 0: this shape is not split.</summary>
    public static int UpperOf(int width, int height) => height < width * 0.95 ? 0 : (int)(height * (height > width * 1.5 ? 0.56 : 0.6) / 2) * 2;

    /// <summary>Whether the film is cropped at its sides in a shape.</summary>
    public static bool IsPanned(FilmFacts film, Layout layout, int width, int height)
    {
        int upper = layout is Layout.Split ? UpperOf(width, height) : 0;
        return layout is not Layout.Blur && (layout is Layout.Crop || upper > 0) && Shape(width, upper > 0 ? upper : height) < Shape(film.Width, film.Height) * (1 - SameShape);
    }

    /// <summary>The picture in a shape; a split one leaves its lower part black.</summary>
    public string Fit(string from, Layout layout, int width, int height, bool withProduct)
    {
        int upper = layout is Layout.Split && withProduct ? UpperOf(width, height) : 0;
        if (upper > 0) return graph.Chain([from], [.. Cropped(width, upper), new Filter("pad", ("w", width), ("h", height), ("x", 0), ("y", 0))]);
        bool fits = Math.Abs((Shape(width, height) / Shape(film.Width, film.Height)) - 1) <= SameShape;
        if (fits) return graph.Chain([from], [.. Scaled(width, height)]);
        if (layout is Layout.Crop && (Shape(width, height) < Shape(film.Width, film.Height) || Shape(film.Width, film.Height) / Shape(width, height) >= LeastHeight)) return graph.Chain([from], [.. Cropped(width, height)]);
        return Blurred(from, width, height);
    }

    private static double Shape(int width, int height) => (double)width / height;

    private IEnumerable<Filter> Cropped(int width, int height)
    {
        if (Shape(width, height) < Shape(film.Width, film.Height))
        {
            int wide = Even(film.Height * Shape(width, height));
            return [new Filter("crop", ("w", wide), ("h", film.Height), ("x", Left(wide)), ("y", 0)), .. Scaled(width, height)];
        }
        int high = Even(film.Width / Shape(width, height));
        int top = Even(Math.Clamp(((subjectMiddle ?? UsualMiddle) * film.Height) - (high / 2.0), 0, film.Height - high));
        return [new Filter("crop", ("w", film.Width), ("h", high), ("x", 0), ("y", top)), .. Scaled(width, height)];
    }

    // A sum of ramps: where it begins, and each way it goes between two points.
    private FilterValue Left(int wide)
    {
        double At(CropPoint point) => Math.Clamp((point.Middle * film.Width) - (wide / 2.0), 0, film.Width - wide);
        string expression = Expressions.Number(Math.Round(At(track[0])));
        for (int i = 1; i < track.Count; i++)
        {
            (double from, double to) = (track[i - 1].At.TotalSeconds / speed, track[i].At.TotalSeconds / speed);
            double way = At(track[i]) - At(track[i - 1]);
            if (to <= from || Math.Abs(way) < 1) continue;
            expression += $"{(way < 0 ? "-" : "+")}{Expressions.Number(Math.Abs(way) / (to - from))}*(clip(t,{Expressions.Number(from)},{Expressions.Number(to)})-{Expressions.Number(from)})";
        }
        return expression;
    }

    private string Blurred(string from, int width, int height)
    {
        IReadOnlyList<string> both = graph.Split(from, 2);
        double scale = Math.Min((double)width / film.Width, (double)height / film.Height);
        (int wide, int high) = (Even(film.Width * scale), Even(film.Height * scale));
        // Blurred when it is small: an eighth of the sides is a sixty-fourth of the work.
        (int small, int low) = (Even(width / 8.0), Even(height / 8.0));
        double cover = Math.Max((double)small / film.Width, (double)low / film.Height);
        string ground = graph.Chain([both[0]],
            new Filter("scale", ("w", Math.Max(small, Even(film.Width * cover))), ("h", Math.Max(low, Even(film.Height * cover))), ("flags", "area")), new Filter("crop", ("w", small), ("h", low)), new Filter("gblur", ("sigma", 4)),
            new Filter("eq", ("brightness", -0.12), ("saturation", 0.85)), new Filter("scale", ("w", width), ("h", height), ("flags", "bilinear")), new Filter("setsar", ("sar", 1)));
        string whole = graph.Chain([both[1]], [.. Scaled(wide, high)]);
        return graph.Chain([ground, whole], new Filter("overlay", ("x", (width - wide) / 2 / 2 * 2), ("y", (height - high) / 2 / 2 * 2)));
    }

    private static IEnumerable<Filter> Scaled(int width, int height) => [new Filter("scale", ("w", width), ("h", height), ("flags", "bicubic")), new Filter("setsar", ("sar", 1))];

    private static int Even(double value) => Math.Max(2, (int)(value / 2) * 2);
}

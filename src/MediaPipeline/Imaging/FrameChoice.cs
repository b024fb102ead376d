namespace MediaPipeline.Imaging;

/// <summary>A frame that was chosen, and why.</summary>
internal sealed record ChosenFrame(FrameMarks Marks, IReadOnlyList<CoverReason> Reasons, double Score, (double X, double Y)? Focus);

/// <summary>Chooses among frames by their numbers: a pure function.</summary>
internal static class FrameChoice
{
    // Of the film's sharpest; below, letters and eyes are no longer clear.
    private const double SharpEnough = 0.5;

    // Mean luma: a face in the shade, a white wall.
    private const double DarkestGood = 60, BrightestGood = 195;

    // Mean difference from frame to frame: a waving hand gives 0.02, a cut 0.1 and more.
    private const double MostChange = 0.05;

    // Signs that differ: below, people see the same picture.
    private const double Unlike = 0.16;

    private const double MuchSkin = 0.02, MostSkin = 0.6, CutEdge = 0.10;

    public static IReadOnlyList<ChosenFrame> Choose(IReadOnlyList<FrameMarks> marks, int count)
    {
        if (marks.Count == 0) return [];
        // Nearly the largest: one frame with a burst of noise must not make all others soft.
        double sharpest = Math.Max(1, marks.Select(mark => mark.Sharpness).Order().ElementAt((int)((marks.Count - 1) * 0.95)));
        Judged[] judged = [.. marks.Select((mark, i) => Judge(mark, i > 0 ? marks[i - 1] : null, i < marks.Count - 1 ? marks[i + 1] : null, sharpest))];
        List<Judged> chosen = [];
        while (chosen.Count < Math.Min(count, judged.Length))
        {
            // The order of the film decides between equals: the same film gives the same suggestions.
            chosen.Add(judged.Where(one => !chosen.Contains(one)).MaxBy(one => one.Score - Repeats(one, chosen))!);
        }
        return [.. chosen.Select((one, i) => new ChosenFrame(one.Marks, Reasons(one, chosen.Where((_, other) => other != i)), one.Score, FocusOf(one.Marks.Faces)))];
    }

    private static Judged Judge(FrameMarks mark, FrameMarks? before, FrameMarks? after, double sharpest)
    {
        double sharp = Math.Min(1, mark.Sharpness / sharpest);
        bool mixture = before is not null && after is not null && mark.IsMixtureOf(before, after);
        double light = mark.Brightness < DarkestGood ? mark.Brightness / DarkestGood : mark.Brightness > BrightestGood ? (255 - mark.Brightness) / (255 - BrightestGood) : 1;
        double lit = Math.Clamp(light - (mark.Lost * 0.8), 0, 1), rest = mark.Change is { } change ? Math.Clamp(1 - (change / MostChange), 0, 1) : 0.5;
        double score = (0.40 * Math.Sqrt(sharp)) + (0.28 * lit) + (0.17 * rest) + (0.15 * Skin(mark.Faces));
        if (mixture) score -= 0.5;
        if (mark.Change > MostChange) score -= 0.25;
        // A black or a white picture is none.
        if (mark.Brightness is < 25 or > 240 || mark.Lost > 0.85) score -= 0.6;
        return new Judged(mark, score, sharp, mixture);
    }

    private static double Skin(FaceMarks faces)
    {
        if (faces.Skin is < MuchSkin or > MostSkin) return 0;
        return Math.Clamp(faces.Middle * Math.Min(1, faces.Skin / 0.08), 0, 1) * (faces.Cut > CutEdge ? 0.2 : 1);
    }

    // How much of another choice it would repeat, as a loss of score.
    private static double Repeats(Judged one, IReadOnlyList<Judged> chosen) => chosen.Count == 0 ? 0
        : chosen.Max(other => (0.7 * Math.Clamp(1 - (one.Marks.UnlikeTo(other.Marks) / (2 * Unlike)), 0, 1)) + ((one.Marks.At - other.Marks.At).Duration() < TimeSpan.FromSeconds(1.5) ? 0.2 : 0));

    private static List<CoverReason> Reasons(Judged one, IEnumerable<Judged> others)
    {
        FrameMarks mark = one.Marks;
        List<CoverReason> pros = [], cons = [];
        void Say(bool good, string pro, string con, double number) => (good ? pros : cons).Add(new CoverReason(good ? pro : con, Math.Round(number, 3)));
        Say(one.Sharp >= SharpEnough, CoverReasons.Sharp, CoverReasons.Soft, one.Sharp);
        Say(mark.Brightness is >= DarkestGood and <= BrightestGood, CoverReasons.WellExposed, mark.Brightness < DarkestGood ? CoverReasons.Dark : CoverReasons.Bright, mark.Brightness);
        if (one.Mixture) cons.Add(new CoverReason(CoverReasons.InTransition, Math.Round(mark.Change ?? 0, 3)));
        else if (mark.Change is { } change) Say(change <= MostChange, CoverReasons.Steady, CoverReasons.Moving, change);
        if (others.Select(other => mark.UnlikeTo(other.Marks)).DefaultIfEmpty(1).Min() is var unlike and < 1) Say(unlike >= Unlike, CoverReasons.Different, CoverReasons.Alike, unlike);
        if (mark.Faces.Skin is >= MuchSkin and <= MostSkin)
        {
            if (mark.Faces.Cut > CutEdge) cons.Add(new CoverReason(CoverReasons.SkinAtEdge, Math.Round(mark.Faces.Cut, 3)));
            else if (mark.Faces.Middle > 0.5) pros.Add(new CoverReason(CoverReasons.SkinInMiddle, Math.Round(mark.Faces.Skin, 3)));
        }
        return [.. pros, .. cons];
    }

    private static (double X, double Y)? FocusOf(FaceMarks faces) => faces.Skin is >= MuchSkin and <= MostSkin && faces.Middle > 0.5 ? (faces.X, faces.Y) : null;

    private sealed record Judged(FrameMarks Marks, double Score, double Sharp, bool Mixture);
}

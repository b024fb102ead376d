namespace MediaPipeline.Exports;

/// <summary>The cuts of a session, for other editing programs.</summary>
/// <param name="Title">Of the session.</param>
/// <param name="Rate">Pictures a second of the sources.</param>
/// <param name="Width">Of the picture, in pixels.</param>
/// <param name="Height">Of the picture, in pixels.</param>
/// <param name="Sources">Films that the cuts are taken from.</param>
/// <param name="Cuts">In the order of the list.</param>
public sealed record CutList(string Title, FrameRate Rate, int Width, int Height, IReadOnlyList<CutListSource> Sources, IReadOnlyList<CutListCut> Cuts)
{
    /// <summary>Whether the sources have sound (two channels, 48 kHz).</summary>
    public bool HasSound { get; init; } = true;

    /// <summary>How cuts lie on the timeline.</summary>
    public CutLayout Layout { get; init; }
}

/// <summary>How cuts lie on a timeline.</summary>
public enum CutLayout
{
    /// <summary>One after the other.</summary>
    Joined,

    /// <summary>As they were on air, with gaps between them; what would lie over what is there already follows it.</summary>
    OnClock,
}

/// <summary>A film that cuts are taken from.</summary>
/// <param name="Name">Of the file, with its ending.</param>
/// <param name="Url">Where programs find it: a file URL, a relative path or an address.</param>
/// <param name="Duration">How long it is.</param>
public sealed record CutListSource(string Name, string Url, TimeSpan Duration)
{
    /// <summary>The timecode of its first picture, if the file carries one. Without one, programs count from zero.</summary>
    public TimeSpan StartTimecode { get; init; }
}

/// <summary>A cut.</summary>
/// <param name="Title">As people gave it: anything may stand in it.</param>
/// <param name="Pieces">What it consists of: more than one where something was taken out or the recording has a gap.</param>
public sealed record CutListCut(string Title, IReadOnlyList<CutListPiece> Pieces)
{
    /// <summary>The studio's id of the clip.</summary>
    public string? Id { get; init; }
}

/// <summary>A stretch of a source.</summary>
/// <param name="Source">Its place among the sources.</param>
/// <param name="From">From the source's first picture.</param>
/// <param name="To">A picture that is shown then is not in it.</param>
/// <param name="At">When its first picture was on air.</param>
public readonly record struct CutListPiece(int Source, TimeSpan From, TimeSpan To, DateTimeOffset At);

/// <summary>A piece on the timeline, in pictures.</summary>
/// <param name="First">Number of its first picture in the source.</param>
/// <param name="Frames">How many; at least one.</param>
/// <param name="Record">Number of its first picture on the timeline.</param>
/// <param name="Gap">Pictures of nothing before it.</param>
internal sealed record CutEvent(CutListCut Cut, CutListPiece Piece, string Name, long First, long Frames, long Record, long Gap)
{
    /// <summary>The pieces of all cuts in order. A piece without a picture is left out.</summary>
    public static IReadOnlyList<CutEvent> Of(CutList list)
    {
        List<CutEvent> events = [];
        long record = 0;
        DateTimeOffset? begin = null;
        foreach (CutListCut cut in list.Cuts)
        {
            string title = ExportText.Line(cut.Title);
            for (int i = 0; i < cut.Pieces.Count; i++)
            {
                CutListPiece piece = cut.Pieces[i];
                TimeSpan end = piece.To < list.Sources[piece.Source].Duration ? piece.To : list.Sources[piece.Source].Duration;
                long first = list.Rate.Frame(piece.From < TimeSpan.Zero ? TimeSpan.Zero : piece.From), frames = list.Rate.Frame(end) - first;
                if (frames <= 0) continue;
                begin ??= piece.At;
                long gap = list.Layout == CutLayout.OnClock ? Math.Max(0, list.Rate.Frame(piece.At - begin.Value) - record) : 0;
                record += gap;
                events.Add(new CutEvent(cut, piece, cut.Pieces.Count == 1 ? title : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{title} ({i + 1}/{cut.Pieces.Count})"), first, frames, record, gap));
                record += frames;
            }
        }
        return events;
    }
}

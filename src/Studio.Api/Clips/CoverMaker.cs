using MediaPipeline.Imaging;
using Studio.Api.Catalog;
using Studio.Api.Parts;
using Studio.Api.People;
using Studio.Grains.Clips;
using Studio.Grains.People;

namespace Studio.Api.Clips;

/// <summary>Draws the covers of a clip: what somebody chose, or three suggestions.</summary>
internal sealed partial class CoverMaker(PictureStore pictures, LinkMaker links, StudioOptions options, TimeProvider clock, ILogger<CoverMaker> log)
{
    private const string Base = "南大里直播基地";
    private const int Suggestions = 3;

    /// <summary>One cover, of the middle: it is there at once.</summary>
    public async Task<IReadOnlyList<CoverFile>> QuickAsync(Clip clip, IReadOnlyList<ClipSpan> spans, MadeFile master, string folder, CancellationToken cancellation)
    {
        byte[]? frame = await FrameGrab.GrabAsync(Path.Combine(folder, master.Name), master.Duration / 2, cancellation);
        await DrawAsync(clip, frame, null, Path.Combine(folder, ClipStore.Cover), cancellation);
        return [new CoverFile("cover", ClipTimes.At(spans, master.Duration / 2), [], true)];
    }

    /// <summary>The moment that somebody chose, and suggestions; the first is the one that is used.</summary>
    public async Task<IReadOnlyList<CoverFile>> SuggestAsync(Clip clip, IReadOnlyList<ClipSpan> spans, MadeFile master, string folder, CancellationToken cancellation)
    {
        string film = Path.Combine(folder, master.Name);
        List<CoverFile> covers = [];
        if (clip.Cover?.At is { } wished && ClipTimes.Of(spans, wished) is { } moment && await FrameGrab.GrabAsync(film, moment, cancellation) is { } frame)
        {
            await DrawAsync(clip, frame, null, Path.Combine(folder, ClipStore.Cover), cancellation);
            covers.Add(new CoverFile("cover", wished, [], true));
        }
        if (await CoverSuggester.SuggestAsync(film, Suggestions, cancellation) is not SuggestOutcome.Suggested suggested) return covers.Count > 0 ? covers : await QuickAsync(clip, spans, master, folder, cancellation);
        foreach ((CoverSuggestion one, int number) in suggested.Frames.Select((one, number) => (one, number + 1)))
        {
            string id = $"cover-{number.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
            await DrawAsync(clip, one.Jpeg, one.Focus, Path.Combine(folder, $"{id}.jpg"), cancellation);
            covers.Add(new CoverFile(id, ClipTimes.At(spans, one.At), [.. one.Reasons.Select(reason => reason.Code)], covers.Count == 0));
        }
        return covers;
    }

    private async Task DrawAsync(Clip clip, byte[]? frame, (double X, double Y)? focus, string target, CancellationToken cancellation)
    {
        byte[]? picture = pictures.Find(clip.Card?.Picture ?? "") is { } path ? await File.ReadAllBytesAsync(path, cancellation) : null;
        (_, string room) = await links.IssueAsync("cover", CapabilityKind.Room, clip.SessionId, "封面 cover", clock.GetUtcNow() + LinkMaker.Lifetime, options.PublicUrl ?? LanUrl.Of(options.Port));
        // A price whose offer is cut out or covered must not stand on the cover instead.
        bool priced = clip.Card is { PriceHidden: false } card && !(card.OfferEndsAt is not null && clip.ClaimDecision?.Choice is ClaimChoice.Drop or ClaimChoice.Mask);
        string title = clip.Cover?.Title is { Length: > 0 } own ? own : clip.Title;
        var spec = new CoverSpec(frame, title, priced ? $"{clip.Card!.Price}/{clip.Card.Unit}" : "", Base, room, picture)
        {
            Template = Enum.TryParse(clip.Cover?.Template, ignoreCase: true, out CoverTemplate template) && Enum.IsDefined(template) ? template : CoverTemplate.Framed,
            Focus = focus,
            QrCaption = "扫码进直播间",
        };
        CoverOutcome drawn = await Cover.WriteAsync(spec, target, cancellation);
        // A code that cannot be read again is worse than none.
        if (drawn is CoverOutcome.Refused { Code: Cover.QrUnreadable }) drawn = await Cover.WriteAsync(spec with { QrText = null, QrCaption = null }, target, cancellation);
        if (drawn is not CoverOutcome.Refused refused) return;
        NotDrawn(clip.Id, refused.Code);
        throw refused.Code == FreeSpace.Code ? new IOException("No space left on device") : new InvalidOperationException($"A cover was not drawn: {refused.Code}");
    }

    [LoggerMessage(LogLevel.Warning, "clip {Clip}: a cover was not drawn: {Code}")]
    private partial void NotDrawn(string clip, string code);
}

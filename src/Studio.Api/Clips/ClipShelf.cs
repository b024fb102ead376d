using System.Globalization;
using System.Text;
using MediaPipeline.Keeping;
using Studio.Api.Live;
using Studio.Api.Parts;
using Studio.Grains.Clips;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Clips;

/// <summary>
/// What goes out of the house: each file by its hash, so that it is found again whatever it is called there, and under a name that a person can read:
/// <c>media/handed-over/DATE TITLE (session)/RANK TITLE/…</c>.
/// </summary>
internal sealed partial class ClipShelf(IGrainFactory grains, ClipStore store, StudioOptions options, ILogger<ClipShelf> log)
{
    private const int LongestName = 60;

    /// <summary>The index of clips that were handed over as a file of this hash.</summary>
    public static string IndexOf(string sha256) => $"clip-file:{sha256}";

    /// <summary>Hands a clip over. The index first: what went out can always be found.</summary>
    public async Task<Outcome<Clip>> HandOverAsync(IClipGrain grain, Stamp stamp, CancellationToken cancellation)
    {
        if (await grain.Get() is not { } clip) return new Refusal(RefusalCodes.NotFound);
        // Where the card is covered, the exact cut still shows it.
        bool masked = clip.ClaimDecision?.Choice == ClaimChoice.Mask;
        List<HandedFile> files = [];
        foreach (string name in clip.Renditions.Select(one => one.File?.Name).Append(masked ? null : clip.Master?.Name).OfType<string>())
        {
            if (store.Find(clip.Id, name) is { } path) files.Add(new HandedFile(name, await ClipMaker.Sha256Async(path, cancellation), default, ""));
        }
        if (clip.Stage == ClipStage.Approved)
        {
            if (files.Count == 0) return Refusal.With(RefusalCodes.ClipNotReady, "state", masked ? "notMasked" : "noFiles");
            foreach (HandedFile file in files) await grains.GetGrain<IIndexGrain>(IndexOf(file.Sha256)).Add(clip.Id);
        }
        Outcome<Clip> outcome = await grain.Do(stamp, new HandOverClip(files));
        if (outcome.Refusal is null) await PutOutAsync(outcome.Value);
        return outcome;
    }

    /// <summary>The folder of a session for people.</summary>
    public static string FolderOf(SessionView session) => string.Create(
        CultureInfo.InvariantCulture, $"{ReportWorkbook.Local(session.StartedAt ?? session.PlannedStart):yyyy-MM-dd} {Plain(session.Title)} ({session.Id})");

    /// <summary>A text as the name of a file on any system: no separators, no names that Windows keeps for itself, not longer than names may be.</summary>
    public static string Plain(string text)
    {
        var name = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool plain = !Rune.IsControl(rune) && !Rune.IsWhiteSpace(rune) && "/\\:*?\"<>|".IndexOf((char)Math.Min(rune.Value, char.MaxValue), StringComparison.Ordinal) < 0;
            if (plain && name.Length < LongestName) name.Append(rune);
            else if (name.Length is > 0 and < LongestName && name[^1] != ' ') name.Append(' ');
        }
        string clean = name.ToString().Trim(' ', '.');
        return clean.Length == 0 ? "_" : clean;
    }

    // Hard links: no byte lies there twice, whoever removes the folder removes no clip, and a film that is being sent does not move. Where the disk has none, copies.
    private async Task PutOutAsync(Clip clip)
    {
        if (await grains.GetGrain<ILiveSessionGrain>(clip.SessionId).Get() is not { } session) return;
        IReadOnlyList<string> ids = await grains.GetGrain<IIndexGrain>(ClipQueue.IndexOf(clip.SessionId)).All();
        string place = (ids.ToList().IndexOf(clip.Id) + 1).ToString("00", CultureInfo.InvariantCulture);
        string folder = Path.Combine(Path.GetFullPath(options.DataFolder), "media", "handed-over", FolderOf(session), $"{place} {Plain(clip.Title)}");
        try
        {
            Directory.CreateDirectory(folder);
            IEnumerable<(string From, string To)> files = clip.HandedOver.Select(file => (file.Name, file.Name))
                .Concat(clip.Covers.Where(cover => cover.Chosen).Select(cover => ($"{cover.Id}.jpg", "cover.jpg"))).Append((ClipStore.Provenance, ClipStore.Provenance));
            foreach ((string from, string to) in files)
            {
                if (store.Find(clip.Id, from) is { } path) HardLink.Make(path, Path.Combine(folder, to));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It is handed over all the same: its files can be downloaded.
            NotPut(clip.Id, failure.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "clip {Clip}: not put into the folder for people: {Why}")]
    private partial void NotPut(string clip, string why);
}

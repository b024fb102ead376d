using System.Security.Cryptography;
using Studio.Grains.Clips;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Clips;

/// <summary>What goes out of the house: each file by its hash, so that it is found again whatever it is called there.</summary>
internal sealed class ClipShelf(IGrainFactory grains, ClipStore store)
{
    /// <summary>The index of clips that were handed over as a file of this hash.</summary>
    public static string IndexOf(string sha256) => $"clip-file:{sha256}";

    /// <summary>Hands a clip over. The index first: what went out can always be found.</summary>
    public async Task<Outcome<Clip>> HandOverAsync(IClipGrain grain, Stamp stamp)
    {
        if (await grain.Get() is not { } clip) return new Refusal(RefusalCodes.NotFound);
        List<HandedFile> files = [];
        foreach (string name in clip.Renditions.Select(one => one.File?.Name).Append(clip.Master?.Name).OfType<string>())
        {
            if (store.Find(clip.Id, name) is not { } path) continue;
            await using FileStream file = File.OpenRead(path);
            files.Add(new HandedFile(name, Convert.ToHexStringLower(await SHA256.HashDataAsync(file)), default, ""));
        }
        if (clip.Stage == ClipStage.Approved)
        {
            foreach (HandedFile file in files) await grains.GetGrain<IIndexGrain>(IndexOf(file.Sha256)).Add(clip.Id);
        }
        return await grain.Do(stamp, new HandOverClip(files));
    }
}

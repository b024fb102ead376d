using System.Globalization;
using MediaPipeline.Recordings;

namespace MediaPipeline.Tests.Recordings;

/// <summary>Writes what nginx-rtmp keeps of a feed (record_interval 1s): a file from key picture to key picture, each with its own times from zero.</summary>
internal static class Tail
{
    public const string Feed = "s1-play";

    /// <summary>Keeps the groups of a feed that began at a moment, from one of them until before another.</summary>
    public static void Keep(string feed, string folder, DateTimeOffset began, int from = 0, int? to = null)
    {
        Directory.CreateDirectory(folder);
        using FileStream source = File.OpenRead(feed);
        IReadOnlyList<FlvTag> tags = FlvFile.Read(source);
        FlvTag picture = tags.First(tag => tag.Kind == FlvKind.PictureHeader), sound = tags.First(tag => tag.Kind == FlvKind.SoundHeader);
        FileStream? open = null;
        TimeSpan zero = TimeSpan.Zero, last = TimeSpan.Zero;
        int number = -1;
        foreach (FlvTag tag in tags.Where(tag => tag.Kind is FlvKind.Picture or FlvKind.KeyPicture or FlvKind.Sound))
        {
            if (tag.Kind == FlvKind.KeyPicture)
            {
                Close();
                number++;
                zero = tag.Time;
                open = number >= from && (to is null || number < to) ? File.Create(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Feed}-{(began + tag.Time).ToUnixTimeSeconds()}.flv"))) : null;
                if (open is not null)
                {
                    FlvFile.WriteBegin(open, sound: true);
                    FlvFile.Write(open, FlvKind.SoundHeader, TimeSpan.Zero, FlvFile.Data(source, sound));
                    FlvFile.Write(open, FlvKind.PictureHeader, TimeSpan.Zero, FlvFile.Data(source, picture));
                }
            }
            if (open is not null) FlvFile.Write(open, tag.Kind, tag.Time - zero, FlvFile.Data(source, tag));
            last = tag.Time;
        }
        Close();

        void Close()
        {
            if (open is null) return;
            string name = open.Name;
            open.Dispose();
            File.SetLastWriteTimeUtc(name, (began + last).UtcDateTime);
        }
    }

    /// <summary>What the recorder makes of a feed, without its last segments: it was killed.</summary>
    public static async Task RecordAsync(string feed, string part, DateTimeOffset began, double from, int segments)
    {
        RecordingFolder.Begin(part, GapCauses.RecorderDied);
        await Film.FfmpegAsync(["-i", From(feed, from), "-c", "copy", .. RecorderArguments.Output(part)], part);
        string playlist = Path.Combine(part, "index.m3u8"), text = await File.ReadAllTextAsync(playlist);
        IReadOnlyList<PlaylistEntry> entries = PlaylistEntry.Parse(text);
        TimeSpan end = TimeSpan.Zero;
        foreach (PlaylistEntry entry in entries.Take(segments))
        {
            end += entry.Duration;
            File.SetLastWriteTimeUtc(Path.Combine(part, entry.Name), (began.AddSeconds(from) + end).UtcDateTime);
        }
        foreach (PlaylistEntry entry in entries.Skip(segments)) File.Delete(Path.Combine(part, entry.Name));
        if (segments >= entries.Count) return;
        int cut = text.IndexOf(entries[segments].Name, StringComparison.Ordinal);
        await File.WriteAllTextAsync(playlist, text[..text.LastIndexOf("#EXTINF", cut, StringComparison.Ordinal)]);
    }

    /// <summary>A feed from its key picture at a second on: what a recorder gets that comes then.</summary>
    private static string From(string feed, double second)
    {
        if (second <= 0) return feed;
        string cut = feed + ".cut";
        using FileStream source = File.OpenRead(feed), target = File.Create(cut);
        IReadOnlyList<FlvTag> tags = FlvFile.Read(source);
        FlvFile.WriteBegin(target, sound: true);
        var begin = TimeSpan.FromSeconds(second);
        foreach (FlvTag tag in tags.Where(tag => tag.Kind is FlvKind.PictureHeader or FlvKind.SoundHeader)) FlvFile.Write(target, tag.Kind, TimeSpan.Zero, FlvFile.Data(source, tag));
        foreach (FlvTag tag in tags.SkipWhile(tag => tag.Kind != FlvKind.KeyPicture || tag.Time < begin).Where(tag => tag.Kind is FlvKind.KeyPicture or FlvKind.Picture or FlvKind.Sound))
        {
            FlvFile.Write(target, tag.Kind, tag.Time - begin, FlvFile.Data(source, tag));
        }
        return cut;
    }
}

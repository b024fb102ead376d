using System.Security.Cryptography;

namespace MediaPipeline.Recordings;

/// <summary>The codec parameters that a feed sends before its pictures and its sound; null: none yet.</summary>
internal sealed record FeedHeaders(string? Picture, string? Sound);

/// <summary>A key picture and all that belongs to it until the next one, as the ingest server kept it.</summary>
/// <param name="File">Full name of the FLV file.</param>
/// <param name="Tags">Pictures and sound, in the order of their arrival.</param>
/// <param name="Key">See <see cref="KeyOf"/>.</param>
/// <param name="Began">When its key picture arrived.</param>
/// <param name="Duration">Until the next key picture.</param>
internal sealed record KeptGroup(string File, FlvTag? PictureHeader, FlvTag? SoundHeader, IReadOnlyList<FlvTag> Tags, FeedHeaders Headers, string Key, DateTimeOffset Began, TimeSpan Duration)
{
    private static readonly TimeSpan UsualStep = TimeSpan.FromMilliseconds(40);

    /// <summary>When the next one begins.</summary>
    public DateTimeOffset Ended => Began + Duration;

    /// <summary>What a key picture is known by: its bytes are the same in the FLV that nginx wrote and in the segment that ffmpeg made of it.</summary>
    public static string KeyOf(ReadOnlySpan<byte> picture) => Convert.ToHexString(SHA256.HashData(picture).AsSpan(0, 12));

    /// <summary>Reads a kept file, or on in one that grew.</summary>
    /// <param name="reader">The one that read it before.</param>
    /// <param name="written">When its last tag was written: that is when it arrived, so the file's begin is known too.</param>
    public static IReadOnlyList<KeptGroup> Read(string name, FlvReader reader, Stream file, DateTimeOffset written)
    {
        IReadOnlyList<FlvTag> tags = reader.Read(file);
        if (tags.Count == 0) return [];
        DateTimeOffset began = written - tags[^1].Time;
        List<KeptGroup> groups = [];
        FlvTag? pictureHeader = null, soundHeader = null;
        var headers = new FeedHeaders(null, null);
        List<FlvTag>? open = null;
        TimeSpan step = StepOf(tags);
        foreach (FlvTag tag in tags)
        {
            switch (tag.Kind)
            {
                case FlvKind.PictureHeader:
                    (pictureHeader, headers) = (tag, headers with { Picture = reader.Known(file, tag, Hex(FlvTag.PictureFields)) });
                    break;
                case FlvKind.SoundHeader:
                    (soundHeader, headers) = (tag, headers with { Sound = reader.Known(file, tag, Hex(FlvTag.SoundFields)) });
                    break;
                case FlvKind.KeyPicture:
                    Close(tag.Time);
                    open = [tag];
                    groups.Add(new KeptGroup(name, pictureHeader, soundHeader, open, headers, reader.Known(file, tag, data => KeyOf(data.AsSpan(FlvTag.PictureFields))), began + tag.Time, TimeSpan.Zero));
                    break;
                case FlvKind.Picture or FlvKind.Sound:
                    open?.Add(tag);
                    break;
            }
        }
        if (open is not null) Close(open.FindLast(tag => tag.IsPicture).Time + step);
        return groups;

        void Close(TimeSpan end)
        {
            if (groups.Count > 0) groups[^1] = groups[^1] with { Duration = end - groups[^1].Tags[0].Time };
        }
    }

    private static Func<byte[], string> Hex(int fields) => data => data.Length > fields ? Convert.ToHexString(data.AsSpan(fields)) : "";

    // From the last picture of a file to the first of the next: what most pictures of this one are apart.
    private static TimeSpan StepOf(IReadOnlyList<FlvTag> tags)
    {
        TimeSpan[] times = [.. tags.Where(tag => tag.IsPicture).Select(tag => tag.Time)];
        TimeSpan[] steps = [.. times.Skip(1).Zip(times, (later, earlier) => later - earlier).Where(step => step > TimeSpan.Zero).Order()];
        return steps.Length == 0 ? UsualStep : steps[steps.Length / 2];
    }
}

using System.Buffers.Binary;
using System.Text;

namespace MediaPipeline.Tests.Importing;

/// <summary>Recordings as they come from phones, other encoders, broken lines and people with something in mind. Small, and made by the real ffmpeg where one can make them.</summary>
internal static class AwkwardFilm
{
    private static readonly string[] Picture = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "50", "-bf", "2"], Sound = ["-c:a", "aac", "-ar", "48000"];

    /// <summary>An ordinary one, 320×240 with 25 pictures a second and sound.</summary>
    public static async Task<string> PlainAsync(string target, double seconds = 5, params string[] more)
    {
        string length = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await Film.FfmpegAsync(["-f", "lavfi", "-i", $"testsrc2=s=320x240:r=25:d={length}", "-f", "lavfi", "-i", $"sine=f=440:r=48000:d={length}", .. Picture, .. Sound, .. more, "-y", target]);
        return target;
    }

    /// <summary>A phone's: the time from picture to picture differs.</summary>
    public static async Task<string> VariableRateAsync(string target)
    {
        await Film.FfmpegAsync(["-f", "lavfi", "-i", "testsrc2=s=320x240:r=30:d=6", "-f", "lavfi", "-i", "sine=r=48000:d=6", "-vf", "select='not(mod(n,7))+not(mod(n,5))+lt(mod(n,60),20)'", "-fps_mode", "vfr", .. Picture, .. Sound, "-y", target]);
        return target;
    }

    /// <summary>Written into a pipe: no length, no index.</summary>
    public static async Task<string> PipedAsync(string target, string format)
    {
        string plain = await PlainAsync(target + ".mp4");
        await Film.FfmpegAsync("-i", plain, "-c", "copy", "-f", format, "-flvflags", "no_duration_filesize", "-seekable", "0", "-y", target);
        return target;
    }

    /// <summary>Held upright: the pictures lie on their side, and a note says to turn them.</summary>
    public static async Task<string> RotatedAsync(string target)
    {
        string plain = await PlainAsync(target + ".mp4");
        await Film.FfmpegAsync("-i", plain, "-c", "copy", "-metadata:s:v", "rotate=90", "-y", target);
        return target;
    }

    /// <summary>The first so many hundredths of a file.</summary>
    public static async Task<string> CutAsync(string whole, string target, int hundredths)
    {
        byte[] bytes = await File.ReadAllBytesAsync(whole);
        await File.WriteAllBytesAsync(target, bytes[..(int)((long)bytes.Length * hundredths / 100)]);
        return target;
    }

    /// <summary>Some of its middle overwritten with noise.</summary>
    public static async Task<string> SpoiltAsync(string whole, string target)
    {
        byte[] bytes = await File.ReadAllBytesAsync(whole);
        byte[] noise = new byte[600];
        new Random(7).NextBytes(noise);
        for (int hundredths = 30; hundredths <= 60; hundredths += 10) noise.CopyTo(bytes, (int)((long)bytes.Length * hundredths / 100));
        await File.WriteAllBytesAsync(target, bytes);
        return target;
    }

    /// <summary>Its index claims so many pictures, all of one size and one duration, so that the claim costs the file no byte.</summary>
    public static async Task<string> ClaimingAsync(string whole, string target, uint pictures)
    {
        byte[] bytes = await File.ReadAllBytesAsync(whole);
        int track = Find(bytes, "vide", 0);
        int times = Find(bytes, "stts", track), sizes = Find(bytes, "stsz", track);
        // stts: version, entries, then count and delta; stsz: version, size of all, count.
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(times + 12), pictures);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(sizes + 8), 100);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(sizes + 12), pictures);
        await File.WriteAllBytesAsync(target, bytes);
        return target;
    }

    /// <summary>Its header says that the pictures are so large.</summary>
    public static async Task<string> HugeAsync(string target)
    {
        await Film.FfmpegAsync("-f", "lavfi", "-i", "color=c=black:s=15360x8640:r=1:d=1", "-frames:v", "1", "-c:v", "libx264", "-preset", "ultrafast", "-x264-params", "threads=1:lookahead_threads=1:rc-lookahead=0:ref=1", "-pix_fmt", "yuv420p", "-y", target);
        return target;
    }

    /// <summary>So many sound tracks.</summary>
    public static async Task<string> TracksAsync(string target, int tracks)
    {
        IEnumerable<string> maps = Enumerable.Range(0, tracks).SelectMany(_ => (string[])["-map", "1:a"]);
        await Film.FfmpegAsync(["-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=1", "-f", "lavfi", "-i", "sine=r=48000:d=1", "-map", "0:v", .. maps, .. Picture, "-c:a", "aac", "-y", target]);
        return target;
    }

    private static int Find(byte[] bytes, string box, int from)
    {
        int at = bytes.AsSpan(from).IndexOf(Encoding.ASCII.GetBytes(box));
        Assert.True(at >= 0, $"no {box}");
        return from + at;
    }
}

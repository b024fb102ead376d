using System.Globalization;
using System.Text;

namespace MediaPipeline.Tests.Analysis;

/// <summary>Films as OBS writes them with <c>bpm=1</c>: an SEI message with times before each picture, and chapters.</summary>
internal static class ObsFilm
{
    public const int FrameRate = 25;

    private static readonly byte[] Uuid = Convert.FromHexString("0aecffe752724e2fa62fd19cd61a93b5");

    /// <summary>Makes one; <paramref name="composed"/> says when each picture was composed, null: it does not say it.</summary>
    public static async Task WriteAsync(string path, int pictures, Func<int, DateTimeOffset?> composed, params (double At, string Title)[] chapters)
    {
        string plain = path + ".h264", told = path + ".told.h264", words = path + ".txt";
        // One slice a picture: a message belongs before the first one.
        await Film.FfmpegAsync("-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"testsrc2=s=160x120:r={FrameRate}:d={pictures / (double)FrameRate}"),
            "-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-g", "50", "-x264-params", "slices=1:sliced-threads=0", "-f", "h264", "-y", plain);
        await File.WriteAllBytesAsync(told, Tell(await File.ReadAllBytesAsync(plain), composed));
        var meta = new StringBuilder(";FFMETADATA1\n");
        foreach ((double at, string title) in chapters)
        {
            meta.Append(CultureInfo.InvariantCulture, $"[CHAPTER]\nTIMEBASE=1/1000\nSTART={at * 1000:0}\nEND={(at * 1000) + 1:0}\ntitle={title}\n");
        }
        await File.WriteAllTextAsync(words, meta.ToString());
        await Film.FfmpegAsync("-framerate", FrameRate.ToString(CultureInfo.InvariantCulture), "-f", "h264", "-i", told, "-i", words, "-map", "0:v", "-map_metadata", "1", "-map_chapters", "1", "-c", "copy", "-y", path);
    }

    /// <summary>What OBS writes of a picture that was composed at a moment and reached the encoder a little later.</summary>
    public static byte[] Payload(DateTimeOffset composed) =>
    [
        1, // two times
        1, 2, .. Encoding.ASCII.GetBytes(Text(composed.AddMilliseconds(12))), 0,
        1, 1, .. Encoding.ASCII.GetBytes(Text(composed)), 0,
    ];

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static byte[] Tell(byte[] film, Func<int, DateTimeOffset?> composed)
    {
        List<byte> told = [];
        int picture = 0, at = 0;
        foreach (int next in Starts(film).Append(film.Length).Skip(1))
        {
            int type = film[at + (film[at + 2] == 1 ? 3 : 4)] & 31;
            if (type is 1 or 5 && composed(picture++) is { } moment) told.AddRange(Message([.. Uuid, .. Payload(moment)]));
            told.AddRange(film[at..next]);
            at = next;
        }
        return [.. told];
    }

    // A start code has three bytes or four.
    private static IEnumerable<int> Starts(byte[] film)
    {
        for (int i = 0; i + 3 < film.Length; i++)
        {
            if (film[i] != 0 || film[i + 1] != 0) continue;
            if (film[i + 2] == 0 && film[i + 3] == 1) yield return i;
            else if (film[i + 2] == 1 && (i == 0 || film[i - 1] != 0)) yield return i;
        }
    }

    // Annex B: start code, NAL type 6, payload type 5, its size, the payload, a stop bit; no three bytes of it look like a start code (7.4.1.1).
    private static byte[] Message(byte[] payload)
    {
        List<byte> raw = [6, 5];
        int size = payload.Length;
        for (; size >= 255; size -= 255) raw.Add(255);
        raw.Add((byte)size);
        raw.AddRange(payload);
        raw.Add(0x80);
        List<byte> nal = [0, 0, 0, 1];
        int zeros = 0;
        foreach (byte value in raw)
        {
            if (zeros >= 2 && value <= 3)
            {
                nal.Add(3);
                zeros = 0;
            }
            nal.Add(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }
        return [.. nal];
    }
}

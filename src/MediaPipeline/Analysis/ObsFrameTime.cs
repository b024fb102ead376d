using System.Globalization;
using System.Text;

namespace MediaPipeline.Analysis;

/// <summary>When a picture was composed, by the clock of the machine that did it.</summary>
/// <param name="Media">From the file's first picture.</param>
public readonly record struct FrameTime(TimeSpan Media, DateTimeOffset At);

/// <summary>
/// Reads the times that OBS writes into each picture when its output has <c>bpm=1</c>: an H.264 or HEVC user-data-unregistered SEI message
/// (source: obs-studio, shared/bpm). After the UUID comes a byte with the number of times less one in its lower half, and for each a byte
/// of form (1: an RFC 3339 string that ends with zero), a byte of event (1: the picture was composed) and the time.
/// </summary>
internal static class ObsFrameTime
{
    public static readonly Guid Uuid = new("0aecffe7-5272-4e2f-a62f-d19cd61a93b5");

    private const byte Rfc3339 = 1, Composed = 1;
    private const int LongestTime = 63;
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When the picture was composed; null: the message does not say it, or is none of OBS's.</summary>
    /// <param name="payload">What follows the UUID.</param>
    public static DateTimeOffset? Composition(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return null;
        int times = (payload[0] & 0x0F) + 1;
        payload = payload[1..];
        for (int i = 0; i < times && payload.Length > 2; i++)
        {
            (byte form, byte what) = (payload[0], payload[1]);
            // Other forms are of other lengths, which OBS has never written.
            if (form != Rfc3339) return null;
            int end = payload[2..].IndexOf((byte)0);
            if (end is < 0 or > LongestTime) return null;
            if (what == Composed) return Parse(payload.Slice(2, end));
            payload = payload[(2 + end + 1)..];
        }
        return null;
    }

    private static DateTimeOffset? Parse(ReadOnlySpan<byte> text) =>
        DateTimeOffset.TryParseExact(Encoding.ASCII.GetString(text), ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at)
        && at > Earliest && at < Latest
            ? at
            : null;
}

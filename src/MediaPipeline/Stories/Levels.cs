namespace MediaPipeline.Stories;

/// <summary>Least and greatest levels of sound, as signed bytes: 127 is as loud as it goes.</summary>
public static class Levels
{
    /// <summary>Samples a second of the sound that is looked at.</summary>
    public const int Rate = 8_000;

    private const int SampleBytes = 2, Highest = 8;

    /// <summary>The pairs of a stretch; beyond the sound there is silence.</summary>
    /// <param name="sound">16-bit samples, little-endian, one channel.</param>
    /// <param name="from">Where the stretch begins in it; may be negative.</param>
    public static byte[] Of(ReadOnlySpan<byte> sound, TimeSpan from, TimeSpan duration)
    {
        int pairs = StoryForm.PairsOf(duration), perPair = (int)(Rate * StoryForm.Pair.TotalSeconds);
        long start = (long)Math.Round(from.TotalSeconds * Rate), samples = sound.Length / SampleBytes;
        byte[] levels = new byte[pairs * 2];
        for (int pair = 0; pair < pairs; pair++)
        {
            (int low, int high) = (0, 0);
            for (long at = Math.Max(0, start + ((long)pair * perPair)); at < Math.Min(samples, start + ((pair + 1L) * perPair)); at++)
            {
                int sample = System.Buffers.Binary.BinaryPrimitives.ReadInt16LittleEndian(sound[(int)(at * SampleBytes)..]) >> Highest;
                (low, high) = (Math.Min(low, sample), Math.Max(high, sample));
            }
            (levels[pair * 2], levels[(pair * 2) + 1]) = (unchecked((byte)low), unchecked((byte)high));
        }
        return levels;
    }

    /// <summary>One pair for all of them.</summary>
    public static byte[] Whole(ReadOnlySpan<byte> levels)
    {
        (sbyte low, sbyte high) = (0, 0);
        for (int at = 0; at + 1 < levels.Length; at += 2) (low, high) = (Math.Min(low, unchecked((sbyte)levels[at])), Math.Max(high, unchecked((sbyte)levels[at + 1])));
        return [unchecked((byte)low), unchecked((byte)high)];
    }
}

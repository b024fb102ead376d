using System.Buffers.Binary;

namespace MediaPipeline.Recordings;

/// <summary>Finds the first picture of a segment. Source: ISO/IEC 14496-12 sections 8.8.4 (moof), 8.8.7 (tfhd), 8.8.8 (trun).</summary>
internal static class FirstPicture
{
    private const int MostHead = 4 << 20, VideoTrack = 1;

    /// <summary>The key (<see cref="KeptGroup.KeyOf"/>) of the picture with which a segment begins; null: not found. Our recorder's picture is track 1.</summary>
    public static async Task<string?> KeyAsync(string segment, CancellationToken cancellation)
    {
        try
        {
            await using FileStream file = File.OpenRead(segment);
            byte[] head = new byte[8];
            long at = 0;
            while (at + 8 <= file.Length)
            {
                file.Position = at;
                await file.ReadExactlyAsync(head, cancellation);
                uint size = BinaryPrimitives.ReadUInt32BigEndian(head);
                if (size < 8) return null;
                if (!head.AsSpan(4).SequenceEqual("moof"u8))
                {
                    at += size;
                    continue;
                }
                if (size > MostHead) return null;
                byte[] moof = new byte[size - 8];
                await file.ReadExactlyAsync(moof, cancellation);
                if (Place(moof) is not { } place || at + place.Offset + place.Size > file.Length) return null;
                byte[] picture = new byte[place.Size];
                file.Position = at + place.Offset;
                await file.ReadExactlyAsync(picture, cancellation);
                return KeptGroup.KeyOf(picture);
            }
            return null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Whether a segment's boxes end where its file does; a full disk cuts it short.</summary>
    public static async Task<bool> IsWholeAsync(string segment, CancellationToken cancellation)
    {
        await using FileStream file = File.OpenRead(segment);
        byte[] head = new byte[8];
        long at = 0;
        while (at + 8 <= file.Length)
        {
            file.Position = at;
            await file.ReadExactlyAsync(head, cancellation);
            uint size = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (size < 8) return false;
            at += size;
        }
        return at == file.Length;
    }

    /// <summary>Where the first sample of the picture's track lies, from the begin of its moof box, and how long it is.</summary>
    private static (int Offset, int Size)? Place(ReadOnlyMemory<byte> moof)
    {
        foreach ((_, ReadOnlyMemory<byte> track) in InitSection.Boxes(moof).Where(box => box.Type == "traf"))
        {
            ReadOnlySpan<byte> head = InitSection.Find(track, "tfhd").Span, run = InitSection.Find(track, "trun").Span;
            if (head.Length < 8 || run.Length < 16 || Int(head, 4) != VideoTrack) continue;
            int flags = Int(head, 0) & 0xFFFFFF, runFlags = Int(run, 0) & 0xFFFFFF;
            if ((runFlags & 0x1) == 0) return null; // no data offset: never written by ffmpeg
            int offset = Int(run, 8), at = 12 + ((runFlags & 0x4) != 0 ? 4 : 0) + ((runFlags & 0x100) != 0 ? 4 : 0);
            if ((runFlags & 0x200) != 0) return run.Length >= at + 4 ? Checked(offset, Int(run, at)) : null;
            // Every sample has the track's usual size.
            int usual = 8 + ((flags & 0x1) != 0 ? 8 : 0) + ((flags & 0x2) != 0 ? 4 : 0) + ((flags & 0x8) != 0 ? 4 : 0);
            return (flags & 0x10) != 0 && head.Length >= usual + 4 ? Checked(offset, Int(head, usual)) : null;
        }
        return null;
    }

    private static (int, int)? Checked(int offset, int size) => offset > 0 && size is > 0 and < MostHead * 4 ? (offset, size) : null;

    private static int Int(ReadOnlySpan<byte> bytes, int at) => unchecked((int)BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]));
}

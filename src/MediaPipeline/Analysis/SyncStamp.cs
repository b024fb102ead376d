using System.Buffers.Binary;
using System.Text;

namespace MediaPipeline.Analysis;

/// <summary>
/// What a sync stamp says: the low bits of the head of a session's on-air document. The overlay draws it for a moment after a take
/// (web/src/overlay/stamp.ts is its other half), and the recording is searched for it.
/// </summary>
/// <remarks>
/// A grid of 10 × 6 cells. The ring is fixed: top row and left column white, bottom row and right column in turn black and white. The 32 cells
/// inside, row by row, white for one: 16 bits of head, 16 bits of CRC (CRC-16/CCITT-FALSE over the session's id in UTF-8 and the head), all
/// exclusive-or <see cref="Mask"/>. Up to three wrong cells never make another stamp (the code's distance is four), and one of another
/// session is none.
/// </remarks>
/// <param name="Epoch">0–15.</param>
/// <param name="Revision">0–4095.</param>
public readonly record struct SyncStamp(int Epoch, int Revision)
{
    /// <summary>Cells of the grid.</summary>
    public const int Columns = 10, Rows = 6;

    /// <summary>Side of a cell, and the grid's distance from the picture's left and upper edge, in units of a 1080th of the picture's shorter side.</summary>
    public const int Cell = 12;

    // Neither an empty nor a full corner looks like a stamp.
    internal const uint Mask = 0x5AA5_C396;

    private const int EpochBits = 4, RevisionBits = 12, HeadBits = EpochBits + RevisionBits;
    private const ushort Polynomial = 0x1021, Begin = 0xFFFF;

    /// <summary>For how long it is drawn.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromMilliseconds(240);

    /// <summary>The stamp of a head.</summary>
    public static SyncStamp Of(int epoch, long revision) => new(epoch & ((1 << EpochBits) - 1), (int)(revision & ((1 << RevisionBits) - 1)));

    /// <summary>Whether a cell is white, row by row.</summary>
    public bool[] Draw(string sessionId)
    {
        uint bits = Word(sessionId) ^ Mask;
        bool[] cells = new bool[Columns * Rows];
        int bit = 32;
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                cells[(row * Columns) + column] = Ring(column, row) ?? ((bits >> --bit) & 1) == 1;
            }
        }
        return cells;
    }

    /// <summary>The stamp that a grid of cells shows; null: none, or one of another session.</summary>
    public static SyncStamp? Read(ReadOnlySpan<bool> cells, string sessionId)
    {
        uint bits = 0;
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                bool white = cells[(row * Columns) + column];
                if (Ring(column, row) is not { } expected) bits = (bits << 1) | (white ? 1u : 0);
                else if (white != expected) return null;
            }
        }
        uint word = bits ^ Mask;
        var stamp = new SyncStamp((int)(word >> (HeadBits + RevisionBits)), (int)(word >> HeadBits) & ((1 << RevisionBits) - 1));
        return stamp.Word(sessionId) == word ? stamp : null;
    }

    /// <summary>Whether a cell of the ring is white; null: it is inside and says something.</summary>
    internal static bool? Ring(int column, int row) =>
        row == 0 || column == 0 ? true
        : row == Rows - 1 ? column % 2 == 0
        : column == Columns - 1 ? row % 2 == 0
        : null;

    private uint Word(string sessionId)
    {
        ushort head = (ushort)((Epoch << RevisionBits) | Revision);
        Span<byte> last = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(last, head);
        return ((uint)head << 16) | Crc(last, Crc(Encoding.UTF8.GetBytes(sessionId), Begin));
    }

    private static ushort Crc(ReadOnlySpan<byte> bytes, ushort crc)
    {
        foreach (byte value in bytes)
        {
            crc ^= (ushort)(value << 8);
            for (int bit = 0; bit < 8; bit++) crc = (ushort)(((crc & 0x8000) != 0 ? (crc << 1) ^ Polynomial : crc << 1) & 0xFFFF);
        }
        return crc;
    }
}

using CsCheck;
using MediaPipeline.Analysis;

namespace MediaPipeline.Tests.Analysis;

public sealed class SyncStampTests
{
    private static readonly int[] Inside = [.. Enumerable.Range(0, SyncStamp.Columns * SyncStamp.Rows).Where(cell => SyncStamp.Ring(cell % SyncStamp.Columns, cell / SyncStamp.Columns) is null)];

    [Fact]
    public void It_is_the_one_that_the_overlay_draws()
    {
        bool[] cells = SyncStamp.Of(3, 4097).Draw("s-夏");
        // The same lines stand in web/src/overlay/stamp.test.ts.
        Assert.Equal(
            ["##########", "#.##.#.#..", "##.#..#..#", "#..#.####.", "#####..###", "#.#.#.#.#."],
            cells.Chunk(SyncStamp.Columns).Select(row => string.Concat(row.Select(white => white ? '#' : '.'))));
        Assert.Equal(32, Inside.Length);
    }

    [Fact]
    public void Every_head_is_read_as_its_low_bits() => Gen.Select(Gen.Int[0, 1_000], Gen.Long[0, 1_000_000], Gen.String[Gen.Char.AlphaNumeric, 1, 20]).Sample((epoch, revision, session) =>
    {
        SyncStamp? read = SyncStamp.Read(SyncStamp.Of(epoch, revision).Draw(session), session);
        Assert.Equal(new SyncStamp(epoch % 16, (int)(revision % 4096)), read);
    });

    [Fact]
    public void Up_to_three_wrong_cells_never_make_another_stamp()
    {
        bool[] cells = SyncStamp.Of(1, 7).Draw("s");
        int tried = 0;
        for (int a = 0; a < Inside.Length; a++)
        {
            for (int b = a; b < Inside.Length; b++)
            {
                for (int c = b; c < Inside.Length; c++, tried++)
                {
                    HashSet<int> wrong = [Inside[a], Inside[b], Inside[c]];
                    foreach (int cell in wrong) cells[cell] = !cells[cell];
                    Assert.Null(SyncStamp.Read(cells, "s"));
                    foreach (int cell in wrong) cells[cell] = !cells[cell];
                }
            }
        }
        Assert.Equal(5_984, tried);
    }

    [Fact]
    public void A_ring_with_a_wrong_cell_is_none()
    {
        bool[] cells = SyncStamp.Of(1, 7).Draw("s");
        foreach (int cell in Enumerable.Range(0, cells.Length).Except(Inside))
        {
            cells[cell] = !cells[cell];
            Assert.Null(SyncStamp.Read(cells, "s"));
            cells[cell] = !cells[cell];
        }
        Assert.NotNull(SyncStamp.Read(cells, "s"));
    }

    [Fact]
    public void Whatever_stands_inside_is_taken_for_a_stamp_no_more_often_than_the_check_allows()
    {
        var random = new Random(20261129);
        bool[] cells = SyncStamp.Of(0, 0).Draw("s");
        int taken = 0;
        for (int i = 0; i < 1_000_000; i++)
        {
            foreach (int cell in Inside) cells[cell] = random.Next(2) == 1;
            if (SyncStamp.Read(cells, "s") is not null) taken++;
        }
        Assert.InRange(taken, 1, 45); // one in 65,536: 15 are expected
    }

    [Fact]
    public void A_stamp_of_another_session_is_none()
    {
        bool[] cells = SyncStamp.Of(1, 7).Draw("s_one");
        Assert.Null(SyncStamp.Read(cells, "s_two"));
        // Its check is of sixteen bits as well: among a hundred thousand sessions some share it.
        int shared = Enumerable.Range(0, 100_000).Count(number => SyncStamp.Read(cells, $"s_{number}") is not null);
        Assert.InRange(shared, 0, 8);
    }
}

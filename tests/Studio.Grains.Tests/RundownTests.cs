using CsCheck;
using Studio.Grains.Live;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

public sealed class RundownTests
{
    private static readonly ShowcaseItem[] Showcase = [.. Enumerable.Range(1, 9).Select(number => Played.Item(number))];

    private static Rundown Nine => new(1, [new("a", "上半场", [.. Enumerable.Range(1, 5).Select(Played.Planned)]), new("b", "下半场", [.. Enumerable.Range(6, 4).Select(Played.Planned)])]);

    [Fact]
    public void Items_are_moved_together_in_the_order_in_which_they_are_named()
    {
        Rundown moved = Edit(Nine, new RundownEdit(RundownEditKind.MoveItems, ["r8", "r2"], BeforeId: "r4")).Value;
        Assert.Equal("r1 r3 r8 r2 r4 r5|r6 r7 r9", Show(moved));
        Assert.Equal("r1 r3 r4 r5|r6 r7 r9 r8 r2", Show(Edit(moved, new RundownEdit(RundownEditKind.MoveItems, ["r8", "r2"], "b")).Value));
    }

    [Fact]
    public void Moving_an_item_before_itself_leaves_it_where_it_is() =>
        Assert.Equal("r1 r2 r3 r4 r5|r6 r7 r8 r9", Show(Edit(Nine, new RundownEdit(RundownEditKind.MoveItems, ["r3"], BeforeId: "r3")).Value));

    [Fact]
    public void A_removed_section_leaves_its_items_to_the_one_before()
    {
        Assert.Equal("r1 r2 r3 r4 r5 r6 r7 r8 r9", Show(Edit(Nine, new RundownEdit(RundownEditKind.RemoveSection, SectionId: "b")).Value));
        Assert.Equal("r1 r2 r3 r4 r5 r6 r7 r8 r9", Show(Edit(Nine, new RundownEdit(RundownEditKind.RemoveSection, SectionId: "a")).Value));
    }

    [Fact]
    public void What_is_wrong_is_named_and_nothing_of_the_edit_is_done()
    {
        Assert.Equal(RefusalCodes.ItemNotInSession, Edit(Nine, Add(new RundownEntry(60, "i99", null))).Refusal!.Code);
        Assert.Equal(RefusalCodes.Validation, Edit(Nine, Add(new RundownEntry(-1, "i1", null))).Refusal!.Code);
        Assert.Equal(RefusalCodes.Validation, Edit(Nine, Add(new RundownEntry(60, null, " "))).Refusal!.Code);
        Assert.Equal(RefusalCodes.NotFound, Edit(Nine, new RundownEdit(RundownEditKind.RemoveItems, ["r1", "r99"])).Refusal!.Code);
        Assert.Equal(RefusalCodes.Validation, Edit(Nine, Add([.. Enumerable.Repeat(new RundownEntry(60, "i1", null), 492)])).Refusal!.Code);
    }

    [Fact]
    public void The_next_item_stays_next_and_when_it_is_removed_the_one_behind_it_is()
    {
        Played played = Played.Live(1, 2, 3);
        played.Do(Board.SetNext(played.Session, "r2", "anna"));
        played.Do(Board.EditRundown(played.Session, 1, new RundownEdit(RundownEditKind.MoveItems, ["r2"], BeforeId: "r1"), "x"));
        Assert.Equal("r2", played.Session.NextId);
        played.Do(Board.EditRundown(played.Session, 2, new RundownEdit(RundownEditKind.RemoveItems, ["r2", "r1"]), "y"));
        Assert.Equal("r3", played.Session.NextId);
    }

    [Fact]
    public void The_last_edit_can_be_undone_once_and_an_edit_of_an_old_revision_is_refused()
    {
        Played played = Played.Live(1, 2, 3);
        string before = Show(played.Session.Rundown);
        played.Do(Board.EditRundown(played.Session, 1, new RundownEdit(RundownEditKind.RemoveItems, ["r2"]), "x"));
        Assert.Equal(RefusalCodes.StaleRundown, Board.EditRundown(played.Session, 1, new RundownEdit(RundownEditKind.RemoveItems, ["r1"]), "y").Refusal!.Code);
        Assert.Null(played.Do(Board.UndoRundown(played.Session, 2)));
        Assert.Equal((before, 3L), (Show(played.Session.Rundown), played.Session.Rundown.Revision));
        Assert.Equal(RefusalCodes.NothingToUndo, Board.UndoRundown(played.Session, 3).Refusal!.Code);
    }

    [Fact]
    public void No_edit_loses_or_doubles_an_item_that_it_does_not_remove()
    {
        Gen<RundownEdit> moves = Gen.Select(Gen.Int[1, 9].Array[1, 4], Gen.Int[0, 9], Gen.Bool, (ids, before, toB) => new RundownEdit(
            RundownEditKind.MoveItems, [.. ids.Select(id => $"r{id}")], toB ? "b" : null, before == 0 ? null : $"r{before}"));
        moves.Array[1, 20].Sample(edits =>
        {
            Rundown rundown = Nine;
            foreach (RundownEdit edit in edits)
            {
                Outcome<Rundown> outcome = Edit(rundown, edit);
                if (outcome.Refusal is null) rundown = outcome.Value;
            }
            return rundown.Items.Select(item => item.Id).Order(StringComparer.Ordinal).SequenceEqual(Nine.Items.Select(item => item.Id).Order(StringComparer.Ordinal));
        });
    }

    private static RundownEdit Add(params RundownEntry[] items) => new(RundownEditKind.AddItems, Items: items);

    private static Outcome<Rundown> Edit(Rundown rundown, RundownEdit edit) => RundownEditing.Edit(rundown, edit, Showcase, "x");

    private static string Show(Rundown rundown) => string.Join('|', rundown.Sections.Select(section => string.Join(' ', section.Items.Select(item => item.Id))));
}

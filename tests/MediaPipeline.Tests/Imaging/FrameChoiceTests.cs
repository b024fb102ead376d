using MediaPipeline.Imaging;

namespace MediaPipeline.Tests.Imaging;

public sealed class FrameChoiceTests
{
    [Fact]
    public void Sharp_well_lit_quiet_frames_that_differ_are_chosen_and_say_so()
    {
        FrameMarks[] marks = [Mark(0, sharp: 700, look: 0x0F0F), Mark(1, sharp: 100, look: 0xFF00FF00), Mark(2, sharp: 950, look: 0x0F0F), Mark(3, sharp: 880, look: 0xFFFFFFFF00), Mark(4, light: 12), Mark(5, sharp: 900, change: 0.3, look: ulong.MaxValue)];

        IReadOnlyList<ChosenFrame> chosen = FrameChoice.Choose(marks, 2);

        Assert.Equal([2.0, 3.0], chosen.Select(frame => frame.Marks.At.TotalSeconds));
        Assert.Equal([CoverReasons.Sharp, CoverReasons.WellExposed, CoverReasons.Steady, CoverReasons.Different], chosen[0].Reasons.Select(reason => reason.Code));
    }

    [Fact]
    public void What_speaks_against_a_frame_is_said_when_the_film_has_nothing_better()
    {
        IReadOnlyList<ChosenFrame> chosen = FrameChoice.Choose([Mark(0, sharp: 800, light: 30, change: 0.2), Mark(1, sharp: 90, light: 230)], 3);

        Assert.Equal(2, chosen.Count);
        string[] codes = [.. chosen.SelectMany(frame => frame.Reasons).Select(reason => reason.Code)];
        Assert.All((string[])[CoverReasons.Dark, CoverReasons.Moving, CoverReasons.Soft, CoverReasons.Bright, CoverReasons.Alike], code => Assert.Contains(code, codes));
    }

    [Fact]
    public void A_mixture_of_two_pictures_is_told_from_a_cut_and_from_a_moving_camera()
    {
        FrameMarks before = Mark(0, grid: i => i < 128 ? 200 : 20), after = Mark(1, grid: i => i < 128 ? 20 : 200);

        Assert.True(Mark(0.5, grid: _ => 110).IsMixtureOf(before, after));
        Assert.False(Mark(0.5, grid: i => i < 128 ? 200 : 20).IsMixtureOf(before, after));
        Assert.False(Mark(0.5, grid: i => i % 2 == 0 ? 200 : 20).IsMixtureOf(before, after));
    }

    private static FrameMarks Mark(double at, double sharp = 500, double light = 120, double change = 0.002, ulong look = 0, Func<int, int>? grid = null) =>
        new(TimeSpan.FromSeconds(at), sharp, light, 0, change, look, new FaceMarks(0, 0, 0, 0.5, 0.4)) { Grid = [.. Enumerable.Range(0, 256).Select(i => (byte)(grid?.Invoke(i) ?? 100))] };
}

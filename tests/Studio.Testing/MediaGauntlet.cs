using MediaPipeline.Cutting;
using MediaPipeline.Imaging;
using MediaPipeline.Importing;
using MediaPipeline.Probing;

namespace Studio.Testing;

/// <summary>What became of one file.</summary>
/// <param name="Steps">What each step answered.</param>
/// <param name="Faults">What must not be: exceptions, steps that took too long, files that were left.</param>
internal sealed record GauntletResult(string Name, string What, IReadOnlyDictionary<string, string> Steps, IReadOnlyList<string> Faults, double Seconds);

/// <summary>Everything that is done with a film of a stranger: looked at, indexed, cut, a frame taken, covers suggested and drawn, looked at for import.</summary>
internal sealed class MediaGauntlet(string folder, TimeSpan limit)
{
    private const string Link = "https://studio.example.cn:8443/room/#c=abcdefghijklmnopqrstuvwxyz";

    /// <summary>Runs a file through. Only one at a time may use the folder.</summary>
    public async Task<GauntletResult> RunAsync(string name, byte[] content, string what)
    {
        Directory.CreateDirectory(folder);
        string film = Path.Combine(folder, name), cut = Path.Combine(folder, "cut.mp4"), cover = Path.Combine(folder, "cover.jpg");
        await File.WriteAllBytesAsync(film, content);
        Dictionary<string, string> steps = new(StringComparer.Ordinal);
        List<string> faults = [];
        long begin = TimeProvider.System.GetTimestamp();
        byte[]? frame = null;
        await StepAsync("probe", async () => await MediaProbe.ProbeAsync(film, ProbeLimits.Default, default) is ProbeOutcome.Refused refused ? refused.Code : "media");
        await StepAsync("cut", () => CutAsync(film, cut));
        await StepAsync("grab", async () => await FrameGrab.GrabAsync(film, TimeSpan.FromSeconds(0.3), default) is { } png ? $"{SizeOf(png)}" : "nothing");
        await StepAsync("suggest", async () =>
        {
            if (await CoverSuggester.SuggestAsync(film, 1) is not SuggestOutcome.Suggested found) return "nothing";
            frame = found.Frames[0].Jpeg;
            return "suggested";
        });
        await StepAsync("picture", async () => await PictureIntake.NormaliseAsync(new MemoryStream(content), PictureLimits.Default, default) is PictureIntake.Refused refused ? $"{refused.Code}" : "taken");
        await StepAsync("cover", async () => await Cover.WriteAsync(new CoverSpec(frame ?? content, what, "¥9.90/个", "南大里", Link, content), cover, default) is CoverOutcome.Refused refused ? refused.Code : "drawn");
        await StepAsync("import", async () => await ImportProbe.LookAsync(film, ImportLimits.Default, default) is LookOutcome.Refused refused ? refused.Code : "found");
        if (steps.GetValueOrDefault("cover") != "drawn") faults.Add("no cover was drawn");
        if (steps.GetValueOrDefault("cut") == "cut" != File.Exists(cut)) faults.Add("the cut is there without a word, or not there");
        string[] left = [.. Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }).Select(path => Path.GetFileName(path)!)];
        faults.AddRange(left.Where(file => file != name && file != name + KeyframeIndexFile.Suffix && file is not ("cut.mp4" or "cover.jpg")).Select(file => $"left behind: {file}"));
        Directory.Delete(folder, recursive: true);
        return new GauntletResult(name, what, steps, faults, TimeProvider.System.GetElapsedTime(begin).TotalSeconds);

        async Task StepAsync(string step, Func<Task<string>> work)
        {
            try
            {
                steps[step] = await work().WaitAsync(limit);
            }
            catch (TimeoutException)
            {
                faults.Add($"{step}: not done within {limit.TotalSeconds} s");
            }
            catch (Exception failure)
            {
                faults.Add($"{step}: {failure.GetType().Name}: {failure.Message}");
            }
        }
    }

    private static async Task<string> CutAsync(string film, string cut)
    {
        if (await KeyframeIndexFile.ReadAsync(film, default) is not IndexOutcome.Indexed { Index: var index }) return "no index";
        switch (SmartCutPlanner.Plan(index, TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(1.3)))
        {
            case PlanOutcome.Refused refused: return refused.Code;
            case PlanOutcome.Planned planned:
                return await SmartCutter.CutAsync([new CutSource(film, index, planned.Plan)], cut, null, default) switch
                {
                    CutOutcome.Cut => "cut",
                    CutOutcome.Failed failed => failed.Problem,
                    _ => "cancelled",
                };
            default: return "?";
        }
    }

    private static int SizeOf(byte[] png) => png.Length;
}

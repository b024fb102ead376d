using System.Globalization;
using MediaPipeline.Cutting;
using MediaPipeline.Probing;

namespace Studio.Api.Clips;

/// <summary><c>Studio.Api clip plan|cut FILE --from TIME --to TIME [--out FILE]</c>: an exact cut of any film, without the studio.</summary>
internal static class ClipCommand
{
    /// <summary>What the program answers.</summary>
    public const int Done = 0, Refused = 1, NotUnderstood = 2;

    private const string UsageChinese = "用法：./studio clip plan 文件 --from 时间 --to 时间 [--json]\n      ./studio clip cut 文件 --from 时间 --to 时间 --out 成品.mp4\n" + AnalyseCommand.UsageChinese + "\n时间从第一幅画面算起：秒（83.5）或 时:分:秒（1:23.5）。";
    private const string UsageEnglish = "Usage: ./studio clip plan FILE --from TIME --to TIME [--json]\n       ./studio clip cut FILE --from TIME --to TIME --out OUT.mp4\n" + AnalyseCommand.UsageEnglish + "\nTimes count from the first picture: seconds (83.5) or h:mm:ss (1:23.5).";

    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellation = default)
    {
        bool chinese = Keeping.VerifyTexts.IsChinese();
        if (await AnalyseCommand.RunAsync(arguments, output, chinese, cancellation) is { } answer) return answer;
        if (Asked.Read(arguments) is not { } asked)
        {
            await output.WriteLineAsync(chinese ? UsageChinese : UsageEnglish);
            return NotUnderstood;
        }
        if (await KeyframeIndexFile.ReadAsync(asked.File, cancellation) is not IndexOutcome.Indexed { Index: var index } indexed)
        {
            return await RefuseAsync(output, chinese, "not-media");
        }
        PlanOutcome outcome = SmartCutPlanner.Plan(index, asked.From, asked.To);
        if (outcome is not PlanOutcome.Planned { Plan: var plan }) return await RefuseAsync(output, chinese, ((PlanOutcome.Refused)outcome).Code);
        await output.WriteLineAsync(asked.Json ? plan.ToJson() : plan.Describe().TrimEnd());
        if (asked.Out is null) return Done;
        switch (await SmartCutter.CutAsync([new CutSource(asked.File, index, plan)], asked.Out, null, cancellation))
        {
            case CutOutcome.Cut cut:
                if (cut.GivenUp is { } flaw) await output.WriteLineAsync(chinese ? $"· 拼接的成品没有通过检查，已整段重新编码：{flaw}" : $"· The cut with copied pictures did not pass its check; everything was encoded: {flaw}");
                string seconds = cut.Facts.Duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
                await output.WriteLineAsync(chinese ? $"✓ {asked.Out}：{seconds} 秒，已逐项检查。" : $"✓ {asked.Out}: {seconds} s, checked.");
                return Done;
            case CutOutcome.Failed failed:
                await output.WriteLineAsync($"  {failed.Details}");
                return await RefuseAsync(output, chinese, failed.Problem);
            default:
                return Refused;
        }
    }

    private static async Task<int> RefuseAsync(TextWriter output, bool chinese, string code)
    {
        string why = (chinese, code) switch
        {
            (true, "not-media") => "这不是能读的视频文件（可读 MP4、FLV、TS、MKV）",
            (true, "nothing-there") => "这段时间里没有画面",
            (true, "empty-wish") => "结束时间要在开始时间之后",
            (true, "clock-goes-back") => "文件的时间在这一段里倒退了，同一时刻有两处画面；请先分成两个文件",
            (true, "timestamps-missing") => "文件里的画面没有时间",
            (true, "clip-check-failed") => "成品没有通过检查，没有保留",
            (true, "disk-full") => "磁盘满了",
            (true, _) => "处理视频失败",
            (_, "not-media") => "This is no film that can be read (MP4, FLV, TS and MKV can)",
            (_, "nothing-there") => "There is no picture in this time",
            (_, "empty-wish") => "The end must lie behind the begin",
            (_, "clock-goes-back") => "The clock of the file goes back in this time, and two pictures claim the same moment; make two files of it first",
            (_, "timestamps-missing") => "The pictures of this file have no times",
            (_, "clip-check-failed") => "The result did not pass its check and was not kept",
            (_, "disk-full") => "The disk is full",
            _ => "Working on the video failed",
        };
        await output.WriteLineAsync($"✗ {why} ({code})");
        return Refused;
    }

    /// <summary>A time as people write it, seconds, minutes and hours from the right; null: it is none.</summary>
    public static TimeSpan? Time(string? text)
    {
        double seconds = 0;
        foreach (string part in text?.Split(':') ?? ["?"])
        {
            if (!double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) || number > 1e6) return null;
            seconds = (seconds * 60) + number;
        }
        return seconds < 1e7 ? TimeSpan.FromSeconds(seconds) : null;
    }

    private sealed record Asked(string File, TimeSpan From, TimeSpan To, string? Out, bool Json)
    {
        public static Asked? Read(IReadOnlyList<string> arguments)
        {
            if (arguments.Count < 2 || arguments[0] is not ("plan" or "cut")) return null;
            (TimeSpan? from, TimeSpan? to, string? target, bool json) = (null, null, null, false);
            for (int i = 2; i < arguments.Count; i++)
            {
                string? value = i + 1 < arguments.Count ? arguments[i + 1] : null;
                switch (arguments[i])
                {
                    case "--json": json = true; continue;
                    case "--from" when Time(value) is { } time: from = time; break;
                    case "--to" when Time(value) is { } time: to = time; break;
                    case "--out" when !string.IsNullOrEmpty(value): target = value; break;
                    default: return null;
                }
                i++;
            }
            if (from is not { } begin || to is not { } end || (arguments[0] == "cut") != target is not null) return null;
            // The film itself is never written over.
            return target is not null && Path.GetFullPath(target) == Path.GetFullPath(arguments[1]) ? null : new Asked(arguments[1], begin, end, target, json);
        }
    }
}

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MediaPipeline.Analysis;

namespace Studio.Api.Clips;

/// <summary>
/// <c>Studio.Api clip analyse FILE [--every-picture] [--json]</c> and <c>clip tighten FILE [--from TIME] [--to TIME] [--json]</c>: what is in any film, and which pauses of
/// it could go, without the studio. Nothing is written.
/// </summary>
internal static class AnalyseCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How it is called, in a line each.</summary>
    public const string UsageChinese = "      ./studio clip analyse 文件 [--every-picture] [--json]\n      ./studio clip tighten 文件 [--from 时间] [--to 时间] [--json]";

    /// <inheritdoc cref="UsageChinese"/>
    public const string UsageEnglish = "       ./studio clip analyse FILE [--every-picture] [--json]\n       ./studio clip tighten FILE [--from TIME] [--to TIME] [--json]";

    /// <summary>Runs it; null: it was not understood.</summary>
    public static async Task<int?> RunAsync(IReadOnlyList<string> arguments, TextWriter output, bool chinese, CancellationToken cancellation)
    {
        if (Asked.Read(arguments) is not { } asked) return null;
        switch (await FilmAnalyser.AnalyseAsync(asked.File, new AnalysisWish { EveryPicture = asked.EveryPicture }, null, cancellation))
        {
            case AnalysisOutcome.Analysed { Film: var film }:
                if (asked.Tighten) await TightenAsync(film, asked, output, chinese);
                else if (asked.Json) await output.WriteLineAsync(AnalysisFile.ToJson(film));
                else await DescribeAsync(film, output, chinese);
                return ClipCommand.Done;
            case AnalysisOutcome.Failed failed:
                await output.WriteLineAsync(chinese ? $"✗ 无法分析这个文件（{failed.Problem}）" : $"✗ This file could not be analysed ({failed.Problem})");
                return ClipCommand.Refused;
            default:
                return ClipCommand.Refused;
        }
    }

    private static async Task DescribeAsync(FilmAnalysis film, TextWriter output, bool chinese)
    {
        async Task Spans(string name, IReadOnlyList<FilmSpan> spans) =>
            await output.WriteLineAsync($"{name} {spans.Count}: {string.Join(' ', spans.Select(span => $"{Seconds(span.From)}–{Seconds(span.To)}"))}".TrimEnd(' ', ':'));

        string loudness = film.Integrated is { } lufs ? string.Create(CultureInfo.InvariantCulture, $"{lufs:0.0} LUFS") : "–";
        await output.WriteLineAsync(chinese ? $"时长 {Seconds(film.Range.Length)} 秒，整体响度 {loudness}，画面标记误差最多 {Seconds(film.Grain)} 秒" : $"{Seconds(film.Range.Length)} s, {loudness}, marks of pictures at most {Seconds(film.Grain)} s late");
        await output.WriteLineAsync($"{(chinese ? "镜头" : "scenes")} {film.Scenes.Count}: {string.Join(' ', film.Scenes.Select(Seconds))}".TrimEnd(' ', ':'));
        await Spans(chinese ? "黑屏" : "black", film.Black);
        await Spans(chinese ? "静止" : "frozen", film.Frozen);
        await Spans(chinese ? "无声" : "silence", film.Silences);
        await Spans(chinese ? "像在说话" : "speech likely", film.SpeechLikely);
    }

    private static async Task TightenAsync(FilmAnalysis film, Asked asked, TextWriter output, bool chinese)
    {
        TightenPlan plan = Tighten.Plan(film, new FilmSpan(asked.From ?? film.Range.From, asked.To ?? film.Range.To).Within(film.Range.From, film.Range.To) ?? default, new TightenMargins());
        if (asked.Json)
        {
            object[] Spans(IReadOnlyList<FilmSpan> spans) => [.. spans.Select(span => new { from = span.From.TotalSeconds, to = span.To.TotalSeconds })];
            await output.WriteLineAsync(JsonSerializer.Serialize(new { kept = Spans(plan.Kept), removed = Spans(plan.Removed), savedSeconds = plan.Saved.TotalSeconds, seconds = plan.Length.TotalSeconds }, Json));
            return;
        }
        foreach (FilmSpan span in plan.Removed) await output.WriteLineAsync($"- {Seconds(span.From)}–{Seconds(span.To)}");
        await output.WriteLineAsync(chinese ? $"可以去掉 {plan.Removed.Count} 处停顿，共 {Seconds(plan.Saved)} 秒，剩 {Seconds(plan.Length)} 秒。" : $"{plan.Removed.Count} pauses could go, {Seconds(plan.Saved)} s of them; {Seconds(plan.Length)} s would stay.");
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);

    private sealed record Asked(string File, bool Tighten, TimeSpan? From, TimeSpan? To, bool EveryPicture, bool Json)
    {
        public static Asked? Read(IReadOnlyList<string> arguments)
        {
            if (arguments.Count < 2 || arguments[0] is not ("analyse" or "tighten")) return null;
            var asked = new Asked(arguments[1], arguments[0] == "tighten", null, null, false, false);
            for (int i = 2; i < arguments.Count; i++)
            {
                TimeSpan? time = i + 1 < arguments.Count ? ClipCommand.Time(arguments[i + 1]) : null;
                switch (arguments[i])
                {
                    case "--json": asked = asked with { Json = true }; continue;
                    case "--every-picture" when !asked.Tighten: asked = asked with { EveryPicture = true }; continue;
                    case "--from" when asked.Tighten && time is not null: asked = asked with { From = time }; break;
                    case "--to" when asked.Tighten && time is not null: asked = asked with { To = time }; break;
                    default: return null;
                }
                i++;
            }
            return asked;
        }
    }
}

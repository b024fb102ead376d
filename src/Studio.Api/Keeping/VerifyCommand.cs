using System.Globalization;
using MediaPipeline.Keeping;
using StackExchange.Redis;
using Studio.Api.Parts;
using Studio.Grains.Commit;
using Studio.Grains.Keeping;
using Studio.Grains.Live;

namespace Studio.Api.Keeping;

/// <summary><c>Studio.Api verify SESSION</c>: compares a session's folder with its manifest, and that with the head in the store where one answers. Changes nothing.</summary>
internal static class VerifyCommand
{
    /// <summary>What the program answers.</summary>
    public const int Good = 0, Damaged = 1, NotDone = 2;

    // A store that is not there answers at once; one that hangs must not hold up a look at the files.
    private const int StoreTimeoutMs = 3_000;

    /// <summary>Runs it.</summary>
    /// <param name="arguments">Session, then <c>--data FOLDER</c>, <c>--cold FOLDER</c>; other settings as the studio's own (environment <c>Studio__ColdFolder</c> …).</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellation = default)
    {
        VerifyTexts texts = VerifyTexts.OfEnvironment();
        StudioOptions options = new ConfigurationBuilder().AddEnvironmentVariables().Build().GetSection("Studio").Get<StudioOptions>() ?? new StudioOptions();
        if (!Read(arguments, options))
        {
            await output.WriteLineAsync(texts.Usage);
            return NotDone;
        }
        (string session, options.DataFolder) = (arguments[0], Path.GetFullPath(options.DataFolder));
        string folder = new SessionFolders(options).FolderOf(session);
        KeptSession? kept = await StoredAsync(options, session);
        if (!Directory.Exists(folder))
        {
            await output.WriteLineAsync(kept?.DeletedAt is { } deleted ? texts.Deleted(deleted, kept.Confirmed!.By, kept.Head) : texts.NoFolder(folder));
            return kept?.DeletedAt is null ? NotDone : Good;
        }
        ManifestHead? stored = kept is null ? null : new ManifestHead(kept.Head.Number, kept.Head.Chain);
        Verification found = await ManifestVerifier.VerifyAsync(folder, session, stored, cancellation: cancellation);
        await output.WriteLineAsync(texts.Folder(folder));
        foreach (Finding finding in found.Findings) await output.WriteLineAsync($"✗ {texts.Of(finding)}");
        await output.WriteLineAsync(texts.Sum(found));
        await output.WriteLineAsync(stored is null ? texts.NoStore : stored.Number == 0 ? texts.NothingNoted : texts.Compared(stored.Number));
        return found.IsGood && found.Files > 0 ? Good : Damaged;
    }

    private static bool Read(IReadOnlyList<string> arguments, StudioOptions options)
    {
        if (arguments.Count % 2 == 0 || !SessionFolders.IsId(arguments[0])) return false;
        foreach (string[] pair in arguments.Skip(1).Chunk(2))
        {
            if (pair[0] == "--data") options.DataFolder = pair[1];
            else if (pair[0] == "--cold") options.ColdFolder = pair[1];
            else return false;
        }
        return true;
    }

    // Null: nothing answers. Not the session's own grain: that would want a silo.
    private static async Task<KeptSession?> StoredAsync(StudioOptions options, string sessionId)
    {
        // A wrong folder must not be made by looking into it.
        if (string.IsNullOrEmpty(options.Redis) && !Directory.Exists(Path.Combine(options.DataFolder, "redis"))) return null;
        try
        {
            ConfigurationOptions settings = new RedisPart(options, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<RedisPart>.Instance).Settings();
            (settings.AbortOnConnectFail, settings.ConnectTimeout, settings.AsyncTimeout, settings.ConnectRetry) = (true, StoreTimeoutMs, StoreTimeoutMs, 1);
            await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(settings);
            return (await KeepingLog.LoadAsync(redis.GetDatabase(), new StudioStore(options.Name), sessionId)).Kept;
        }
        catch (Exception away) when (away is RedisException or StorageUnavailableException or TimeoutException)
        {
            return null;
        }
    }
}

/// <summary>What it says: Chinese where the terminal is, else English as the launcher.</summary>
internal sealed class VerifyTexts(bool chinese)
{
    public static VerifyTexts OfEnvironment() => new(IsChinese());

    public static bool IsChinese() =>
        ((string[])["LC_ALL", "LC_MESSAGES", "LANG"]).Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value))?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true;

    public string Usage => chinese ? "用法：./studio verify 场次编号 [--data 文件夹] [--cold 冷存文件夹]" : "Usage: ./studio verify SESSION [--data FOLDER] [--cold FOLDER]";

    public string NoStore => chinese
        ? "· 工作室没在运行：只核对了清单自身，没有和另存的链头比对（清单被截尾或整体重做就看不出来）。"
        : "· The studio is not running: the manifest was compared with itself, not with the head that is stored apart (a manifest cut at its end, or made anew, is not noticed).";

    public string NothingNoted => chinese ? "· 工作室还没有记下这一场的链头。" : "· The studio has noted no head of this session yet.";

    public string Compared(long number) => chinese ? $"· 已和另存的链头（第 {Number(number)} 行）比对。" : $"· Compared with the head that is stored apart (line {Number(number)}).";

    public string NoFolder(string folder) => chinese ? $"✗ 没有这一场的录像：{folder}" : $"✗ There is no recording of this session: {folder}";

    public string Deleted(DateTimeOffset at, string by, KeptHead head) => chinese
        ? $"· 这一场的录像已按规定删除：{at:yyyy-MM-dd HH:mm} UTC，确认人 {by}；当时清单 {Number(head.Number)} 行，链头 {head.Chain}"
        : $"· The recording of this session was deleted at {at:yyyy-MM-dd HH:mm} UTC, confirmed by {by}; its manifest had {Number(head.Number)} lines, head {head.Chain}";

    public string Folder(string folder) => chinese ? $"· 文件夹 {folder}" : $"· Folder {folder}";

    public string Sum(Verification found)
    {
        (string files, string megabytes) = (Number(found.Files), Number(found.Bytes >> 20));
        string closed = chinese ? found.Closed ? "" : "（还没有封存完）" : found.Closed ? "" : " (not wholly sealed yet)";
        if (found.Files == 0) return chinese ? "✗ 没有封存过任何文件。" : "✗ Nothing was ever sealed here.";
        return found.IsGood
            ? chinese ? $"✓ {files} 个文件、{megabytes} MiB 与封存时一致{closed}。" : $"✓ {files} files, {megabytes} MiB are as they were sealed{closed}."
            : chinese ? $"✗ {files} 个封存的文件中，发现 {Number(found.Findings.Count)} 处问题{closed}。" : $"✗ {Number(found.Findings.Count)} findings in {files} sealed files{closed}.";
    }

    public string Of(Finding finding) => (chinese, finding.Kind) switch
    {
        (true, FindingKind.Damaged) => $"{finding.File}：内容变了",
        (true, FindingKind.Missing) => $"{finding.File}：不见了",
        (true, FindingKind.TimeChanged) => $"{finding.File}：文件时间变了，按时刻查找会找错",
        (true, FindingKind.Unreadable) => $"{finding.File}：读不出来",
        (true, FindingKind.Unlisted) => $"{finding.File}：没有封存过，是后来放进来的",
        (true, FindingKind.ChainBroken) => $"{finding.File}：清单第 {Number(finding.Line ?? 0)} 行接不上前一行",
        (true, FindingKind.LineUnreadable) => $"{finding.File}：第 {Number(finding.Line ?? 0)} 行读不懂，后面的没有核对",
        (true, FindingKind.ManifestShort) => $"{finding.File}：清单少了行，应有 {Number(finding.Line ?? 0)} 行",
        (true, _) => $"{finding.File}：清单被重做过，第 {Number(finding.Line ?? 0)} 行与另存的链头不符",
        (_, FindingKind.Damaged) => $"{finding.File}: its content changed",
        (_, FindingKind.Missing) => $"{finding.File}: it is missing",
        (_, FindingKind.TimeChanged) => $"{finding.File}: its time changed; moments would be found in the wrong place",
        (_, FindingKind.Unreadable) => $"{finding.File}: it cannot be read",
        (_, FindingKind.Unlisted) => $"{finding.File}: it was never sealed; somebody put it there later",
        (_, FindingKind.ChainBroken) => $"{finding.File}: line {Number(finding.Line ?? 0)} of the manifest does not follow from the one before it",
        (_, FindingKind.LineUnreadable) => $"{finding.File}: line {Number(finding.Line ?? 0)} cannot be read; nothing behind it was compared",
        (_, FindingKind.ManifestShort) => $"{finding.File}: lines are missing; there must be {Number(finding.Line ?? 0)}",
        _ => $"{finding.File}: it was made anew; line {Number(finding.Line ?? 0)} is not the one whose head is stored apart",
    };

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

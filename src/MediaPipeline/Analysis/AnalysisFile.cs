using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using MediaPipeline.Stories;

namespace MediaPipeline.Analysis;

/// <summary>What a film was when it was analysed.</summary>
/// <param name="Modified">When it was last written, as the file system says.</param>
/// <param name="Sha256">Of all its bytes, in hexadecimal digits.</param>
public sealed record AnalysedSource(long Bytes, DateTimeOffset Modified, string Sha256);

/// <summary>The analysis of a film as it is kept.</summary>
/// <param name="Version">Of this form; another one is not read.</param>
public sealed record KeptFilmAnalysis(int Version, AnalysedSource Source, FilmAnalysis Film, Storyboard? Storyboard);

/// <summary>Keeps analyses as JSON: written beside, then given their name.</summary>
public static class AnalysisFile
{
    /// <summary>The form that is written. Times are seconds.</summary>
    public const int Version = 1;

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new SecondsConverter() },
    };

    /// <summary>What was found as JSON, as it is kept: for screens and other programs.</summary>
    public static string ToJson(FilmAnalysis film) => JsonSerializer.Serialize(film, Json);

    /// <summary>The kept analysis of a film; null: none, or the film is another one by its size and its time.</summary>
    public static async Task<KeptFilmAnalysis?> ReadAsync(string film, string file, CancellationToken cancellation)
    {
        var source = new FileInfo(film);
        return await ReadAsync<KeptFilmAnalysis>(file, cancellation) is { Version: Version } kept && source.Exists && kept.Source.Bytes == source.Length && kept.Source.Modified == Modified(source) ? kept : null;
    }

    /// <summary>Analyses a film unless that was done, and keeps what was found.</summary>
    /// <param name="file">Where it is kept.</param>
    public static async Task<AnalysisOutcome> AnalyseAsync(string film, string file, AnalysisWish? wish, IProgress<double>? progress, CancellationToken cancellation)
    {
        try
        {
            if (await ReadAsync(film, file, cancellation) is { } kept && HasSheets(kept, wish)) return new AnalysisOutcome.Analysed(kept.Film, kept.Storyboard);
            AnalysedSource? source = File.Exists(film) ? await SourceAsync(film, cancellation) : null;
            AnalysisOutcome outcome = await FilmAnalyser.AnalyseAsync(film, wish, progress, cancellation);
            // A film that was written to meanwhile is neither what was read first nor what is there now.
            if (outcome is AnalysisOutcome.Analysed found && source is not null && Modified(new FileInfo(film)) == source.Modified)
            {
                await WriteAsync(file, new KeptFilmAnalysis(Version, source, found.Film, found.Storyboard), cancellation);
            }
            return outcome;
        }
        catch (OperationCanceledException)
        {
            return new AnalysisOutcome.Cancelled();
        }
        catch (IOException full) when (full.HResult == 28 || full.Message.Contains("No space left", StringComparison.Ordinal))
        {
            return new AnalysisOutcome.Failed("disk-full", full.Message);
        }
    }

    internal static async Task<T?> ReadAsync<T>(string file, CancellationToken cancellation) where T : class
    {
        if (!File.Exists(file)) return null;
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return await JsonSerializer.DeserializeAsync<T>(stream, Json, cancellation);
        }
        catch (Exception broken) when (broken is JsonException or IOException)
        {
            return null; // it is made again
        }
    }

    internal static async Task WriteAsync<T>(string file, T kept, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        string unfinished = string.Create(CultureInfo.InvariantCulture, $"{file}.{Guid.NewGuid():n}.tmp");
        try
        {
            await using (FileStream stream = File.Create(unfinished))
            {
                await JsonSerializer.SerializeAsync(stream, kept, Json, cancellation);
                stream.Flush(flushToDisk: true);
            }
            File.Move(unfinished, file, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static bool HasSheets(KeptFilmAnalysis kept, AnalysisWish? wish) =>
        wish?.SheetFolder is not { } folder || !kept.Film.HasPicture || (kept.Storyboard is { } board && board.Sheets.All(sheet => File.Exists(Path.Combine(folder, sheet))));

    private static async Task<AnalysedSource> SourceAsync(string film, CancellationToken cancellation)
    {
        var info = new FileInfo(film);
        await using FileStream stream = info.OpenRead();
        return new AnalysedSource(info.Length, Modified(info), Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation)));
    }

    private static DateTimeOffset Modified(FileInfo file) => new(file.LastWriteTimeUtc);
}

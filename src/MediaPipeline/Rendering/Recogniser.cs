using MediaPipeline.Processes;

namespace MediaPipeline.Rendering;

/// <summary>
/// A program beside ours that writes down what is said. It is configured by the person who runs the studio, with an argument list and never a shell
/// line. It writes SRT, WebVTT, ASS or JSON into a file that it is given; what it prints is only for logs.
/// </summary>
/// <param name="Program">Looked for in <c>PATH</c>.</param>
/// <param name="Arguments">Where an argument is or holds <c>{film}</c> the film's path is put, where <c>{captions}</c>, the path of the file to write.</param>
/// <param name="Time">Ended after this.</param>
public sealed record Recogniser(string Program, IReadOnlyList<string> Arguments, TimeSpan Time)
{
    private const string FilmMark = "{film}", CaptionsMark = "{captions}";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>Listens to a film. Codes of refusals: recogniser-unusable (no argument names the file to write), recogniser-missing, recogniser-failed, recogniser-timeout, and those of reading captions.</summary>
    /// <exception cref="OperationCanceledException">The caller wished it to end; so has the program.</exception>
    public async Task<CaptionOutcome> ListenAsync(string film, CancellationToken cancellation)
    {
        string work = Directory.CreateTempSubdirectory("listen-").FullName;
        try
        {
            return await ListenInAsync(work, Path.GetFullPath(film), cancellation);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private async Task<CaptionOutcome> ListenInAsync(string work, string film, CancellationToken cancellation)
    {
        string file = Path.Combine(work, "captions");
        if (!Arguments.Any(argument => argument.Contains(CaptionsMark, StringComparison.Ordinal))) return new CaptionOutcome.Refused("recogniser-unusable", 0);
        ChildProcess program = ChildProcess.Start(new ChildSpec("recogniser", Program,
            [.. Arguments.Select(argument => argument.Replace(FilmMark, film, StringComparison.Ordinal).Replace(CaptionsMark, file, StringComparison.Ordinal))])
        {
            WorkingDirectory = work,
            Background = true,
        });
        var clock = TimeProvider.System;
        long begin = clock.GetTimestamp();
        while (await Task.WhenAny(program.Exited, Task.Delay(Look, clock, CancellationToken.None)) != program.Exited)
        {
            if (!cancellation.IsCancellationRequested && clock.GetElapsedTime(begin) < Time && Size(file) <= CaptionReader.MostBytes) continue;
            await program.StopAsync(StopPlan.Terminate(TimeSpan.FromSeconds(1)));
            cancellation.ThrowIfCancellationRequested();
            return new CaptionOutcome.Refused(clock.GetElapsedTime(begin) >= Time ? "recogniser-timeout" : "captions-too-large", 0);
        }
        int code = await program.Exited;
        if (code != 0) return new CaptionOutcome.Refused(code == 127 ? "recogniser-missing" : "recogniser-failed", 0);
        if (!File.Exists(file)) return new CaptionOutcome.Refused("recogniser-failed", 0);
        return Size(file) > CaptionReader.MostBytes ? new CaptionOutcome.Refused("captions-too-large", 0) : CaptionReader.Read(await File.ReadAllBytesAsync(file, cancellation));
    }

    private static long Size(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;
}

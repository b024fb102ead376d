namespace MediaPipeline.Tests.Analysis;

/// <summary>
/// Twenty seconds whose scenes, stretches and sounds are known. Pictures: moving 0–4, black 4–6, still bars 6–10, moving 10–14, moving 14–20 with a flash at 16.
/// Sound: speech to a bit before 6, silence to 9, a tone to 13, noise to 17, silence.
/// </summary>
public sealed class MixedFilm : IAsyncLifetime
{
    private const string Pictures =
        "testsrc2=s=320x240:r=25:d=4,hue=s=1.2[a];color=black:s=320x240:r=25:d=2[b];smptebars=s=320x240:r=25:d=4[c];mandelbrot=s=320x240:r=25:maxiter=200,trim=duration=4,setpts=PTS-STARTPTS[d];"
        + "testsrc2=s=320x240:r=25:d=6,negate,drawbox=enable='between(t,2,2.09)':color=white:t=fill[e];[a][b][c][d][e]concat=n=5,format=yuv420p";

    private const string Sound =
        "flite=text='Good evening friends. This melon costs nine yuan a kilogram. Who wants one more today?',aresample=48000,apad,atrim=duration=6,asetpts=PTS-STARTPTS[s];"
        + "anullsrc=r=48000:cl=mono:d=3[q];sine=f=440:r=48000:d=4[t];anoisesrc=r=48000:a=0.1:d=4:seed=3[n];anullsrc=r=48000:cl=mono:d=3[z];[s][q][t][n][z]concat=n=5:v=0:a=1";

    private readonly TempFolder _folder = new();

    /// <summary>An MP4 with B-frames and sound.</summary>
    public string File => _folder["mixed.mp4"];

    public async ValueTask InitializeAsync() => await Tests.Film.FfmpegAsync(
        "-f", "lavfi", "-i", Pictures, "-f", "lavfi", "-i", Sound, "-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-g", "50", "-keyint_min", "50", "-sc_threshold", "0",
        "-c:a", "aac", "-y", File);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

namespace MediaPipeline.Feeds;

/// <summary>A picture that ffmpeg makes up: scenes that change, a burned-in clock with a frame counter, a tone with pauses.</summary>
public static class GeneratedFeed
{
    /// <summary>Frames per second and frames per key-frame interval: every segment border of the recorder is a key frame.</summary>
    public const int FrameRate = 30, KeyInterval = 60;

    /// <summary>ffmpeg's arguments that publish it in real time to an RTMP address; without end when <paramref name="duration"/> is null.</summary>
    public static IReadOnlyList<string> Arguments(string url, TimeSpan? duration)
    {
        const string Size = "1280x720";
        // Three scenes of five seconds each, in turn: cheap sources, so that two cores have room for the studio.
        const string Scenes =
            "[0:v][1:v]overlay=enable='gte(mod(t,15),5)*lt(mod(t,15),10)'[ab];[ab]hue=h=140:enable='gte(mod(t,15),10)'[c];" +
            "[c][2:v]overlay=x='mod(t*180,1280)':y='420+120*sin(t)'[s];" +
            "[s]drawtext=font='Noto Sans CJK SC':text='南大里直播基地 演示画面':x=40:y=36:fontsize=40:fontcolor=white:box=1:boxcolor=0x00000088:boxborderw=12," +
            @"drawtext=font='Noto Sans CJK SC':text='%{localtime\:%H\\\:%M\\\:%S}  #%{n}':x=w-tw-40:y=36:fontsize=40:fontcolor=white:box=1:boxcolor=0x000000AA:boxborderw=12[v]";
        // A soft chord that stops for two seconds in every ten.
        const string Tone = "aevalsrc='(0.08*sin(2*PI*330*t)+0.06*sin(2*PI*440*t))*lt(mod(t,10),8)':s=48000:c=stereo";
        List<string> arguments =
        [
            "-hide_banner", "-loglevel", "warning", "-nostats",
            "-re", "-f", "lavfi", "-i", $"color=c=0x1B4332:s={Size}:r={FrameRate}",
            "-re", "-f", "lavfi", "-i", $"color=c=0x7F5539:s={Size}:r={FrameRate}",
            "-re", "-f", "lavfi", "-i", $"color=c=0xF2C14E:s=140x140:r={FrameRate}",
            "-re", "-f", "lavfi", "-i", Tone,
            "-filter_complex", Scenes, "-map", "[v]", "-map", "3:a",
        ];
        if (duration is { } end) arguments.AddRange(["-t", end.TotalSeconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)]);
        arguments.AddRange(PublishArguments.Encoding);
        arguments.AddRange(["-f", "flv", url]);
        return arguments;
    }
}

/// <summary>ffmpeg in the place of OBS.</summary>
public static class PublishArguments
{
    internal static IReadOnlyList<string> Encoding { get; } =
    [
        "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-g", "60", "-keyint_min", "60", "-sc_threshold", "0",
        "-b:v", "2500k", "-maxrate", "2500k", "-bufsize", "5000k", "-c:a", "aac", "-b:a", "128k", "-ar", "48000", "-ac", "2", "-threads", "1",
    ];

    /// <summary>Publishes a film in real time; <paramref name="copy"/> where its codecs already fit (H.264, AAC).</summary>
    public static IReadOnlyList<string> FromFile(string path, string url, bool loop, bool copy) =>
    [
        "-hide_banner", "-loglevel", "warning", "-nostats", "-re",
        .. loop ? (string[])["-stream_loop", "-1"] : [],
        "-protocol_whitelist", "file", "-i", $"file:{path}",
        .. copy ? (string[])["-c", "copy"] : ["-map", "0:v:0", "-map", "0:a:0?", "-vf", "scale='min(1280,iw)':-2,fps=30", .. Encoding],
        "-f", "flv", url,
    ];
}

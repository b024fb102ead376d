using System.Globalization;

namespace MediaPipeline.Feeds;

/// <summary>A door for publishers over SRT: ffmpeg waits for one caller and copies what it sends to an RTMP address.</summary>
public static class SrtArguments
{
    /// <summary>
    /// What ffmpeg opens, as a list (ffconcat) for a file: in a file of its own the passphrase is nobody else's to read, while arguments
    /// are everybody's on the machine. Passphrase: letters and digits, 10–79 of them (SRT's own bounds).
    /// </summary>
    public static string List(int port, string passphrase)
    {
        if (passphrase.Length is < 10 or > 79 || !passphrase.All(char.IsAsciiLetterOrDigit)) throw new ArgumentException("Not a passphrase for SRT.", nameof(passphrase));
        // Microseconds: what arrives late by up to that much is asked for again.
        return $"ffconcat version 1.0\nfile 'srt://0.0.0.0:{port.ToString(CultureInfo.InvariantCulture)}?mode=listener&passphrase={passphrase}&pbkeylen=16&latency=200000'\n";
    }

    /// <summary>ffmpeg's arguments. It ends when the caller goes; SRT takes one for gone that is silent for five seconds.</summary>
    public static IReadOnlyList<string> Build(string listFile, string target) =>
    [
        "-hide_banner", "-loglevel", "warning", "-nostats", "-nostdin",
        "-f", "concat", "-safe", "0", "-protocol_whitelist", "file,srt", "-analyzeduration", "2000000", "-probesize", "2000000", "-fflags", "+genpts", "-i", $"file:{listFile}",
        "-map", "0:v:0", "-map", "0:a:0?", "-c", "copy", "-f", "flv", target,
    ];
}

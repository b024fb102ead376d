using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using MediaPipeline.Processes;

namespace Studio.Testing;

/// <summary>
/// Small real films, and what becomes of them in bad hands: bits flipped, ends cut off, boxes swapped, sizes that claim gigabytes, lists of other files under the name of a film,
/// pictures that unpack to more than the machine has. The same seed and number give the same file, but for the port that lists point at.
/// </summary>
internal sealed class MediaMutations(string folder, int seed, int port)
{
    private static readonly string[] Kinds = ["plain.mp4", "fragments.mp4", "feed.flv", "air.ts", "box.mkv", "web.webm", "sound.mp4", "large.mp4"];
    private readonly Dictionary<string, byte[]> _films = new(StringComparer.Ordinal);

    /// <summary>Makes the films; those that are there already are taken as they are.</summary>
    public async Task PrepareAsync()
    {
        Directory.CreateDirectory(folder);
        string[] x264 = ["-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "12", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "48k"];
        foreach (string kind in Kinds)
        {
            string file = Path.Combine(folder, kind);
            if (!File.Exists(file)) await MakeAsync(file, kind, x264);
            _films[kind] = await File.ReadAllBytesAsync(file);
        }
    }

    /// <summary>A file, with what was done to it.</summary>
    public (string Name, byte[] Content, string What) Make(int number)
    {
        // Each number by itself: files can be made by several at once, and one alone again.
        var random = new Random(unchecked((seed * 1_000_003) + number));
        switch (number % 10)
        {
            case 3: return List(number, random);
            case 7 when number % 20 == 7:
                byte[] bomb = Bomb(random);
                return Named(number, random.Next(2) == 0 ? "bomb.png" : "bomb.mp4", random.Next(3) == 0 ? Mutate(bomb, random, out string how) : Keep(bomb, out how), $"PNG bomb, {how}");
            default:
                string kind = Kinds[random.Next(Kinds.Length)];
                byte[] content = _films[kind];
                List<string> done = [];
                for (int i = random.Next(20) == 0 ? 0 : random.Next(1, 4); i > 0; i--)
                {
                    content = Mutate(content, random, out string what);
                    done.Add(what);
                }
                return Named(number, kind, content, $"{kind}: {(done.Count == 0 ? "as it is" : string.Join(", ", done))}");
        }
    }

    private static byte[] Keep(byte[] content, out string what)
    {
        what = "as it is";
        return content;
    }

    private static (string, byte[], string) Named(int number, string name, byte[] content, string what) => (string.Create(CultureInfo.InvariantCulture, $"{number:0000}-{name}"), content, what);

    private static async Task MakeAsync(string file, string kind, string[] x264)
    {
        string[] small = ["-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=1.6", "-f", "lavfi", "-i", "sine=f=440:r=48000:d=1.6"];
        await FfmpegAsync(kind switch
        {
            "fragments.mp4" => [.. small, .. x264, "-movflags", "+frag_keyframe+empty_moov+default_base_moof", "-y", file],
            "web.webm" => [.. small, "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "200k", "-c:a", "libvorbis", "-y", file],
            "sound.mp4" => ["-f", "lavfi", "-i", "sine=f=440:r=48000:d=2", "-c:a", "aac", "-y", file],
            "large.mp4" => ["-f", "lavfi", "-i", "testsrc2=s=3840x2160:r=25:d=0.2", "-pix_fmt", "yuv420p10le", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:pools=1", "-tag:v", "hvc1", "-y", file],
            _ => [.. small, .. x264, "-y", file],
        });
    }

    private static async Task FfmpegAsync(string[] arguments)
    {
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("ffmpeg", "ffmpeg", ["-v", "error", "-nostdin", .. arguments]));
        if (await ffmpeg.Exited != 0) throw new InvalidOperationException(string.Join('\n', ffmpeg.LastLines()));
    }

    private byte[] Mutate(byte[] content, Random random, out string what)
    {
        byte[] bytes = [.. content];
        if (bytes.Length < 64)
        {
            what = "as it is";
            return bytes;
        }
        switch (random.Next(11))
        {
            case 0:
                what = "bits flipped";
                for (int i = random.Next(1, 200); i > 0; i--) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                what = "bits flipped in its head";
                for (int i = random.Next(1, 30); i > 0; i--) bytes[random.Next(Math.Min(bytes.Length, 2_000))] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                what = "bits flipped in its tail";
                for (int i = random.Next(1, 30); i > 0; i--) bytes[^random.Next(1, Math.Min(bytes.Length, 3_000))] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 3:
                what = "cut short";
                return bytes[..random.Next(1, bytes.Length)];
            case 4:
                what = "its begin cut off";
                return bytes[random.Next(1, bytes.Length / 2)..];
            case 5:
                what = "huge sizes";
                uint[] sizes = [uint.MaxValue, int.MaxValue, 0x40000000, 1, 0, 0x00FFFFFF];
                for (int i = random.Next(1, 6); i > 0; i--) BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(SizeField(bytes, random)), sizes[random.Next(sizes.Length)]);
                return bytes;
            case 6:
                what = "boxes swapped";
                return Swapped(bytes, random);
            case 7:
                what = "zeroes";
                int at = random.Next(bytes.Length - 16);
                bytes.AsSpan(at, random.Next(1, Math.Min(20_000, bytes.Length - at))).Clear();
                return bytes;
            case 8:
                what = "noise put in";
                byte[] noise = new byte[random.Next(1, 5_000)];
                random.NextBytes(noise);
                int place = random.Next(bytes.Length);
                return [.. bytes[..place], .. noise, .. bytes[place..]];
            case 9:
                what = "a piece doubled";
                int begin = random.Next(bytes.Length - 1), end = random.Next(begin + 1, bytes.Length);
                return [.. bytes[..end], .. bytes[begin..]];
            default:
                byte[] other = _films[Kinds[random.Next(Kinds.Length)]];
                what = "half of another film";
                return [.. bytes[..random.Next(1, bytes.Length)], .. other[random.Next(other.Length)..]];
        }
    }

    // Half of the time the size of an MP4 box, which is followed by four letters.
    private static int SizeField(byte[] bytes, Random random)
    {
        if (random.Next(2) == 0) return random.Next(bytes.Length - 4);
        List<int> boxes = [];
        for (int i = 4; i < bytes.Length - 8 && boxes.Count < 400; i++)
        {
            if (char.IsAsciiLetterLower((char)bytes[i]) && char.IsAsciiLetterOrDigit((char)bytes[i + 1]) && char.IsAsciiLetterOrDigit((char)bytes[i + 2]) && char.IsAsciiLetterOrDigit((char)bytes[i + 3])) boxes.Add(i - 4);
        }
        return boxes.Count == 0 ? random.Next(bytes.Length - 4) : boxes[random.Next(boxes.Count)];
    }

    private static byte[] Swapped(byte[] bytes, Random random)
    {
        List<Range> boxes = [];
        for (int at = 0; at + 8 <= bytes.Length && boxes.Count < 64;)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
            if (size < 8 || size > bytes.Length - at) break;
            boxes.Add(at..(at + (int)size));
            at += (int)size;
        }
        // No boxes: pieces of any length.
        if (boxes.Count < 2) boxes = [.. Enumerable.Range(0, 8).Select(i => (bytes.Length * i / 8)..(bytes.Length * (i + 1) / 8))];
        Range[] order = [.. boxes];
        random.Shuffle(order);
        return [.. order.SelectMany(box => bytes[box])];
    }

    // Lists and scripts that lead to the network or to files of this machine.
    private (string, byte[], string) List(int number, Random random)
    {
        string[] hosts = ["127.0.0.1", "[::1]", "localhost"], ways = ["http", "tcp", "udp", "rtmp", "rtp", "https", "hls+http", "tls", "srt", "ftp"];
        string url = string.Create(CultureInfo.InvariantCulture, $"{ways[random.Next(ways.Length)]}://{hosts[random.Next(hosts.Length)]}:{port}/{number}.ts");
        (string what, string text) = random.Next(8) switch
        {
            0 => ("HLS playlist", $"#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:4\n#EXT-X-MAP:URI=\"{url}\"\n#EXTINF:4,\n{url}\n#EXT-X-ENDLIST\n"),
            1 => ("HLS master playlist", $"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1280000\n{url}\n"),
            2 => ("ffconcat script", $"ffconcat version 1.0\nfile '{url}'\nduration 4\nfile '/etc/passwd'\n"),
            3 => ("HLS playlist of local files", "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n/etc/passwd\n#EXTINF:4,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n"),
            4 => ("SDP", string.Create(CultureInfo.InvariantCulture, $"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {port} RTP/AVP 96\na=rtpmap:96 H264/90000\n")),
            5 => ("DASH manifest", $"<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" mediaPresentationDuration=\"PT4S\"><Period><AdaptationSet mimeType=\"video/mp4\"><Representation id=\"1\" bandwidth=\"1\"><BaseURL>{url}</BaseURL></Representation></AdaptationSet></Period></MPD>"),
            6 => ("QuickTime reference film", QuickTimeReference(url)),
            _ => ("list that begins like a film", $"\0\0\0\u0018ftypmp42\0\0\0\0\n#EXTM3U\n#EXTINF:4,\n{url}\n"),
        };
        byte[] content = Encoding.Latin1.GetBytes(text);
        if (random.Next(4) == 0) content = Mutate(content, random, out _);
        return Named(number, "list.mp4", content, what);
    }

    // Apple's old way to say "the film is elsewhere": moov/rmra/rmda/rdrf with a URL.
    private static string QuickTimeReference(string url)
    {
        static string Box(string name, string inside) => Latin(inside.Length + 8) + name + inside;
        static string Latin(int value) => new([(char)((value >> 24) & 255), (char)((value >> 16) & 255), (char)((value >> 8) & 255), (char)(value & 255)]);
        return Box("moov", Box("rmra", Box("rmda", Box("rdrf", "\0\0\0\0url " + Latin(url.Length + 1) + url + "\0"))));
    }

    // Black, of so many pixels that it takes hundreds of megabytes, in a file of a few kilobytes.
    private static byte[] Bomb(Random random)
    {
        (int width, int height) = random.Next(3) switch { 0 => (30_000, 30_000), 1 => (6_000, 6_600), _ => (60_000, 500) };
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, 6);
        Chunk(png, "IHDR", head);
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] row = new byte[1 + (width * 4)];
            // The largest is cut off: that it is refused must not depend on its end.
            for (int y = 0; y < Math.Min(height, 1_500); y++) zip.Write(row);
        }
        Chunk(png, "IDAT", packed.ToArray());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static void Chunk(Stream png, string name, byte[] content)
    {
        byte[] number = new byte[4], body = [.. Encoding.ASCII.GetBytes(name), .. content];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        png.Write(number);
    }

    // Source: PNG third edition, annex D.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }
        return ~crc;
    }
}

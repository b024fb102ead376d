using System.Collections.Concurrent;

namespace MediaPipeline.Recordings;

/// <summary>
/// What the ingest server itself keeps of a feed: an FLV file from key picture to key picture, written as the bytes arrive. It is there
/// whatever becomes of the recorder and of this process; what no segment holds is taken from here (docs/decisions/0022).
/// </summary>
/// <param name="path">The folder; it holds the files of all feeds, <c>NAME-SECONDS.flv</c>.</param>
public sealed class TailFolder(string path)
{
    private const string Extension = ".flv";
    private readonly ConcurrentDictionary<string, KnownFile> _read = new(StringComparer.Ordinal);

    /// <summary>Names of the feeds of which something is kept, and when they last wrote.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Feeds() =>
        Files().GroupBy(file => NameOf(file.Name), StringComparer.Ordinal).ToDictionary(feed => feed.Key, feed => feed.Max(file => new DateTimeOffset(file.LastWriteTimeUtc)), StringComparer.Ordinal);

    /// <summary>Removes what is older.</summary>
    public void RemoveBefore(string feed, DateTimeOffset moment)
    {
        foreach (FileInfo file in Files(feed).Where(file => file.LastWriteTimeUtc < moment.UtcDateTime))
        {
            _read.TryRemove(file.FullName, out _);
            file.Delete();
        }
    }

    /// <summary>All groups of pictures, oldest first; the last one may still grow.</summary>
    internal IReadOnlyList<KeptGroup> Read(string feed)
    {
        List<KeptGroup> groups = [];
        foreach (FileInfo file in Files(feed)) groups.AddRange(Read(file));
        return groups;
    }

    /// <summary>The newest codec parameters of a feed; null while nothing is kept.</summary>
    internal FeedHeaders? NewestHeaders(string feed) => Files(feed).Reverse().SelectMany(file => Read(file).Reverse()).FirstOrDefault()?.Headers;

    private IReadOnlyList<KeptGroup> Read(FileInfo file)
    {
        try
        {
            using FileStream stream = new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            long length = stream.Length;
            KnownFile known = _read.GetOrAdd(file.FullName, _ => new KnownFile());
            lock (known)
            {
                if (!known.IsBeginOf(stream)) known.Reader = new FlvReader();
                else if (length == known.Length) return known.Groups;
                known.Groups = KeptGroup.Read(file.FullName, known.Reader, stream, new DateTimeOffset(File.GetLastWriteTimeUtc(file.FullName)));
                known.Keep(stream, length);
                return known.Groups;
            }
        }
        catch (IOException)
        {
            return []; // removed under our hands
        }
    }

    private IReadOnlyList<FileInfo> Files(string? feed = null)
    {
        var folder = new DirectoryInfo(path);
        if (!folder.Exists) return [];
        // The name ends in the second in which it was begun, ten digits for the next two centuries.
        return [.. folder.EnumerateFiles($"{feed ?? "*"}-*{Extension}").Where(file => feed is null || NameOf(file.Name) == feed).OrderBy(file => file.Name, StringComparer.Ordinal)];
    }

    private static string NameOf(string file) => file[..Math.Max(0, file.LastIndexOf('-'))];

    private sealed class KnownFile
    {
        private const int Most = 32;
        private byte[] _last = [];

        public FlvReader Reader { get; set; } = new();

        public long Length { get; private set; }

        public IReadOnlyList<KeptGroup> Groups { get; set; } = [];

        /// <summary>
        /// Whether the file has only grown. A name has a second in it: a publisher who comes back within the second in which the last file was
        /// begun makes the server begin that file anew, and it may be longer than it was when it is looked at again.
        /// </summary>
        public bool IsBeginOf(FileStream file) => file.Length >= Length && LastBytes(file, Length).AsSpan().SequenceEqual(_last);

        public void Keep(FileStream file, long length) => (Length, _last) = (length, LastBytes(file, length));

        private static byte[] LastBytes(FileStream file, long length)
        {
            byte[] bytes = new byte[Math.Min(Most, length)];
            file.Position = length - bytes.Length;
            file.ReadExactly(bytes);
            return bytes;
        }
    }
}

using System.Runtime.InteropServices;
using MediaPipeline.Stories;

namespace MediaPipeline.Analysis;

/// <summary>Takes what a scan hands over, and keeps what is found. Its pictures and sound come from one thread, ffmpeg's words from another.</summary>
/// <param name="tell">Told how far the film was looked at.</param>
internal sealed class ScanListener(ScanJob job, Action<TimeSpan> tell) : IDisposable
{
    // A film whose pictures never come is counted from its sound.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ToldEach = TimeSpan.FromSeconds(1);
    private readonly SmallPicture _picture = new();
    private readonly SceneMeter _scenes = new(job.Rules);
    private readonly StillMeter _still = new(job.Rules);
    private readonly LevelMeter _levels = new();
    private readonly SpeechMeter _speech = new();
    private readonly LoudnessMeter _loudness = new(job.Counted);
    private readonly GrainMeter _grain = new();
    private readonly List<(long Time, short[] Samples)> _waiting = [];
    private readonly StoryboardWriter? _sheets = job is { Sheets: { } folder, Tile: { } tile } ? new StoryboardWriter(folder, tile.Width, tile.Height) : null;
    private long? _zero;
    private TimeSpan _told = TimeSpan.MinValue, _pictureEnd, _soundEnd;
    private bool _anyPicture, _anySound;

    /// <summary>A line that ffmpeg wrote.</summary>
    public void Hear(string line) => _loudness.Hear(line);

    /// <summary>A picture or sound.</summary>
    /// <param name="milliseconds">By ffmpeg's clock.</param>
    public void Take(int track, long milliseconds, ReadOnlyMemory<byte> bytes)
    {
        if (job.Tile is { } size && track == 1)
        {
            if (bytes.Length != size.Width * size.Height * 4) return;
            if (_zero is null) Begin(milliseconds);
            TakePicture(At(milliseconds), bytes.Span, size);
        }
        else
        {
            ReadOnlySpan<short> samples = MemoryMarshal.Cast<byte, short>(bytes.Span);
            if (_zero is null && !Waits(milliseconds))
            {
                Begin(_waiting.Count > 0 ? _waiting[0].Time : milliseconds);
            }
            if (_zero is null) _waiting.Add((milliseconds, samples.ToArray()));
            else TakeSound(milliseconds, samples);
        }
    }

    /// <summary>What was found; null: neither a picture nor sound.</summary>
    public FilmAnalysis? End()
    {
        if (_zero is null && _waiting.Count > 0) Begin(_waiting[0].Time);
        if (!_anyPicture && !_anySound) return null;
        TimeSpan end = _pictureEnd > _soundEnd ? _pictureEnd : _soundEnd;
        _scenes.End();
        _still.End(_pictureEnd);
        (LoudnessCurve curve, LoudnessHistogram blocks) = _loudness.End();
        SoundLevels levels = _levels.End();
        return new FilmAnalysis
        {
            Range = new FilmSpan(job.Base, end),
            HasPicture = _anyPicture,
            HasSound = _anySound,
            Grain = _grain.Longest,
            Scenes = _scenes.Scenes,
            Black = _still.Black,
            Frozen = _still.Frozen,
            Silences = levels.Quiet(job.Rules.SilenceBelow, job.Rules.SilenceShortest),
            SpeechLikely = _speech.End(),
            Loudness = curve,
            LoudnessBlocks = blocks,
            Levels = levels,
        };
    }

    /// <summary>The sheets, which get their names now; null: none were wished or nothing is on them.</summary>
    public Storyboard? Storyboard() => _anyPicture ? _sheets?.End() : null;

    /// <inheritdoc/>
    public void Dispose() => _sheets?.Dispose();

    private bool Waits(long milliseconds) => job.Tile is not null && (_waiting.Count == 0 || milliseconds - _waiting[0].Time < LongestWait.TotalMilliseconds);

    private TimeSpan At(long milliseconds) => job.Base + TimeSpan.FromMilliseconds(milliseconds - _zero!.Value);

    private void Begin(long milliseconds)
    {
        _zero = milliseconds;
        _loudness.Shift(job.Base - TimeSpan.FromMilliseconds(milliseconds));
        foreach ((long time, short[] samples) in _waiting) TakeSound(time, samples);
        _waiting.Clear();
    }

    private void TakePicture(TimeSpan at, ReadOnlySpan<byte> tile, (int Width, int Height) size)
    {
        _anyPicture = true;
        _picture.Take(at, tile, size.Width, size.Height);
        _scenes.Take(_picture);
        _still.Take(_picture);
        _sheets?.Take(at, tile);
        _grain.Take(at);
        _pictureEnd = at + _grain.Usual;
        Tell(at);
    }

    private void TakeSound(long milliseconds, ReadOnlySpan<short> samples)
    {
        _anySound = true;
        TimeSpan at = At(milliseconds);
        _levels.Take(at, samples, Levels.Rate);
        _speech.Take(at, samples);
        _soundEnd = at + TimeSpan.FromSeconds((double)samples.Length / Levels.Rate);
        Tell(at);
    }

    private void Tell(TimeSpan at)
    {
        if (_told != TimeSpan.MinValue && at - _told < ToldEach) return;
        _told = at;
        tell(at);
    }

    /// <summary>How far pictures lie apart: the usual distance, and the longest that is usual. Jumps are neither.</summary>
    private sealed class GrainMeter
    {
        private static readonly TimeSpan Jump = TimeSpan.FromSeconds(0.5);
        private readonly int[] _distances = new int[(int)Jump.TotalMilliseconds + 1];
        private TimeSpan? _last;
        private int _count;

        public TimeSpan Usual { get; private set; } = TimeSpan.FromMilliseconds(40);

        /// <summary>No more than one in a hundred lies further apart.</summary>
        public TimeSpan Longest
        {
            get
            {
                int rest = _count / 100;
                for (int ms = _distances.Length - 1; ms > 0; ms--)
                {
                    if ((rest -= _distances[ms]) < 0) return TimeSpan.FromMilliseconds(ms);
                }
                return Usual;
            }
        }

        public void Take(TimeSpan at)
        {
            if (_last is { } last && at > last && at - last <= Jump)
            {
                Usual = at - last;
                _distances[(int)Usual.TotalMilliseconds]++;
                _count++;
            }
            _last = at;
        }
    }
}

namespace MediaPipeline.Recordings;

/// <summary>
/// The time of each tag of a file, from the first one. A clock that leaps by more than 2 s, or back by more than 1 s, goes on as if it had
/// not (sound and pictures are never that far apart). nginx writes zero for every tag that its feed's clock puts before the begin of the
/// file (ngx_rtmp_record_module, "cut timestamp"): those follow each other as the ones before did.
/// </summary>
internal sealed class FlvClock
{
    private static readonly TimeSpan Backwards = TimeSpan.FromSeconds(-1), Forwards = TimeSpan.FromSeconds(2), UsualPicture = TimeSpan.FromMilliseconds(40), UsualSound = TimeSpan.FromMilliseconds(21);
    // Sound that comes a little after the file's first picture is older than that, and cut to zero too.
    private const uint Late = 250;
    private readonly Track _pictures = new(UsualPicture), _sounds = new(UsualSound);
    private uint? _before;
    private bool _cut;

    /// <summary>The time of the last tag.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Goes on to a tag.</summary>
    public void Tick(uint stamp, bool sound)
    {
        Track track = sound ? _sounds : _pictures;
        _cut = stamp == 0 && (_cut || _before > Late);
        if (_cut) Now = track.Next(Now);
        else
        {
            // The difference is right over a wrap of all thirty-two bits.
            var step = TimeSpan.FromMilliseconds(unchecked((int)(stamp - (_before ?? stamp))));
            Now += step < Backwards || step > Forwards ? track.Step : step;
        }
        track.At(Now);
        _before = stamp;
    }

    /// <summary>Pictures, or sound.</summary>
    private sealed class Track(TimeSpan usual)
    {
        private TimeSpan? _last;

        public TimeSpan Step { get; private set; } = usual;

        public TimeSpan Next(TimeSpan now) => (_last ?? now) + Step;

        public void At(TimeSpan time)
        {
            if (_last is { } last && time - last is var step && step > TimeSpan.Zero && step < Forwards) Step = step;
            _last = time;
        }
    }
}

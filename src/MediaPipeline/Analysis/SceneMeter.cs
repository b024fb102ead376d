namespace MediaPipeline.Analysis;

/// <summary>
/// Finds where another scene begins. Content-adaptive, as PySceneDetect's best detector (F1 91.6 on the BBC set): a picture begins a scene when it differs from the
/// one before, and by several times what its neighbours differ by. Here a flash is told from a cut by looking whether the old picture comes back. Needs a second of
/// pictures, however long the film is.
/// </summary>
internal sealed class SceneMeter(AnalysisRules rules)
{
    private const int Neighbours = 2;

    // What encoders make of a picture in which nothing moves: below it, any change would be a multiple of nothing.
    private const double Stillness = 0.5;
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(400);
    private readonly List<SmallPicture> _window = [];
    private readonly Stack<SmallPicture> _spare = new();
    private TimeSpan _last = TimeSpan.MinValue, _flashUntil = TimeSpan.MinValue;
    private int _judged = 1; // the first picture of all follows none

    /// <summary>The first picture of each new scene.</summary>
    public List<TimeSpan> Scenes { get; } = [];

    /// <summary>The next picture, in the order of showing; it is only lent.</summary>
    public void Take(SmallPicture picture)
    {
        SmallPicture mine = _spare.Count > 0 ? _spare.Pop() : new SmallPicture();
        mine.Take(picture);
        if (_window.Count > 0) mine.FromBefore = mine.Against(_window[^1]).Mean;
        _window.Add(mine);
        while (_judged < _window.Count - Neighbours && mine.At - _window[_judged].At >= Ahead) Judge(_judged++);
        while (_judged > Neighbours + 1)
        {
            _spare.Push(_window[0]);
            _window.RemoveAt(0);
            _judged--;
        }
    }

    /// <summary>There are no more.</summary>
    public void End()
    {
        while (_judged < _window.Count) Judge(_judged++);
    }

    private void Judge(int at)
    {
        SmallPicture picture = _window[at];
        double change = picture.FromBefore;
        if (change < rules.SceneLeast || picture.At <= _flashUntil) return;
        (double sum, int count) = (0, 0);
        for (int i = Math.Max(1, at - Neighbours); i <= Math.Min(_window.Count - 1, at + Neighbours); i++)
        {
            if (i == at) continue;
            sum += _window[i].FromBefore;
            count++;
        }
        if (change < rules.SceneRatio * Math.Max(Stillness, count == 0 ? 0 : sum / count)) return;
        for (int i = at + 1; i < _window.Count && _window[i].At - picture.At <= rules.Flash; i++)
        {
            if (_window[i].Against(_window[at - 1]).Mean >= change / 2) continue;
            _flashUntil = _window[i].At;
            return;
        }
        if (_last != TimeSpan.MinValue && picture.At - _last < rules.SceneShortest) return;
        _last = picture.At;
        Scenes.Add(picture.At);
    }
}

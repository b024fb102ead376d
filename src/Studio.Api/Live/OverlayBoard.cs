using Studio.Grains.Live;

namespace Studio.Api.Live;

/// <summary>
/// Which overlay pages of a session are open in this process, and what each has confirmed to have painted. A confirmation that is
/// missing 1.5 s after a change is an alarm.
/// </summary>
internal sealed class OverlayBoard(TimeProvider clock, Action wake)
{
    /// <summary>Silence after a change that long is shown as late.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan GoneShown = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, OverlayStatus> _overlays = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _polled = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _began = clock.GetUtcNow();
    private Shown _head;
    private DateTimeOffset _changedAt = clock.GetUtcNow();
    private bool _changed;

    /// <summary>All overlays, the oldest first.</summary>
    public IReadOnlyList<OverlayStatus> Now
    {
        get
        {
            lock (_gate) return [.. _overlays.Values.Select(Judge)];
        }
    }

    /// <summary>A new document is on its way: confirmations are due.</summary>
    public void Changed(Shown head)
    {
        lock (_gate) (_head, _changedAt, _changed) = (head, clock.GetUtcNow(), true);
        _ = WakeWhenLateAsync();
    }

    /// <summary>A page was opened; pages of the same link that had gone are forgotten.</summary>
    public void Joined(string connection, string label, int width, int height, Shown head)
    {
        lock (_gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            foreach (OverlayStatus gone in _overlays.Values.Where(overlay => !overlay.Connected
                && (string.Equals(overlay.Label, label, StringComparison.Ordinal) || now - overlay.At > GoneShown)).ToArray())
            {
                _overlays.Remove(gone.Id);
            }
            _overlays[connection] = new OverlayStatus(connection, label, true, true, width, height, head.Epoch, 0, OverlayState.Loaded, null, now);
            (_head, _changed) = (head, true);
        }
        wake();
    }

    /// <summary>A page confirms that it has painted a document (or has it, but is not visible).</summary>
    public void Painted(string connection, Shown head, bool visible, bool pictureFailed = false, bool templateFailed = false)
    {
        lock (_gate)
        {
            if (!_overlays.TryGetValue(connection, out OverlayStatus? overlay)) return;
            DateTimeOffset now = clock.GetUtcNow();
            bool first = head == _head && head != new Shown(overlay.Epoch, overlay.Revision, overlay.BlankVersion);
            _overlays[connection] = overlay with
            {
                Epoch = head.Epoch,
                Revision = head.Revision,
                BlankVersion = head.Blank,
                PictureFailed = pictureFailed,
                TemplateFailed = templateFailed,
                Visible = visible,
                // Joining late is not latency: only a change that this page was there for is timed.
                LatencyMs = first && visible && overlay.At <= _changedAt ? Math.Round((now - _changedAt).TotalMilliseconds, 1) : overlay.LatencyMs,
                At = now,
            };
            _changed = true;
        }
        wake();
    }

    /// <summary>A page went away.</summary>
    public void Left(string connection)
    {
        lock (_gate)
        {
            if (!_overlays.TryGetValue(connection, out OverlayStatus? overlay)) return;
            _overlays[connection] = overlay with { Connected = false, At = clock.GetUtcNow() };
            _changed = true;
        }
        wake();
    }

    /// <summary>A page of a link asked over plain HTTP: it lives, although its hub is away.</summary>
    public void Polled(string label)
    {
        lock (_gate) _polled[label] = clock.GetUtcNow();
    }

    /// <summary>When a page of a link (null: of any) was last heard of, at the earliest when this board began; null: one is connected.</summary>
    public DateTimeOffset? SilentSince(string? label)
    {
        lock (_gate)
        {
            OverlayStatus[] pages = [.. _overlays.Values.Where(overlay => label is null || string.Equals(overlay.Label, label, StringComparison.Ordinal))];
            if (Array.Exists(pages, page => page.Connected)) return null;
            IEnumerable<DateTimeOffset> polled = _polled.Where(one => label is null || string.Equals(one.Key, label, StringComparison.Ordinal)).Select(one => one.Value);
            return pages.Select(page => page.At).Concat(polled).Append(_began).Max();
        }
    }

    /// <summary>The overlays if anything changed since the last call, else null.</summary>
    public IReadOnlyList<OverlayStatus>? TakeChanges()
    {
        lock (_gate)
        {
            if (!_changed) return null;
            _changed = false;
            return [.. _overlays.Values.Select(Judge)];
        }
    }

    private OverlayStatus Judge(OverlayStatus overlay)
    {
        bool hasHead = new Shown(overlay.Epoch, overlay.Revision, overlay.BlankVersion) == _head;
        OverlayState state =
            !overlay.Connected ? OverlayState.Gone
            : hasHead && overlay.Visible ? OverlayState.OnScreen
            : hasHead ? OverlayState.Hidden
            : clock.GetUtcNow() - (overlay.At > _changedAt ? overlay.At : _changedAt) >= LateAfter ? OverlayState.Late
            : OverlayState.Loaded;
        return overlay with { State = state };
    }

    private async Task WakeWhenLateAsync()
    {
        await Task.Delay(LateAfter + TimeSpan.FromMilliseconds(20), clock);
        lock (_gate) _changed = true;
        wake();
    }
}

/// <summary>What an overlay has to show: a document of the board, blank or not.</summary>
internal readonly record struct Shown(int Epoch, long Revision, long Blank);

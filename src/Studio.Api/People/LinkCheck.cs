using System.Collections.Concurrent;
using Studio.Grains.People;

namespace Studio.Api.People;

/// <summary>Answers whether a capability link is valid, remembering the answer for a moment: a crowd of guests comes through one link.</summary>
internal sealed class LinkCheck(IGrainFactory grains, TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, (Capability Link, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    /// <summary>The link if it is valid now; unknown, expired and revoked ones are all null.</summary>
    public async ValueTask<Capability?> FindAsync(string linkId)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (!_known.TryGetValue(linkId, out (Capability Link, DateTimeOffset Until) known) || known.Until <= now)
        {
            // Only real links are remembered, so guesses cannot fill the memory.
            if (await grains.GetGrain<ICapabilityGrain>(linkId).Get() is not { } link) return null;
            known = _known[linkId] = (link, now + Remembered);
        }
        return known.Link.ValidAt(now) ? known.Link : null;
    }

    /// <summary>Forgets what was remembered of a link that has just been revoked.</summary>
    public void Forget(string linkId) => _known.TryRemove(linkId, out _);
}

using Studio.Grains.Showcase;

namespace Studio.Grains.Figures;

/// <summary>A hold and when it became one: at once, or when somebody who waited said yes to what was set aside for them.</summary>
/// <param name="Hold">As it stands after the last event; its <see cref="Hold.PlacedAt"/> is when the pieces were set aside.</param>
/// <param name="At">When its buyer asked for it or said yes; null: it was offered and never taken.</param>
public sealed record HoldStory(Hold Hold, DateTimeOffset? At)
{
    /// <summary>Where the hold stood at an instant (not before <see cref="At"/>).</summary>
    public HoldState StateAt(DateTimeOffset moment) =>
        Hold.State is HoldState.Released or HoldState.Expired && Hold.EndedAt <= moment ? Hold.State
        : Hold.ConfirmedAt <= moment ? HoldState.Confirmed
        : HoldState.Held;
}

/// <summary>Every hold of a session, made of the whole log of its ledger: nothing is forgotten here.</summary>
public sealed class HoldStories
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<HoldStory> _all = [];

    /// <summary>In the order in which the pieces were set aside.</summary>
    public IReadOnlyList<HoldStory> All => _all;

    /// <summary>The hold of that id, or null.</summary>
    public HoldStory? Find(string holdId) => _places.TryGetValue(holdId, out int place) ? _all[place] : null;

    /// <summary>Takes the next events of the log.</summary>
    public void Add(IEnumerable<LedgerEvent> events)
    {
        foreach (LedgerEvent change in events)
        {
            switch (change)
            {
                case HoldPlaced placed:
                    _places.Add(placed.Hold.Id, _all.Count);
                    _all.Add(new HoldStory(placed.Hold, placed.Hold.State == HoldState.Offered ? null : placed.Hold.PlacedAt));
                    break;
                case HoldAccepted accepted:
                    Change(accepted.HoldId, story => new HoldStory(story.Hold with { State = HoldState.Held, ExpiresAt = accepted.ExpiresAt }, accepted.At));
                    break;
                case HoldConfirmed confirmed:
                    Change(confirmed.HoldId, story => story with
                    {
                        Hold = story.Hold with { State = HoldState.Confirmed, Handover = confirmed.Handover, ConfirmedAt = story.Hold.ConfirmedAt ?? confirmed.At },
                    });
                    break;
                case HoldEnded ended:
                    Change(ended.HoldId, story => story with { Hold = story.Hold with { State = ended.State, EndedAt = ended.At } });
                    break;
            }
        }
    }

    private void Change(string holdId, Func<HoldStory, HoldStory> change)
    {
        int place = _places[holdId];
        _all[place] = change(_all[place]);
    }
}

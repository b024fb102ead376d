using System.Text.Json;

namespace Studio.Grains.Live;

/// <summary>From <paramref name="At"/> on, so many pieces of an item are set aside for the session.</summary>
public sealed record AllotmentChange(string ItemId, DateTimeOffset At, int Pieces)
{
    /// <summary>All allotments of a session, from its log: when it was made, when an item was added, when an item was changed.</summary>
    public static IEnumerable<AllotmentChange> Of(IEnumerable<HistoryLine> log)
    {
        foreach (HistoryLine line in log)
        {
            if (line.What is not ("created" or "item-added" or "item")) continue;
            using JsonDocument details = JsonDocument.Parse(line.Details);
            foreach (JsonElement item in Items(details.RootElement, line.What))
            {
                yield return new AllotmentChange(item.GetProperty("id").GetString()!, line.At, item.GetProperty("allotted").GetInt32());
            }
        }
    }

    private static IEnumerable<JsonElement> Items(JsonElement details, string what) =>
        what == "created" ? details.GetProperty("items").EnumerateArray() : [details.GetProperty("item")];
}

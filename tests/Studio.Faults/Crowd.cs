using System.Collections.Concurrent;
using System.Text.Json;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>Guests who place and give back holds, and remember every answer.</summary>
internal sealed class Crowd : IDisposable
{
    /// <summary>The ledger remembers its last 20,000 ended holds; a run that ends more could not be checked.</summary>
    private const int MostReleases = 18_000;

    // Per worker and command; with 6 guests to a worker each guest stays well below 5 commands a second.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(60), AfterUnknown = TimeSpan.FromMilliseconds(250);
    private readonly ConcurrentQueue<Attempt> _history = new();
    private readonly Stage _stage;
    private readonly Guest[] _guests;
    private int _releases;
    private volatile bool _over;

    private Crowd(Stage stage, Guest[] guests) => (_stage, _guests) = (stage, guests);

    public IReadOnlyList<Attempt> History => [.. _history];

    public IReadOnlyList<Guest> Guests => _guests;

    /// <summary>Operations without a known outcome now.</summary>
    public int Open => _guests.Sum(guest => guest.Open.Count);

    /// <summary>Lets guests in, each with cookies of its own, all through one link.</summary>
    public static async Task<Crowd> EnterAsync(Stage stage, int guests)
    {
        string link = await stage.Manager.MakeLinkAsync(stage.SessionId, "room");
        var entered = new Guest[guests];
        await Parallel.ForAsync(0, guests, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
        {
            (StudioClient client, string id) = await stage.EnterAsync(link);
            entered[number] = new Guest(client, id, new Random(number)); // its own, with its number as the seed: the same wishes in each run
        });
        return new Crowd(stage, entered);
    }

    /// <summary>Holds and releases from many workers until <see cref="Stop"/>; then repeats what is open until everything is known or the patience ends.</summary>
    public Task RunAsync(int workers, TimeSpan patience) => Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
    {
        Guest[] mine = [.. _guests.Where((_, number) => number % workers == worker)];
        for (int turn = 0; !_over; turn++)
        {
            bool known = await TurnAsync(mine[turn % mine.Length]);
            await Task.Delay(known ? Pace : AfterUnknown);
        }
        long end = TimeProvider.System.GetTimestamp();
        while (mine.FirstOrDefault(guest => !guest.Open.IsEmpty) is { } guest && TimeProvider.System.GetElapsedTime(end) < patience)
        {
            await RepeatAsync(guest);
            await Task.Delay(Pace);
        }
    })));

    public void Stop() => _over = true;

    /// <summary>First answers "yes" to new holds that were asked for after an instant.</summary>
    public IEnumerable<Attempt> NewHoldsAfter(long instant) =>
        _history.Where(attempt => attempt is { Number: 1, Outcome: Outcome.Acknowledged, Operation.Kind: Kind.Place } && attempt.Begin > instant);

    public void Dispose()
    {
        foreach (Guest guest in _guests) guest.Client.Dispose();
    }

    private async Task<bool> TurnAsync(Guest guest)
    {
        // What is open is asked again before long, but new wishes go on in between.
        if (guest.Open.Count > 3 || (!guest.Open.IsEmpty && guest.Random.Next(2) == 0)) return await RepeatAsync(guest);
        int dice = guest.Random.Next(100);
        if (guest.Held.Count > 0 && dice < 48 && Interlocked.Increment(ref _releases) <= MostReleases) return await SendAsync(guest, guest.WishRelease());
        Operation wish = guest.WishPlace(_stage.Items);
        return (dice % 12) switch
        {
            // Pressed twice: the same operation at the same time.
            0 => (await Task.WhenAll(SendAsync(guest, wish), SendAsync(guest, wish))).All(known => known),
            // Two windows of one guest: two operations race for the guest's limit.
            1 => (await Task.WhenAll(SendAsync(guest, wish), SendAsync(guest, guest.WishPlace(_stage.Items)))).All(known => known),
            _ => await SendAsync(guest, wish),
        };
    }

    private async Task<bool> RepeatAsync(Guest guest)
    {
        (Operation operation, int sent) = guest.Open.First().Value;
        return await SendAsync(guest, operation, sent + 1);
    }

    private async Task<bool> SendAsync(Guest guest, Operation operation, int number = 1)
    {
        long begin = TimeProvider.System.GetTimestamp();
        (Outcome outcome, string? holdId, string? code) = await AskAsync(guest, operation);
        var attempt = new Attempt(operation, number, begin, TimeProvider.System.GetTimestamp(), outcome, holdId, code);
        _history.Enqueue(attempt);
        guest.Learn(attempt);
        return outcome != Outcome.Unknown;
    }

    private async Task<(Outcome Outcome, string? HoldId, string? Code)> AskAsync(Guest guest, Operation operation)
    {
        try
        {
            Answer answer = operation.Kind == Kind.Place
                ? await guest.Client.HoldAsync(_stage.SessionId, operation.Item, operation.Quantity, operation.Id)
                : await guest.Client.SendAsync(HttpMethod.Delete, $"/api/room/{_stage.SessionId}/holds/{operation.HoldId}?itemId={operation.Item}&operationId={operation.Id}", null);
            return answer.Status switch
            {
                >= 200 and < 300 => (Outcome.Acknowledged, StudioClient.Id(answer.Body), null),
                >= 500 => (Outcome.Unknown, null, $"{answer.Status} {answer.Code}"),
                _ => (Outcome.Refused, null, answer.Code ?? $"{answer.Status}"),
            };
        }
        catch (TaskCanceledException)
        {
            return (Outcome.Unknown, null, "timeout");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or JsonException)
        {
            return (Outcome.Unknown, null, "connection lost");
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Studio.Grains.Showcase;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>Guests who hold, confirm, give back, wait and accept, each a caller of its own, and remember every answer.</summary>
internal sealed class Crowd : IDisposable
{
    // Per caller and command: 512 callers press some five hundred times a second.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(900), AfterUnknown = TimeSpan.FromMilliseconds(400), Patience = TimeSpan.FromSeconds(12);
    private readonly ConcurrentQueue<Attempt> _history = new();
    private readonly Stage _stage;
    private readonly Guest[] _guests;
    private readonly StudioClient[] _clients;
    private volatile bool _over;

    private Crowd(Stage stage, Guest[] guests, StudioClient[] clients) => (_stage, _guests, _clients) = (stage, guests, clients);

    public IReadOnlyList<Attempt> History => [.. _history];

    public IReadOnlyList<Guest> Guests => _guests;

    /// <summary>Operations without a known outcome now.</summary>
    public int Open => _guests.Sum(guest => guest.Open.Count);

    /// <summary>Lets guests in through one link, each with cookies of its own and, where several processes serve people, connected to any of them.</summary>
    public static async Task<Crowd> EnterAsync(Stage stage, IReadOnlyList<string> urls, int guests)
    {
        string link = await stage.Manager.MakeLinkAsync(stage.SessionId, "room");
        var entered = new Guest[guests];
        var clients = new ConcurrentBag<StudioClient>();
        await Parallel.ForAsync(0, guests, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
        {
            var cookies = new CookieContainer();
            StudioClient[] mine = [.. urls.Select(url => new StudioClient(url, cookies))];
            foreach (StudioClient client in mine)
            {
                client.Http.Timeout = Patience; // longer than the studio itself waits for its store
                clients.Add(client);
            }
            string id = (await mine[0].EnterRoomAsync(link)).Ok.GetProperty("guestId").GetString()!;
            entered[number] = new Guest(mine, id, new Random(number)); // with its number as the seed: the same wishes in each run
        });
        return new Crowd(stage, entered, [.. clients]);
    }

    /// <summary>All callers until <see cref="Stop"/>; then what is open is repeated until everything is known or the patience ends.</summary>
    public Task RunAsync(TimeSpan patience) => Task.WhenAll(_guests.Select((guest, number) => Task.Run(async () =>
    {
        await Task.Delay(Pace * number / _guests.Length); // one after the other and not all in one instant
        while (!_over) await Task.Delay(await TurnAsync(guest) ? Pace : AfterUnknown);
        long end = TimeProvider.System.GetTimestamp();
        while (!guest.Open.IsEmpty && TimeProvider.System.GetElapsedTime(end) < patience)
        {
            if (!await RepeatAsync(guest)) await Task.Delay(AfterUnknown);
        }
    })));

    public void Stop() => _over = true;

    /// <summary>First answers "yes" to new holds that were asked for after an instant.</summary>
    public IEnumerable<Attempt> NewHoldsAfter(long instant) =>
        _history.Where(attempt => attempt is { Number: 1, Outcome: Outcome.Acknowledged, Operation.Kind: Kind.Place } && attempt.Begin > instant);

    /// <summary>The holds that a guest's page shows; it also tells the guest whether it still waits.</summary>
    public async Task<IReadOnlyList<KeptHold>> PageAsync(Guest guest)
    {
        JsonElement page = (await guest.Client.GetAsync($"/api/room/{_stage.SessionId}")).Ok;
        guest.Waits.IntersectWith(page.GetProperty("waiting").EnumerateArray().Select(wait => wait.GetProperty("itemId").GetString()!)
            .Concat(guest.Open.Values.Where(open => open.Operation.Kind == Kind.Wait).Select(open => open.Operation.Item)).ToArray());
        return
        [
            .. page.GetProperty("holds").EnumerateArray().Select(hold => new KeptHold(
                StudioClient.Id(hold), guest.Id, hold.GetProperty("itemId").GetString()!, hold.GetProperty("quantity").GetInt32(),
                Enum.Parse<HoldState>(hold.GetProperty("state").GetString()!, ignoreCase: true))),
        ];
    }

    public void Dispose()
    {
        foreach (StudioClient client in _clients) client.Dispose();
    }

    private async Task<bool> TurnAsync(Guest guest)
    {
        // What is open is asked again before long, but new wishes go on in between.
        if (guest.Open.Count > 3 || (!guest.Open.IsEmpty && guest.Random.Next(2) == 0)) return await RepeatAsync(guest);
        int dice = guest.Random.Next(100);
        if (guest.Waits.Count > 0 && dice < 30) return await LookAsync(guest);
        if (guest.Held.Count > 0 && dice < 60) return await SendAsync(guest, guest.Decide());
        (string item, int most) = _stage.Wishes[guest.Random.Next(_stage.Wishes.Count)];
        Operation wish = guest.WishPlace(item, most);
        return (dice % 12) switch
        {
            // Pressed twice: the same operation at the same time.
            0 => (await Task.WhenAll(SendAsync(guest, wish), SendAsync(guest, wish))).All(known => known),
            // Two windows of one guest: two operations race for the guest's limit.
            1 => (await Task.WhenAll(SendAsync(guest, wish), SendAsync(guest, guest.WishPlace(item, most)))).All(known => known),
            // Whoever finds nothing left may wait for it.
            _ => await SendAsync(guest, wish) && (!IsGone(guest, wish) || await SendAsync(guest, guest.WishWait(item))),
        };
    }

    private static bool IsGone(Guest guest, Operation wish) => guest.LastCode == "sold-out" && !guest.Waits.Contains(wish.Item);

    // Was something set aside for who waited?
    private async Task<bool> LookAsync(Guest guest)
    {
        try
        {
            return guest.Answer((await PageAsync(guest)).Where(hold => hold.State == HoldState.Offered)) is not { } answer || await SendAsync(guest, answer);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or JsonException or TaskCanceledException or InvalidOperationException)
        {
            guest.Reconnect();
            return false;
        }
    }

    private async Task<bool> RepeatAsync(Guest guest)
    {
        (Operation operation, int sent) = guest.Open.First().Value;
        return await SendAsync(guest, operation, sent + 1);
    }

    private async Task<bool> SendAsync(Guest guest, Operation operation, int number = 1)
    {
        long begin = TimeProvider.System.GetUtcNow().UtcTicks;
        (Outcome outcome, string? holdId, string? code) = await AskAsync(guest, operation, number > 1);
        var attempt = new Attempt(operation, number, begin, TimeProvider.System.GetUtcNow().UtcTicks, outcome, holdId, code);
        _history.Enqueue(attempt);
        guest.Learn(attempt);
        return outcome != Outcome.Unknown;
    }

    private async Task<(Outcome Outcome, string? HoldId, string? Code)> AskAsync(Guest guest, Operation operation, bool repeated)
    {
        string room = $"/api/room/{_stage.SessionId}", hold = $"{room}/holds/{operation.HoldId}";
        StudioClient client = guest.Client;
        try
        {
            Answer answer = await (operation.Kind switch
            {
                Kind.Place => client.HoldAsync(_stage.SessionId, operation.Item, operation.Quantity, operation.Id, repeated),
                Kind.Release => client.SendAsync(HttpMethod.Delete, $"{hold}?operationId={operation.Id}", null, repeated),
                Kind.Confirm => client.SendAsync(HttpMethod.Post, $"{hold}/confirm", new { operationId = operation.Id, way = "shop" }, repeated),
                Kind.Accept => client.SendAsync(HttpMethod.Post, $"{hold}/accept", new { operationId = operation.Id }, repeated),
                _ => client.SendAsync(HttpMethod.Post, $"{room}/waiting", new { operationId = operation.Id, itemId = operation.Item, quantity = operation.Quantity }, repeated),
            });
            return answer.Status switch
            {
                >= 200 and < 300 => (Outcome.Acknowledged, operation.Kind == Kind.Wait ? null : StudioClient.Id(answer.Body), null),
                >= 500 => (Outcome.Unknown, null, $"{answer.Status} {answer.Code}"),
                _ when answer.Code == "busy" => (Outcome.Unknown, null, $"{answer.Status} busy"),
                _ => (Outcome.Refused, null, answer.Code ?? $"{answer.Status}"),
            };
        }
        catch (TaskCanceledException)
        {
            guest.Reconnect();
            return (Outcome.Unknown, null, "timeout");
        }
        // A connection that the other end resets while it is opened throws the socket's own exception.
        catch (Exception broken) when (broken is HttpRequestException or IOException or JsonException or SocketException)
        {
            guest.Reconnect();
            return (Outcome.Unknown, null, "connection lost");
        }
    }
}

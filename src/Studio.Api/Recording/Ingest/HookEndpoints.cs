using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using Studio.Api.Edge;
using Studio.Api.Edge.Tables;
using Studio.Api.Parts;
using Studio.Grains.Recording;
using Studio.Grains.Values;

namespace Studio.Api.Recording.Ingest;

/// <summary>Where ingest servers ask whether a client may come in: one address for all of them.</summary>
internal static class HookEndpoints
{
    public static void MapHooks(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder hooks = routes.MapGroup("/hooks").ExcludeFromDescription().AllowAnonymous().DisableAntiforgery();
        hooks.MapPost("/feed/{secret}", AnswerAsync);
        // An nginx that has outlived its studio asks where its configuration from before said.
        hooks.MapPost("/rtmp/{secret}/publish", AnswerAsync);
        hooks.MapPost("/rtmp/{secret}/done", AnswerAsync);
    }

    private static async Task<IResult> AnswerAsync(string secret, HttpRequest request, HttpResponse response, FeedDesk feeds, NginxPart nginx, StudioOptions options)
    {
        if (!nginx.IsHookSecret(secret)) return Problems.Of(RefusalCodes.NotFound);
        if (await ReadAsync(request) is not { } body) return Problems.Of(TableCodes.FileTooLarge);
        Outcome<PublishHook> read = HookReader.Read(request.ContentType, body);
        if (read.Refusal is { } unread) return Problems.Of(unread);
        PublishHook hook = read.Value;
        // Of a server that is not set up it is not known where its streams can be played.
        if (hook.Server != IngestKind.Own && hook.Server != options.Ingest.Server) return Problems.Of(new Check().Add("server", FieldErrors.Invalid).Refusal!);
        HookAnswer answer = await DecideAsync(hook, feeds);
        if (answer.Rename is { } name) response.Headers.Location = name;
        if (answer.Code is { } code) return TypedResults.Json(new SrsAnswer(code, answer.Why), statusCode: answer.Status);
        return answer.Why is { } why ? Problems.Of(why) : TypedResults.StatusCode(answer.Status);
    }

    private static async Task<HookAnswer> DecideAsync(PublishHook hook, FeedDesk feeds)
    {
        switch (hook.Action)
        {
            case FeedAction.Publish:
                Outcome<Feed> feed = await feeds.StartingAsync(hook);
                return feed.Refusal is { } refusal ? HookAnswer.No(hook, refusal) : HookAnswer.Yes(hook, feed.Value.PlayName);
            case FeedAction.Unpublish:
                await feeds.LostAsync(hook);
                return HookAnswer.Yes(hook);
            case FeedAction.Play:
                // Viewers have the recording; only this machine's recorder plays.
                return IsHere(hook.Address) ? HookAnswer.Yes(hook) : HookAnswer.No(hook, new Refusal(Problems.Forbidden));
            default:
                return HookAnswer.Yes(hook);
        }
    }

    private static bool IsHere(string address) => IPAddress.TryParse(address, out IPAddress? ip)
        && (IPAddress.IsLoopback(ip) || NetworkInterface.GetAllNetworkInterfaces().Any(card => card.GetIPProperties().UnicastAddresses.Any(own => own.Address.Equals(ip))));

    // Null: too large. A length that is named may be a lie, so what arrives is counted.
    private static async Task<string?> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > HookReader.MostBytes) return null;
        byte[] buffer = new byte[HookReader.MostBytes + 1];
        int length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        return length > HookReader.MostBytes ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }
}

/// <summary>SRS reads the number: zero is yes.</summary>
internal sealed record SrsAnswer(int Code, string? Msg);

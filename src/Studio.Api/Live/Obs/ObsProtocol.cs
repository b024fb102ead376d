using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Studio.Api.Live.Obs;

/// <summary>
/// The parts of obs-websocket 5 (rpcVersion 1) that the studio speaks, as functions over frames. What OBS sends is not trusted: a frame that
/// is not as it must be is an <see cref="ObsNonsenseException"/>, whatever it is.
/// </summary>
internal static class ObsProtocol
{
    /// <summary>A frame longer than this is none of the few that are asked for.</summary>
    public const int LongestFrame = 64 * 1024;

    /// <summary>Close codes of the server (WebSocketCloseCode): wrong password, and a version that it does not speak.</summary>
    public const int AuthenticationFailed = 4009, UnsupportedRpcVersion = 4010;

    /// <summary>Request status: no source of that name.</summary>
    public const int ResourceNotFound = 600;

    private const int Identify = 1, Request = 6;

    /// <summary>The answer to a challenge: base64(SHA256(base64(SHA256(password + salt)) + challenge)).</summary>
    public static string Authentication(string password, string salt, string challenge) => Digest(Digest(password + salt) + challenge);

    /// <summary>The first message to the server; no events are wanted.</summary>
    public static byte[] IdentifyFrame(ObsHello hello, string password)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["rpcVersion"] = 1, ["eventSubscriptions"] = 0 };
        if (hello.Challenge is { } challenge) data["authentication"] = Authentication(password, hello.Salt ?? "", challenge);
        return JsonSerializer.SerializeToUtf8Bytes(new { op = Identify, d = data });
    }

    /// <summary>Presses a button of a source's properties; a browser source has <c>refreshnocache</c>.</summary>
    public static byte[] PressButtonFrame(string requestId, string source, string button) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        op = Request,
        d = new { requestType = "PressInputPropertiesButton", requestId, requestData = new { inputName = source, propertyName = button } },
    });

    /// <summary>Reads a frame of the server.</summary>
    /// <returns>A message that is understood, or null for one that is not for us (events, batches).</returns>
    public static ObsMessage? Read(ReadOnlySpan<byte> frame)
    {
        try
        {
            var reader = new Utf8JsonReader(frame, new JsonReaderOptions { MaxDepth = 16 });
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement, data = root.GetProperty("d");
            return root.GetProperty("op").GetInt32() switch
            {
                0 => Hello(data),
                2 => new ObsIdentified(),
                7 => Answer(data),
                _ => null,
            };
        }
        catch (Exception nonsense) when (nonsense is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ObsNonsenseException("a frame that is no message", nonsense);
        }
    }

    private static ObsHello Hello(JsonElement data)
    {
        if (data.GetProperty("rpcVersion").GetInt32() < 1) throw new ObsNonsenseException("an unknown version");
        return data.TryGetProperty("authentication", out JsonElement asked)
            ? new ObsHello(asked.GetProperty("challenge").GetString() ?? "", asked.GetProperty("salt").GetString() ?? "")
            : new ObsHello(null, null);
    }

    private static ObsAnswer Answer(JsonElement data)
    {
        JsonElement status = data.GetProperty("requestStatus");
        return new ObsAnswer(data.GetProperty("requestId").GetString() ?? "", status.GetProperty("result").GetBoolean(), status.GetProperty("code").GetInt32());
    }

    private static string Digest(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>A message of the server.</summary>
internal abstract record ObsMessage;

/// <summary>The server's greeting; without a challenge it asks for no password.</summary>
internal sealed record ObsHello(string? Challenge, string? Salt) : ObsMessage;

/// <summary>We are let in.</summary>
internal sealed record ObsIdentified : ObsMessage;

/// <summary>What became of a request.</summary>
internal sealed record ObsAnswer(string RequestId, bool Done, int Code) : ObsMessage;

/// <summary>OBS, or what answers in its place, said something that makes no sense.</summary>
internal sealed class ObsNonsenseException(string message, Exception? inner = null) : Exception(message, inner);

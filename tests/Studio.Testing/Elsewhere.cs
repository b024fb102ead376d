using System.Globalization;
using System.Net;
using System.Text.Json;
using MediaPipeline.Processes;

namespace Studio.Testing;

/// <summary>Recordings from elsewhere, and how they are sent in.</summary>
public static class Elsewhere
{
    /// <summary>A small film with key pictures two seconds apart; its ending says which container.</summary>
    public static async Task<string> FilmAsync(string path, double seconds, params string[] more)
    {
        string length = seconds.ToString(CultureInfo.InvariantCulture);
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("film", "ffmpeg",
        [
            "-v", "error", "-nostdin", "-f", "lavfi", "-i", $"testsrc2=s=320x240:r=25:d={length}", "-f", "lavfi", "-i", $"sine=r=48000:d={length}", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p",
            "-g", "50", "-keyint_min", "50", "-sc_threshold", "0", "-c:a", "aac", .. more, "-y", path,
        ]));
        return await ffmpeg.Exited == 0 ? path : throw new InvalidOperationException(string.Join('\n', ffmpeg.LastLines()));
    }

    /// <summary>Announces an upload.</summary>
    public static Task<Answer> AnnounceAsync(this StudioClient client, string session, string name, long bytes, string? operation = null) =>
        client.PostAsync("/api/imports", new { operationId = operation ?? StudioClient.NewOperation(), sessionId = session, name, bytes, mark = "" });

    /// <summary>How many bytes of an upload are there; null: it is not to be found.</summary>
    public static async Task<long?> OffsetAsync(this StudioClient client, string import)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, $"/api/imports/{import}/upload");
        using HttpResponseMessage answer = await client.Http.SendAsync(request);
        return answer.StatusCode == HttpStatusCode.OK ? long.Parse(answer.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Sends a piece from a position; the status of the answer.</summary>
    public static async Task<Answer> PieceAsync(this StudioClient client, string import, long offset, HttpContent piece)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/imports/{import}/upload") { Content = piece };
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture));
        piece.Headers.ContentType = new("application/offset+octet-stream");
        using HttpResponseMessage answer = await client.Http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        return new Answer((int)answer.StatusCode, text.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(text) : default);
    }

    /// <summary>Sends in a whole file; the import's id.</summary>
    public static async Task<string> SendInAsync(this StudioClient client, string session, string path)
    {
        byte[] bytes = await File.ReadAllBytesAsync(path);
        string id = StudioClient.Id((await client.AnnounceAsync(session, Path.GetFileName(path), bytes.Length)).Ok);
        Answer sent = await client.PieceAsync(id, 0, new ByteArrayContent(bytes));
        return sent.Status == 204 ? id : throw new InvalidOperationException($"{sent.Status}: {sent.Code}");
    }

    /// <summary>An import as it stands.</summary>
    public static async Task<JsonElement> ImportAsync(this StudioClient client, string import) => (await client.GetAsync($"/api/imports/{import}")).Ok;

    /// <summary>Waits until nothing more happens to an import by itself; its state.</summary>
    public static async Task<string> EndOfAsync(this StudioClient client, string import)
    {
        string state = "";
        await Wait.UntilAsync(
            async () => (state = (await client.ImportAsync(import)).GetProperty("state").GetString()!) is "ready" or "refused" or "failed" or "cancelled" or "needsSession", $"import {import} ends",
            TimeSpan.FromSeconds(90));
        return state;
    }
}

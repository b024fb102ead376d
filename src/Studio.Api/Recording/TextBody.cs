using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Studio.Api.Recording;

/// <summary>
/// A text that many ask for again and again: packed once, and not sent to who has it (ETag, RFC 9110 section 8.8.3). Keep the object as long as the text is
/// the same.
/// </summary>
internal sealed class TextBody(string text, string type) : IResult
{
    private const int WorthPacking = 400;
    private readonly Lazy<(byte[] Plain, byte[]? Packed, string Tag)> _bytes = new(() => Make(text));

    /// <summary>What is sent to a browser that unpacks it.</summary>
    public int PackedLength => (_bytes.Value.Packed ?? _bytes.Value.Plain).Length;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        (byte[] plain, byte[]? packed, string tag) = _bytes.Value;
        HttpResponse response = httpContext.Response;
        bool small = packed is not null && httpContext.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        string mine = small ? $"\"{tag}-z\"" : $"\"{tag}\"";
        response.Headers.ETag = mine;
        response.Headers.CacheControl = "no-cache, private";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (httpContext.Request.Headers.IfNoneMatch.Any(known => known is not null && known.Contains(mine, StringComparison.Ordinal)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        byte[] body = small ? packed! : plain;
        if (small) response.Headers.ContentEncoding = "gzip";
        response.ContentType = type;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }

    private static (byte[], byte[]?, string) Make(string text)
    {
        byte[] plain = Encoding.UTF8.GetBytes(text);
        string tag = Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 12));
        if (plain.Length < WorthPacking) return (plain, null, tag);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(plain);
        return (plain, packed.ToArray(), tag);
    }
}

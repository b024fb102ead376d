using System.IO.Compression;
using System.Net;
using System.Text;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>The built screens as a browser on a thin line gets them.</summary>
public sealed class ScreensTests(SharedStudio shared)
{
    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip;q=1.0, br;q=0", "gzip")]
    [InlineData("identity", null)]
    [InlineData(null, null)]
    public async Task A_page_is_sent_as_the_browser_can_unpack_it_and_says_that_it_differs(string? accepts, string? packing)
    {
        foreach (string path in (string[])["/room/", await ScriptAsync()])
        {
            (HttpResponseMessage answer, byte[] body) = await AskAsync(path, accepts);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(packing, answer.Content.Headers.ContentEncoding.SingleOrDefault());
            Assert.Contains("Accept-Encoding", answer.Headers.Vary);
            Assert.Equal(path == "/room/" ? "text/html" : "text/javascript", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal((await AskAsync(path, null)).Body, Unpack(body, packing));
        }
    }

    [Fact]
    public async Task An_asset_stays_with_the_browser_and_a_page_does_not()
    {
        Assert.Contains("immutable", (await AskAsync(await ScriptAsync(), "br")).Answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.True((await AskAsync("/room/", "br")).Answer.Headers.CacheControl!.NoCache);
    }

    [Fact]
    public async Task A_picture_has_a_small_edition_for_lists_and_keeps_its_own()
    {
        await shared.Manager.MakeProductAsync("小图西瓜");
        string url = (await shared.Manager.GetAsync("/api/products")).Ok.EnumerateArray().First(product => product.GetProperty("name").GetString() == "小图西瓜").GetProperty("pictureUrl").GetString()!;
        (HttpResponseMessage full, byte[] large) = await AskAsync(url, null);
        (HttpResponseMessage answer, byte[] small) = await AskAsync(url + "?small", null);
        Assert.Equal(("image/png", "image/webp"), (full.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentType!.MediaType));
        Assert.InRange(small.Length, 500, 16_000);
        Assert.True(small.Length * 5 < large.Length, "It is a fraction of the picture.");
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("/media/pictures/none.png?small", null)).Answer.StatusCode);
    }

    private async Task<string> ScriptAsync()
    {
        string page = Encoding.UTF8.GetString((await AskAsync("/room/", null)).Body);
        int at = page.IndexOf("/assets/room-", StringComparison.Ordinal);
        return page[at..page.IndexOf('"', at)];
    }

    private async Task<(HttpResponseMessage Answer, byte[] Body)> AskAsync(string path, string? accepts)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(shared.Studio.Url) };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accepts is not null) request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);
        HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static byte[] Unpack(byte[] body, string? packing)
    {
        if (packing is null) return body;
        using var packed = new MemoryStream(body);
        using Stream unpacking = packing == "br" ? new BrotliStream(packed, CompressionMode.Decompress) : new GZipStream(packed, CompressionMode.Decompress);
        using var all = new MemoryStream();
        unpacking.CopyTo(all);
        return all.ToArray();
    }
}

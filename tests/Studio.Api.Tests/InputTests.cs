using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>Bad input gets a clear refusal: never a 500, never a half-made thing.</summary>
public sealed class InputTests(SharedStudio shared)
{
    private StudioClient Manager => shared.Manager;

    [Fact]
    public async Task The_document_of_the_api_is_the_one_that_the_screens_were_made_from()
    {
        string served = await Manager.Http.GetStringAsync("/openapi/v1.json");
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "web", "openapi.v1.json")), served);
    }

    [Theory]
    [InlineData("""{"name":"%LONG%","unit":"个","priceFen":1,"kind":"tea"}""", "name", "too-long")]
    [InlineData("""{"name":"","unit":"个","priceFen":1,"kind":"tea"}""", "name", "required")]
    [InlineData("""{"name":"茶","unit":"个","priceFen":-5,"kind":"tea"}""", "priceFen", "out-of-range")]
    [InlineData("""{"name":"茶","unit":"个","priceFen":99999999999,"kind":"tea"}""", "priceFen", "out-of-range")]
    public async Task A_product_that_cannot_be_is_refused_by_field(string body, string field, string code)
    {
        string json = body.Replace("%LONG%", new string('瓜', 10_000), StringComparison.Ordinal).Replace("{\"name\"", $"{{\"operationId\":\"{StudioClient.NewOperation()}\",\"name\"", StringComparison.Ordinal);
        int before = (await Manager.GetAsync("/api/products")).Ok.GetArrayLength();
        Answer answer = await Manager.PostAsync("/api/products", Raw(json));
        Assert.Equal((400, "validation"), (answer.Status, answer.Code));
        Assert.Equal(code, answer.Body.GetProperty("errors").GetProperty(field)[0].GetString());
        Assert.Equal(before, (await Manager.GetAsync("/api/products")).Ok.GetArrayLength());
    }

    [Theory]
    [InlineData("not json"), InlineData(""), InlineData("null"), InlineData("[]"), InlineData("{\"operationId\":null}"), InlineData("{\"operationId\":\"12345678\",\"name\":null}")]
    [InlineData("{\"operationId\":\"12345678\",\"name\":\"茶\",\"unit\":\"个\",\"priceFen\":1.5,\"kind\":\"tea\"}")]
    [InlineData("{\"operationId\":\"12345678\",\"name\":\"茶\",\"unit\":\"个\",\"priceFen\":1,\"kind\":\"rocket\"}")]
    [InlineData("{\"operationId\":\"12345678\",\"name\":\"茶\",\"unit\":\"个\",\"priceFen\":1,\"kind\":3}")]
    [InlineData("{\"operationId\":\"../../etc\",\"name\":\"茶\",\"unit\":\"个\",\"priceFen\":1,\"kind\":\"tea\"}")]
    public async Task A_body_of_another_shape_is_a_problem_document(string body)
    {
        Answer answer = await Manager.PostAsync("/api/products", Raw(body));
        Assert.Equal(("validation", 400), (answer.Code, answer.Status));
        Assert.False(string.IsNullOrEmpty(answer.Body.GetProperty("traceId").GetString()));
    }

    [Fact]
    public async Task Wrong_paths_methods_and_types_are_problem_documents_too()
    {
        Assert.Equal("not-found", (await Manager.GetAsync("/api/sessions/s_unknown")).Code);
        Assert.Equal("method-not-allowed", (await Manager.SendAsync(HttpMethod.Patch, "/api/products", null)).Code);
        using var text = new StringContent("x", Encoding.UTF8, "text/plain");
        Assert.Equal("unsupported-media-type", (await Manager.PostAsync("/api/products", text)).Code);
        foreach (string path in (string[])["/media/pictures/..%2F..%2Fkeys%2Fmint", "/media/sessions/..%2F..%2Fkeys/part-0001/init.mp4", "/media/clips/..%2Fx/clip.mp4", "/media/sessions/x/..%2F..%2F/mint"])
        {
            Assert.Contains((await Manager.GetAsync(path)).Status, (int[])[400, 404]);
        }
    }

    [Fact]
    public async Task Markup_in_a_title_stays_text_and_scripts_are_forbidden_by_policy()
    {
        JsonElement session = await Manager.MakeSessionAsync(products: 1, title: "<img src=x onerror=alert(1)>");
        Assert.Equal("<img src=x onerror=alert(1)>", session.GetProperty("title").GetString());
        using HttpResponseMessage page = await Manager.Http.GetAsync("/console/");
        string policy = string.Join(' ', page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Pictures_are_checked_before_they_are_decoded()
    {
        string product = await Manager.MakeProductAsync();
        Assert.Equal((422, "picture-too-many-pixels"), await UploadAsync(product, Pictures.Png(10_000, 6_000)));
        Assert.Equal((422, "picture-not-a-picture"), await UploadAsync(product, "<html>"u8.ToArray()));
        Assert.Equal((413, "picture-too-large"), await UploadAsync(product, new byte[10_500_000]));
        JsonElement before = (await Manager.GetAsync("/api/products")).Ok.EnumerateArray().Single(entry => StudioClient.Id(entry) == product);
        Assert.True(before.GetProperty("pictureDrawn").GetBoolean());
        Assert.Equal((200, null), await UploadAsync(product, Pictures.Png(64, 64)));
        JsonElement after = (await Manager.GetAsync("/api/products")).Ok.EnumerateArray().Single(entry => StudioClient.Id(entry) == product);
        Assert.False(after.GetProperty("pictureDrawn").GetBoolean());
        using HttpResponseMessage picture = await Manager.Http.GetAsync(after.GetProperty("pictureUrl").GetString());
        Assert.StartsWith("image/", picture.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(shared.Studio.Folder, "media", "pictures"), "*.tmp"));
    }

    [Fact]
    public async Task A_repeated_command_makes_one_thing_and_another_body_under_its_id_is_refused()
    {
        string operation = StudioClient.NewOperation();
        object body = new { operationId = operation, name = "重复", unit = "个", priceFen = 100, kind = "tea" };
        string first = StudioClient.Id((await Manager.PostAsync("/api/products", body)).Ok), second = StudioClient.Id((await Manager.PostAsync("/api/products", body)).Ok);
        Assert.Equal(first, second);
        Assert.Equal("operation-conflict", (await Manager.PostAsync("/api/products", new { operationId = operation, name = "别的", unit = "个", priceFen = 100, kind = "tea" })).Code);
    }

    [Fact]
    public async Task Commands_from_pages_of_other_origins_are_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sign-out");
        request.Headers.Add("Origin", "https://evil.example");
        using HttpResponseMessage answer = await Manager.Http.SendAsync(request);
        Assert.Equal(403, (int)answer.StatusCode);
    }

    private async Task<(int, string?)> UploadAsync(string product, byte[] picture)
    {
        using var content = new ByteArrayContent(picture);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        Answer answer = await Manager.SendAsync(HttpMethod.Put, $"/api/products/{product}/picture?operationId={StudioClient.NewOperation()}", content);
        return (answer.Status, answer.Code);
    }

    private static StringContent Raw(string json) => new(json, Encoding.UTF8, "application/json");
}

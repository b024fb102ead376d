using System.Text;
using System.Text.Json;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>Graphics that somebody put into the data folder: listed with what is wrong with them, served only where nothing is.</summary>
public sealed class GraphicsTests(SharedStudio shared)
{
    private const string Good =
        """{"$schema":"https://ograf.ebu.io/v1/specification/json-schemas/graphics/schema.json","id":"x","name":"好模板","description":"d","main":"main.mjs","supportsRealTime":true,"supportsNonRealTime":false}""";

    [Theory]
    [InlineData("a-good", Good, "main.mjs", null)]
    [InlineData("b-none", null, "main.mjs", "graphic-manifest-missing")]
    [InlineData("c-text", "not json", "main.mjs", "graphic-manifest-invalid")]
    [InlineData("d-half", "{\"name\":\"x\"}", "main.mjs", "graphic-manifest-invalid")]
    [InlineData("e-deaf", Good, "other.mjs", "graphic-main-missing")]
    [InlineData("F-Name", Good, "main.mjs", "graphic-name")]
    [InlineData("lower-third", Good, "main.mjs", "graphic-name-taken")]
    [InlineData("g-surrogate", "{\"$schema\":\"\\ud800\"}", "main.mjs", "graphic-manifest-invalid")]
    public async Task A_folder_is_listed_with_its_problem_and_served_only_without(string id, string? manifest, string main, string? problem)
    {
        string folder = Folder(id);
        if (manifest is not null) await File.WriteAllTextAsync(Path.Combine(folder, "any.ograf.json"), manifest, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, main), "export default class extends HTMLElement {} // theirs", TestContext.Current.CancellationToken);
        await IsAsync(id, problem);
        (int status, string body) = await FetchAsync($"/graphics/{id}/{main}");
        Assert.Equal(problem is null, status == 200 && body.Contains("theirs", StringComparison.Ordinal));
        if (problem is null) Assert.Equal((200, Good), await FetchAsync($"/graphics/{id}/{id}.ograf.json"));
    }

    [Fact]
    public async Task Nothing_outside_of_the_folder_is_reached()
    {
        await File.WriteAllTextAsync(Path.Combine(shared.Studio.Folder, "secret.json"), "secret", TestContext.Current.CancellationToken);
        string climbs = Folder("h-climbs"), links = Folder("i-links"), good = Folder("j-good");
        await WriteAsync(climbs, Good.Replace("main.mjs", "../../secret.json", StringComparison.Ordinal));
        await WriteAsync(links, Good);
        File.CreateSymbolicLink(Path.Combine(links, "out.json"), Path.Combine(shared.Studio.Folder, "secret.json"));
        Directory.CreateSymbolicLink(Path.Combine(shared.Studio.Folder, "graphics", "k-link"), good);
        await WriteAsync(good, Good);
        await File.WriteAllTextAsync(Path.Combine(good, "page.html"), "<script>1</script>", TestContext.Current.CancellationToken);
        await IsAsync("h-climbs", "graphic-outside-folder");
        await IsAsync("i-links", "graphic-outside-folder");
        await IsAsync("k-link", "graphic-outside-folder");
        foreach (string path in (string[])["i-links/out.json", "i-links/main.mjs", "k-link/main.mjs", "j-good/page.html", "j-good/..%2F..%2Fsecret.json", "j-good/%2e%2e/%2e%2e/secret.json", "j-good//etc/passwd", "j-good/a%00b.mjs", "..%2Fsecret.json/x", "j-good/.hidden.json", "j-good/", "j-good/C:%5Cx.json", $"j-good/{new string('a', 400)}.mjs"])
        {
            (int status, string body) = await FetchAsync($"/graphics/{path}");
            Assert.Contains(status, (int[])[400, 404]);
            Assert.DoesNotContain("secret\n", body + "\n", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_graphic_that_is_too_large_is_not_served()
    {
        string folder = Folder("l-large");
        await WriteAsync(folder, Good);
        await using (FileStream large = File.Create(Path.Combine(folder, "film.mp4"))) large.SetLength(40 * 1024 * 1024);
        await IsAsync("l-large", "graphic-too-large");
        Assert.Equal(404, (await FetchAsync("/graphics/l-large/main.mjs")).Status);
        File.Delete(Path.Combine(folder, "film.mp4"));
        await File.WriteAllTextAsync(Path.Combine(folder, "any.ograf.json"), Good + new string(' ', 300_000), TestContext.Current.CancellationToken);
        await IsAsync("l-large", "graphic-too-large");
    }

    [Fact]
    public async Task The_files_may_be_loaded_by_other_renderers_and_do_nothing_as_a_page()
    {
        await WriteAsync(Folder("m-open"), Good);
        using HttpResponseMessage answer = await shared.Manager.Http.GetAsync("/graphics/m-open/main.mjs", TestContext.Current.CancellationToken);
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    private string Folder(string id) => Directory.CreateDirectory(Path.Combine(shared.Studio.Folder, "graphics", id)).FullName;

    private static async Task WriteAsync(string folder, string manifest)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "any.ograf.json"), manifest, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(folder, "main.mjs"), Encoding.UTF8.GetBytes("export default class extends HTMLElement {}"), TestContext.Current.CancellationToken);
    }

    private async Task IsAsync(string id, string? problem)
    {
        JsonElement[] listed = [.. (await shared.Manager.GetAsync("/api/graphics")).Ok.EnumerateArray().Where(graphic => graphic.GetProperty("id").ValueEquals(id) && !graphic.GetProperty("builtIn").GetBoolean())];
        Assert.Equal(problem, Assert.Single(listed).GetProperty("problem").GetString());
    }

    private async Task<(int Status, string Body)> FetchAsync(string path)
    {
        using HttpResponseMessage answer = await shared.Manager.Http.GetAsync(path, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}

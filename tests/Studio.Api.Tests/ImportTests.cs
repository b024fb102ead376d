using System.Net;
using System.Text.Json;
using MediaPipeline.Processes;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>Recordings from elsewhere, from their first byte to their place in a session, with real parts.</summary>
[Collection("imports")]
public sealed class ImportTests(SharedStudio shared) : IDisposable
{
    private readonly string _films = Directory.CreateTempSubdirectory("films-").FullName;

    private StudioClient Manager => shared.Manager;

    public void Dispose() => Directory.Delete(_films, recursive: true);

    [Fact]
    public async Task An_upload_goes_on_after_a_broken_line_and_a_killed_studio_and_becomes_what_was_sent()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string session = StudioClient.Id(await manager.MakeSessionAsync(products: 1)), film = await FilmAsync("现场 100%.mp4", 6), operation = StudioClient.NewOperation();
        byte[] bytes = await File.ReadAllBytesAsync(film);
        JsonElement made = (await manager.AnnounceAsync(session, "现场 100%.mp4", bytes.Length, operation)).Ok;
        string id = StudioClient.Id(made);
        Assert.Equal((id, "uploading"), (StudioClient.Id((await manager.AnnounceAsync(session, "现场 100%.mp4", bytes.Length, operation)).Ok), made.GetProperty("state").GetString()));
        Assert.Equal("operation-conflict", (await manager.AnnounceAsync(session, "another.mp4", bytes.Length, operation)).Code);
        Assert.Equal(0, await manager.OffsetAsync(id));

        int third = bytes.Length / 3;
        Assert.Equal(204, (await manager.PieceAsync(id, 0, new ByteArrayContent(bytes[..third]))).Status);
        Assert.Equal("upload-offset", (await manager.PieceAsync(id, 0, new ByteArrayContent(bytes[..third]))).Code);
        Assert.Equal(third, await manager.OffsetAsync(id));

        // The line breaks in the middle of a piece: what came counts.
        using (var broken = new BrokenPiece(bytes.AsMemory(third, 40_000)))
        {
            Task<Answer> piece = manager.PieceAsync(id, third, broken);
            await Wait.UntilAsync(async () => await manager.OffsetAsync(id) == third + 40_000, "the begin of the piece is there");
            broken.Break();
            await Assert.ThrowsAsync<HttpRequestException>(() => piece);
        }
        long there = await UnlockedAsync(manager, id, bytes);

        // The studio is killed in the middle of another one.
        using (var cut = new BrokenPiece(bytes.AsMemory((int)there, 40_000)))
        {
            Task<Answer> piece = manager.PieceAsync(id, there, cut);
            await Wait.UntilAsync(async () => await manager.OffsetAsync(id) == there + 40_000, "the begin of the piece is there");
            await studio.KillAsync();
            cut.Break();
            await Assert.ThrowsAsync<HttpRequestException>(() => piece);
        }
        await studio.StartAgainAsync();
        Assert.Equal(there + 40_000, await manager.OffsetAsync(id));
        Assert.Equal(there + 40_000, (await manager.ImportAsync(id)).GetProperty("receivedBytes").GetInt64());
        Assert.Equal(204, (await manager.PieceAsync(id, there + 40_000, new ByteArrayContent(bytes[((int)there + 40_000)..]))).Status);

        Assert.Equal("ready", await manager.EndOfAsync(id));
        JsonElement ready = await manager.ImportAsync(id);
        Assert.False(ready.GetProperty("encoded").GetBoolean());
        Assert.Equal(6, ready.GetProperty("durationSeconds").GetDouble(), 0.2);
        string folder = Path.Combine(studio.Folder, "media", "sessions", session, $"import-{id}");
        string note = await File.ReadAllTextAsync(Path.Combine(folder, "source.json"));
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), note, StringComparison.Ordinal);
        Assert.Contains("现场 100%.mp4", note, StringComparison.Ordinal);
        await Wait.UntilAsync(() => !Directory.EnumerateFileSystemEntries(Path.Combine(studio.Folder, "media", "imports")).Any(), "nothing is left of the upload");
        using HttpResponseMessage frame = await manager.Http.GetAsync($"/media/imports/{id}/frame.webp?at=3.2");
        Assert.Equal((HttpStatusCode.OK, "image/webp"), (frame.StatusCode, frame.Content.Headers.ContentType!.MediaType));
        Assert.Empty(studio.Errors);
    }

    [Fact]
    public async Task The_work_on_a_file_is_done_again_when_the_studio_is_killed_in_its_middle()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string session = StudioClient.Id(await manager.MakeSessionAsync(products: 1));
        // Turned pictures are encoded again, which takes a while.
        string plain = await FilmAsync("plain.mp4", 60), film = Path.Combine(_films, "phone.mov");
        Assert.Equal(0, await ChildProcess.Start(new ChildSpec("turn", "ffmpeg", ["-v", "error", "-i", plain, "-c", "copy", "-metadata:s:v", "rotate=90", "-y", film])).Exited);
        string id = await manager.SendInAsync(session, film);
        await Wait.UntilAsync(async () => (await manager.ImportAsync(id)).GetProperty("state").GetString() is "encoding" or "checking", "it is being worked on");
        await studio.KillAsync();
        await studio.StartAgainAsync();
        Assert.Equal("ready", await manager.EndOfAsync(id));
        Assert.Contains("rotated", Repairs(await manager.ImportAsync(id)));
        Assert.Single(Directory.GetDirectories(Path.Combine(studio.Folder, "media", "sessions", session)));
    }

    [Fact]
    public async Task An_import_fills_what_the_recording_lacks_is_sealed_with_it_and_viewers_see_only_what_was_live()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        JsonElement session = await manager.MakeSessionAsync(products: 1);
        string id = StudioClient.Id(session);
        using StudioClient guest = studio.Client();
        _ = (await guest.EnterRoomAsync(await manager.MakeLinkAsync(id, "room"))).Ok;
        await using (Publisher publisher = Publisher.Generated(studio, await manager.MakeKeyAsync(id)))
        {
            await Wait.UntilAsync(async () => (await manager.Http.GetAsync($"/media/sessions/{id}/index.m3u8")).StatusCode == HttpStatusCode.OK, "it is recorded");
        }
        string import = await manager.SendInAsync(id, await FilmAsync("obs.mkv", 30));
        Assert.Equal("ready", await manager.EndOfAsync(import));
        DateTimeOffset started = (await manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("startedAt").GetDateTimeOffset();
        Assert.Equal("import-session-runs", (await AlignAsync(manager, import, started)).Code);
        _ = (await manager.PostAsync($"/api/sessions/{id}/end", new { operationId = StudioClient.NewOperation() })).Ok;
        Assert.DoesNotContain("import-", await PlaylistAsync(manager, id), StringComparison.Ordinal);

        // Ten seconds of it were before the session, and most of it after.
        Assert.Equal("validation", (await manager.PostAsync($"/api/imports/{import}/align", new { operationId = StudioClient.NewOperation(), start = started, how = "magic", errorSeconds = 1 })).Code);
        _ = (await AlignAsync(manager, import, started.AddSeconds(-40))).Ok;
        JsonElement placed = (await AlignAsync(manager, import, started.AddSeconds(-10))).Ok;
        Assert.Equal(started.AddSeconds(-10), placed.GetProperty("alignment").GetProperty("start").GetDateTimeOffset());
        string whole = await PlaylistAsync(manager, id), shown = await PlaylistAsync(guest, id);
        string[] imported = [.. Segments(whole).Where(name => name.StartsWith("import-", StringComparison.Ordinal))];
        Assert.InRange(imported.Length, 8, 14);
        Assert.Equal(Times(whole).Order(), Times(whole));
        Assert.DoesNotContain(Segments(shown), name => name.EndsWith(imported[0], StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await manager.Http.GetAsync($"/media/sessions/{id}/{imported[0]}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await guest.Http.GetAsync($"/media/sessions/{id}/{imported[0]}")).StatusCode);

        _ = (await ChangeAsync(manager, import, "undo")).Ok;
        Assert.Equal(started.AddSeconds(-40), (await manager.ImportAsync(import)).GetProperty("alignment").GetProperty("start").GetDateTimeOffset());
        _ = (await ChangeAsync(manager, import, "undo")).Ok;
        Assert.Equal("nothing-to-undo", (await ChangeAsync(manager, import, "undo")).Code);
        Assert.DoesNotContain("import-", await PlaylistAsync(manager, id), StringComparison.Ordinal);

        string folder = Path.Combine(studio.Folder, "media", "sessions", id);
        await Wait.UntilAsync(() => Manifest(folder).Contains($"import-{import}/alignment-0004.json", StringComparison.Ordinal), "its places are sealed", TimeSpan.FromSeconds(120));
        Assert.Contains($"import-{import}/seg-000000.m4s", Manifest(folder), StringComparison.Ordinal);
        Assert.Contains($"import-{import}/source.json", Manifest(folder), StringComparison.Ordinal);
        // What comes into a folder that was wholly sealed is sealed behind the rest.
        await Wait.UntilAsync(() => Manifest(folder).Contains("evidence/session-0000000.jsonl", StringComparison.Ordinal), "the session is closed", TimeSpan.FromSeconds(120));
        _ = (await AlignAsync(manager, import, started.AddSeconds(2))).Ok;
        await Wait.UntilAsync(() => Manifest(folder).Contains($"import-{import}/alignment-0005.json", StringComparison.Ordinal), "the new place is sealed too", TimeSpan.FromSeconds(120));
        ChildProcess verify = ChildProcess.Start(new ChildSpec("verify", "dotnet", [Path.Combine(AppContext.BaseDirectory, "Studio.Api.dll"), "verify", id, "--data", studio.Folder]));
        Assert.True(await verify.Exited == 0, string.Join('\n', verify.LastLines()));
        Assert.Empty(studio.Errors);
    }

    [Fact]
    public async Task A_film_with_the_overlays_stamps_in_it_says_itself_when_it_began()
    {
        JsonElement made = await Manager.MakeSessionAsync(products: 2);
        string session = StudioClient.Id(made);
        string[] items = [.. made.GetProperty("items").EnumerateArray().Select(StudioClient.Id)];
        await using (Publisher publisher = Publisher.Generated(shared.Studio, await Manager.MakeKeyAsync(session)))
        {
            await Wait.UntilAsync(async () => (await Manager.GetAsync($"/api/sessions/{session}")).Ok.GetProperty("phase").GetString() == "live", "the session is live");
            // The second one is let through when the least span between takes is over.
            for (int take = 0; take < 2; take++) await Wait.UntilAsync(async () => (await Manager.TakeAsync(session, items[take], take)).Status == 200, "the take is let through");
        }
        DateTimeOffset[] taken = [.. (await MarkerRun.MarkersAsync(Manager, session)).Take(2).Select(marker => marker.GetProperty("at").GetDateTimeOffset())];
        int first = 100, second = first + (int)Math.Round((taken[1] - taken[0]).TotalSeconds * StampedFilm.FrameRate);
        string film = Path.Combine(_films, "programme.flv");
        await new StampedFilm(session, [new FilmStamp(first, 1, 1), new FilmStamp(second, 1, 2)]) { Width = 640, Height = 360, BitRate = "1000k" }.WriteAsync(film, 0, second + 50);

        string import = await Manager.SendInAsync(session, film);
        Assert.Equal("ready", await Manager.EndOfAsync(import));
        JsonElement proposal = (await Manager.ImportAsync(import)).GetProperty("proposals").EnumerateArray().First();
        Assert.Equal("stamp", proposal.GetProperty("how").GetString());
        double off = (proposal.GetProperty("start").GetDateTimeOffset() - taken[0].AddSeconds(-4)).TotalSeconds;
        Assert.InRange(off, -0.1, 0.25);
        Assert.True(Math.Abs(off - 0.06) <= proposal.GetProperty("errorSeconds").GetDouble(), "its own bound holds");
        _ = (await Manager.PostAsync($"/api/sessions/{session}/end", new { operationId = StudioClient.NewOperation() })).Ok;
        var chosen = new { operationId = StudioClient.NewOperation(), start = proposal.GetProperty("start").GetString(), how = "stamp", errorSeconds = proposal.GetProperty("errorSeconds").GetDouble() };
        JsonElement placed = (await Manager.PostAsync($"/api/imports/{import}/align", chosen)).Ok;
        Assert.Equal("stamp", placed.GetProperty("alignment").GetProperty("how").GetString());
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..\\x.mp4")]
    [InlineData("..")]
    [InlineData("a\u0000b.mp4")]
    [InlineData("a\nb.mp4")]
    [InlineData("film\u202E4pm.exe")]
    [InlineData("\u001b[31m.mp4")]
    [InlineData("")]
    public async Task A_name_that_is_a_path_or_hides_something_is_refused_and_nothing_is_made(string name)
    {
        string session = StudioClient.Id(await Manager.MakeSessionAsync(products: 1));
        string[] before = Folders();
        Assert.Equal((422, "import-unsafe-name"), Of(await Manager.AnnounceAsync(session, name, 1_000)));
        Assert.Equal(before, Folders());
    }

    [Fact]
    public async Task What_cannot_be_taken_is_refused_before_its_first_byte()
    {
        string session = StudioClient.Id(await Manager.MakeSessionAsync(products: 1));
        Assert.Equal((422, "import-empty"), Of(await Manager.AnnounceAsync(session, "empty.mp4", 0)));
        Assert.Equal((422, "import-empty"), Of(await Manager.AnnounceAsync(session, "less.mp4", -5)));
        Assert.Equal((413, "import-too-large"), Of(await Manager.AnnounceAsync(session, "large.mp4", long.MaxValue)));
        Assert.Equal((404, "not-found"), Of(await Manager.AnnounceAsync("s_none", "film.mp4", 1_000)));
        Assert.Equal((404, "not-found"), Of(await Manager.AnnounceAsync("../../x", "film.mp4", 1_000)));
        Assert.Equal((400, "validation"), Of(await Manager.PostAsync("/api/imports", new { operationId = "x", sessionId = session, name = "film.mp4", bytes = 1_000, mark = "" })));
    }

    [Fact]
    public async Task A_piece_that_is_longer_than_announced_or_no_piece_at_all_is_refused()
    {
        string session = StudioClient.Id(await Manager.MakeSessionAsync(products: 1)), id = StudioClient.Id((await Manager.AnnounceAsync(session, "film.mp4", 100)).Ok);
        Assert.Equal((413, "import-too-large"), Of(await Manager.PieceAsync(id, 0, new ByteArrayContent(new byte[101]))));
        Assert.Equal(0, await Manager.OffsetAsync(id));
        Assert.Equal(415, (await Manager.SendAsync(HttpMethod.Patch, $"/api/imports/{id}/upload", new ByteArrayContent(new byte[10]))).Status);
        Assert.Equal(404, (await Manager.PieceAsync("i_0000000000000000", 0, new ByteArrayContent(new byte[10]))).Status);
        _ = (await ChangeAsync(Manager, id, "cancel")).Ok;
        Assert.Equal(404, (await Manager.PieceAsync(id, 0, new ByteArrayContent(new byte[10]))).Status);
        Assert.Null(await Manager.OffsetAsync(id));
        await Wait.UntilAsync(() => !Folders().Contains(id), "nothing is left of it");
        Assert.Equal("import-not-ready", (await ChangeAsync(Manager, id, "cancel")).Code);
    }

    [Fact]
    public async Task A_playlist_in_disguise_is_refused_and_nothing_is_left_of_it()
    {
        string session = StudioClient.Id(await Manager.MakeSessionAsync(products: 1)), list = Path.Combine(_films, "film.mp4");
        await File.WriteAllTextAsync(list, "#EXTM3U\n#EXTINF:1,\n/etc/passwd\n#EXT-X-ENDLIST\n");
        string id = await Manager.SendInAsync(session, list);
        Assert.Equal("refused", await Manager.EndOfAsync(id));
        Assert.Equal("import-is-playlist", (await Manager.ImportAsync(id)).GetProperty("problem").GetString());
        await Wait.UntilAsync(() => !Folders().Contains(id), "nothing is left of it");
        Assert.False(Directory.Exists(Path.Combine(shared.Studio.Folder, "media", "sessions", session)));
    }

    [Fact]
    public async Task An_upload_belongs_to_its_sender_and_to_managers()
    {
        string session = StudioClient.Id(await Manager.MakeSessionAsync(products: 1));
        using StudioClient owner = await EnterAsync("editor"), other = await EnterAsync("editor"), auditor = await EnterAsync("auditor");
        string id = StudioClient.Id((await owner.AnnounceAsync(session, "film.mp4", 100)).Ok);
        foreach (StudioClient stranger in (StudioClient[])[other, auditor])
        {
            Assert.Null(await stranger.OffsetAsync(id));
            Assert.Contains((await stranger.PieceAsync(id, 0, new ByteArrayContent(new byte[10]))).Status, (int[])[403, 404]);
            Assert.Contains((await ChangeAsync(stranger, id, "cancel")).Status, (int[])[403, 404]);
            Assert.False((await stranger.ImportAsync(id)).GetProperty("mine").GetBoolean());
        }
        Assert.Equal(204, (await owner.PieceAsync(id, 0, new ByteArrayContent(new byte[10]))).Status);
        Assert.Equal(10, await Manager.OffsetAsync(id));
        Assert.Equal("cancelled", (await ChangeAsync(Manager, id, "cancel")).Ok.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_full_disk_takes_nothing_and_an_abandoned_upload_goes()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string session = StudioClient.Id(await manager.MakeSessionAsync(products: 1)), id = StudioClient.Id((await manager.AnnounceAsync(session, "film.mp4", 100)).Ok);
        Assert.Equal(204, (await manager.PieceAsync(id, 0, new ByteArrayContent(new byte[10]))).Status);
        string partial = Path.Combine(studio.Folder, "media", "imports", id, "upload.partial");
        File.SetLastWriteTimeUtc(partial, File.GetLastWriteTimeUtc(partial).AddHours(-73));
        Assert.Equal("refused", await manager.EndOfAsync(id));
        Assert.Equal("import-abandoned", (await manager.ImportAsync(id)).GetProperty("problem").GetString());
        await Wait.UntilAsync(() => !Directory.Exists(Path.GetDirectoryName(partial)), "its bytes are gone");
        await studio.StopAsync();
        await using StudioProcess full = await StudioProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Studio__LeastFreeMegabytes"] = "2000000000" }, studio.Folder);
        using StudioClient again = full.Client();
        await again.EnterAsManagerAsync(full);
        Assert.Equal((507, "disk-full"), Of(await again.AnnounceAsync(session, "film.mp4", 100)));
        await full.StopAsync();
    }

    private Task<string> FilmAsync(string name, double seconds) => Elsewhere.FilmAsync(Path.Combine(_films, name), seconds);

    private async Task<StudioClient> EnterAsync(string role)
    {
        string name = $"{role}{Guid.NewGuid().ToString("N")[..8]}";
        await Manager.MakeAccountAsync(name, role);
        StudioClient client = shared.Studio.Client();
        _ = (await client.SignInAsync(name)).Ok;
        return client;
    }

    private string[] Folders()
    {
        string root = Path.Combine(shared.Studio.Folder, "media", "imports");
        return Directory.Exists(root) ? [.. Directory.GetDirectories(root).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)] : [];
    }

    // The studio may not have noticed yet that the line is gone; until then the file is that request's.
    private static async Task<long> UnlockedAsync(StudioClient client, string id, byte[] bytes)
    {
        long there = (await client.OffsetAsync(id))!.Value;
        await Wait.UntilAsync(async () => (await client.PieceAsync(id, there, new ByteArrayContent(bytes[(int)there..((int)there + 1)]))).Status == 204, "the file can be written to again");
        return there + 1;
    }

    private static string Manifest(string folder) => File.Exists(Path.Combine(folder, "manifest.jsonl")) ? File.ReadAllText(Path.Combine(folder, "manifest.jsonl")) : "";

    private static async Task<string> PlaylistAsync(StudioClient client, string session) => await client.Http.GetStringAsync($"/media/sessions/{session}/index.m3u8");

    private static IEnumerable<string> Segments(string playlist) => playlist.Split('\n').Where(line => line.EndsWith(".m4s", StringComparison.Ordinal));

    private static IEnumerable<string> Times(string playlist) => playlist.Split('\n').Where(line => line.StartsWith("#EXT-X-PROGRAM-DATE-TIME", StringComparison.Ordinal));

    private static Task<Answer> AlignAsync(StudioClient client, string id, DateTimeOffset start) =>
        client.PostAsync($"/api/imports/{id}/align", new { operationId = StudioClient.NewOperation(), start, how = "hand", errorSeconds = 0.5 });

    private static Task<Answer> ChangeAsync(StudioClient client, string id, string what) => client.PostAsync($"/api/imports/{id}/{what}", new { operationId = StudioClient.NewOperation() });

    private static (int, string?) Of(Answer answer) => (answer.Status, answer.Code);

    private static IEnumerable<string?> Repairs(JsonElement import) => import.GetProperty("repairs").EnumerateArray().Select(code => code.GetString());

    /// <summary>A body that sends its begin and then waits, as a line that hangs, until it breaks.</summary>
    private sealed class BrokenPiece(ReadOnlyMemory<byte> begin) : HttpContent
    {
        private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Break() => _broken.TrySetException(new IOException("the line is gone"));

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(begin);
            await stream.FlushAsync();
            await _broken.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = begin.Length + 1_000;
            return true;
        }
    }
}

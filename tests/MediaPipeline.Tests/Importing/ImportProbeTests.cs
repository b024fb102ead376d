using MediaPipeline.Importing;

namespace MediaPipeline.Tests.Importing;

/// <summary>What is not a recording, or not one that can be taken, is refused with its own code before anything is made of it.</summary>
public sealed class ImportProbeTests : IDisposable
{
    private static readonly ImportLimits Limits = ImportLimits.Default;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/etc/passwd\n#EXT-X-ENDLIST\n")]
    [InlineData("\uFEFF\n #EXTM3U\nhttp://127.0.0.1/x.ts\n")]
    [InlineData("ffconcat version 1.0\nfile 'film.mp4'\n")]
    [InlineData("file 'film.mp4'\nfile 'film.mp4'\n")]
    [InlineData("<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"></MPD>")]
    public async Task A_playlist_or_a_script_named_as_a_film_is_refused(string text)
    {
        await AwkwardFilm.PlainAsync(_folder["film.mp4"], 1);
        await File.WriteAllTextAsync(_folder["list.mp4"], text);
        Assert.Equal(ImportCodes.IsPlaylist, await RefusalAsync("list.mp4"));
    }

    [Fact]
    public async Task What_only_begins_as_a_film_is_refused()
    {
        await File.WriteAllBytesAsync(_folder["empty.mp4"], []);
        await File.WriteAllTextAsync(_folder["page.mp4"], "<html>hello</html>");
        await File.WriteAllBytesAsync(_folder["mkv.mkv"], [0x1A, 0x45, 0xDF, 0xA3, .. new byte[4_000]]);
        await File.WriteAllTextAsync(_folder["flv.flv"], "FLV\u0001#EXTM3U\n#EXTINF:1,\n/etc/passwd\n");
        await File.WriteAllTextAsync(_folder["ftyp.mp4"], "\0\0\0\u0018ftypisom#EXTM3U\n#EXTINF:1,\n/etc/passwd\n");
        Assert.Equal(ImportCodes.Empty, await RefusalAsync("empty.mp4"));
        Assert.Equal(ImportCodes.UnknownFormat, await RefusalAsync("page.mp4"));
        Assert.Equal(ImportCodes.Unreadable, await RefusalAsync("mkv.mkv"));
        Assert.Contains(await RefusalAsync("flv.flv"), (string[])[ImportCodes.Unreadable, ImportCodes.NoPictures]);
        Assert.Contains(await RefusalAsync("ftyp.mp4"), (string[])[ImportCodes.Unreadable, ImportCodes.CutShort]);
    }

    [Fact]
    public async Task A_film_without_its_index_is_cut_short()
    {
        string film = await AwkwardFilm.PlainAsync(_folder["film.mp4"]);
        await AwkwardFilm.CutAsync(film, _folder["cut.mp4"], 60);
        Assert.Equal(ImportCodes.CutShort, await RefusalAsync("cut.mp4"));
    }

    [Fact]
    public async Task A_film_that_claims_a_billion_pictures_is_refused_without_their_memory()
    {
        string film = await AwkwardFilm.PlainAsync(_folder["film.mp4"], 1);
        await AwkwardFilm.ClaimingAsync(film, _folder["claims.mp4"], 1_000_000_000);
        // Whether the claim or the length that follows from it is noticed first is ffmpeg's affair; that it is one of them is ours.
        Assert.Contains(await RefusalAsync("claims.mp4"), (string[])[ImportCodes.FalseClaims, ImportCodes.TooLong, ImportCodes.Unreadable]);
        await AwkwardFilm.ClaimingAsync(film, _folder["claims-less.mp4"], 400_000);
        Assert.Equal(ImportCodes.FalseClaims, await RefusalAsync("claims-less.mp4"));
    }

    [Fact]
    public async Task Pictures_of_sixteen_thousand_pixels_are_refused_by_their_header()
    {
        await AwkwardFilm.HugeAsync(_folder["huge.mp4"]);
        Assert.Equal(ImportCodes.TooManyPixels, await RefusalAsync("huge.mp4"));
    }

    [Fact]
    public async Task Two_hundred_sound_tracks_are_refused()
    {
        await AwkwardFilm.TracksAsync(_folder["tracks.mp4"], 200);
        Assert.Equal(ImportCodes.TooManyStreams, await RefusalAsync("tracks.mp4"));
    }

    [Fact]
    public async Task Sound_alone_is_refused()
    {
        await Film.FfmpegAsync("-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac", "-y", _folder["sound.mp4"]);
        Assert.Equal(ImportCodes.NoPictures, await RefusalAsync("sound.mp4"));
    }

    [Fact]
    public async Task A_decoder_that_nobody_needs_is_not_opened()
    {
        await Film.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=320x240:d=1", "-c:v", "magicyuv", "-f", "matroska", "-y", _folder["magic.mkv"]);
        Assert.Equal(ImportCodes.UnknownCodec, await RefusalAsync("magic.mkv"));
    }

    [Fact]
    public async Task Each_limit_refuses_with_its_own_code()
    {
        await AwkwardFilm.PlainAsync(_folder["film.mp4"], 3);
        Assert.Equal(ImportCodes.TooLarge, await RefusalAsync("film.mp4", Limits with { Bytes = 1_000 }));
        Assert.Equal(ImportCodes.TooManyPixels, await RefusalAsync("film.mp4", Limits with { Pixels = 320 * 239 }));
        Assert.Equal(ImportCodes.TooManyStreams, await RefusalAsync("film.mp4", Limits with { Streams = 1 }));
        Assert.Equal(ImportCodes.TooLong, await RefusalAsync("film.mp4", Limits with { Duration = TimeSpan.FromSeconds(2) }));
        Assert.Equal(ImportCodes.FalseClaims, await RefusalAsync("film.mp4", Limits with { Frames = 74 }));
        Assert.Equal(ImportCodes.TooSlow, await RefusalAsync("film.mp4", Limits with { ProbeTime = TimeSpan.Zero }));
    }

    private async Task<string> RefusalAsync(string name, ImportLimits? limits = null) =>
        Assert.IsType<LookOutcome.Refused>(await ImportProbe.LookAsync(_folder[name], limits ?? Limits, CancellationToken.None)).Code;
}

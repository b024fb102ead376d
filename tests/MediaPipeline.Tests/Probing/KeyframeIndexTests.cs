using MediaPipeline.Probing;

namespace MediaPipeline.Tests.Probing;

public sealed class KeyframeIndexTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("film.flv")]
    [InlineData("film.ts")]
    [InlineData("film.mp4")]
    public async Task What_a_film_gained_is_read_and_nothing_else(string name)
    {
        byte[] whole = await MakeAsync(name);
        string film = _folder[$"growing-{name}"];
        await File.WriteAllBytesAsync(film, whole[..(whole.Length * 6 / 10)]);
        IndexOutcome.Indexed first = await ReadAsync(film), again = await ReadAsync(film);
        await File.WriteAllBytesAsync(film, whole);
        IndexOutcome.Indexed grown = await ReadAsync(film), still = await ReadAsync(film);

        Assert.Equal(whole.Length * 6 / 10, first.BytesRead);
        Assert.Equal(0, again.BytesRead);
        Assert.InRange(grown.BytesRead, whole.Length * 4 / 10, whole.Length * 6 / 10);
        Assert.Equal(0, still.BytesRead);
        var scanned = Assert.IsType<IndexOutcome.Indexed>(await IndexScanner.ScanAsync(_folder[name], CancellationToken.None));
        Assert.Equal(240, scanned.Index.Packets.Count);
        Assert.Equal(scanned.Index.Packets, grown.Index.Packets);
        Assert.Equal(scanned.Index.Packets, still.Index.Packets);
        Assert.Equal(scanned.Index with { Packets = [] }, still.Index with { Packets = [] }, (one, other) => one!.Video == other!.Video && one.AudioRate == other.AudioRate && one.Format == other.Format);
    }

    [Fact]
    public async Task Key_pictures_that_begin_a_closed_group_are_told_from_those_that_do_not()
    {
        await NumberedFilm.MakeAsync(_folder["open.mp4"], 8, ["-c:v", "libx264", "-preset", "veryfast", "-x264-params", "keyint=30:min-keyint=30:scenecut=0:open-gop=1:bframes=2"]);
        KeyframeIndex open = (await ReadAsync(_folder["open.mp4"])).Index;

        Assert.Equal(8, open.Packets.Count(packet => packet.Is(PacketMarks.Key)));
        Assert.Equal(1, open.Packets.Count(packet => packet.Is(PacketMarks.Idr)));
    }

    [Fact]
    public async Task Another_film_under_the_same_name_is_indexed_anew()
    {
        await MakeAsync("film.flv");
        await ReadAsync(_folder["film.flv"]);
        await NumberedFilm.MakeAsync(_folder["film.flv"], 9, NumberedFilm.X264(group: 45));

        Assert.Equal(270, (await ReadAsync(_folder["film.flv"])).Index.Packets.Count);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.995)]
    public async Task An_index_whose_writer_died_is_made_anew(double written)
    {
        await MakeAsync("film.flv");
        KeyframeIndex index = (await ReadAsync(_folder["film.flv"])).Index;
        string kept = _folder["film.flv" + KeyframeIndexFile.Suffix], text = await File.ReadAllTextAsync(kept);
        await File.WriteAllTextAsync(kept, text[..(int)(text.Length * written)]);

        IndexOutcome.Indexed anew = await ReadAsync(_folder["film.flv"]);
        Assert.NotEqual(0, anew.BytesRead);
        Assert.Equal(index.Packets, anew.Index.Packets);
        Assert.Equal(text, await File.ReadAllTextAsync(kept));
    }

    [Theory]
    [InlineData("#EXTM3U\n#EXTINF:2,\nfile:///etc/passwd\n")]
    [InlineData("ffconcat version 1.0\nfile /etc/passwd\n")]
    [InlineData("nothing")]
    public async Task What_is_no_film_is_refused(string content)
    {
        await File.WriteAllTextAsync(_folder["upload.mp4"], content);
        Assert.Equal("not-media", Assert.IsType<IndexOutcome.Refused>(await KeyframeIndexFile.ReadAsync(_folder["upload.mp4"], CancellationToken.None)).Code);
        Assert.False(File.Exists(_folder["upload.mp4" + KeyframeIndexFile.Suffix]));
    }

    private async Task<byte[]> MakeAsync(string name)
    {
        await NumberedFilm.MakeAsync(_folder[name], 8, output: name.EndsWith("mp4", StringComparison.Ordinal) ? ["-movflags", "frag_keyframe+empty_moov+default_base_moof"] : null);
        return await File.ReadAllBytesAsync(_folder[name]);
    }

    private static async Task<IndexOutcome.Indexed> ReadAsync(string film) => Assert.IsType<IndexOutcome.Indexed>(await KeyframeIndexFile.ReadAsync(film, CancellationToken.None));
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediaPipeline.Exports;
using MediaPipeline.Processes;

namespace MediaPipeline.Tests.Exports;

/// <summary>A clip as another program reads it; seconds.</summary>
internal sealed record PeerClip(string Name, double Start, double End);

/// <summary>
/// Exports read by the parsers with which LosslessCut reads them (json5, fast-xml-parser), and by its rules; timecodes by smpte-timecode. There is no parser of
/// OpenTimelineIO and of FCPXML as such in npm or Debian.
/// </summary>
internal sealed record PeerReading(IReadOnlyList<PeerClip> Edl, IReadOnlyList<string> EdlLines, IReadOnlyList<PeerClip> Fcpxml, IReadOnlyList<PeerClip> Llc, IReadOnlyList<PeerClip> Otio, IReadOnlyList<PeerClip> Csv)
{
    private const string Script = """
        import { createRequire } from 'node:module';
        import { readFileSync } from 'node:fs';
        const [web, folder, numerator, denominator] = process.argv.slice(2);
        const require = createRequire(web + '/package.json');
        const { XMLParser, XMLValidator } = require('fast-xml-parser');
        const JSON5 = require('json5');
        const Timecode = require('smpte-timecode');
        const read = (name) => readFileSync(`${folder}/${name}`, 'utf8');
        const rate = numerator / denominator, nominal = Math.ceil(rate);
        if (numerator && process.argv[6] === 'timecodes') {
          const named = { 29.97: 29.97, 59.94: 59.94, 23.98: 23.976 }[rate.toFixed(2)] ?? nominal, drops = named === 29.97 || named === 59.94;
          console.log(JSON.stringify(JSON.parse(read('frames.json')).map((frame) => Timecode(frame, named, drops).toString())));
          process.exit();
        }
        const edl = read('list.edl').split(/\r?\n/);
        const seconds = (code) => {
          const named = rate.toFixed(2) === '29.97' ? 29.97 : rate.toFixed(2) === '59.94' ? 59.94 : nominal;
          return Timecode(code, named, code.includes(';')).frameCount / rate;
        };
        const events = edl.filter((line) => /^\d+\s+/.test(line)).map((line) => line.trim().split(/\s+/)).filter((parts) => parts.length >= 8);
        const names = edl.filter((line) => line.startsWith('* FROM CLIP NAME:')).map((line) => line.slice(18));
        const xml = read('list.fcpxml');
        const valid = XMLValidator.validate(xml);
        if (valid !== true) throw new Error(JSON.stringify(valid));
        const { fcpxml } = new XMLParser({ ignoreAttributes: false }).parse(xml);
        const time = (text) => { const [, over, under] = /^(\d+)\/(\d+)s$/.exec(text); return over / under; };
        const clips = fcpxml.library.event.project.sequence.spine['asset-clip'];
        const project = JSON5.parse(read('list.llc'));
        if (project.version !== 2) throw new Error('version');
        const otio = JSON.parse(read('list.otio'));
        const range = (item) => {
          const { start_time: from, duration } = item.source_range;
          return { start: from.value / from.rate, end: from.value / from.rate + duration.value / duration.rate };
        };
        if (!otio.OTIO_SCHEMA.startsWith('Timeline.') || !otio.tracks.OTIO_SCHEMA.startsWith('Stack.')) throw new Error('schema');
        console.log(JSON.stringify({
          edlLines: edl,
          edl: events.map((parts, i) => ({ name: names[i], start: seconds(parts[4]), end: seconds(parts[5]) })),
          fcpxml: clips.map((clip) => ({ name: clip['@_name'], start: time(clip['@_start']), end: time(clip['@_start']) + time(clip['@_duration']) })),
          llc: project.cutSegments.map(({ name, start, end }) => ({ name, start, end })),
          otio: otio.tracks.children[0].children.map((clip) => ({ name: clip.name, ...range(clip) })),
        }));
        """;

    public static async Task<PeerReading> ReadAsync(CutList list)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["list.edl"], EdlFile.Write(list));
        await File.WriteAllTextAsync(folder["list.fcpxml"], FcpxmlFile.Write(list));
        await File.WriteAllTextAsync(folder["list.llc"], LosslessCutFile.Write(list));
        await File.WriteAllTextAsync(folder["list.otio"], OtioFile.Write(list));
        JsonNode said = await NodeAsync(folder, list.Rate, "lists");
        PeerClip[] Clips(string name) => [.. said[name]!.AsArray().Select(clip => new PeerClip((string?)clip!["name"] ?? "", (double)clip["start"]!, (double)clip["end"]!))];
        return new PeerReading(Clips("edl"), [.. said["edlLines"]!.AsArray().Select(line => (string)line!)], Clips("fcpxml"), Clips("llc"), Clips("otio"), Rows(CsvFile.Write(list)));
    }

    public static async Task<IReadOnlyList<string>> TimecodesAsync(FrameRate rate, long[] frames)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["frames.json"], JsonSerializer.Serialize(frames));
        return [.. (await NodeAsync(folder, rate, "timecodes")).AsArray().Select(code => (string)code!)];
    }

    private static async Task<JsonNode> NodeAsync(TempFolder folder, FrameRate rate, string what)
    {
        string script = folder["read.mjs"], web = Web();
        await File.WriteAllTextAsync(script, Script);
        var answer = new MemoryStream();
        ChildProcess node = ChildProcess.Start(new ChildSpec("node", "node",
            [script, web, folder.Path, rate.Numerator.ToString(CultureInfo.InvariantCulture), rate.Denominator.ToString(CultureInfo.InvariantCulture), what])
        { ReadOutput = output => output.CopyToAsync(answer) });
        Assert.True(await node.Exited == 0, string.Join('\n', node.LastLines()));
        return JsonNode.Parse(answer.ToArray())!;
    }

    private static string Web()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Studio.sln"))) folder = folder.Parent;
        string web = Path.Combine(folder!.FullName, "web");
        Assert.True(Directory.Exists(Path.Combine(web, "node_modules", "json5")), "Type: npm --prefix web ci");
        return web;
    }

    // RFC 4180, by hand: a field in quotes may hold commas, quotes and ends of lines.
    private static IReadOnlyList<PeerClip> Rows(string csv)
    {
        Assert.StartsWith("\uFEFF", csv, StringComparison.Ordinal);
        List<List<string>> rows = [[]];
        (var field, bool quoted) = (new System.Text.StringBuilder(), false);
        for (int i = 1; i < csv.Length; i++)
        {
            if (csv[i] == '"' && quoted && i + 1 < csv.Length && csv[i + 1] == '"') field.Append(csv[i++]);
            else if (csv[i] == '"') quoted = !quoted;
            else if (!quoted && csv[i] is ',' or '\n')
            {
                rows[^1].Add(field.ToString());
                field.Clear();
                if (csv[i] == '\n') rows.Add([]);
            }
            else if (quoted || csv[i] != '\r') field.Append(csv[i]);
        }
        Assert.All(rows.SkipLast(1), row => Assert.Equal(10, row.Count));
        return [.. rows.Skip(1).SkipLast(1).Select(row => new PeerClip(row[1], double.Parse(row[4], CultureInfo.InvariantCulture), double.Parse(row[5], CultureInfo.InvariantCulture)))];
    }
}

using System.Globalization;

namespace MediaPipeline.Rendering;

/// <summary>A value of a filter's option. Numbers, words, expressions and names of our own files; never anything that a user wrote.</summary>
internal readonly record struct FilterValue(string Text)
{
    public static implicit operator FilterValue(int number) => new(number.ToString(CultureInfo.InvariantCulture));

    public static implicit operator FilterValue(double number) => new(number.ToString("0.######", CultureInfo.InvariantCulture));

    /// <exception cref="ArgumentException">It holds a character that could end the value.</exception>
    public static implicit operator FilterValue(string words) =>
        words.All(letter => char.IsAsciiLetterOrDigit(letter) || "_./+-*(),|= ".Contains(letter, StringComparison.Ordinal)) ? new(words) : throw new ArgumentException($"Not a value of a filter: {words}", nameof(words));
}

/// <summary>A filter and its options.</summary>
internal sealed record Filter(string Name, params (string Key, FilterValue Value)[] Options)
{
    public override string ToString() => Options.Length == 0 ? Name : $"{Name}={string.Join(':', Options.Select(option => $"{option.Key}='{option.Value.Text}'"))}";
}

/// <summary>ffmpeg's filter graph, put together from typed parts and handed over in a file.</summary>
internal sealed class FilterGraph
{
    private readonly List<string> _chains = [];
    private int _labels;

    /// <summary>Filters one after the other, from inputs to a new label.</summary>
    public string Chain(IReadOnlyList<string> from, params IReadOnlyList<Filter> filters) => Chain(from, 1, filters)[0];

    /// <summary>The same with several results.</summary>
    public IReadOnlyList<string> Chain(IReadOnlyList<string> from, int results, IReadOnlyList<Filter> filters)
    {
        string[] to = [.. Enumerable.Range(0, results).Select(_ => string.Create(CultureInfo.InvariantCulture, $"l{_labels++}"))];
        _chains.Add($"{Pads(from)}{string.Join(',', filters)}{Pads(to)}");
        return to;
    }

    /// <summary>As many copies as wished; one is the thing itself.</summary>
    public IReadOnlyList<string> Split(string from, int copies, bool sound = false) =>
        copies == 1 ? [from] : Chain([from], copies, [new Filter(sound ? "asplit" : "split", ("outputs", copies))]);

    /// <summary>What ffmpeg reads.</summary>
    public override string ToString() => string.Join(";\n", _chains) + "\n";

    private static string Pads(IEnumerable<string> labels) => string.Concat(labels.Select(label => $"[{label}]"));
}

/// <summary>Expressions that several filters need.</summary>
internal static class Expressions
{
    /// <summary>Whether the clock is in one of the spans.</summary>
    public static string Within(IEnumerable<FilmSpan> spans) => string.Join('+', spans.Select(span => $"gte(t,{Number(span.From.TotalSeconds)})*lt(t,{Number(span.To.TotalSeconds)})"));

    public static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}

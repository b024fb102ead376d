namespace Studio.Grains.Values;

/// <summary>
/// Why a command was not carried out: a stable code (kebab-case, see <see cref="RefusalCodes"/>) and facts that the sentence shown
/// to a person needs (numbers, times, ids; never secrets). A refusal changes nothing.
/// </summary>
[GenerateSerializer, Immutable, Alias("studio.Refusal")]
public sealed record Refusal([property: Id(0)] string Code, [property: Id(1)] IReadOnlyDictionary<string, object>? Facts = null)
{
    /// <summary>A refusal with one fact.</summary>
    public static Refusal With(string code, string name, object fact) => new(code, new Dictionary<string, object>(StringComparer.Ordinal) { [name] = fact });

    /// <summary>This refusal with one more fact.</summary>
    public Refusal And(string name, object fact) =>
        this with { Facts = new Dictionary<string, object>(Facts ?? new Dictionary<string, object>(StringComparer.Ordinal), StringComparer.Ordinal) { [name] = fact } };
}

/// <summary>What a command came to: a value, or a refusal; exactly one of the two.</summary>
/// <typeparam name="T">The answer of the command that was carried out.</typeparam>
[GenerateSerializer, Immutable, Alias("studio.Outcome`1")]
public readonly record struct Outcome<T>
{
    [Id(0)] private readonly T? _value;
    [Id(1)] private readonly Refusal? _refusal;

    private Outcome(T? value, Refusal? refusal) => (_value, _refusal) = (value, refusal);

    /// <summary>The refusal, or null when the command was carried out.</summary>
    public Refusal? Refusal => _refusal;

    /// <summary>The answer.</summary>
    /// <exception cref="InvalidOperationException">The command was refused.</exception>
    public T Value => _refusal is null ? _value! : throw new InvalidOperationException($"The command was refused: {_refusal.Code}");

    /// <summary>The answer in other words; a refusal stays itself.</summary>
    public Outcome<TOther> Select<TOther>(Func<T, TOther> map) => _refusal is null ? map(_value!) : _refusal;

    /// <summary>Carried out.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>Refused.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}

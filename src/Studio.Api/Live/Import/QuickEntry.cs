using System.Globalization;
using System.Text.RegularExpressions;
using Studio.Grains.Values;

namespace Studio.Api.Live.Import;

/// <summary>What a line such as <c>1,4,7-9</c> came to.</summary>
/// <param name="Numbers">In the order in which they were written, with repetitions.</param>
/// <param name="Repeated">Each number that stands there more than once, in order of its first place.</param>
internal sealed record QuickNumbers(IReadOnlyList<int> Numbers, IReadOnlyList<int> Repeated, IReadOnlyList<QuickError> Errors);

/// <summary>A piece of the line that says nothing that can be done.</summary>
/// <param name="Position">Where it begins, in UTF-16 units from zero.</param>
/// <param name="Code">invalid, out-of-range, too-many-items or too-long.</param>
internal sealed record QuickError(int Position, string Text, string Code);

/// <summary>Link numbers and ranges of them, as they are called out: <c>1,4,7-9</c>, <c>１号 3~1</c>.</summary>
internal static partial class QuickEntry
{
    public const int MostNumbers = 500, LongestLine = 5_000, MostErrors = 100;

    /// <summary>Reads a line; numbers run from 1 to <paramref name="highest"/>. What can be read is read, errors or not.</summary>
    public static QuickNumbers Parse(string? line, int highest)
    {
        string text = line ?? "";
        var errors = new List<QuickError>();
        var numbers = new List<int>();
        if (text.Length > LongestLine) return new([], [], [new QuickError(LongestLine, "", FieldErrors.TooLong)]);
        // Character for character, so that positions stay those of the line.
        string plain = string.Concat(text.Select(character => character is >= '０' and <= '９' ? (char)(character - '０' + '0') : character));
        for (int at = 0; at < plain.Length && errors.Count < MostErrors;)
        {
            if (IsBetween(plain[at]))
            {
                at++;
                continue;
            }
            Match piece = Piece().Match(plain, at);
            int end = piece.Success ? at + piece.Length : at + EndOfPiece(plain.AsSpan(at));
            string? wrong = piece.Success ? Add(numbers, piece, highest) : FieldErrors.Invalid;
            if (wrong is not null) errors.Add(new QuickError(at, text[at..end], wrong));
            if (wrong == ImportErrors.TooManyItems) break;
            at = end;
        }
        return new(numbers, [.. numbers.GroupBy(number => number).Where(same => same.Skip(1).Any()).Select(same => same.Key)], errors);
    }

    private static string? Add(List<int> numbers, Match piece, int highest)
    {
        int first = Number(piece.Groups["first"]), last = piece.Groups["last"].Success ? Number(piece.Groups["last"]) : first;
        if (first < 1 || last < 1 || first > highest || last > highest) return FieldErrors.OutOfRange;
        if (numbers.Count + Math.Abs(last - first) + 1 > MostNumbers) return ImportErrors.TooManyItems;
        int step = first <= last ? 1 : -1;
        for (int number = first; number != last + step; number += step) numbers.Add(number);
        return null;
    }

    private static int Number(Group digits) => int.TryParse(digits.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private static bool IsBetween(char character) => char.IsWhiteSpace(character) || character is ',' or '，' or '、' or ';' or '；' or '.' or '。';

    // Up to the next separator, at least one character.
    private static int EndOfPiece(ReadOnlySpan<char> rest)
    {
        int end = 1;
        while (end < rest.Length && !IsBetween(rest[end])) end++;
        return end;
    }

    // After a piece comes a separator or nothing: "4x" is not 4.
    [GeneratedRegex(@"\G(?<first>[0-9]+)(号链接|号)?(\s*[-~－–—−～〜至到]\s*(?<last>[0-9]+)(号链接|号)?)?(?=[\s,，、;；.。]|$)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Piece();
}

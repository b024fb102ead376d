using System.Text;

namespace Studio.Api.Edge.Tables;

/// <summary>Texts as they are compared, however they were typed.</summary>
internal static class Folding
{
    /// <summary>Full-width forms become plain ones, case and white space go.</summary>
    public static string Fold(string text)
    {
        try
        {
            return string.Concat(text.Normalize(NormalizationForm.FormKC).Where(character => !char.IsWhiteSpace(character))).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair has no normal form.
            return "";
        }
    }
}

using System.Text.RegularExpressions;
using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Api.Edge;

/// <summary>A body of a mutating command: it carries the id of the operation, which the client made.</summary>
internal interface IOperation
{
    /// <summary>8–64 letters, digits or dashes.</summary>
    string OperationId { get; }
}

/// <summary>
/// Checks operation ids, and repeats a command whose outcome the store left unknown: commands are idempotent under their operation id,
/// so a short outage of the store is a slow answer and not an error.
/// </summary>
internal sealed partial class Operations : IEndpointFilter
{
    private const string RepeatHeader = "Studio-Repeat";
    private static readonly object Repeated = new();
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(150), TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(1_500)];

    /// <summary>Whether a command was sent before, by the client (header <c>Studio-Repeat</c>) or from here: then its first answer must be looked up.</summary>
    public static bool IsRepeat(HttpContext context) => context.Request.Headers.ContainsKey(RepeatHeader) || context.Items.ContainsKey(Repeated);

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        string? id = context.Arguments.OfType<IOperation>().FirstOrDefault()?.OperationId
            ?? (HttpMethods.IsGet(context.HttpContext.Request.Method) ? null : context.HttpContext.Request.Query["operationId"].ToString());
        if (id is not null && !Form().IsMatch(id))
        {
            return Problems.Of(new Check().Add("operationId", FieldErrors.Invalid).Refusal!);
        }
        // An upload's body can be read once; its sender repeats it.
        bool repeatable = id is not null && (context.HttpContext.Request.HasJsonContentType() || HttpMethods.IsDelete(context.HttpContext.Request.Method));
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await next(context);
            }
            catch (Exception failure) when (repeatable && attempt < Pauses.Length && ProblemMapping.StorageCode(failure) is not null)
            {
                await Task.Delay(Pauses[attempt], context.HttpContext.RequestAborted);
                context.HttpContext.Items[Repeated] = true;
            }
            catch (StorageUnavailableException)
            {
                return Problems.Of(Problems.OutcomeUnknown);
            }
        }
    }

    [GeneratedRegex("^[A-Za-z0-9-]{8,64}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Form();
}

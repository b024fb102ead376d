using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.HttpResults;
using MediaPipeline.Importing;
using Studio.Api.Edge.Tables;
using Studio.Api.Imports;
using Studio.Api.Live;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Edge;

/// <summary>Refusals of the domain, and failures of the edge, as RFC 9457 problem documents with a stable <c>code</c>.</summary>
internal static class Problems
{
    /// <summary>Codes that the edge itself gives, beside <see cref="RefusalCodes"/>.</summary>
    public const string Unauthenticated = "unauthenticated", Forbidden = "forbidden", TooManyAttempts = "too-many-attempts", TooFast = "too-fast",
        StorageUnavailable = "storage-unavailable", OutcomeUnknown = "outcome-unknown", Unexpected = "unexpected", MethodNotAllowed = "method-not-allowed",
        UnsupportedMediaType = "unsupported-media-type", PictureTooLarge = "picture-too-large", PictureTooManyPixels = "picture-too-many-pixels",
        PictureNotAPicture = "picture-not-a-picture", PictureFormat = "picture-format", NotRecorded = "not-recorded", Busy = "busy", ProofNeeded = "proof-needed", WebSocketsOnly = "web-sockets-only";

    private static readonly FrozenDictionary<string, int> Statuses = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        [Parts.FreeSpace.Code] = StatusCodes.Status507InsufficientStorage,
        [RefusalCodes.Validation] = 400,
        [RefusalCodes.WrongCredentials] = 401,
        [RefusalCodes.LinkInvalid] = 401,
        [Unauthenticated] = 401,
        [Forbidden] = 403,
        [RefusalCodes.StreamKeyRefused] = 403,
        [RefusalCodes.StreamKeyTooEarly] = 403,
        [RefusalCodes.StreamKeyTooLate] = 403,
        [RefusalCodes.NotFound] = 404,
        [RefusalCodes.ItemNotInSession] = 404,
        [NotRecorded] = 404,
        [MethodNotAllowed] = 405,
        [PictureTooLarge] = 413,
        [UnsupportedMediaType] = 415,
        [TableCodes.FileTooLarge] = 413,
        [TableCodes.TableTooLong] = 422,
        [TableCodes.TableUnreadable] = 422,
        [TableCodes.TableEmpty] = 422,
        [TableCodes.HeaderMissing] = 422,
        [RefusalCodes.ColumnsMissing] = 422,
        [RefusalCodes.CodeUnknown] = 404,
        [PictureTooManyPixels] = 422,
        [PictureNotAPicture] = 422,
        [PictureFormat] = 422,
        [RefusalCodes.WordBlocked] = 422,
        [RefusalCodes.SpanEmpty] = 422,
        [RefusalCodes.PresetUnknown] = 422,
        [RefusalCodes.NoClips] = 404,
        [ImportCodes.Empty] = 422,
        [ImportCodes.TooLarge] = 413,
        [ImportProblems.UnsafeName] = 422,
        [ImportProblems.UploadBusy] = 423,
        [RefusalCodes.SlowMode] = 429,
        [TooManyAttempts] = 429,
        [TooFast] = 429,
        [ProofNeeded] = 428,
        [WebSocketsOnly] = 426,
        [Unexpected] = 500,
        [StorageUnavailable] = 503,
        [OutcomeUnknown] = 503,
        [Busy] = 503,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The HTTP status of a code; a refusal of the domain that is not listed is a conflict with the state of things.</summary>
    public static int StatusOf(string code) => Statuses.GetValueOrDefault(code, StatusCodes.Status409Conflict);

    /// <summary>The code of a status that the framework answered by itself.</summary>
    public static string CodeOf(int status) => status switch
    {
        400 => RefusalCodes.Validation,
        401 => Unauthenticated,
        403 => Forbidden,
        404 => RefusalCodes.NotFound,
        405 => MethodNotAllowed,
        413 => PictureTooLarge,
        415 => UnsupportedMediaType,
        429 => TooManyAttempts,
        503 => StorageUnavailable,
        _ => Unexpected,
    };

    /// <summary>A problem document for a code.</summary>
    public static ProblemHttpResult Of(string code) => Of(new Refusal(code));

    /// <summary>A problem document for a refusal: its facts become extension members.</summary>
    public static ProblemHttpResult Of(Refusal refusal)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = refusal.Code };
        foreach ((string name, object fact) in refusal.Facts ?? new Dictionary<string, object>(StringComparer.Ordinal))
        {
            extensions[name] = fact is OnAir onAir ? new HeadDto(onAir.Epoch, onAir.Revision) : fact;
        }
        return TypedResults.Problem(statusCode: StatusOf(refusal.Code), title: refusal.Code, type: TypeOf(refusal.Code), extensions: extensions);
    }

    /// <summary>The problem type: a name, not an address that must resolve.</summary>
    public static string TypeOf(string code) => $"urn:studio:problem:{code}";

    /// <summary>The answer of a command: 200 with the value, or the problem.</summary>
    public static Results<Ok<TDto>, ProblemHttpResult> ToResult<T, TDto>(this Outcome<T> outcome, Func<T, TDto> map) =>
        outcome.Refusal is { } refusal ? Of(refusal) : TypedResults.Ok(map(outcome.Value));
}

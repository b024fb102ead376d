using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.Metadata;
using Studio.Api.Edge;
using Studio.Api.Parts;
using Studio.Api.People;
using Studio.Grains.Imports;
using Studio.Grains.Values;

namespace Studio.Api.Imports;

/// <summary>
/// The bytes of an upload: tus 1.0.0, core protocol (https://tus.io/protocols/resumable-upload). An upload is made by <c>POST /api/imports</c>, under an operation id as every
/// other thing; from then on any tus client may ask how much is there and go on.
/// </summary>
internal static class UploadEndpoints
{
    private const string Version = "1.0.0", Offset = "Upload-Offset", Length = "Upload-Length", Resumable = "Tus-Resumable", Body = "application/offset+octet-stream";

    public static void MapUploads(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder upload = routes.MapGroup("/api/imports/{id}/upload").WithTags("Imports").RequireAuthorization(Access.Edit);
        upload.MapMethods("", [HttpMethods.Head], HeadAsync).WithSummary("How many bytes of an upload are there (tus).").Produces(200);
        upload.MapPatch("", PatchAsync).WithMetadata(new LargestPiece()).WithSummary("The next bytes of an upload (tus).").Produces(204);
    }

    private static async Task<IResult> HeadAsync(string id, ClaimsPrincipal user, HttpResponse response, ImportStore store, IGrainFactory grains)
    {
        if (await FindAsync(id, user, grains) is not { State: not (ImportState.Cancelled or ImportState.Refused) } import) return Problems.Of(RefusalCodes.NotFound);
        // Whoever did not hear the answer to the last piece asks here, and by then the file may be gone to where it belongs.
        Describe(response, import.State == ImportState.Uploading ? store.Received(id) : import.Request.Bytes, import.Request.Bytes);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok();
    }

    private static async Task<IResult> PatchAsync(string id, ClaimsPrincipal user, HttpRequest request, ImportStore store, ImportDesk desk, IGrainFactory grains)
    {
        HttpResponse response = request.HttpContext.Response;
        if (await FindAsync(id, user, grains) is not { State: ImportState.Uploading or ImportState.NeedsSession or ImportState.Queued } || store.ClaimOf(id) is not { } claim) return Problems.Of(RefusalCodes.NotFound);
        if (request.Headers[Resumable] != Version || !string.Equals(request.ContentType, Body, StringComparison.OrdinalIgnoreCase)) return Problems.Of(Problems.UnsupportedMediaType);
        if (!long.TryParse(request.Headers[Offset], NumberStyles.None, CultureInfo.InvariantCulture, out long offset)) return Problems.Of(new Check().Add("uploadOffset", FieldErrors.Invalid).Refusal!);
        try
        {
            AppendOutcome outcome = await store.AppendAsync(id, claim, offset, request.Body, request.HttpContext.RequestAborted);
            Describe(response, outcome.Received, claim.Bytes);
            if (outcome.Result == AppendResult.Whole) await desk.ReceivedAsync(id);
            return outcome.Result switch
            {
                AppendResult.Taken or AppendResult.Whole => TypedResults.NoContent(),
                AppendResult.OtherOffset => Problems.Of(ImportProblems.OtherOffset),
                AppendResult.Busy => Problems.Of(ImportProblems.UploadBusy),
                AppendResult.TooMuch => Problems.Of(MediaPipeline.Importing.ImportCodes.TooLarge),
                AppendResult.NoRoom => Problems.Of(FreeSpace.Code),
                _ => Problems.Of(RefusalCodes.NotFound),
            };
        }
        catch (BadHttpRequestException large) when (large.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Problems.Of(MediaPipeline.Importing.ImportCodes.TooLarge);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return Problems.Of(RefusalCodes.NotFound); // it was cancelled meanwhile
        }
        catch (Exception broken) when (broken is OperationCanceledException or BadHttpRequestException or Microsoft.AspNetCore.Connections.ConnectionResetException && !response.HasStarted)
        {
            return Problems.Of(ImportProblems.UploadBusy); // nobody hears it: the line is gone, and what came stays
        }
        catch (IOException)
        {
            return Problems.Of(FreeSpace.Code);
        }
    }

    /// <summary>The import, if it is the user's own or the user is a manager.</summary>
    private static async Task<Import?> FindAsync(string id, ClaimsPrincipal user, IGrainFactory grains) =>
        ImportStore.IsId(id) && await grains.GetGrain<IImportGrain>(id).Get() is { } import && ImportDesk.MayChange(user, import) ? import : null;

    private static void Describe(HttpResponse response, long received, long bytes)
    {
        response.Headers[Resumable] = Version;
        response.Headers[Offset] = received.ToString(CultureInfo.InvariantCulture);
        response.Headers[Length] = bytes.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Screens send 16 MiB at a time.</summary>
    private sealed class LargestPiece : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => 64L << 20;
    }
}

/// <summary>Codes that uploads add to those of the edge.</summary>
internal static class ImportProblems
{
    /// <summary>The piece does not begin where the last one ended; ask how much is there. The upload is being written by another request.</summary>
    public const string OtherOffset = "upload-offset", UploadBusy = "upload-busy";

    /// <summary>The name is a path, or has characters that no name has. Too many unfinished uploads of one account. Given up, because nothing came for long.</summary>
    public const string UnsafeName = "import-unsafe-name", TooMany = "import-too-many", Abandoned = "import-abandoned";
}

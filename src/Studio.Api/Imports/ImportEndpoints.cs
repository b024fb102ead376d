using System.Security.Claims;
using MediaPipeline.Imaging;
using MediaPipeline.Importing;
using MediaPipeline.Recordings;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.Live;
using Studio.Api.Parts;
using Studio.Api.People;
using Studio.Grains.Imports;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Imports;

/// <summary>Recordings that were made elsewhere: those who work on clips send them in and put them in their place, everybody who looks sees them.</summary>
internal static class ImportEndpoints
{
    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        routes.MapUploads();
        RouteGroupBuilder imports = routes.MapGroup("/api/imports").WithTags("Imports").AddEndpointFilter<Operations>();
        imports.MapGet("", ListAsync).RequireAuthorization(Access.Look);
        imports.MapPost("", AnnounceAsync).RequireAuthorization(Access.Edit);
        imports.MapGet("/{id}", GetAsync).RequireAuthorization(Access.Look);
        imports.MapPost("/{id}/cancel", (string id, ChangeImport body, ClaimsPrincipal user, ImportDesk desk, ImportReader reader) =>
            AnswerAsync(reader, user, desk.DoAsync(id, user, ownOnly: true, import => import.Cancel(Stamps.Of(user, body.OperationId))))).RequireAuthorization(Access.Edit);
        imports.MapPost("/{id}/retry", (string id, ChangeImport body, ClaimsPrincipal user, ImportDesk desk, ImportReader reader) =>
            AnswerAsync(reader, user, desk.DoAsync(id, user, ownOnly: true, import => import.Retry(Stamps.Of(user, body.OperationId))))).RequireAuthorization(Access.Edit);
        imports.MapPost("/{id}/session", (string id, AssignImport body, ClaimsPrincipal user, ImportDesk desk, ImportReader reader) =>
            AnswerAsync(reader, user, desk.DoAsync(id, user, ownOnly: true, import => import.Assign(Stamps.Of(user, body.OperationId), body.SessionId)))).RequireAuthorization(Access.Edit);
        imports.MapPost("/{id}/align", AlignAsync).RequireAuthorization(Access.Edit);
        imports.MapPost("/{id}/undo", (string id, ChangeImport body, ClaimsPrincipal user, ImportDesk desk, ImportReader reader) =>
            AnswerAsync(reader, user, desk.AlignAsync(id, import => import.Undo(Stamps.Of(user, body.OperationId))))).RequireAuthorization(Access.Edit);
        routes.MapGet("/media/imports/{id}/frame.webp", FrameAsync).WithTags("Media").RequireAuthorization(Access.Look);
    }

    private static async Task<Ok<ImportList>> ListAsync(ClaimsPrincipal user, ImportReader reader, ImportDesk desk, StudioOptions options) =>
        TypedResults.Ok(new ImportList(await reader.AllAsync(user), desk.Limits.Bytes, !string.IsNullOrWhiteSpace(options.ImportFolder)));

    private static Task<Results<Ok<ImportDto>, ProblemHttpResult>> AnnounceAsync(AnnounceImport body, ClaimsPrincipal user, ImportDesk desk, ImportReader reader) =>
        AnswerAsync(reader, user, desk.AnnounceAsync(body, user));

    private static async Task<Results<Ok<ImportDto>, ProblemHttpResult>> GetAsync(string id, ClaimsPrincipal user, ImportReader reader) =>
        await reader.FindAsync(id, user) is { } import ? TypedResults.Ok(import) : Problems.Of(RefusalCodes.NotFound);

    private static Task<Results<Ok<ImportDto>, ProblemHttpResult>> AlignAsync(string id, AlignImport body, ClaimsPrincipal user, ImportDesk desk, ImportReader reader)
    {
        // NaN and the like are no JSON; what is out of a TimeSpan's range is out of ours.
        TimeSpan error = TimeSpan.FromSeconds(Math.Clamp(body.ErrorSeconds, -1, 1e9));
        return AnswerAsync(reader, user, desk.AlignAsync(id, import => import.Align(Stamps.Of(user, body.OperationId), new AlignCommand(body.Start, body.How, error))));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> FrameAsync(string id, double at, HttpResponse response, ImportFrames frames, CancellationToken cancellation)
    {
        if (await frames.TakeAsync(id, at, cancellation) is not { } picture) return Problems.Of(RefusalCodes.NotFound);
        response.Headers.CacheControl = "private, max-age=3600";
        return TypedResults.File(picture, "image/webp");
    }

    private static async Task<Results<Ok<ImportDto>, ProblemHttpResult>> AnswerAsync(ImportReader reader, ClaimsPrincipal user, Task<Outcome<Import>> command)
    {
        Outcome<Import> outcome = await command;
        return outcome.Refusal is { } refusal ? Problems.Of(refusal) : TypedResults.Ok(await reader.DescribeAsync(outcome.Value, user));
    }
}

/// <summary>Reads imports for pages.</summary>
internal sealed class ImportReader(IGrainFactory grains, ImportStore store)
{
    /// <summary>All, newest first.</summary>
    public async Task<IReadOnlyList<ImportDto>> AllAsync(ClaimsPrincipal user)
    {
        IReadOnlyList<string> ids = await grains.GetGrain<IIndexGrain>(Indexes.Imports).All();
        Import?[] imports = await Task.WhenAll(ids.Select(id => grains.GetGrain<IImportGrain>(id).Get()));
        Dictionary<string, string?> titles = new(StringComparer.Ordinal);
        foreach (string session in imports.Select(import => import?.Request.SessionId).OfType<string>().Distinct(StringComparer.Ordinal)) titles[session] = await TitleAsync(session);
        return [.. imports.OfType<Import>().Reverse().Select(import => Of(import, import.Request.SessionId is { } session ? titles[session] : null, user))];
    }

    /// <summary>One; null: there is none.</summary>
    public async Task<ImportDto?> FindAsync(string id, ClaimsPrincipal user) =>
        ImportStore.IsId(id) && await grains.GetGrain<IImportGrain>(id).Get() is { } import ? await DescribeAsync(import, user) : null;

    /// <summary>One that was read already.</summary>
    public async Task<ImportDto> DescribeAsync(Import import, ClaimsPrincipal user) => Of(import, import.Request.SessionId is { } session ? await TitleAsync(session) : null, user);

    private async Task<string?> TitleAsync(string session) => (await grains.GetGrain<ILiveSessionGrain>(session).Get())?.Title;

    private ImportDto Of(Import import, string? title, ClaimsPrincipal user) =>
        ImportDto.Of(import, title, ImportDesk.MayChange(user, import), import.State == ImportState.Uploading ? store.Received(import.Request.ImportId) : import.Request.Bytes);
}

/// <summary>Single pictures of settled imports, for those who put them in their place. One at a time: whoever pulls a slider asks for many.</summary>
internal sealed class ImportFrames(IGrainFactory grains, ImportDesk desk) : IDisposable
{
    private const int LongestSide = 960;
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>The picture at so many seconds from the first one, as WebP; null: there is none.</summary>
    public async Task<byte[]?> TakeAsync(string id, double seconds, CancellationToken cancellation)
    {
        if (!double.IsFinite(seconds) || seconds < 0 || seconds > 1e6 || !ImportStore.IsId(id)) return null;
        if (await grains.GetGrain<IImportGrain>(id).Get() is not { State: ImportState.Ready } import || desk.SettledFolderOf(import) is not { } folder) return null;
        if (await ImportedParts.ReadWholeAsync(folder, cancellation) is not { } part) return null;
        TimeSpan at = TimeSpan.FromSeconds(seconds);
        Segment segment = part.Segments.LastOrDefault(one => one.MediaStart <= at) ?? part.Segments[0];
        await _one.WaitAsync(cancellation);
        string joined = Path.Combine(Path.GetTempPath(), $"import-frame-{Guid.NewGuid():n}.mp4");
        try
        {
            await using (FileStream target = File.Create(joined))
            {
                foreach (string name in (string[])[part.Init.Name, segment.File.Name])
                {
                    await using FileStream source = File.OpenRead(Path.Combine(folder, name));
                    await source.CopyToAsync(target, cancellation);
                }
            }
            // Behind the last picture of a segment there is none.
            TimeSpan into = at - segment.MediaStart, last = segment.Duration - TimeSpan.FromMilliseconds(60);
            byte[]? picture = await FrameGrab.GrabAsync(joined, into < last ? into : last > TimeSpan.Zero ? last : TimeSpan.Zero, cancellation);
            return picture is null ? null : Thumbnail.Make(picture, LongestSide);
        }
        catch (IOException)
        {
            return null; // it is being moved or deleted
        }
        finally
        {
            File.Delete(joined);
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}

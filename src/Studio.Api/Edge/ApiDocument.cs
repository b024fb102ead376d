using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Studio.Grains.Values;

namespace Studio.Api.Edge;

/// <summary>The OpenAPI document: the screens' client is generated from it, and so must be able to believe it.</summary>
internal static class ApiDocument
{
    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Studio API";
            document.Info.Version = "v1";
            document.Info.Description = "Live-commerce studio of the Nandali livestream base. Money is in whole fen, times are ISO 8601 UTC. Refusals are RFC 9457 problems with a stable code.";
            document.Servers = []; // the address of whoever asked would make the document differ from machine to machine
            return Task.CompletedTask;
        });
        // Any operation may be refused; the shape of a refusal is the same everywhere.
        options.AddOperationTransformer((operation, _, _) =>
        {
            operation.Responses ??= [];
            operation.Responses["default"] = new OpenApiResponse
            {
                Description = "A refusal or failure: RFC 9457 problem with the members code and traceId, and facts of the refusal.",
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/problem+json"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } } },
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(Money) || context.JsonTypeInfo.Type == typeof(Money?))
            {
                schema.Type = JsonSchemaType.Integer;
                schema.Format = "int64";
                schema.Description = "Whole fen (1/100 yuan).";
            }
            return Task.CompletedTask;
        });
    });
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Mockhaus.Statements.AspNetCore.SqlApi;

namespace Mockhaus.Statements.AspNetCore.OpenApi;

/// <summary>Returns the OpenAPI document that is embedded in this assembly. It needs no token, because it contains no data of
/// users.</summary>
internal static class OpenApiEndpoint
{
    public const string Pattern = "openapi.json";

    private const string Path = $"{StatementUrl.Api}/{Pattern}";

    public static async Task GetAsync(HttpContext context)
    {
        using var resource = typeof(OpenApiEndpoint).Assembly.GetManifestResourceStream("openapi.json")!;
        var document = (await JsonNode.ParseAsync(resource, cancellationToken: context.RequestAborted))!;

        // Paths are relative to the prefix that the host has mapped the API to.
        var path = context.Request.PathBase.Add(context.Request.Path).ToUriComponent().TrimEnd('/');
        document["servers"]![0]!["url"] = path.Length > Path.Length ? path[..^Path.Length] : "/";
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(document.ToJsonString(), context.RequestAborted);
    }
}

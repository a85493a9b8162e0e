using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Mockhaus.Statements.AspNetCore.SqlApi;

namespace Mockhaus.Statements.AspNetCore.OpenApi;

/// <summary>The description of the API that is built into this assembly. It needs no token: it says nothing that is anybody's.</summary>
internal static class OpenApiEndpoint
{
    public const string Pattern = "openapi.json";

    private const string Path = $"{StatementUrl.Api}/{Pattern}";

    public static async Task GetAsync(HttpContext context)
    {
        using var resource = typeof(OpenApiEndpoint).Assembly.GetManifestResourceStream("openapi.json")!;
        var document = (await JsonNode.ParseAsync(resource, cancellationToken: context.RequestAborted))!;

        // Paths are below the prefix that the host has mapped the API to, if any.
        var path = context.Request.PathBase.Add(context.Request.Path).ToUriComponent().TrimEnd('/');
        document["servers"]![0]!["url"] = path.Length > Path.Length ? path[..^Path.Length] : "/";
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(document.ToJsonString(), context.RequestAborted);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Mockhaus.Statements.AspNetCore;
using Mockhaus.Statements.Tests.Structure;

namespace Mockhaus.Statements.Tests.SqlApi.Contract;

/// <summary>The documents that responses are held against: our own, and Snowflake's where a copy stands beside the checkout.</summary>
internal static class ApiDocuments
{
    public static ApiDocument Own { get; } = ReadOwn();

    /// <summary>Snowflake's, where they are there.</summary>
    public static IReadOnlyList<ApiDocument> Official { get; } = ReadOfficial();

    public static IEnumerable<ApiDocument> All => Official.Prepend(Own);

    private static ApiDocument ReadOwn()
    {
        using var resource = typeof(SqlApiOptions).Assembly.GetManifestResourceStream("openapi.json")!;
        return new("our own document", JsonNode.Parse(resource)!.AsObject());
    }

    private static List<ApiDocument> ReadOfficial()
    {
        var path = Path.Combine(SourceTree.Root, "..", "shared", "reference", "openapi", "sqlapi.yaml");
        if (!File.Exists(path))
        {
            return [];
        }

        // Read as 3.0 and written as 3.1, whose schemas are JSON schemas.
        var settings = new OpenApiReaderSettings();
        settings.AddYamlReader();
        using var yaml = new MemoryStream(File.ReadAllBytes(path));
        var document = OpenApiDocument.Load(yaml, "yaml", settings).Document!;
        using var json = new StringWriter(CultureInfo.InvariantCulture);
        document.SerializeAsV31(new OpenApiJsonWriter(json));
        var root = JsonNode.Parse(json.ToString())!.AsObject();
        RecordingsWin(root["components"]!["schemas"]!);
        return [new("Snowflake's document", root)];
    }

    /// <summary>The recorded service sends null where its document has a number or a handle.</summary>
    private static void RecordingsWin(JsonNode schemas)
    {
        var column = schemas["ResultSet"]!["properties"]!["resultSetMetaData"]!["properties"]!["rowType"]!["items"]!["properties"]!;
        foreach (var schema in (JsonNode[])
        [
            column["length"]!, column["precision"]!, column["scale"]!,
            schemas["QueryFailureStatus"]!["properties"]!["statementHandle"]!, schemas["CancelStatus"]!["properties"]!["statementHandle"]!,
        ])
        {
            schema["type"] = new JsonArray(schema["type"]!.GetValue<string>(), "null");
        }
    }
}

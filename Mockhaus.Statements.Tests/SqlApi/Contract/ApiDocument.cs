using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Mockhaus.Statements.Tests.SqlApi.Contract;

/// <summary>An OpenAPI 3.1 document, and what it says of a response.</summary>
internal sealed class ApiDocument(string name, JsonObject root)
{
    private const string Schemas = "#/components/schemas/";

    private readonly ConcurrentDictionary<string, JsonSchema> _compiled = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public JsonObject Root { get; } = root;

    public bool HasOperation(string template, HttpMethod method) => Operation(template, method) is not null;

    /// <summary>The response that the document has for a status, or null when it has none.</summary>
    public JsonObject? ResponseOf(string template, HttpMethod method, int status) =>
        Operation(template, method)?["responses"]?[status.ToString(CultureInfo.InvariantCulture)] is { } response ? Resolve(response) : null;

    /// <summary>The schema of a response's body, or null when it is to be empty or nothing is said of it.</summary>
    public static JsonObject? SchemaOf(JsonObject response) => response["content"]?["application/json"]?["schema"]?.AsObject();

    /// <summary>What in a body is not as a schema has it.</summary>
    public IReadOnlyList<string> ErrorsOf(JsonElement body, JsonObject schema)
    {
        var compiled = _compiled.GetOrAdd(schema.ToJsonString(), _ => Compile(schema));
        var result = compiled.Evaluate(body, new() { OutputFormat = OutputFormat.List });
        return result.IsValid
            ? []
            : [.. result.Details!.Where(detail => detail.Errors is not null)
                .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))];
    }

    /// <summary>Where the members of a body are in another order than the document lists them in.</summary>
    public IEnumerable<string> DisorderOf(JsonElement body, JsonObject schema)
    {
        schema = Resolve(schema);
        if (schema["oneOf"] is JsonArray kinds)
        {
            return kinds.Select(kind => DisorderOf(body, kind!.AsObject()).ToList()).MinBy(disorder => disorder.Count)!;
        }

        if (body.ValueKind == JsonValueKind.Array && schema["items"] is JsonObject items)
        {
            return body.EnumerateArray().SelectMany(item => DisorderOf(item, items));
        }

        if (body.ValueKind != JsonValueKind.Object || schema["properties"] is not JsonObject properties)
        {
            return [];
        }

        var sent = body.EnumerateObject().Select(member => member.Name).ToList();
        var listed = properties.Select(property => property.Key).Where(sent.Contains).ToList();
        return (sent.SequenceEqual(listed) ? Enumerable.Empty<string>() : [$"{string.Join(", ", sent)} instead of {string.Join(", ", listed)}"])
            .Concat(body.EnumerateObject()
                .Where(member => properties.ContainsKey(member.Name))
                .SelectMany(member => DisorderOf(member.Value, properties[member.Name]!.AsObject())));
    }

    /// <summary>The members that a schema has, and those of what is in it, as paths.</summary>
    public IEnumerable<string> MembersOf(string path, JsonNode schema)
    {
        var resolved = Resolve(schema);
        if (resolved["items"] is { } items)
        {
            return MembersOf(path, items);
        }

        return resolved["properties"] is JsonObject properties
            ? properties.SelectMany(property => MembersOf($"{path}.{property.Key}", property.Value!).Prepend($"{path}.{property.Key}"))
            : [];
    }

    private JsonObject? Operation(string template, HttpMethod method) =>
        Root["paths"]?[template]?.AsObject()
            .FirstOrDefault(member => member.Key.Equals(method.Method, StringComparison.OrdinalIgnoreCase)).Value?.AsObject();

    private JsonObject Resolve(JsonNode node)
    {
        while (node["$ref"]?.GetValue<string>() is { } reference)
        {
            node = reference.Split('/').Skip(1).Aggregate((JsonNode)Root, (at, step) => at[step]!);
        }

        return node.AsObject();
    }

    private JsonSchema Compile(JsonObject schema)
    {
        var all = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["allOf"] = new JsonArray(schema.DeepClone()),
            ["$defs"] = Root["components"]!["schemas"]!.DeepClone(),
        };
        return JsonSchema.FromText(all.ToJsonString().Replace(Schemas, "#/$defs/", StringComparison.Ordinal));
    }
}

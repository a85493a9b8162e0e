using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>The body of a POST. Unknown members are ignored, as Snowflake does.</summary>
internal sealed record SubmitBody
{
    public string? Statement { get; init; }

    public JsonElement? Timeout { get; init; }

    [JsonConverter(typeof(ContextTextConverter))]
    public string? Database { get; init; }

    [JsonConverter(typeof(ContextTextConverter))]
    public string? Schema { get; init; }

    [JsonConverter(typeof(ContextTextConverter))]
    public string? Warehouse { get; init; }

    [JsonConverter(typeof(ContextTextConverter))]
    public string? Role { get; init; }

    public Dictionary<string, BindingBody?>? Bindings { get; init; }

    public Dictionary<string, JsonElement>? Parameters { get; init; }
}

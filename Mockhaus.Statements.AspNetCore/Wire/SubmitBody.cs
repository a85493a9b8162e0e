using System.Text.Json;

namespace Mockhaus.Statements.AspNetCore.Wire;

/// <summary>The body of a POST, as far as it is understood. Members that are not known are ignored, as Snowflake does.</summary>
internal sealed record SubmitBody
{
    public string? Statement { get; init; }

    public long? Timeout { get; init; }

    public string? Database { get; init; }

    public string? Schema { get; init; }

    public string? Warehouse { get; init; }

    public string? Role { get; init; }

    public Dictionary<string, BindingBody?>? Bindings { get; init; }

    public Dictionary<string, JsonElement>? Parameters { get; init; }
}

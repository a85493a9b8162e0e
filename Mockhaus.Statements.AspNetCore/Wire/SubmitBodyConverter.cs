using System.Text.Json;

namespace Mockhaus.Statements.AspNetCore.Wire;

/// <summary>Turns the body of a POST into what the manager takes.</summary>
internal static class SubmitBodyConverter
{
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(604_800);

    /// <param name="body">The body.</param>
    /// <param name="requestId">The request id.</param>
    /// <param name="isNullable">Whether NULL is JSON's null rather than a text.</param>
    public static StatementRequest ToRequest(SubmitBody body, string requestId, bool isNullable)
    {
        // Parameter names come in either case, and may even come in both; the last one counts.
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in body.Parameters ?? [])
        {
            if (ToText(value) is { } text)
            {
                parameters[name] = text;
            }
        }

        if (!isNullable)
        {
            parameters[StatementParameters.Nullable] = "false";
        }

        return new()
        {
            Sql = body.Statement!,
            RequestId = requestId,
            StatementCount = StatementCountParameter.Of(parameters),
            QueryTag = parameters.GetValueOrDefault("QUERY_TAG"),
            Timeout = body.Timeout switch
            {
                null => null,
                0 => MaxTimeout,
                var seconds => TimeSpan.FromSeconds(Math.Min(seconds.Value, (long)MaxTimeout.TotalSeconds)),
            },
            Context = new()
            {
                Database = body.Database,
                Schema = body.Schema,
                Warehouse = body.Warehouse,
                Role = body.Role,
                Parameters = parameters,
            },
            Bindings = (body.Bindings ?? []).ToDictionary(binding => binding.Key, binding => ToBinding(binding.Value)),
        };
    }

    private static StatementBinding ToBinding(BindingBody? binding)
    {
        if (binding?.Type is null)
        {
            throw SqlApiErrors.InvalidPayload();
        }

        return binding.Value.ValueKind == JsonValueKind.Array
            ? new(binding.Type, null) { Values = [.. binding.Value.EnumerateArray().Select(ToBindValue)] }
            : new(binding.Type, ToBindValue(binding.Value));
    }

    private static string? ToBindValue(JsonElement value) => value.ValueKind is JsonValueKind.Array or JsonValueKind.Object
        ? throw SqlApiErrors.InvalidPayload()
        : ToText(value);

    private static string? ToText(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Null or JsonValueKind.Undefined => null,
                _ => value.GetRawText(),
            };
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, or bytes that are no UTF-8, also within an object or array: found only when the text is taken out.
            throw SqlApiErrors.InvalidPayload();
        }
    }
}

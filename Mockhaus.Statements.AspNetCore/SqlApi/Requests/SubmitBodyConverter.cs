using System.Globalization;
using System.Text.Json;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Converts the body of a POST to a statement request.</summary>
internal static class SubmitBodyConverter
{
    /// <param name="body">The body.</param>
    /// <param name="requestId">The request id.</param>
    /// <param name="isNullable">Whether NULL is JSON's null. False: it is a text.</param>
    public static StatementRequest ToRequest(SubmitBody body, string requestId, bool isNullable)
    {
        // Parameter names are case-insensitive; of duplicates, the last one is used.
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in body.Parameters ?? [])
        {
            if (ToParameter(value) is { } text)
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
            StatementCount = StatementCountParameter.Read(parameters),
            QueryTag = parameters.GetValueOrDefault("QUERY_TAG"),
            Timeout = TimeoutMember.Read(body.Timeout),
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

    /// <summary>A whole number is converted to text without a fraction of zero, because numeric parameters are counts. A text is not
    /// changed.</summary>
    private static string? ToParameter(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && WholeNumber.TryRead(value.GetRawText(), out var whole)
            ? whole.ToString(CultureInfo.InvariantCulture)
            : JsonText.From(value);

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
        : JsonText.From(value);
}

using System.Globalization;
using System.Text.Json;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Turns the body of a POST into what the manager takes.</summary>
internal static class SubmitBodyConverter
{
    /// <param name="body">The body.</param>
    /// <param name="requestId">The request id.</param>
    /// <param name="isNullable">Whether NULL is JSON's null rather than a text.</param>
    public static StatementRequest ToRequest(SubmitBody body, string requestId, bool isNullable)
    {
        // Parameter names come in either case, and may even come in both; the last one counts.
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

    /// <summary>A number of a parameter is a count of something, so a fraction of zero is none. A text stays as it is.</summary>
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

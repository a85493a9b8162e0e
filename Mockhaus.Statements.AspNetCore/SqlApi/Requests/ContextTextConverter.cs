using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Reads a name. A number or a boolean is converted to text, because clients in dynamically typed languages send them.</summary>
internal sealed class ContextTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        using var value = JsonDocument.ParseValue(ref reader);
        return value.RootElement.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
            ? value.RootElement.GetRawText()
            : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

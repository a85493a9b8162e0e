using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mockhaus.Statements;

internal sealed class StatementHandleJsonConverter : JsonConverter<StatementHandle>
{
    public override StatementHandle Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StatementHandle.TryParse(reader.GetString(), out var handle)
            ? handle
            : throw new JsonException("A statement handle has 32 hexadecimal digits in the form 8-4-4-4-12.");

    public override void Write(Utf8JsonWriter writer, StatementHandle value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}

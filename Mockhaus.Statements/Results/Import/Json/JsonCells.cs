using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Mockhaus.Statements.Results;

/// <summary>Writes JSON values in the form of their column's type; false when a value does not fit. docs/results.md lists the
/// forms.</summary>
internal static class JsonCells
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = JsonLayout.MaxDepth };

    public static bool TryParse(ReadOnlySpan<char> text, out JsonElement element)
    {
        try
        {
            element = JsonElement.Parse(text, Deep);
            return true;
        }
        catch (JsonException)
        {
            element = default;
            return false;
        }
    }

    public static bool TryWrite(RowWriter row, ResultColumn column, JsonElement value)
    {
        switch (column.Type, value.ValueKind)
        {
            case (_, JsonValueKind.Null or JsonValueKind.Undefined) when column.Nullable:
                row.WriteNull();
                return true;
            case (_, JsonValueKind.Null or JsonValueKind.Undefined):
                return false;
            case (ResultColumnType.Variant, _):
            case (ResultColumnType.Object, JsonValueKind.Object):
            case (ResultColumnType.Array, JsonValueKind.Array):
                JsonLayout.Write(value, new ArrayBufferWriter<byte>(), row);
                return true;
            case (ResultColumnType.Object or ResultColumnType.Array, _):
                return false;
            case (ResultColumnType.Text, JsonValueKind.String):
                WriteString(row, value);
                return true;
            case (ResultColumnType.Text, JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False):
                row.WriteUtf8(JsonMarshal.GetRawUtf8Value(value));
                return true;
            case (ResultColumnType.Boolean, JsonValueKind.True or JsonValueKind.False):
                row.WriteBoolean(value.ValueKind == JsonValueKind.True);
                return true;
            case (ResultColumnType.Fixed or ResultColumnType.Real, JsonValueKind.Number):
                return TextCells.TryWrite(row, column, value.GetRawText());
            case (_, JsonValueKind.String):
                return TextCells.TryWrite(row, column, value.GetString());
            default:
                return false;
        }
    }

    public static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => ErrorText.Text(value.GetString()),
        JsonValueKind.Null or JsonValueKind.Undefined => ErrorText.Value(null),
        _ => value.GetRawText(),
    };

    private static void WriteString(RowWriter row, JsonElement value)
    {
        // Most texts contain no escapes and are copied without their quotes.
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (raw.Contains((byte)'\\'))
        {
            row.WriteText(value.GetString());
        }
        else
        {
            row.WriteUtf8(raw[1..^1]);
        }
    }
}

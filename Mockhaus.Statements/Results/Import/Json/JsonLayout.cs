using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mockhaus.Statements.Results;

/// <summary>JSON as Snowflake shows its arrays, objects and variants: two spaces deep. Numbers keep their digits, members their order.</summary>
internal static class JsonLayout
{
    public const int MaxDepth = 1000;

    // The text is escaped once more as a JSON string; there is no HTML to hide from.
    private static readonly JsonWriterOptions Pretty = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
        SkipValidation = true,
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
    };

    /// <summary>Writes the element as a cell.</summary>
    public static void Write(JsonElement element, ArrayBufferWriter<byte> pretty, RowWriter target)
    {
        pretty.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(pretty, Pretty))
        {
            element.WriteTo(json);
        }

        target.WriteUtf8(pretty.WrittenSpan);
    }
}

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mockhaus.Statements.Results;

/// <summary>Formats JSON as Snowflake shows arrays, objects and variants: indented by two spaces. Numbers keep their digits, and members
/// their order.</summary>
internal static class JsonLayout
{
    public const int MaxDepth = 1000;

    // Without escaping for HTML: the text is escaped again as a JSON string.
    private static readonly JsonWriterOptions Pretty = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
        SkipValidation = true,
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
    };

    /// <summary>Writes an element as a cell.</summary>
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

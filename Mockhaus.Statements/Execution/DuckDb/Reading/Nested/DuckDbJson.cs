using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using DuckDB.NET.Native;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Writes lists, structs, maps and unions as Snowflake shows arrays, objects and variants: JSON, indented by two spaces.</summary>
internal sealed class DuckDbJson
{
    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = JsonLayout.MaxDepth,
        SkipValidation = true,
    };

    private readonly DuckDbJsonNode _root;
    private readonly ArrayBufferWriter<byte> _compact = new();
    private readonly ArrayBufferWriter<byte> _pretty = new();

    public DuckDbJson(DuckDBLogicalType type, string column) => _root = DuckDbJsonNode.Create(type, column);

    /// <summary>Writes a cell of a nested type.</summary>
    /// <remarks>Indented in a second pass, because Utf8JsonWriter does not indent raw values, which are used for numbers of any
    /// length.</remarks>
    public void Write(in DuckDbVector vector, long row, RowWriter target)
    {
        _compact.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_compact, Compact))
        {
            _root.Write(vector, row, json);
        }

        Write(_compact.WrittenSpan, _pretty, target);
    }

    /// <summary>Writes a cell of DuckDB's JSON type, which is text.</summary>
    public static void WriteText(in DuckDbVector vector, long row, RowWriter target) =>
        Write(vector.Bytes(row), new ArrayBufferWriter<byte>(), target);

    private static void Write(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> pretty, RowWriter target)
    {
        JsonDocument document;
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonLayout.MaxDepth });
            document = JsonDocument.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            // DuckDB accepts some texts that are not JSON, such as NaN. They are written unchanged.
            target.WriteUtf8(text);
            return;
        }

        using (document)
        {
            JsonLayout.Write(document.RootElement, pretty, target);
        }
    }
}

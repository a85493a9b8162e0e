using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using DuckDB.NET.Data;

namespace Mockhaus.Statements.Benchmarks.Results;

/// <summary>The other way: typed getters, and a Utf8JsonWriter that checks nothing, into one buffer that is used again for each result.</summary>
internal sealed class TypedRows(ResultTable table)
{
    private static readonly JsonWriterOptions Fast = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new();

    public Task<TimeSpan> RunAsync(int count) => Task.Run(() =>
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            Write();
        }

        return TimeProvider.System.GetElapsedTime(start);
    });

    /// <summary>One result; the bytes are good until the next.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        _buffer.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_buffer, Fast);
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        table.Read(reader => WriteRows(reader, json));
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return _buffer.WrittenMemory;
    }

    private void WriteRows(DuckDBDataReader reader, Utf8JsonWriter json)
    {
        TypedCell[] cells = [.. table.Shape.Cells];
        while (reader.Read())
        {
            json.WriteStartArray();
            for (var i = 0; i < cells.Length; i++)
            {
                if (reader.IsDBNull(i))
                {
                    json.WriteNullValue();
                }
                else
                {
                    cells[i](reader, i, json);
                }
            }

            json.WriteEndArray();
        }
    }
}

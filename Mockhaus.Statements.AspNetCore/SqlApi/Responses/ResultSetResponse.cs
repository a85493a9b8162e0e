using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Writes the ResultSet: the metadata of the rows, the rows of the first partition, and the members of the statement.</summary>
/// <remarks>
/// The rows are stored as <c>{"data":[…]}</c>. Their bytes are written unchanged between a head and a tail: the braces between the
/// three parts are replaced with commas.
/// </remarks>
internal static class ResultSetResponse
{
    // The code is Snowflake's; its text is unknown.
    private static ReadOnlySpan<byte> Truncated => "The result is too large and not fully included."u8;

    /// <summary>The bytes of a stored batch besides its rows and the commas between them.</summary>
    private const int FrameBytes = 11;

    /// <summary>The number of bytes from which a single partition has a compressed size. Recorded responses have none for small partitions
    /// and one for 1 MB. The real service splits results from this size on, and compresses them.</summary>
    private const int LargeBytes = 100_000;

    private static readonly byte[] Comma = ","u8.ToArray();

    public static async Task WriteAsync(
        HttpContext context, Statement statement, ResultManifest result, ResultBatch first, bool uppercaseNames)
    {
        var head = SqlApiResponse.ToObject(json => WriteMetaData(json, result, uppercaseNames))[..^1];
        var rows = first.GetJson()[1..^1];
        var tail = SqlApiResponse.ToObject(json => WriteStatement(json, context, statement, result))[1..];

        context.Response.ContentType = "application/json";
        context.Response.Headers.Vary = SqlApiResponse.VaryOfSuccess;
        if (GzipAcceptance.IsAsked(context.Request))
        {
            await WriteGzipAsync(context, head, rows, tail);
            return;
        }

        context.Response.ContentLength = head.Length + 1L + rows.Length + 1L + tail.Length;
        var body = context.Response.BodyWriter;
        body.Write(head.Span);
        body.Write(Comma);
        await ResponseBody.WriteAsync(context, rows);
        body.Write(Comma);
        await body.WriteAsync(tail, context.RequestAborted);
    }

    private static async Task WriteGzipAsync(
        HttpContext context, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> rows, ReadOnlyMemory<byte> tail)
    {
        context.Response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await gzip.WriteAsync(head, context.RequestAborted);
        await gzip.WriteAsync(Comma, context.RequestAborted);
        await gzip.WriteAsync(rows, context.RequestAborted);
        await gzip.WriteAsync(Comma, context.RequestAborted);
        await gzip.WriteAsync(tail, context.RequestAborted);
    }

    private static void WriteMetaData(Utf8JsonWriter json, ResultManifest result, bool uppercaseNames)
    {
        json.WriteStartObject("resultSetMetaData"u8);
        json.WriteNumber("numRows"u8, result.RowCount);
        json.WriteString("format"u8, "jsonv2"u8);
        json.WriteStartArray("partitionInfo"u8);
        var isLarge = result.Batches is not [var single] || single.UncompressedBytes - FrameBytes >= LargeBytes;
        foreach (var batch in result.Batches)
        {
            json.WriteStartObject();
            json.WriteNumber("rowCount"u8, batch.RowCount);
            var size = batch.UncompressedBytes - FrameBytes;
            json.WriteNumber("uncompressedSize"u8, size);
            if (isLarge)
            {
                // The size of an uncompressed partition is that of its rows.
                json.WriteNumber("compressedSize"u8, batch.Encoding == BatchEncoding.Identity ? size : batch.StoredBytes);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rowType"u8);
        foreach (var column in result.Columns)
        {
            WriteColumn(json, column, uppercaseNames);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter json, ResultColumn column, bool uppercaseNames)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, NameOf(column.Name, uppercaseNames && !column.IsNameExact));
        json.WriteString("database"u8, NameOf(column.Database, uppercaseNames));
        json.WriteString("schema"u8, NameOf(column.Schema, uppercaseNames));
        json.WriteString("table"u8, NameOf(column.Table, uppercaseNames));
        json.WriteNull("collation"u8);
        WriteNumber(json, "precision"u8, column.Precision);
        WriteNumber(json, "scale"u8, column.Scale);
        json.WriteBoolean("nullable"u8, column.Nullable);
        WriteNumber(json, "byteLength"u8, column.ByteLength);
        WriteNumber(json, "length"u8, column.Length);
        json.WriteString("type"u8, column.Type.ToSqlApiName());
        if (column.ExtendedTypeName is { } extended)
        {
            json.WriteString("extTypeName"u8, extended);
        }

        json.WriteEndObject();
    }

    private static string NameOf(string? name, bool isUpper) => isUpper ? name?.ToUpperInvariant() ?? "" : name ?? "";

    private static void WriteStatement(Utf8JsonWriter json, HttpContext context, Statement statement, ResultManifest result)
    {
        // A part of a multi-statement request, or a statement that the host has submitted, can have no request id, but clients require one.
        var requestId = statement.RequestId ?? RequestIds.From(statement.Handle).ToString();
        json.WriteString("code"u8, result.IsTruncated ? "391908"u8 : "090001"u8);
        if (statement.Children.Count > 0)
        {
            json.WriteStartArray("statementHandles"u8);
            foreach (var child in statement.Children)
            {
                json.WriteStringValue(child.Value);
            }

            json.WriteEndArray();
        }

        json.WriteString("statementStatusUrl"u8, StatementUrl.For(context.Request, statement.Handle, requestId));
        json.WriteString("requestId"u8, requestId);
        json.WriteString("sqlState"u8, "00000"u8);
        json.WriteString("statementHandle"u8, statement.Handle.Value);
        json.WriteString("message"u8, result.IsTruncated ? Truncated : "Statement executed successfully."u8);
        json.WriteNumber("createdOn"u8, statement.CreatedAt.ToUnixTimeMilliseconds());
        if (result.Stats is { } stats)
        {
            json.WriteStartObject("stats"u8);
            json.WriteNumber("numRowsInserted"u8, stats.RowsInserted);
            json.WriteNumber("numRowsDeleted"u8, stats.RowsDeleted);
            json.WriteNumber("numRowsUpdated"u8, stats.RowsUpdated);
            json.WriteNumber("numDmlDuplicates"u8, 0);
            json.WriteEndObject();
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}

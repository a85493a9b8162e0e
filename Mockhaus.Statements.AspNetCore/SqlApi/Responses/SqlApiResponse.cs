using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>The small responses, with their members in the order in which the real service sends them.</summary>
internal static class SqlApiResponse
{
    // Compact, and with letters as they are; what is sent is JSON and never part of a page.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the answers to requests that went well depend on, as recorded; those of errors name the first alone.</summary>
    public const string VaryOfSuccess = "Accept-Encoding, User-Agent";

    private const string VaryOfErrors = "Accept-Encoding";

    public static Task WriteRunningAsync(HttpContext context, Statement statement) =>
        WriteAsync(context, StatusCodes.Status202Accepted, json =>
        {
            json.WriteString("code"u8, "333334"u8);
            json.WriteString(
                "message"u8,
                "Asynchronous execution in progress. Use provided query id to perform query monitoring and management."u8);
            json.WriteString("statementHandle"u8, statement.Handle.Value);
            json.WriteString("statementStatusUrl"u8, StatementUrl.For(context.Request, statement.Handle));
        });

    public static Task WriteCancelledAsync(HttpContext context, StatementHandle handle) =>
        WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteString("code"u8, StatementErrorCodes.Cancelled);
            json.WriteString("sqlState"u8, "57014"u8);
            json.WriteString("message"u8, "SQL execution canceled"u8);
            json.WriteString("statementHandle"u8, handle.Value);
            json.WriteString("statementStatusUrl"u8, StatementUrl.For(context.Request, handle));
        });

    public static Task WriteErrorAsync(HttpContext context, SqlApiException error)
    {
        // Of an answer that was begun and not sent: an error has no partitions, and is never packed.
        context.Response.Headers.Remove(HeaderNames.Link);
        context.Response.Headers.Remove(HeaderNames.ContentEncoding);
        if (error.Status == StatusCodes.Status401Unauthorized)
        {
            // HTTP wants it, and there are clients that take a 401 without it for a broken answer.
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (error.RetryAfter is { } pause)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return WriteAsync(context, error.Status, json =>
        {
            json.WriteString("code"u8, error.Error.Code);
            json.WriteString("message"u8, error.Error.Message);
            if (error.IsBrief)
            {
                if (error.Handle is { } busy)
                {
                    json.WriteString("statementHandle"u8, busy.Value);
                    json.WriteString("statementStatusUrl"u8, StatementUrl.For(context.Request, busy));
                }

                return;
            }

            json.WriteString("sqlState"u8, error.Error.SqlState);
            json.WriteString("statementHandle"u8, error.Handle?.ToString() ?? error.UnknownHandle);
        });
    }

    /// <summary>A partition after the first: its stored bytes as they are, unless the client says that it cannot unpack them.</summary>
    public static Task WritePartitionAsync(HttpContext context, ResultBatch batch)
    {
        var isPacked = batch.Info.Encoding == BatchEncoding.Gzip && !GzipAcceptance.IsRefused(context.Request);
        var bytes = isPacked ? batch.Payload : batch.GetJson();
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.Vary = VaryOfSuccess;
        if (isPacked)
        {
            context.Response.Headers.ContentEncoding = "gzip";
        }

        return ResponseBody.WriteAsync(context, bytes);
    }

    /// <summary>A JSON object with the members that are written into it.</summary>
    public static ReadOnlyMemory<byte> ToObject(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes, Json))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return bytes.WrittenMemory;
    }

    private static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> members)
    {
        var body = ToObject(members);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.Vary = status < StatusCodes.Status300MultipleChoices ? VaryOfSuccess : VaryOfErrors;
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}

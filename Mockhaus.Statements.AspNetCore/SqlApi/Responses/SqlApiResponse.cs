using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Writes the small responses, with their members in the order of the real service.</summary>
internal static class SqlApiResponse
{
    // Compact, and without escaping for HTML, because the JSON is never part of a page.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The Vary header of successful responses, as recorded. Errors only have the first value.</summary>
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
        // Headers of a response that was prepared and not sent: an error has no partitions and is not compressed.
        context.Response.Headers.Remove(HeaderNames.Link);
        context.Response.Headers.Remove(HeaderNames.ContentEncoding);
        if (error.Status == StatusCodes.Status401Unauthorized)
        {
            // Required by HTTP; some clients treat a 401 without it as a protocol error.
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

    /// <summary>Writes a partition after the first: its stored bytes, uncompressed if the client does not accept gzip.</summary>
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

    /// <summary>Creates a JSON object with the given members.</summary>
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

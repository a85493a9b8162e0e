using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mockhaus.Statements.AspNetCore.Wire;

/// <summary>Reads the body of a POST, or says what is wrong with it.</summary>
internal static class SubmitBodyReader
{
    public static async ValueTask<SubmitBody> ReadAsync(HttpRequest request, int maxBytes)
    {
        if (request.ContentType is { Length: > 0 } contentType && !request.HasJsonContentType())
        {
            throw new SqlApiException(
                StatusCodes.Status415UnsupportedMediaType,
                new(SqlApiErrors.InvalidPayloadCode, "22000", $"The Content-Type is '{contentType}'. Send application/json."));
        }

        var body = await ReadToEndAsync(request, maxBytes);
        try
        {
            return Parse(body) switch
            {
                null => throw SqlApiErrors.InvalidPayload("It is null; it has to be an object with the member 'statement'."),
                { Timeout: < 0 } negative => throw SqlApiErrors.InvalidPayload($"Member 'timeout' is {negative.Timeout}; it has to be 0 or more seconds."),
                var valid => valid,
            };
        }
        catch (JsonException exception)
        {
            throw SqlApiErrors.InvalidPayload(PlaceOf(exception));
        }
        finally
        {
            // A read that is left open breaks the next request of the same connection.
            request.BodyReader.AdvanceTo(body.End);
        }
    }

    /// <summary>The whole body. The caller tells the reader of the request when it is done with it.</summary>
    /// <exception cref="SqlApiException">It is too large, or broken off.</exception>
    public static ValueTask<ReadOnlySequence<byte>> ReadToEndAsync(HttpRequest request, int maxBytes)
    {
        if (request.ContentLength > maxBytes)
        {
            throw SqlApiErrors.BodyTooLarge(maxBytes);
        }

        // Counted here and not by the server, which would cut the connection off before a client that is still sending
        // has read the answer.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }

        return ReadToEndAsync(request.BodyReader, maxBytes, request.HttpContext.RequestAborted);
    }

    private static async ValueTask<ReadOnlySequence<byte>> ReadToEndAsync(PipeReader reader, int maxBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await ReadAsync(reader, cancellationToken);
            if (read.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw SqlApiErrors.BodyTooLarge(maxBytes);
            }

            if (read.IsCompleted)
            {
                return read.Buffer;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async ValueTask<ReadResult> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            // Most of what is wrong with a body's framing the server answers itself; a chunk whose size overflows it hands to us.
            throw SqlApiErrors.InvalidPayload("The body cannot be read as its headers say.");
        }
    }

    /// <summary>Where reading stopped, so that whoever has built the body by hand finds the place.</summary>
    private static string? PlaceOf(JsonException exception) => exception.Path is { } path
        ? $"It cannot be read at '{SqlApiErrors.Shorten(path)}', line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}."
        : null;

    private static SubmitBody? Parse(ReadOnlySequence<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var body = JsonSerializer.Deserialize(ref reader, WireJson.Default.SubmitBody);
        return reader.Read() ? throw new JsonException() : body;
    }
}

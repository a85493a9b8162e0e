using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Reads the body of a POST.</summary>
internal static class SubmitBodyReader
{
    public static async ValueTask<SubmitBody> ReadAsync(HttpRequest request, SqlApiOptions options, TimeProvider timeProvider)
    {
        if (request.ContentType is { Length: > 0 } contentType && !request.HasJsonContentType())
        {
            throw new SqlApiException(
                StatusCodes.Status415UnsupportedMediaType,
                new(SqlApiErrors.InvalidPayloadCode, "22000", $"The Content-Type is '{contentType}'. Send application/json."));
        }

        var body = await RequestBody.ReadToEndAsync(request, options, timeProvider);
        try
        {
            return Parse(body) switch
            {
                null => throw SqlApiErrors.InvalidPayload("It is null; it must be an object with the member 'statement'."),
                var valid => valid,
            };
        }
        catch (JsonException exception)
        {
            throw SqlApiErrors.InvalidPayload(PlaceOf(exception));
        }
        finally
        {
            // An unfinished read breaks the next request of the connection.
            request.BodyReader.AdvanceTo(body.End);
        }
    }

    /// <summary>The position of the error, for the author of the body.</summary>
    private static string? PlaceOf(JsonException exception) => exception.Path is { } path
        ? $"It cannot be read at '{SqlApiErrors.Shorten(path)}', line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}."
        : null;

    private static SubmitBody? Parse(ReadOnlySequence<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var body = JsonSerializer.Deserialize(ref reader, SubmitBodyJsonContext.Default.SubmitBody);
        return reader.Read() ? throw new JsonException() : body;
    }
}

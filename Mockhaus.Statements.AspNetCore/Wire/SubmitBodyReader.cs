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

        if (request.ContentLength > maxBytes)
        {
            throw SqlApiErrors.BodyTooLarge(maxBytes);
        }

        // A body without a length is stopped by the server while it is read.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = maxBytes;
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, WireJson.Default.SubmitBody, request.HttpContext.RequestAborted)
                is { Statement: not null, Timeout: null or >= 0 } body
                ? body
                : throw SqlApiErrors.InvalidPayload();
        }
        catch (JsonException)
        {
            throw SqlApiErrors.InvalidPayload();
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw SqlApiErrors.BodyTooLarge(maxBytes);
        }
    }
}

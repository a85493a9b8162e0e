using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Reads the complete body of a request, within the limits of size and time.</summary>
internal static class RequestBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Returns the complete body without a byte order mark. The caller advances the body reader when it has read it.</summary>
    /// <exception cref="SqlApiException">The body is too large, too slow, or has invalid framing.</exception>
    /// <exception cref="ConnectionAbortedException">The client has disconnected before the end of the body.</exception>
    public static async ValueTask<ReadOnlySequence<byte>> ReadToEndAsync(HttpRequest request, SqlApiOptions options, TimeProvider timeProvider)
    {
        if (request.ContentLength > options.MaxRequestBodyBytes)
        {
            throw SqlApiErrors.BodyTooLarge(options.MaxRequestBodyBytes);
        }

        // Limited here and not by the server, which would close the connection before a client that is still sending
        // can read the response.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }

        try
        {
            // Most bodies arrive in one piece with their headers and need no timer.
            var isRead = request.BodyReader.TryRead(out var read);
            return WithoutMark(isRead && read.IsCompleted ? Checked(request, read, options) : await ReadSlowlyAsync(request, isRead ? read : null, options, timeProvider));
        }
        catch (ConnectionResetException)
        {
            // Otherwise the server would try to read the rest of the body, and log the failure.
            request.HttpContext.Abort();
            throw new ConnectionAbortedException("The client has disconnected before the end of its body.");
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            throw SqlApiErrors.BodyTooSlow("It arrived with fewer bytes a second than the server requires.");
        }
        catch (BadHttpRequestException exception) when (!IsCutOff(exception, request))
        {
            throw new SqlApiException(exception.StatusCode, new(SqlApiErrors.InvalidPayloadCode, "22000", "The request could not be read."));
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            // The server reports most framing errors itself, but not a chunk size that overflows.
            throw SqlApiErrors.InvalidPayload("The body cannot be read as its headers say.");
        }
    }

    private static async ValueTask<ReadOnlySequence<byte>> ReadSlowlyAsync(
        HttpRequest request, ReadResult? begun, SqlApiOptions options, TimeProvider timeProvider)
    {
        var reader = request.BodyReader;
        var isLate = false;
        await using var timer = timeProvider.CreateTimer(
            _ =>
            {
                Volatile.Write(ref isLate, true);
                reader.CancelPendingRead();
            },
            null,
            options.RequestBodyTimeout,
            Timeout.InfiniteTimeSpan);

        // One method for all pieces, and no token: a body that arrives byte by byte then causes almost no allocations, and after a
        // cancelled read the server could not read the rest of the body.
        while (true)
        {
            if (begun is { } part)
            {
                var body = Checked(request, part, options);
                if (part.IsCompleted)
                {
                    return body;
                }

                reader.AdvanceTo(body.Start, body.End);
                if (Volatile.Read(ref isLate))
                {
                    CloseAfterAnswer(request);
                    throw SqlApiErrors.BodyTooSlow($"It was not complete after {options.RequestBodyTimeout.TotalSeconds:0.###} seconds.");
                }
            }

            begun = await reader.ReadAsync();
        }
    }

    private static ReadOnlySequence<byte> Checked(HttpRequest request, ReadResult read, SqlApiOptions options)
    {
        if (read.Buffer.Length > options.MaxRequestBodyBytes)
        {
            request.BodyReader.AdvanceTo(read.Buffer.End);
            throw SqlApiErrors.BodyTooLarge(options.MaxRequestBodyBytes);
        }

        return read.Buffer;
    }

    /// <summary>Closes the connection after the response, without reading the rest of the body. HTTP/2 and later have no such header, and
    /// reset the stream instead.</summary>
    private static void CloseAfterAnswer(HttpRequest request)
    {
        if (HttpProtocol.IsHttp11(request.Protocol) || HttpProtocol.IsHttp10(request.Protocol))
        {
            request.HttpContext.Response.Headers.Connection = "close";
        }
    }

    /// <summary>Whether the body is shorter than its Content-Length. The server then closes the connection itself.</summary>
    private static bool IsCutOff(BadHttpRequestException exception, HttpRequest request) =>
        exception.StatusCode == StatusCodes.Status400BadRequest && request.ContentLength is not null;

    private static ReadOnlySequence<byte> WithoutMark(ReadOnlySequence<byte> body)
    {
        var reader = new SequenceReader<byte>(body);
        return reader.IsNext(ByteOrderMark, advancePast: true) ? reader.UnreadSequence : body;
    }
}

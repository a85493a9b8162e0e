using Microsoft.AspNetCore.Http;

namespace Mockhaus.Statements.AspNetCore.SqlApi;

/// <summary>Sends bytes that are at hand.</summary>
internal static class ResponseBody
{
    /// <summary>How much is written before the client has to take it. With smaller pieces, threads wait for each other more than they copy.</summary>
    private const int PieceBytes = 1024 * 1024;

    /// <summary>Writes bytes after whatever has been written of the body, and sends them.</summary>
    /// <remarks>
    /// Left to itself, the server cuts a body into blocks of 4 KB and hands each of them to the system. One that is asked for in the
    /// size of a piece comes from the shared pool of arrays and is sent whole, in three quarters of the time.
    /// </remarks>
    public static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> bytes)
    {
        // What is written sooner is kept elsewhere and copied once more when the headers are made.
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

using System.Net.Sockets;

namespace Mockhaus.Statements.Stress.Fuzz;

/// <summary>A connection for one request. A client of HTTP would refuse to send most of them.</summary>
internal static class FuzzConnection
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>All that is answered until the server hangs up; what it does not do within 60 s is no HTTP.</summary>
    public static async Task<IReadOnlyList<FuzzAnswer>> SendAsync(Uri server, FuzzRequest request)
    {
        using var end = new CancellationTokenSource(Patience, TimeProvider.System);
        using var client = new TcpClient();
        using var received = new MemoryStream();
        await client.ConnectAsync(server.Host, server.Port, end.Token);
        await using var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(request.Bytes, end.Token);
            if (!request.IsWhole)
            {
                client.Client.Shutdown(SocketShutdown.Send);
            }

            await stream.CopyToAsync(received, end.Token);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // Hung up on; what came before counts.
        }
        catch (OperationCanceledException)
        {
            return [new(0, false, "(nothing more for 60 s)"u8.ToArray(), false)];
        }

        return FuzzAnswer.Parse(received.GetBuffer().AsSpan(0, (int)received.Length));
    }
}

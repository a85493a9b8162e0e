using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mockhaus.Statements.Benchmarks.Redis;

/// <summary>A Redis server on a free port, in memory only: what its disk takes would hide what the clients take.</summary>
internal sealed class RedisProcess : IDisposable
{
    private readonly Process _process;

    private RedisProcess(int port)
    {
        Configuration = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        var start = new ProcessStartInfo("redis-server") { RedirectStandardOutput = true };
        string[] settings = ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
        Array.ForEach(settings, start.ArgumentList.Add);
        _process = Process.Start(start)!;
    }

    public string Configuration { get; }

    public static async Task<RedisProcess> StartAsync()
    {
        var server = new RedisProcess(FreePort());
        while (await server._process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                _ = server._process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return server;
            }
        }

        server.Dispose();
        throw new InvalidOperationException("redis-server has ended at its start.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Globalization;
using StackExchange.Redis;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>A real Redis Cluster: three nodes without replicas, each with a third of the slots.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private const int Size = 3;
    private const int Slots = 16_384;

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private RedisCluster(IReadOnlyList<RedisServer> nodes) => Nodes = nodes;

    public IReadOnlyList<RedisServer> Nodes { get; }

    public string Configuration => string.Join(',', Nodes.Select(node => node.Configuration));

    public static async Task<RedisCluster> StartAsync(params string[] settings)
    {
        var nodes = new List<RedisServer>();
        for (var number = 0; number < Size; number++)
        {
            // By its own choice, a node talks to the others 10,000 above its port, which may be above all ports.
            var busPort = RedisServer.FreePort();
            nodes.Add(await RedisServer.StartAsync(
                ["--cluster-enabled", "yes", "--cluster-port", busPort.ToString(CultureInfo.InvariantCulture), .. settings]));
            await JoinAsync(nodes, number, busPort);
        }

        await WaitUntilReadyAsync(nodes);
        return new(nodes);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static async Task JoinAsync(List<RedisServer> nodes, int number, int busPort)
    {
        await AskAsync(nodes[number], "SET-CONFIG-EPOCH", number + 1);
        await AskAsync(nodes[number], "ADDSLOTSRANGE", Slots * number / Size, (Slots * (number + 1) / Size) - 1);
        if (number > 0)
        {
            await AskAsync(nodes[0], "MEET", "127.0.0.1", nodes[number].Port, busPort);
        }
    }

    private static async Task WaitUntilReadyAsync(List<RedisServer> nodes)
    {
        var start = TimeProvider.System.GetTimestamp();
        foreach (var node in nodes)
        {
            while (await AskAsync(node, "INFO") is not { } info
                || !info.Contains("cluster_state:ok", StringComparison.Ordinal)
                || !info.Contains("cluster_size:3", StringComparison.Ordinal))
            {
                if (TimeProvider.System.GetElapsedTime(start) > StartTime)
                {
                    throw new InvalidOperationException("The nodes of the Redis cluster have not found each other.");
                }

                await Task.Delay(Pause, TimeProvider.System);
            }
        }
    }

    /// <summary>On a connection for this alone: one that stays would go after the other nodes as they come.</summary>
    private static async Task<string?> AskAsync(RedisServer node, params object[] arguments)
    {
        await using var connection = await node.ConnectAsync();
        return (string?)await connection.GetServers().Single(server => server.EndPoint.ToString() == node.Configuration).ExecuteAsync("CLUSTER", arguments);
    }
}

namespace Mockhaus.Statements.Tests.Support;

/// <summary>One server, and one cluster, for all tests that do them no harm; each has keys of its own.</summary>
public static class SharedRedis
{
    private static readonly Lock Gate = new();
    private static Task<RedisServer>? _server;
    private static Task<RedisCluster>? _cluster;

    public static Task<RedisServer> ServerAsync()
    {
        lock (Gate)
        {
            return _server ??= RedisServer.StartAsync("--appendfsync", "no");
        }
    }

    public static Task<RedisCluster> ClusterAsync()
    {
        lock (Gate)
        {
            return _cluster ??= RedisCluster.StartAsync("--appendfsync", "no");
        }
    }

    public static async Task StopAsync()
    {
        if (_server is not null)
        {
            await (await _server).DisposeAsync();
        }

        if (_cluster is not null)
        {
            await (await _cluster).DisposeAsync();
        }
    }
}

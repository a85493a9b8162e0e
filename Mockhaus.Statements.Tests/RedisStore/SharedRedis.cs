namespace Mockhaus.Statements.Tests.RedisStore;

/// <summary>One server for all tests that do it no harm; each has keys of its own.</summary>
[SetUpFixture]
public sealed class SharedRedis
{
    private static readonly Lock Gate = new();
    private static Task<RedisServer>? _server;

    public static Task<RedisServer> ServerAsync()
    {
        lock (Gate)
        {
            return _server ??= RedisServer.StartAsync("--appendfsync", "no");
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_server is not null)
        {
            await (await _server).DisposeAsync();
        }
    }
}

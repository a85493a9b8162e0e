using System.Globalization;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Redis.Faults;

/// <summary>A server for each test, to do harm to, and a way to it that can be spoilt.</summary>
public abstract class FaultFixture : RedisFixture
{
    /// <summary>How much longer than its time limit a call may take, on a busy machine.</summary>
    protected static readonly TimeSpan Slack = TimeSpan.FromSeconds(3);

    protected static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);

    protected TcpProxy Proxy { get; private set; } = null!;

    protected string ProxyConfiguration => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Proxy.Port}");

    [SetUp]
    public void OpenProxy() => Proxy = new(Server.Port);

    [TearDown]
    public async Task CloseProxyAsync() => await Proxy.DisposeAsync();

    protected override Task<RedisServer> ServerAsync() => RedisServer.StartAsync("--appendfsync", "no");

    protected override async Task ReturnAsync(RedisServer server) => await server.DisposeAsync();

    /// <summary>A store that goes directly to the server.</summary>
    protected Task<RedisStatementStore> OpenDirectAsync(Action<RedisStoreOptions>? configure = null) => OpenAsync(options =>
    {
        options.CallTimeout = CallTimeout;
        options.Lease = TimeSpan.FromSeconds(2);
        configure?.Invoke(options);
    });

    /// <summary>A store whose way to the server leads through the proxy.</summary>
    protected Task<RedisStatementStore> OpenThroughProxyAsync(Action<RedisStoreOptions>? configure = null) => OpenDirectAsync(options =>
    {
        options.Configuration = ProxyConfiguration;
        configure?.Invoke(options);
    });

    /// <summary>Runs what has to fail with the store's own error, within the time limit of a call.</summary>
    protected static async Task<StatementStoreException> ShouldFailInTimeAsync(Func<Task> run, TimeSpan? limit = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        var error = (await run.Should().ThrowAsync<StatementStoreException>()).Which;
        TimeProvider.System.GetElapsedTime(start).Should().BeLessThan((limit ?? CallTimeout) + Slack);
        return error;
    }
}

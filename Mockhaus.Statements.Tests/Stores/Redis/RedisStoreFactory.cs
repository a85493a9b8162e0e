using System.Globalization;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Redis;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Redis;

/// <summary>Redis stores on one real server, each with keys of its own.</summary>
public class RedisStoreFactory : StoreFactory
{
    private static int _count;

    public override Type StoreType => typeof(RedisStatementStore);

    public override int Slowness => 10;

    protected virtual async Task<string> ConfigurationAsync() => (await SharedRedis.ServerAsync()).Configuration;

    public override async ValueTask<IStatementStore> CreateAsync(MockhausStatementsOptions options, TimeProvider timeProvider) =>
        await RedisStatementStore.ConnectAsync(
            new()
            {
                Configuration = await ConfigurationAsync(),
                KeyPrefix = string.Create(CultureInfo.InvariantCulture, $"test-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}:"),
            },
            options,
            timeProvider);
}

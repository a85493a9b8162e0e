using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Redis;

/// <summary>Redis stores on a cluster of three nodes.</summary>
public sealed class RedisClusterFactory : RedisStoreFactory
{
    protected override async Task<string> ConfigurationAsync() => (await SharedRedis.ClusterAsync()).Configuration;
}

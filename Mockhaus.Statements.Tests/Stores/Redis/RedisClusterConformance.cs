using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Stores.Redis;

/// <summary>The conformance suite on the stores of <see cref="RedisClusterFactory"/>.</summary>
public static class RedisClusterConformance
{
    public sealed class Add : AddConformance<RedisClusterFactory>;

    public sealed class Batches : BatchesConformance<RedisClusterFactory>;

    public sealed class Concurrency : ConcurrencyConformance<RedisClusterFactory>;

    public sealed class Find : FindConformance<RedisClusterFactory>;

    public sealed class List : ListConformance<RedisClusterFactory>;

    public sealed class ModelPrograms : ModelConformance<RedisClusterFactory>;

    public sealed class Purge : PurgeConformance<RedisClusterFactory>;

    public sealed class Remove : RemoveConformance<RedisClusterFactory>;

    public sealed class Replace : ReplaceConformance<RedisClusterFactory>;

    public sealed class RequestIds : RequestIdsConformance<RedisClusterFactory>;

    public sealed class Refresh : RefreshExpiryConformance<RedisClusterFactory>;
}

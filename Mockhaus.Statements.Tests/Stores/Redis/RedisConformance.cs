using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Stores.Redis;

/// <summary>The conformance suite on the stores of <see cref="RedisStoreFactory"/>.</summary>
public static class RedisConformance
{
    public sealed class Add : AddConformance<RedisStoreFactory>;

    public sealed class Batches : BatchesConformance<RedisStoreFactory>;

    public sealed class Concurrency : ConcurrencyConformance<RedisStoreFactory>;

    public sealed class Find : FindConformance<RedisStoreFactory>;

    public sealed class List : ListConformance<RedisStoreFactory>;

    public sealed class ModelPrograms : ModelConformance<RedisStoreFactory>;

    public sealed class Purge : PurgeConformance<RedisStoreFactory>;

    public sealed class Remove : RemoveConformance<RedisStoreFactory>;

    public sealed class Replace : ReplaceConformance<RedisStoreFactory>;

    public sealed class RequestIds : RequestIdsConformance<RedisStoreFactory>;

    public sealed class Refresh : RefreshExpiryConformance<RedisStoreFactory>;
}

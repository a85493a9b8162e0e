using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

/// <summary>The conformance suite on the stores of <see cref="HybridOverRedisFactory"/>.</summary>
public static class HybridOverRedisConformance
{
    public sealed class Add : AddConformance<HybridOverRedisFactory>;

    public sealed class Batches : BatchesConformance<HybridOverRedisFactory>;

    public sealed class Concurrency : ConcurrencyConformance<HybridOverRedisFactory>;

    public sealed class Find : FindConformance<HybridOverRedisFactory>;

    public sealed class List : ListConformance<HybridOverRedisFactory>;

    public sealed class ModelPrograms : ModelConformance<HybridOverRedisFactory>;

    public sealed class Purge : PurgeConformance<HybridOverRedisFactory>;

    public sealed class Remove : RemoveConformance<HybridOverRedisFactory>;

    public sealed class Replace : ReplaceConformance<HybridOverRedisFactory>;

    public sealed class RequestIds : RequestIdsConformance<HybridOverRedisFactory>;

    public sealed class Refresh : RefreshExpiryConformance<HybridOverRedisFactory>;
}

using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

/// <summary>The conformance suite on the stores of <see cref="HybridOverDuckDbFactory"/>.</summary>
public static class HybridOverDuckDbConformance
{
    public sealed class Add : AddConformance<HybridOverDuckDbFactory>;

    public sealed class Batches : BatchesConformance<HybridOverDuckDbFactory>;

    public sealed class Concurrency : ConcurrencyConformance<HybridOverDuckDbFactory>;

    public sealed class Find : FindConformance<HybridOverDuckDbFactory>;

    public sealed class List : ListConformance<HybridOverDuckDbFactory>;

    public sealed class ModelPrograms : ModelConformance<HybridOverDuckDbFactory>;

    public sealed class Purge : PurgeConformance<HybridOverDuckDbFactory>;

    public sealed class Remove : RemoveConformance<HybridOverDuckDbFactory>;

    public sealed class Replace : ReplaceConformance<HybridOverDuckDbFactory>;

    public sealed class RequestIds : RequestIdsConformance<HybridOverDuckDbFactory>;

    public sealed class Refresh : RefreshExpiryConformance<HybridOverDuckDbFactory>;
}

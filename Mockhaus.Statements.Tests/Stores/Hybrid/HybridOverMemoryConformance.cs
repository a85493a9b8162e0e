using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

/// <summary>The conformance suite on the stores of <see cref="HybridOverMemoryFactory"/>.</summary>
public static class HybridOverMemoryConformance
{
    public sealed class Add : AddConformance<HybridOverMemoryFactory>;

    public sealed class Batches : BatchesConformance<HybridOverMemoryFactory>;

    public sealed class Concurrency : ConcurrencyConformance<HybridOverMemoryFactory>;

    public sealed class Find : FindConformance<HybridOverMemoryFactory>;

    public sealed class List : ListConformance<HybridOverMemoryFactory>;

    public sealed class ModelPrograms : ModelConformance<HybridOverMemoryFactory>;

    public sealed class Purge : PurgeConformance<HybridOverMemoryFactory>;

    public sealed class Remove : RemoveConformance<HybridOverMemoryFactory>;

    public sealed class Replace : ReplaceConformance<HybridOverMemoryFactory>;

    public sealed class RequestIds : RequestIdsConformance<HybridOverMemoryFactory>;

    public sealed class Refresh : RefreshExpiryConformance<HybridOverMemoryFactory>;
}

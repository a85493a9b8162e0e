using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Stores.Memory;

/// <summary>The conformance suite on the stores of <see cref="MemoryStoreFactory"/>.</summary>
public static class MemoryConformance
{
    public sealed class Add : AddConformance<MemoryStoreFactory>;

    public sealed class Batches : BatchesConformance<MemoryStoreFactory>;

    public sealed class Concurrency : ConcurrencyConformance<MemoryStoreFactory>;

    public sealed class Find : FindConformance<MemoryStoreFactory>;

    public sealed class List : ListConformance<MemoryStoreFactory>;

    public sealed class ModelPrograms : ModelConformance<MemoryStoreFactory>;

    public sealed class Purge : PurgeConformance<MemoryStoreFactory>;

    public sealed class Remove : RemoveConformance<MemoryStoreFactory>;

    public sealed class Replace : ReplaceConformance<MemoryStoreFactory>;

    public sealed class RequestIds : RequestIdsConformance<MemoryStoreFactory>;

    public sealed class Refresh : RefreshExpiryConformance<MemoryStoreFactory>;
}

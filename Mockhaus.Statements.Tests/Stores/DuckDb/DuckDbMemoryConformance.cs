using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

/// <summary>The conformance suite on the stores of <see cref="DuckDbMemoryStoreFactory"/>.</summary>
public static class DuckDbMemoryConformance
{
    public sealed class Add : AddConformance<DuckDbMemoryStoreFactory>;

    public sealed class Batches : BatchesConformance<DuckDbMemoryStoreFactory>;

    public sealed class Concurrency : ConcurrencyConformance<DuckDbMemoryStoreFactory>;

    public sealed class Find : FindConformance<DuckDbMemoryStoreFactory>;

    public sealed class List : ListConformance<DuckDbMemoryStoreFactory>;

    public sealed class ModelPrograms : ModelConformance<DuckDbMemoryStoreFactory>;

    public sealed class Purge : PurgeConformance<DuckDbMemoryStoreFactory>;

    public sealed class Remove : RemoveConformance<DuckDbMemoryStoreFactory>;

    public sealed class Replace : ReplaceConformance<DuckDbMemoryStoreFactory>;

    public sealed class RequestIds : RequestIdsConformance<DuckDbMemoryStoreFactory>;

    public sealed class Refresh : RefreshExpiryConformance<DuckDbMemoryStoreFactory>;
}

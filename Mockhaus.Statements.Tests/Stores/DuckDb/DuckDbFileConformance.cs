using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

/// <summary>The conformance suite on the stores of <see cref="DuckDbFileStoreFactory"/>.</summary>
public static class DuckDbFileConformance
{
    public sealed class Add : AddConformance<DuckDbFileStoreFactory>;

    public sealed class Batches : BatchesConformance<DuckDbFileStoreFactory>;

    public sealed class Concurrency : ConcurrencyConformance<DuckDbFileStoreFactory>;

    public sealed class Find : FindConformance<DuckDbFileStoreFactory>;

    public sealed class List : ListConformance<DuckDbFileStoreFactory>;

    public sealed class ModelPrograms : ModelConformance<DuckDbFileStoreFactory>;

    public sealed class Purge : PurgeConformance<DuckDbFileStoreFactory>;

    public sealed class Remove : RemoveConformance<DuckDbFileStoreFactory>;

    public sealed class Replace : ReplaceConformance<DuckDbFileStoreFactory>;

    public sealed class RequestIds : RequestIdsConformance<DuckDbFileStoreFactory>;

    public sealed class Refresh : RefreshExpiryConformance<DuckDbFileStoreFactory>;
}

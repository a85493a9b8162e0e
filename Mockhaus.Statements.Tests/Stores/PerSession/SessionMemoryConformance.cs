using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Stores.PerSession;

/// <summary>The conformance suite on the stores of <see cref="SessionMemoryStoreFactory"/>.</summary>
public static class SessionMemoryConformance
{
    public sealed class Add : AddConformance<SessionMemoryStoreFactory>;

    public sealed class Batches : BatchesConformance<SessionMemoryStoreFactory>;

    public sealed class Concurrency : ConcurrencyConformance<SessionMemoryStoreFactory>;

    public sealed class Find : FindConformance<SessionMemoryStoreFactory>;

    public sealed class List : ListConformance<SessionMemoryStoreFactory>;

    public sealed class ModelPrograms : ModelConformance<SessionMemoryStoreFactory>;

    public sealed class Purge : PurgeConformance<SessionMemoryStoreFactory>;

    public sealed class Remove : RemoveConformance<SessionMemoryStoreFactory>;

    public sealed class Replace : ReplaceConformance<SessionMemoryStoreFactory>;

    public sealed class RequestIds : RequestIdsConformance<SessionMemoryStoreFactory>;

    public sealed class Refresh : RefreshExpiryConformance<SessionMemoryStoreFactory>;
}

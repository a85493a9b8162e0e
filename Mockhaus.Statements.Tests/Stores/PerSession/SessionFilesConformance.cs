using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Stores.PerSession;

/// <summary>The conformance suite on the stores of <see cref="SessionFilesStoreFactory"/>.</summary>
public static class SessionFilesConformance
{
    public sealed class Add : AddConformance<SessionFilesStoreFactory>;

    public sealed class Batches : BatchesConformance<SessionFilesStoreFactory>;

    public sealed class Concurrency : ConcurrencyConformance<SessionFilesStoreFactory>;

    public sealed class Find : FindConformance<SessionFilesStoreFactory>;

    public sealed class List : ListConformance<SessionFilesStoreFactory>;

    public sealed class ModelPrograms : ModelConformance<SessionFilesStoreFactory>;

    public sealed class Purge : PurgeConformance<SessionFilesStoreFactory>;

    public sealed class Remove : RemoveConformance<SessionFilesStoreFactory>;

    public sealed class Replace : ReplaceConformance<SessionFilesStoreFactory>;

    public sealed class RequestIds : RequestIdsConformance<SessionFilesStoreFactory>;

    public sealed class Refresh : RefreshExpiryConformance<SessionFilesStoreFactory>;
}

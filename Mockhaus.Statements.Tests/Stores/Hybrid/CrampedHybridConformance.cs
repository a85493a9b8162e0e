using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Tests.Engine.ModelChecking;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

/// <summary>The conformance suite on the stores of <see cref="CrampedHybridFactory"/>.</summary>
public static class CrampedHybridConformance
{
    public sealed class Add : AddConformance<CrampedHybridFactory>;

    public sealed class Batches : BatchesConformance<CrampedHybridFactory>;

    public sealed class Concurrency : ConcurrencyConformance<CrampedHybridFactory>;

    public sealed class Find : FindConformance<CrampedHybridFactory>;

    public sealed class List : ListConformance<CrampedHybridFactory>;

    public sealed class ModelPrograms : ModelConformance<CrampedHybridFactory>;

    public sealed class Purge : PurgeConformance<CrampedHybridFactory>;

    public sealed class Remove : RemoveConformance<CrampedHybridFactory>;

    public sealed class Replace : ReplaceConformance<CrampedHybridFactory>;

    public sealed class RequestIds : RequestIdsConformance<CrampedHybridFactory>;

    public sealed class Refresh : RefreshExpiryConformance<CrampedHybridFactory>;
}

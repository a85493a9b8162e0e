using Mockhaus.Statements.Conformance;
using NUnit.Framework;

public static class OwnStoreConformance
{
    [TestFixture]
    public sealed class Add : AddConformance<OwnStoreFactory>;

    [TestFixture]
    public sealed class Batches : BatchesConformance<OwnStoreFactory>;

    [TestFixture]
    public sealed class Concurrency : ConcurrencyConformance<OwnStoreFactory>;

    [TestFixture]
    public sealed class Find : FindConformance<OwnStoreFactory>;

    [TestFixture]
    public sealed class List : ListConformance<OwnStoreFactory>;

    [TestFixture]
    public sealed class Reclaim : PurgeConformance<OwnStoreFactory>;

    [TestFixture]
    public sealed class Remove : RemoveConformance<OwnStoreFactory>;

    [TestFixture]
    public sealed class Replace : ReplaceConformance<OwnStoreFactory>;

    [TestFixture]
    public sealed class RequestIds : RequestIdsConformance<OwnStoreFactory>;

    [TestFixture]
    public sealed class Slide : RefreshExpiryConformance<OwnStoreFactory>;
}

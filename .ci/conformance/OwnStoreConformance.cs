using Mockhaus.Statements.Conformance;

public static class OwnStoreConformance
{
    public sealed class Add : AddConformance<OwnStoreFactory>;

    public sealed class Batches : BatchesConformance<OwnStoreFactory>;

    public sealed class Concurrency : ConcurrencyConformance<OwnStoreFactory>;

    public sealed class Find : FindConformance<OwnStoreFactory>;

    public sealed class List : ListConformance<OwnStoreFactory>;

    public sealed class Reclaim : ReclaimConformance<OwnStoreFactory>;

    public sealed class Remove : RemoveConformance<OwnStoreFactory>;

    public sealed class Replace : ReplaceConformance<OwnStoreFactory>;

    public sealed class RequestIds : RequestIdsConformance<OwnStoreFactory>;

    public sealed class Slide : SlideConformance<OwnStoreFactory>;
}

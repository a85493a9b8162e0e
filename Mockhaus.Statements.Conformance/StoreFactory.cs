using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Conformance;

/// <summary>Makes the stores that the conformance suite is run on. Somebody with a store of their own derives from this.</summary>
public abstract class StoreFactory
{
    /// <summary>The class of the stores, by which the suite knows that the store has been covered.</summary>
    public abstract Type StoreType { get; }

    /// <summary>How many times fewer rounds of the same race do, on a store that takes longer than one in memory.</summary>
    public virtual int Slowness => 1;

    /// <summary>Makes an empty store that shares nothing with any other.</summary>
    public abstract ValueTask<IStatementStore> CreateAsync(MockhausStatementsOptions options, TimeProvider timeProvider);

    /// <summary>Gives a store back after its test.</summary>
    public virtual async ValueTask ReturnAsync(IStatementStore store)
    {
        if (store is IAsyncDisposable asyncDisposable)
        {
            await asyncDisposable.DisposeAsync();
        }
        else
        {
            (store as IDisposable)?.Dispose();
        }
    }
}

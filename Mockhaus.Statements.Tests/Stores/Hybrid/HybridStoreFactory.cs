using System.Collections.Concurrent;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

/// <summary>Puts memory before the stores of another factory. Each durable store derives one from this and runs it through the suite.</summary>
public abstract class HybridStoreFactory<TFar> : StoreFactory
    where TFar : StoreFactory, new()
{
    private readonly TFar _far = new();
    private readonly ConcurrentDictionary<IStatementStore, IStatementStore> _fars = new();

    public override Type StoreType => typeof(HybridStatementStore);

    public override int Slowness => _far.Slowness;

    /// <summary>What is near is limited by this.</summary>
    protected virtual HybridStoreOptions Options => new();

    public override async ValueTask<IStatementStore> CreateAsync(MockhausStatementsOptions options, TimeProvider timeProvider)
    {
        var far = await _far.CreateAsync(options, timeProvider);
        var store = new HybridStatementStore(far, Options, timeProvider);
        _fars[store] = far;
        return store;
    }

    public override async ValueTask ReturnAsync(IStatementStore store)
    {
        await base.ReturnAsync(store);
        if (_fars.TryRemove(store, out var far))
        {
            await _far.ReturnAsync(far);
        }
    }
}

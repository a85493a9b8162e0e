using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stores.DuckDb;
using Mockhaus.Statements.Tests.Stores.Redis;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Transfer;

/// <summary>A store of some kind, with what lies under it.</summary>
internal sealed class Place : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IAsyncDisposable? _under;

    private Place(IStatementStore store) => Store = store;

    private Place(PlaceKind kind, TimeProvider clock)
    {
        var file = new DuckDbStoreOptions { Path = _folder.File("statements.db") };
        switch (kind)
        {
            case PlaceKind.Memory:
                Store = new MemoryStatementStore(null, clock);
                break;
            case PlaceKind.DuckDbFile:
                Store = new DuckDbStatementStore(file, clock);
                break;
            case PlaceKind.HybridOverFile:
                var far = new DuckDbStatementStore(file, clock);
                (Store, _under) = (new HybridStatementStore(far, null, clock), far);
                break;
            default:
                Store = new PerSessionStatementStore(new() { Folder = _folder.Path }, null, clock);
                break;
        }
    }

    public IStatementStore Store { get; }

    /// <summary>Makes an empty one; of a store by session, the first session is persistent.</summary>
    public static async Task<Place> CreateAsync(PlaceKind kind, TimeProvider clock)
    {
        var place = kind == PlaceKind.Redis
            ? new Place(await new RedisStoreFactory().CreateAsync(new MockhausStatementsOptions(), clock))
            : new Place(kind, clock);
        if (place.Store is PerSessionStatementStore sessions)
        {
            await sessions.OpenAsync(StoredKinds.Session);
        }

        return place;
    }

    public async ValueTask DisposeAsync()
    {
        switch (Store)
        {
            case IAsyncDisposable asyncDisposable:
                await asyncDisposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }

        if (_under is not null)
        {
            await _under.DisposeAsync();
        }

        _folder.Dispose();
    }
}

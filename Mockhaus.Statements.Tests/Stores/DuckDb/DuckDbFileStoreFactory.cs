using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

/// <summary>DuckDB stores on a file each, which is closed and opened again between the steps of a test.</summary>
public sealed class DuckDbFileStoreFactory : StoreFactory
{
    private const int Every = 3;

    private readonly Dictionary<IStatementStore, string> _folders = [];

    public override Type StoreType => typeof(DuckDbStatementStore);

    public override int Slowness => 20;

    public override ValueTask<IStatementStore> CreateAsync(MockhausStatementsOptions options, TimeProvider timeProvider)
    {
        var folder = Directory.CreateTempSubdirectory("mockhaus").FullName;
        var store = new ReopeningStore(new() { Path = Path.Combine(folder, "statements.db") }, timeProvider, Every);
        _folders[store] = folder;
        return new(store);
    }

    public override async ValueTask ReturnAsync(IStatementStore store)
    {
        await base.ReturnAsync(store);
        _folders.Remove(store, out var folder);
        Directory.Delete(folder!, recursive: true);
    }
}

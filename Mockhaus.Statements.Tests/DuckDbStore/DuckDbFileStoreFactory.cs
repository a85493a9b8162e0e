using Mockhaus.Statements.DuckDb;
using Mockhaus.Statements.Tests.Conformance;

namespace Mockhaus.Statements.Tests.DuckDbStore;

/// <summary>DuckDB stores on a file each, which is closed and opened again between the steps of a test.</summary>
public sealed class DuckDbFileStoreFactory : StoreFactory
{
    private const int Every = 3;

    private string? _folder;

    public override Type StoreType => typeof(DuckDbStatementStore);

    public override int Slowness => 20;

    public override ValueTask<IStatementStore> CreateAsync(MockhausStatementsOptions options, TimeProvider timeProvider)
    {
        _folder = Directory.CreateTempSubdirectory("mockhaus").FullName;
        return new(new ReopeningStore(new() { Path = Path.Combine(_folder, "statements.db") }, timeProvider, Every));
    }

    public override async ValueTask ReturnAsync(IStatementStore store)
    {
        await base.ReturnAsync(store);
        Directory.Delete(_folder!, recursive: true);
    }
}

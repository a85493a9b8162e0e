using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.PerSession;

/// <summary>Stores by session in which every session is persistent, with fewer open files than most tests have sessions.</summary>
public sealed class SessionFilesStoreFactory : StoreFactory
{
    public override Type StoreType => typeof(PerSessionStatementStore);

    public override int Slowness => 20;

    public override ValueTask<IStatementStore> CreateAsync(MockhausStatementsOptions options, TimeProvider timeProvider)
    {
        var folder = Directory.CreateTempSubdirectory("mockhaus").FullName;
        return new(new OpeningStore(folder, new(new() { Folder = folder, MaxOpenFiles = 2 }, options, timeProvider)));
    }
}

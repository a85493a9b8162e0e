using Microsoft.Extensions.Time.Testing;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Stores.Hybrid;

/// <summary>A hybrid store whose far store can be made to fail, and notes what it is asked.</summary>
public abstract class HybridFixture
{
    protected FakeTimeProvider Clock { get; private set; } = null!;

    protected FaultyStore Far { get; private set; } = null!;

    protected HybridStatementStore Store { get; private set; } = null!;

    protected DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>The calls that have reached the far store.</summary>
    protected IEnumerable<StoreOperation> Asked => Far.Calls.Select(call => call.Operation);

    [SetUp]
    public void CreateStores()
    {
        Clock = new(Samples.Start);
        Far = new(new MemoryStatementStore(null, Clock));
        Store = Create(new());
    }

    [TearDown]
    public void DisposeStores()
    {
        Store.Dispose();
        (Far.Inner as IDisposable)?.Dispose();
    }

    protected HybridStatementStore Create(HybridStoreOptions options)
    {
        Store?.Dispose();
        return Store = new(Far, options, Clock);
    }

    protected void BreakFar() => Far.Fault = FaultyStore.Outage;

    protected void RepairFar() => Far.Fault = null;

    protected async Task<Statement> AddRunningAsync()
    {
        var statement = Samples.Submitted(Clock, "session", null);
        (await Store.AddAsync(statement, int.MaxValue, default)).Written.Should().BeTrue();
        var running = Samples.Started(statement, Now);
        (await Store.ReplaceAsync(running, 1, default)).Written.Should().BeTrue();
        return running;
    }

    /// <summary>A statement that has succeeded, with its batches, all of it written through the store; the calls are forgotten.</summary>
    protected async Task<Statement> AddSucceededAsync(params string[] batches)
    {
        var running = await AddRunningAsync();
        var infos = new List<ResultBatchInfo>();
        foreach (var json in batches.DefaultIfEmpty("rows"))
        {
            var batch = Samples.Batch(infos.Count, json);
            (await Store.WriteBatchAsync(running.Handle, batch, default)).Should().BeTrue();
            infos.Add(batch.Info);
        }

        var succeeded = Samples.Succeeded(running, Now, [.. infos]);
        (await Store.ReplaceAsync(succeeded, running.Version, default)).Written.Should().BeTrue();
        Far.Forget();
        return succeeded;
    }

    /// <summary>The same, but nothing of it is near.</summary>
    protected async Task<Statement> AddFarOnlyAsync(params string[] batches)
    {
        var statement = await AddSucceededAsync(batches);
        Create(new());
        return statement;
    }

    protected async Task<Statement?> FindAsync(Statement statement) => await Store.FindAsync(statement.Handle, default);

    protected async Task<string?> ReadAsync(Statement statement, int number = 0) =>
        await Store.ReadBatchAsync(statement.Handle, number, default) is { } batch ? Samples.Text(batch) : null;

    protected static Statement Release(Statement statement, DateTimeOffset now) => statement.ToTombstone() with { ExpiresAt = now };

    protected static Statement EvictRows(Statement statement, DateTimeOffset now) =>
        statement with { Result = null, RowsEvictedAt = now, Version = statement.Version + 1 };
}

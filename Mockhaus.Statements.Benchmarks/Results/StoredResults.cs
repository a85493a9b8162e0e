using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stress;

namespace Mockhaus.Statements.Benchmarks.Results;

/// <summary>Our way: statements by a manager, whose rows go from the query to the batches of a store in memory.</summary>
internal sealed class StoredResults(ResultTable table, MockhausStatementsOptions options)
{
    public async Task<TimeSpan> RunAsync(int count)
    {
        using var store = new MemoryStatementStore(options);
        await using var manager = new StatementManager(store, new AdoNetStatementExecutor(table.Database), options);
        var session = manager.OpenSession("bench");
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            await StatementRuns.SucceedAsync(session, ResultTable.Query);
        }

        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>All batches of one result.</summary>
    public async Task<List<ResultBatch>> ReadAsync()
    {
        using var store = new MemoryStatementStore(options);
        await using var manager = new StatementManager(store, new AdoNetStatementExecutor(table.Database), options);
        var session = manager.OpenSession("bench");
        var statement = await StatementRuns.SucceedAsync(session, ResultTable.Query);
        var batches = new List<ResultBatch>();
        while (await session.ReadBatchAsync(statement.Handle, batches.Count) is { } batch)
        {
            batches.Add(batch);
        }

        return batches;
    }
}

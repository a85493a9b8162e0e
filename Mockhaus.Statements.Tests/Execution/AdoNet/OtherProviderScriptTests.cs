using System.Data;
using System.Globalization;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Execution.AdoNet;

/// <summary>Requests of several statements over a provider that is not DuckDB.</summary>
public sealed class OtherProviderScriptTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Test]
    public async Task All_statements_run_on_one_connection_that_is_closed_after_them()
    {
        await using var source = new TableDataSource(Read);
        var configured = new List<string>();
        var options = new AdoNetExecutorOptions { ConfigureCommand = (_, statement) => configured.Add(statement.Sql) };
        await using var manager = new StatementManager(new MemoryStatementStore(), new AdoNetStatementExecutor(source, options));
        var session = manager.OpenSession("other");
        var parent = await session.SubmitAsync(new() { Sql = "begin; select ';'; put x", StatementCount = 3 });
        parent = await session.WaitAsync(parent.Handle, Patience);

        parent.Error.Should().BeNull();
        var connection = source.Connections.Should().ContainSingle().Subject;
        connection.Ran.Should().Equal("begin", "select ';'", "put x").And.Equal(configured);
        await connection.Closed.WaitAsync(Patience, TimeProvider.System);
        (await session.ReadRowsAsync(parent.Children[1]).ToListAsync()).Single().Should().Equal("7");
    }

    [TestCase(1)]
    [TestCase(0)]
    public async Task A_provider_that_can_be_stopped_while_it_connects_is(int count)
    {
        var (opening, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var source = new TableDataSource(Read)
        {
            Opening = async token =>
            {
                opening.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stopped.SetResult();
                token.ThrowIfCancellationRequested();
            },
        };
        await CancelWhileOpeningAsync(source, opening.Task, count, async () => await stopped.Task.WaitAsync(Patience, TimeProvider.System));
    }

    [TestCase(1)]
    [TestCase(0)]
    public async Task A_connection_that_comes_after_the_cancel_is_closed_unused(int count)
    {
        var (opening, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var source = new TableDataSource(Read)
        {
            Opening = _ =>
            {
                opening.SetResult();
                return gate.Task;
            },
        };
        await CancelWhileOpeningAsync(source, opening.Task, count, async () =>
        {
            gate.SetResult();
            await source.Connections.Single().Closed.WaitAsync(Patience, TimeProvider.System);
        });
        source.Connections.Single().Ran.Should().BeEmpty();
    }

    [TestCase(1)]
    [TestCase(2)]
    public async Task A_missing_native_library_is_named(int count)
    {
        await using var source = new TableDataSource(Read) { Opening = _ => throw new DllNotFoundException("duckdb") };
        await using var manager = new StatementManager(new MemoryStatementStore(), new AdoNetStatementExecutor(source));
        var session = manager.OpenSession("other");
        var statement = await session.SubmitAsync(new() { Sql = "select 1; select 2", StatementCount = count });
        statement = await session.WaitAsync(statement.Handle, Patience);
        statement.Error!.Code.Should().Be(StatementErrorCodes.ExecutionFailed);
        statement.Error.Message.Should().Contain("DuckDB.NET.Data.Full");
    }

    private static async Task CancelWhileOpeningAsync(TableDataSource source, Task opening, int count, Func<Task> then)
    {
        await using var manager = new StatementManager(new MemoryStatementStore(), new AdoNetStatementExecutor(source));
        var session = manager.OpenSession("other");
        var statement = await session.SubmitAsync(new() { Sql = "select 1; select 2", StatementCount = count });
        await opening.WaitAsync(Patience, TimeProvider.System);
        (await session.CancelAsync(statement.Handle)).Status.Should().Be(CancelStatus.Cancelled);
        await then();
        (await session.GetAsync(statement.Handle)).Should().BeEquivalentTo(new { Status = StatementStatus.Cancelled });
    }

    private static DataTableReader Read()
    {
        var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        table.Columns.Add("x", typeof(int));
        table.Rows.Add(7);
        return table.CreateDataReader();
    }
}

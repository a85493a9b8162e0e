using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Execution.DuckDb;

/// <summary>A database in memory and a manager that runs statements on it, anew for each test.</summary>
public abstract class DuckDbFixture
{
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private InMemoryDuckDbDataSource _database = null!;
    private IStatementStore _store = null!;
    private StatementManager _manager = null!;

    protected StatementSession Session { get; private set; } = null!;

    [SetUp]
    public void Open()
    {
        _database = new();
        _store = CreateStore();
        _manager = new(_store, Wrap(new AdoNetStatementExecutor(_database, ExecutorOptions)), Options);
        Session = _manager.OpenSession("duck");
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _manager.DisposeAsync();
        (_store as IDisposable)?.Dispose();
        await _database.DisposeAsync();
    }

    /// <summary>The database itself, for what happens beside the statements.</summary>
    protected InMemoryDuckDbDataSource Database => _database;

    protected virtual AdoNetExecutorOptions ExecutorOptions => new();

    protected virtual MockhausStatementsOptions Options => new();

    protected virtual IStatementStore CreateStore() => new MemoryStatementStore();

    protected virtual IStatementExecutor Wrap(IStatementExecutor executor) => executor;

    /// <summary>Runs a statement to its end, whatever that is.</summary>
    protected Task<Statement> RunAsync(string sql, params (string Name, string Type, string? Value)[] bindings) =>
        RunAsync(sql, bindings.ToDictionary(binding => binding.Name, binding => new StatementBinding(binding.Type, binding.Value)));

    /// <summary>The same, once for each element of the arrays.</summary>
    protected Task<Statement> RunBatchAsync(string sql, params (string Name, string Type, string?[] Values)[] bindings) =>
        RunAsync(sql, bindings.ToDictionary(binding => binding.Name, binding => new StatementBinding(binding.Type, null) { Values = binding.Values }));

    protected async Task<Statement> RunAsync(string sql, Dictionary<string, StatementBinding> bindings)
    {
        var statement = await Session.SubmitAsync(new() { Sql = sql, Bindings = bindings });
        return await Session.WaitAsync(statement.Handle, Patience);
    }

    /// <summary>The result of a statement that succeeds.</summary>
    protected async Task<ResultManifest> ResultAsync(string sql)
    {
        var statement = await RunAsync(sql);
        statement.Error.Should().BeNull("this succeeds: {0}", sql);
        return statement.Result!;
    }

    /// <summary>The rows of a statement that succeeds.</summary>
    protected async Task<List<IReadOnlyList<string?>>> RowsAsync(string sql, params (string Name, string Type, string? Value)[] bindings)
    {
        var statement = await RunAsync(sql, bindings);
        statement.Error.Should().BeNull("this succeeds: {0}", sql);
        var rows = new List<IReadOnlyList<string?>>();
        await foreach (var row in Session.ReadRowsAsync(statement.Handle))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The one cell of an expression.</summary>
    protected async Task<string?> CellAsync(string expression) => (await RowsAsync($"select {expression}")).Single().Single();

    /// <summary>The column of an expression, called x. It comes from a query of its own, of which nothing is known but the type.</summary>
    protected async Task<ResultColumn> ColumnAsync(string expression) =>
        (await ResultAsync($"select x from (select {expression} as x)")).Columns.Single();

    /// <summary>The error of a statement that fails.</summary>
    protected async Task<StatementError> ErrorAsync(string sql, params (string Name, string Type, string? Value)[] bindings)
    {
        var statement = await RunAsync(sql, bindings);
        statement.Status.Should().Be(StatementStatus.Failed, "this fails: {0}", sql);
        statement.Result.Should().BeNull();
        return statement.Error!;
    }
}

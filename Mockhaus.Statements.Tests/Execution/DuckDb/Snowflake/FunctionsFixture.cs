using Mockhaus.Statements.Execution;
using Mockhaus.Statements.History;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Execution.DuckDb.Snowflake;

/// <summary>A manager with a history, whose SQL can use Snowflake's functions.</summary>
public abstract class FunctionsFixture
{
    private InMemoryDuckDbDataSource _database = null!;
    private MemoryStatementStore _store = null!;
    private MemoryStatementHistory _history = null!;

    protected StatementManager Manager { get; private set; } = null!;

    protected StatementSession Session { get; private set; } = null!;

    protected virtual bool HasHistory => true;

    [SetUp]
    public void Open()
    {
        (_database, _store, _history) = (new(), new(), new());
        Manager = new(
            _store, new AdoNetStatementExecutor(_database, new() { UseSnowflakeFunctions = true }), history: HasHistory ? _history : null);
        Session = Manager.OpenSession("duck");
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await Manager.DisposeAsync();
        await _history.DisposeAsync();
        _store.Dispose();
        await _database.DisposeAsync();
    }

    protected async Task<Statement> EndAsync(string sql, int count = 1, StatementSession? session = null)
    {
        var (own, request) = (session ?? Session, new StatementRequest { Sql = sql, StatementCount = count });
        return await own.WaitAsync((await own.SubmitAsync(request)).Handle, DuckDbFixture.Patience);
    }

    protected async Task<Statement> RunAsync(string sql, int count = 1)
    {
        var statement = await EndAsync(sql, count);
        statement.Error.Should().BeNull("this succeeds: {0}", sql);
        return statement;
    }

    /// <summary>The rows of a statement that succeeds, with a space between cells.</summary>
    protected async Task<List<string>> RowsAsync(string sql) => await RowsOfAsync((await RunAsync(sql)).Handle);

    protected async Task<List<string>> RowsOfAsync(StatementHandle handle)
    {
        var rows = new List<string>();
        await foreach (var row in Session.ReadRowsAsync(handle))
        {
            rows.Add(string.Join(' ', row.Select(cell => cell ?? "null")));
        }

        return rows;
    }

    protected async Task<StatementError> ErrorAsync(string sql, StatementSession? session = null)
    {
        var statement = await EndAsync(sql, 1, session);
        return statement.Error ?? throw new AssertionException($"This succeeds: {sql}");
    }
}

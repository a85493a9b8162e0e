using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Testing;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Testing;

/// <summary>A script behind a manager, both on a clock moved by hand.</summary>
public abstract class ScriptFixture
{
    private StatementManager? _manager;

    protected static TimeSpan Safety { get; } = TimeSpan.FromSeconds(30);

    protected SignallingClock Clock { get; private set; } = new(Samples.Start);

    protected ScriptedExecutor Script { get; private set; } = new();

    protected StatementSession Session { get; private set; } = null!;

    [SetUp]
    public void Open()
    {
        Clock = new(Samples.Start);
        Script = new(Clock);
        var options = new MockhausStatementsOptions { Limits = { MaxConcurrentStatements = 64 } };
        _manager = new(new MemoryStatementStore(options, Clock), Script, options, Clock);
        Session = _manager.OpenSession("script");
    }

    [TearDown]
    public async Task CloseAsync()
    {
        if (_manager is not null)
        {
            await _manager.DisposeAsync();
        }
    }

    protected async Task<Statement> SubmitAsync(string sql) => await Session.SubmitAsync(new() { Sql = sql });

    protected async Task<Statement> EndAsync(Statement statement) =>
        await Session.WaitAsync(statement.Handle, Timeout.InfiniteTimeSpan).AsTask().WaitAsync(Safety);

    protected async Task<Statement> RunAsync(string sql) => await EndAsync(await SubmitAsync(sql));

    protected async Task<string> CodeAsync(string sql) => (await RunAsync(sql)).Error?.Code ?? "";

    protected async Task<List<ResultRow>> RowsAsync(string sql)
    {
        var statement = await RunAsync(sql);
        statement.Error.Should().BeNull();
        return await Session.ReadRowsAsync(statement.Handle).ToListAsync();
    }

    protected async Task<string?> CellAsync(string sql) => (await RowsAsync(sql)).Single().Single();

    protected static Task<ScriptedCall> InTimeAsync(ValueTask<ScriptedCall> call) => call.AsTask().WaitAsync(Safety);
}

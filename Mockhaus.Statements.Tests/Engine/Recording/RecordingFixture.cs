using Mockhaus.Statements.Execution;
using Mockhaus.Statements.History;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Recording;

/// <summary>A manager with a history that can fail. The clock is the system's, because the writer tries again by it.</summary>
public abstract class RecordingFixture
{
    protected const string Session = "session-1";

    protected static TimeSpan Safety { get; } = TimeSpan.FromSeconds(30);

    protected MockhausStatementsOptions Options { get; private set; } = null!;

    protected MemoryStatementStore Store { get; private set; } = null!;

    protected FaultyHistory History { get; private set; } = null!;

    protected StatementManager Manager { get; private set; } = null!;

    /// <summary>What runs statements: SQL "fail" fails, "wait" waits for its token, everything else succeeds at once.</summary>
    protected static IStatementExecutor Executor { get; } = new DelegateStatementExecutor(async (execution, cancellationToken) =>
    {
        switch (execution.Statement.Sql)
        {
            case "fail":
                throw new StatementFailedException("001003", "42000", "syntax error near 'secret'");
            case "wait":
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                break;
            default:
                break;
        }
    });

    [SetUp]
    public void Create()
    {
        Options = new();
        Configure(Options);
        Store = new(Options);
        History = new();
        Manager = NewManager();
    }

    [TearDown]
    public async Task DisposeAsync()
    {
        History.IsDown = false;
        await Manager.DisposeAsync();
        await History.DisposeAsync();
        Store.Dispose();
    }

    protected virtual void Configure(MockhausStatementsOptions options)
    {
    }

    protected StatementManager NewManager(IStatementHistory? history = null) => new(Store, Executor, Options, history: history ?? History);

    protected async Task<Statement> RunAsync(string sql = "select 1", string session = Session, string? user = null)
    {
        var statement = await Manager.SubmitAsync(session, new() { Sql = sql, User = user });
        return await Manager.WaitAsync(session, statement.Handle, Safety);
    }

    /// <summary>Waits until a condition holds.</summary>
    protected static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(Safety, TimeProvider.System);
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        }
    }
}

using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine;

/// <summary>A manager whose executor splits. Of the parts, "fail" fails, "hold" waits, and all others write two rows.</summary>
public abstract class MultiStatementFixture : ManagerFixture
{
    private TaskCompletionSource _hold = null!;
    private SplittingExecutor? _splitting;
    private ControlledExecutor? _parts;

    protected override IStatementExecutor ManagersExecutor => Splitting;

    /// <summary>Made anew with the executor that runs the parts.</summary>
    protected SplittingExecutor Splitting
    {
        get
        {
            if (_parts != Executor)
            {
                (_parts, _splitting) = (Executor, new(Executor));
            }

            return _splitting!;
        }
    }

    protected override void Configure(MockhausStatementsOptions options) => options.Limits.MaxConcurrentStatements = 1;

    [SetUp]
    public void OpenTheGate() => Arrange();

    [TearDown]
    public async Task EveryScriptIsDisposedOfOnceAsync()
    {
        (Store.Fault, Store.LostReply) = (null, null);
        LetGo();
        await Manager.DisposeAsync();
        Splitting.Disposed.Should().Be(Splitting.Opened);
    }

    /// <summary>Begins anew with other options.</summary>
    protected void CreateSplitting(Action<MockhausStatementsOptions> configure)
    {
        Create(configure);
        Arrange();
    }

    /// <summary>Lets the part that holds go on.</summary>
    protected void LetGo() => _hold.TrySetResult();

    protected async Task<Statement> SubmitScriptAsync(string sql, int count = 0, string? requestId = null, TimeSpan? timeout = null) =>
        await Manager.SubmitAsync(
            Session, new() { Sql = sql, StatementCount = count, RequestId = requestId, Timeout = timeout, QueryTag = "tag" }, default);

    /// <summary>Submits a script and waits until its part "hold" runs.</summary>
    protected async Task<Statement> SubmitHeldAsync(string sql, TimeSpan? timeout = null)
    {
        var parent = await SubmitScriptAsync(sql, timeout: timeout);
        await HeldAsync();
        return parent;
    }

    protected async Task<StatementExecution> HeldAsync()
    {
        while (true)
        {
            if (await Executor.BegunAsync() is { Statement.Sql: "hold" } held)
            {
                return held;
            }
        }
    }

    protected async Task<Statement> RunScriptAsync(string sql, int count = 0) => await EndAsync(await SubmitScriptAsync(sql, count));

    protected async Task<List<Statement>> ChildrenAsync(Statement parent)
    {
        var children = new List<Statement>();
        foreach (var handle in (await StoredAsync(parent))!.Children)
        {
            children.Add((await Store.Inner.FindAsync(handle, default))!);
        }

        return children;
    }

    private void Arrange()
    {
        _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Executor.Run = async (execution, token) =>
        {
            switch (execution.Statement.Sql)
            {
                case "fail":
                    throw new StatementFailedException(new("002003", "42S02", "Object 'T' does not exist."));
                case "hold":
                    await _hold.Task.WaitAsync(Executor.IgnoresToken ? CancellationToken.None : token);
                    break;
                default:
                    break;
            }

            await WriteRowsAsync(execution, token);
        };
        Executor.Release();
    }
}

using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>A manager over a memory store, with a clock moved by hand and an executor that waits at a gate.</summary>
public abstract class ManagerFixture
{
    protected const string Session = "session-1";
    protected const string OtherSession = "session-2";

    private readonly List<StatementManager> _managers = [];

    protected static TimeSpan Safety { get; } = TimeSpan.FromSeconds(30);

    protected static TimeSpan Forever { get; } = Timeout.InfiniteTimeSpan;

    protected SignallingClock Clock { get; private set; } = null!;

    protected MockhausStatementsOptions Options { get; private set; } = null!;

    protected FaultyStore Store { get; private set; } = null!;

    protected ControlledExecutor Executor { get; private set; } = null!;

    protected StatementManager Manager { get; private set; } = null!;

    protected virtual ILogger<StatementManager>? Logger => null;

    protected virtual IMeterFactory? MeterFactory => null;

    [SetUp]
    public void CreateManager() => Create(Configure);

    [TearDown]
    public async Task DisposeManagersAsync()
    {
        Store.Fault = null;
        Store.LostReply = null;
        Executor.Release();
        await Manager.DisposeAsync();
        foreach (var manager in _managers)
        {
            await manager.DisposeAsync();
        }

        _managers.Clear();
        (Store.Inner as IDisposable)?.Dispose();
    }

    /// <summary>What the managers run statements with.</summary>
    protected virtual IStatementExecutor ManagersExecutor => Executor;

    protected virtual void Configure(MockhausStatementsOptions options)
    {
    }

    /// <summary>Begins anew with other options.</summary>
    protected void Create(Action<MockhausStatementsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Clock = new(Samples.Start);
        Options = new();
        configure(Options);
        Store = new(new MemoryStatementStore(Options, Clock));
        Executor = new();
        Manager = CreateAnother();
        Store.Forget();
    }

    /// <summary>One more manager over the same store.</summary>
    protected StatementManager CreateAnother()
    {
        var manager = new StatementManager(Store, ManagersExecutor, Options, Clock, Logger, MeterFactory);
        _managers.Add(manager);
        return manager;
    }

    protected async Task<Statement> SubmitAsync(string sql = "SELECT 1", string? requestId = null, string sessionId = Session) =>
        await Manager.SubmitAsync(sessionId, new() { Sql = sql, RequestId = requestId }, default);

    /// <summary>Submits a statement and waits until its executor is at the gate.</summary>
    protected async Task<Statement> SubmitRunningAsync(string sql = "SELECT 1")
    {
        var statement = await SubmitAsync(sql);
        (await Executor.BegunAsync()).Statement.Handle.Should().Be(statement.Handle);
        return statement;
    }

    protected Task<Statement> EndAsync(Statement statement) =>
        Manager.WaitAsync(statement.SessionId, statement.Handle, Forever, WaitTimeoutBehavior.ReturnCurrent, default).AsTask().WaitAsync(Safety);

    /// <summary>A statement that has run through, with rows 1 and 2.</summary>
    protected async Task<Statement> SubmitFinishedAsync(string sessionId = Session, string? requestId = null)
    {
        Executor.Run = WriteRowsAsync;
        Executor.Release();
        return await EndAsync(await SubmitAsync(requestId: requestId, sessionId: sessionId));
    }

    /// <summary>Waits until the one worker has done everything about the statements before: waiters wake earlier than that.</summary>
    protected async Task SettleAsync()
    {
        Options.Limits.MaxConcurrentStatements.Should().Be(1, "another worker could overtake");
        (await EndAsync(await SubmitAsync(ControlledExecutor.Settling, sessionId: "settling"))).Status.Should().Be(StatementStatus.Failed);
    }

    protected async Task<Statement> GetAsync(Statement statement) => await Manager.GetAsync(Session, statement.Handle, default);

    protected async Task<Statement?> StoredAsync(Statement statement) => await Store.Inner.FindAsync(statement.Handle, default);

    protected async Task<List<Statement>> ListedAsync(StatementFilter? filter = null, string sessionId = Session)
    {
        var statements = new List<Statement>();
        await foreach (var statement in Manager.ListAsync(sessionId, filter, default))
        {
            statements.Add(statement);
        }

        return statements;
    }

    protected async Task<List<string?>> RowsAsync(Statement statement)
    {
        var rows = new List<string?>();
        await foreach (var row in Manager.ReadRowsAsync(Session, statement.Handle, 0, null, default))
        {
            rows.Add(row.Single());
        }

        return rows;
    }

    protected static async ValueTask WriteRowsAsync(
        StatementExecution execution, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(execution);
        execution.Result.Start([ResultColumn.Fixed("N", 10)]);
        for (var row = 1; row <= 2; row++)
        {
            execution.Result.Row.WriteInt64(row);
            await execution.Result.EndRowAsync(cancellationToken);
        }
    }
}

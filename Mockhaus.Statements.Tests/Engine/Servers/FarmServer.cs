using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.Servers;

/// <summary>A manager of its own with an executor of its own, on what all servers share.</summary>
public sealed class FarmServer(SharedStore store, ControlledExecutor executor, StatementManager manager)
{
    private const string Session = "session-1";
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);

    public SharedStore Store => store;

    public ControlledExecutor Executor => executor;

    public StatementManager Manager => manager;

    public async Task<Statement> SubmitAsync(string sql = "SELECT 1") => await manager.SubmitAsync(Session, new() { Sql = sql }, default);

    /// <summary>Submits a statement and waits until its executor is at the gate.</summary>
    public async Task<Statement> SubmitRunningAsync(string sql = "SELECT 1")
    {
        var statement = await SubmitAsync(sql);
        (await executor.BegunAsync()).Statement.Handle.Should().Be(statement.Handle);
        return statement;
    }

    /// <summary>Waits until its one worker has done everything about the statements before: waiters wake earlier than that.</summary>
    public async Task SettleAsync()
    {
        var settling = await manager.SubmitAsync("settling", new() { Sql = ControlledExecutor.Settling }, default);
        await manager.WaitAsync("settling", settling.Handle, Timeout.InfiniteTimeSpan, WaitTimeoutBehavior.ReturnCurrent, default).AsTask().WaitAsync(Safety);
    }

    public Task<Statement> EndAsync(Statement statement) =>
        manager.WaitAsync(Session, statement.Handle, Timeout.InfiniteTimeSpan, WaitTimeoutBehavior.ReturnCurrent, default).AsTask().WaitAsync(Safety);

    public async Task<Statement> GetAsync(Statement statement) => await manager.GetAsync(Session, statement.Handle, default);

    public async Task<CancelResult> CancelAsync(Statement statement) => await manager.CancelAsync(Session, statement.Handle, default);
}

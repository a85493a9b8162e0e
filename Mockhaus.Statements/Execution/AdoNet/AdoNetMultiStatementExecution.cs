namespace Mockhaus.Statements.Execution.AdoNet;

/// <summary>Runs the parts of a multi-statement request on one connection.</summary>
internal sealed class AdoNetMultiStatementExecution(AdoNetSession session, IReadOnlyList<string> statements, AdoNetCommands commands) : IMultiStatementExecution
{
    public IReadOnlyList<string> Statements { get; } = statements;

    public async ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken) =>
        await DedicatedThreads.RunAsync(() =>
        {
            commands.Run(session.Connection, execution, isPart: true, cancellationToken);
            return true;
        }).ConfigureAwait(false);

    /// <summary>Closes the connection, which rolls back an open transaction and blocks the thread.</summary>
    public async ValueTask DisposeAsync() =>
        await DedicatedThreads.RunAsync(() =>
        {
            session.Dispose();
            return true;
        }).ConfigureAwait(false);
}

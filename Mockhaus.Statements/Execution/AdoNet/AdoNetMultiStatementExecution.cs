namespace Mockhaus.Statements.Execution.AdoNet;

/// <summary>The statements of one request, on a connection that is theirs.</summary>
internal sealed class AdoNetMultiStatementExecution(AdoNetSession session, IReadOnlyList<string> statements, AdoNetCommands commands) : IMultiStatementExecution
{
    public IReadOnlyList<string> Statements { get; } = statements;

    public async ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken) =>
        await DedicatedThreads.RunAsync(() =>
        {
            commands.Run(session.Connection, execution, isPart: true, cancellationToken);
            return true;
        }).ConfigureAwait(false);

    /// <summary>Closes the connection; that rolls back what is open, which blocks as anything else does.</summary>
    public async ValueTask DisposeAsync() =>
        await DedicatedThreads.RunAsync(() =>
        {
            session.Dispose();
            return true;
        }).ConfigureAwait(false);
}

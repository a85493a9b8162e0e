using Mockhaus.Statements.Lifecycle;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Engine;

/// <summary>Cancels a statement, or asks the manager that runs it to do so.</summary>
internal sealed class StatementCanceller(EngineContext context, StatementReader reader, StatementCompleter completer, HistoryRecorder? history)
{
    public async ValueTask<CancelResult> CancelAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken)
    {
        context.ThrowIfDisposed();
        var asked = context.Now;
        var statement = await reader.FindAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        if (statement is null)
        {
            return new(CancelStatus.NotFound, null);
        }

        if (!statement.IsFinished)
        {
            history?.CancelRequested(statement, asked);
        }

        var isElsewhere = statement.Owner is { } owner && owner != context.Owner;
        var write = isElsewhere
            ? await RequestCancelAsync(statement, asked).ConfigureAwait(false)
            : await completer.EndCancelledAsync(statement, asked).ConfigureAwait(false);
        return write switch
        {
            { Current: null } => new(CancelStatus.NotFound, null),
            { Current: { IsFinished: false } asking } => new(CancelStatus.Cancelling, asking),
            { Written: true, Current.Status: StatementStatus.Cancelled } => new(CancelStatus.Cancelled, write.Current),
            _ => new(CancelStatus.AlreadyFinished, write.Current),
        };
    }

    /// <summary>Asks a statement's owner to cancel it.</summary>
    /// <returns>The statement as it stands: asked, or ended before it could be.</returns>
    private async ValueTask<StatementWrite> RequestCancelAsync(Statement statement, DateTimeOffset asked)
    {
        while (!statement.IsFinished && statement.CancelRequestedAt is null)
        {
            var write = await context.Store.ReplaceAsync(StatementLifecycle.RequestCancel(statement, asked), statement.Version, CancellationToken.None)
                .ConfigureAwait(false);
            if (write.Written || write.Current is null)
            {
                return write;
            }

            statement = write.Current;
        }

        return StatementWrite.NotReplaced(statement);
    }
}

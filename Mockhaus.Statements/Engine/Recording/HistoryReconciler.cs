using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Engine;

/// <summary>Finds the statements that have ended and may have no entry: the statements of the store are the outbox of the history.</summary>
internal sealed class HistoryReconciler(EngineContext context, IStatementHistory history)
{
    /// <summary>How far entries may have been out of order when the process stopped. An entry that is there already changes nothing.</summary>
    private static readonly TimeSpan Disorder = TimeSpan.FromMinutes(10);

    /// <param name="record">Records the end of a statement.</param>
    /// <param name="cancellationToken">Stops between two statements.</param>
    public async ValueTask RunAsync(Func<Statement, ValueTask> record, CancellationToken cancellationToken)
    {
        var from = await FindStartAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var statement in context.Store.ListAsync(new(), cancellationToken).ConfigureAwait(false))
        {
            if (statement.IsFinished && statement.CompletedAt >= from)
            {
                await record(statement).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The time from which on entries can be missing. What was erased must not come back, so nothing before an erasure is recorded again.</summary>
    private async ValueTask<DateTimeOffset> FindStartAsync(CancellationToken cancellationToken)
    {
        var oldest = context.Now - context.Options.History.Retention;
        var ended = await FindNewestAsync(HistoryEntryKind.Ended, cancellationToken).ConfigureAwait(false);
        var erased = await FindNewestAsync(HistoryEntryKind.Erased, cancellationToken).ConfigureAwait(false);
        return new[] { oldest, ended - Disorder ?? oldest, erased ?? oldest }.Max();
    }

    private async ValueTask<DateTimeOffset?> FindNewestAsync(HistoryEntryKind kind, CancellationToken cancellationToken)
    {
        var filter = new HistoryFilter { Kinds = [kind] };
        while (true)
        {
            var page = await history.ReadAsync(filter, 1, cancellationToken).ConfigureAwait(false);
            if (page.Entries is [var newest, ..])
            {
                return newest.At;
            }

            if (page.Next is null)
            {
                return null;
            }

            filter = filter with { After = page.Next };
        }
    }
}

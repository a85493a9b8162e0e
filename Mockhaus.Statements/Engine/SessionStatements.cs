using System.Runtime.CompilerServices;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.History;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Engine;

/// <summary>Lets executors read the other statements of a statement's session.</summary>
internal sealed class SessionStatements(EngineContext context, StatementReader reader, ResultReader results, HistoryReader history) : ISessionStatements
{
    public ValueTask<Statement> GetAsync(Statement own, StatementHandle handle, CancellationToken cancellationToken) =>
        reader.GetAsync(own.SessionId, handle, cancellationToken);

    public IAsyncEnumerable<ResultRow> ReadRowsAsync(Statement own, StatementHandle handle, CancellationToken cancellationToken) =>
        results.ReadRowsAsync(own.SessionId, handle, 0, null, cancellationToken);

    public async IAsyncEnumerable<StatementHandle> ListBeforeAsync(Statement own, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // All parts of a request are stored before the first of them runs, so their own order counts and not their times.
        var parent = own.Parent is { } handle ? await context.Store.FindAsync(handle, cancellationToken).ConfigureAwait(false) : null;
        foreach (var before in (parent?.Children ?? []).TakeWhile(part => part != own.Handle).Reverse())
        {
            yield return before;
        }

        var earlier = new StatementFilter { SessionId = own.SessionId, After = StatementCursor.After(parent ?? own) };
        await foreach (var statement in context.Store.ListAsync(earlier, cancellationToken).ConfigureAwait(false))
        {
            if (statement.StatementCount == 1)
            {
                yield return statement.Handle;
            }
        }
    }

    public ValueTask<HistoryPage> ReadHistoryAsync(Statement own, HistoryFilter filter, int limit, CancellationToken cancellationToken) =>
        history.ReadAsync(own.SessionId, filter, limit, cancellationToken);
}

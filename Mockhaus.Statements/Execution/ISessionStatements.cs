using Mockhaus.Statements.History;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution;

/// <summary>What a statement may read of the other statements of its session, for functions such as RESULT_SCAN.</summary>
internal interface ISessionStatements
{
    /// <summary>A statement of the session, with the exceptions of <see cref="StatementManager.GetAsync"/>.</summary>
    ValueTask<Statement> GetAsync(Statement own, StatementHandle handle, CancellationToken cancellationToken);

    /// <summary>The rows of a statement of the session, with the exceptions of <see cref="StatementManager.ReadRowsAsync"/>.</summary>
    IAsyncEnumerable<ResultRow> ReadRowsAsync(Statement own, StatementHandle handle, CancellationToken cancellationToken);

    /// <summary>The statements that the session had submitted before this one, newest first; parts of requests instead of the requests.</summary>
    IAsyncEnumerable<StatementHandle> ListBeforeAsync(Statement own, CancellationToken cancellationToken);

    /// <summary>The history of the session, with the exceptions of <see cref="StatementSession.ReadHistoryAsync"/>.</summary>
    ValueTask<HistoryPage> ReadHistoryAsync(Statement own, HistoryFilter filter, int limit, CancellationToken cancellationToken);
}

using System.Data.Common;
using Mockhaus.Statements.History;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements;

/// <summary>What one user sees of a <see cref="StatementManager"/>: the same verbs, for the statements of one session only.</summary>
/// <remarks>A light object over the manager; safe for many threads; two for the same session are the same session.</remarks>
public sealed class StatementSession
{
    private readonly StatementManager _manager;

    internal StatementSession(StatementManager manager, string id) => (_manager, Id) = (manager, id);

    /// <summary>The session.</summary>
    public string Id { get; }

    /// <inheritdoc cref="StatementManager.SubmitAsync"/>
    public ValueTask<Statement> SubmitAsync(StatementRequest request, CancellationToken cancellationToken = default) =>
        _manager.SubmitAsync(Id, request, cancellationToken);

    /// <summary>Submits a statement, waits until it has ended, and returns it when it has succeeded.</summary>
    /// <remarks>The statement does not outlive the call: when the time limit is reached, or the token fires, it is cancelled. If it had ended
    /// by then, that end counts. A statement that was found by its <see cref="StatementRequest.RequestId"/> is treated alike, also when another call submitted it. For a
    /// statement that is to go on, use <see cref="SubmitAsync"/> and <see cref="WaitAsync"/>.</remarks>
    /// <param name="request">What to run.</param>
    /// <param name="timeout">How long it may take in all, the time in the queue included, by the manager's clock; or
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>. <see cref="StatementRequest.Timeout"/> counts from the start and is separate.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>The statement, succeeded; its rows are read by its handle.</returns>
    /// <exception cref="StatementFailedException">It has failed, also by its own timeout, or was cancelled by another call; the exception has its error and the statement.</exception>
    /// <exception cref="TimeoutException">The time limit was reached; the statement is cancelled.</exception>
    /// <exception cref="OperationCanceledException">The token has fired; nothing was stored, or the statement is cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time limit is not longer than zero, or a value of the request is out of range.</exception>
    /// <exception cref="StatementLimitException">A limit is reached.</exception>
    /// <exception cref="StatementParameterException">A session parameter has a value that cannot be used; nothing was stored.</exception>
    /// <exception cref="StatementConflictException">The handle is taken, or the request id is by another request.</exception>
    /// <exception cref="StatementNotFoundException">It was removed meanwhile, with its session.</exception>
    /// <exception cref="StatementExpiredException">It was released meanwhile.</exception>
    /// <exception cref="StatementStoreException">The store does not answer; a statement that was stored goes on.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public async ValueTask<Statement> RunAsync(StatementRequest request, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (timeout <= TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "A time limit is longer than zero. Timeout.InfiniteTimeSpan waits without one.");
        }

        var statement = await SubmitAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            statement = await WaitAsync(statement.Handle, timeout, WaitTimeoutBehavior.ReturnCurrent, cancellationToken).ConfigureAwait(false);
            if (!statement.IsFinished)
            {
                statement = await StopAsync(statement).ConfigureAwait(false)
                    ?? throw new TimeoutException($"Statement {statement.Handle} has not ended within {timeout}, and is cancelled. Give it more time, or submit it and wait for it later.");
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (await StopAsync(statement).ConfigureAwait(false) is not { } ended)
            {
                throw;
            }

            statement = ended;
        }

        return statement.Status == StatementStatus.Succeeded
            ? statement
            : throw new StatementFailedException(statement.Error!) { Statement = statement };
    }

    /// <inheritdoc cref="StatementManager.GetAsync"/>
    public ValueTask<Statement> GetAsync(StatementHandle handle, CancellationToken cancellationToken = default) =>
        _manager.GetAsync(Id, handle, cancellationToken);

    /// <inheritdoc cref="StatementManager.WaitAsync"/>
    public ValueTask<Statement> WaitAsync(
        StatementHandle handle,
        TimeSpan timeout,
        WaitTimeoutBehavior atTimeout = WaitTimeoutBehavior.ReturnCurrent,
        CancellationToken cancellationToken = default) =>
        _manager.WaitAsync(Id, handle, timeout, atTimeout, cancellationToken);

    /// <inheritdoc cref="StatementManager.WatchAsync"/>
    public IAsyncEnumerable<Statement> WatchAsync(StatementHandle handle, CancellationToken cancellationToken = default) =>
        _manager.WatchAsync(Id, handle, cancellationToken);

    /// <inheritdoc cref="StatementManager.CancelAsync"/>
    public ValueTask<CancelResult> CancelAsync(StatementHandle handle, CancellationToken cancellationToken = default) =>
        _manager.CancelAsync(Id, handle, cancellationToken);

    /// <inheritdoc cref="StatementManager.ReadBatchAsync"/>
    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken = default) =>
        _manager.ReadBatchAsync(Id, handle, number, cancellationToken);

    /// <inheritdoc cref="StatementManager.ReadRowsAsync"/>
    public IAsyncEnumerable<ResultRow> ReadRowsAsync(
        StatementHandle handle, long skip = 0, long? take = null, CancellationToken cancellationToken = default) =>
        _manager.ReadRowsAsync(Id, handle, skip, take, cancellationToken);

    /// <inheritdoc cref="StatementManager.OpenReaderAsync"/>
    public ValueTask<DbDataReader> OpenReaderAsync(StatementHandle handle, CancellationToken cancellationToken = default) =>
        _manager.OpenReaderAsync(Id, handle, cancellationToken);

    /// <inheritdoc cref="StatementManager.CopyToAsync"/>
    public ValueTask CopyToAsync(StatementHandle handle, Stream destination, CancellationToken cancellationToken = default) =>
        _manager.CopyToAsync(Id, handle, destination, cancellationToken);

    /// <inheritdoc cref="StatementManager.ListAsync"/>
    public IAsyncEnumerable<Statement> ListAsync(StatementFilter? filter = null, CancellationToken cancellationToken = default) =>
        _manager.ListAsync(Id, filter, cancellationToken);

    /// <inheritdoc cref="StatementManager.ReleaseAsync"/>
    public ValueTask<bool> ReleaseAsync(StatementHandle handle, CancellationToken cancellationToken = default) =>
        _manager.ReleaseAsync(Id, handle, cancellationToken);

    /// <summary>Reads the history of this session, newest first.</summary>
    /// <remarks>What had ended before the call is in the page, unless the history is unavailable or more than two seconds behind.</remarks>
    /// <param name="filter">Which entries, and from where on; null for all. Its session is ignored.</param>
    /// <param name="limit">The largest number of entries, from 1 to 10,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page.</returns>
    /// <exception cref="InvalidOperationException">The manager has no history.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    /// <exception cref="ArgumentException"><see cref="HistoryFilter.After"/> is not a position of this history.</exception>
    /// <exception cref="StatementStoreException">The history is unavailable.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<HistoryPage> ReadHistoryAsync(HistoryFilter? filter = null, int limit = 100, CancellationToken cancellationToken = default) =>
        _manager.ReadSessionHistoryAsync(Id, filter, limit, cancellationToken);

    /// <inheritdoc cref="StatementManager.EndSessionAsync"/>
    public ValueTask<int> EndAsync(CancellationToken cancellationToken = default) =>
        _manager.EndSessionAsync(Id, cancellationToken);

    /// <summary>Cancels a statement that is not waited for any longer.</summary>
    /// <returns>How it had ended before that, or null when the cancel counts.</returns>
    private async ValueTask<Statement?> StopAsync(Statement statement)
    {
        var result = await CancelAsync(statement.Handle, CancellationToken.None).ConfigureAwait(false);
        return result.Status == CancelStatus.AlreadyFinished ? result.Statement : null;
    }
}

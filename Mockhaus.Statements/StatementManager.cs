using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Engine;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.History;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements;

/// <summary>Accepts statements, runs them, answers for their handles, cancels them and lets them expire.</summary>
/// <remarks>
/// <para>Thread-safe. Every method takes the session first; the handle of another session is "not found" in each
/// of them, with the same message and the same number of calls to the store.
/// <see cref="OpenSession"/> returns the same methods for one session.</para>
/// <para>A submitted statement runs on when its submitter goes away. Disposing ends every live
/// statement with <see cref="StatementErrorCodes.Shutdown"/>, waits for the executors no longer than
/// <see cref="MockhausStatementsOptions.ShutdownTimeout"/>, and leaves store and executor to their owner.</para>
/// <para>Live statements of a manager that has stopped without ending them end as <see cref="StatementErrorCodes.OwnerLost"/>: when a
/// manager starts on that store, when the store finds that the lease of the other has run out (<see cref="IStatementLeases"/>), or when
/// the statement is read.</para>
/// </remarks>
public sealed class StatementManager : IAsyncDisposable
{
    private readonly StatementEngine _engine;

    /// <summary>Creates a manager, which accepts statements at once.</summary>
    /// <param name="store">The store. It must be created with the same options and the same clock.</param>
    /// <param name="executor">The executor that runs the SQL.</param>
    /// <param name="options">The options, or null for the defaults. Do not change them afterwards.</param>
    /// <param name="timeProvider">The clock, or null for the system's.</param>
    /// <param name="logger">The logger, or null for none. SQL and bindings are never logged. Exceptions of the logger are ignored.</param>
    /// <param name="meterFactory">Creates the meter; null creates one that listeners find by its name.</param>
    /// <param name="history">Records what happens to statements, or null for no history. The caller keeps ownership, and disposes of it
    /// after the manager.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are not valid.</exception>
    public StatementManager(
        IStatementStore store,
        IStatementExecutor executor,
        MockhausStatementsOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger<StatementManager>? logger = null,
        IMeterFactory? meterFactory = null,
        IStatementHistory? history = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(executor);
        options ??= new();
        new MockhausStatementsOptionsValidator().ThrowIfInvalid(options);
        if (options.History.Required && history is null)
        {
            throw new OptionsValidationException(
                Options.DefaultName,
                typeof(MockhausStatementsOptions),
                ["History:Required: It is true, but there is no history. Set History:Type, or pass a history."]);
        }

        _engine = new(
            store, executor, history, options, timeProvider ?? TimeProvider.System, NonThrowingLogger.Wrap(logger), meterFactory, typeof(StatementManager));
    }

    /// <summary>Returns the same methods for one session. Nothing is stored; a session exists as long as it has statements.</summary>
    /// <param name="sessionId">The session: any text that the host uses for one user.</param>
    /// <returns>The session.</returns>
    public StatementSession OpenSession(string sessionId)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        return new(this, sessionId);
    }

    /// <summary>Stores a statement and queues it. Returns as soon as it is stored.</summary>
    /// <remarks>
    /// If a statement of this session has the same <see cref="StatementRequest.RequestId"/>, that statement is returned in its current
    /// state and nothing new runs, unless <see cref="StatementRequest.RequestIdUse"/> says otherwise. In a full session the oldest
    /// finished statements expire (<see cref="StatementLimitOptions.SessionLimit"/>). The token has no effect once the statement is stored.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="request">What to run.</param>
    /// <param name="cancellationToken">Cancels the call, as long as nothing is stored.</param>
    /// <returns>The stored statement.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time to live, the timeout or the statement count is out of range.</exception>
    /// <exception cref="StatementLimitException">The SQL or the request id is too long, the queue is full, or the session is full of live statements; nothing was stored.</exception>
    /// <exception cref="StatementParameterException">A session parameter has a value that cannot be used; nothing was stored.</exception>
    /// <exception cref="StatementConflictException">The handle is taken, or the request id belongs to another request.</exception>
    /// <exception cref="StatementStoreException">The store is unavailable; nothing runs. If the statement was stored all the
    /// same, it ends Failed as soon as the store answers.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<Statement> SubmitAsync(string sessionId, StatementRequest request, CancellationToken cancellationToken = default) =>
        _engine.Submitter.SubmitAsync(sessionId, request, cancellationToken);

    /// <summary>Returns the current state of a statement.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The statement.</returns>
    /// <exception cref="StatementNotFoundException">The session has no such statement.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<Statement> GetAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken = default) =>
        _engine.Reader.GetAsync(sessionId, handle, cancellationToken);

    /// <summary>Waits until a statement has ended or the timeout is over. Wakes when the statement ends, without polling.</summary>
    /// <remarks>For a statement that another manager runs, the store is asked about ten times a second, and at once when it reports a
    /// change (<see cref="IStatementChangeFeed"/>).</remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="timeout">The longest time to wait, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="atTimeout">What happens to a statement that is still live then.</param>
    /// <param name="cancellationToken">Cancels the wait; the statement runs on.</param>
    /// <returns>The statement; still live if the timeout is over and it runs on.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="StatementLimitException">It has <see cref="StatementLimitOptions.MaxWaitersPerStatement"/> waiters already.</exception>
    /// <exception cref="StatementNotFoundException">The session has no such statement.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed; or it is disposed during the wait, and another manager runs
    /// the statement or the store does not take its terminal state.</exception>
    public ValueTask<Statement> WaitAsync(
        string sessionId,
        StatementHandle handle,
        TimeSpan timeout,
        WaitTimeoutBehavior atTimeout = WaitTimeoutBehavior.ReturnCurrent,
        CancellationToken cancellationToken = default) =>
        _engine.Waiter.WaitAsync(sessionId, handle, timeout, atTimeout, cancellationToken);

    /// <summary>Watches a statement: its current state, then its state after each change, until it has ended.</summary>
    /// <remarks>
    /// No state comes twice, and none after a newer one; states that a slow reader misses are left out. Progress
    /// that the executor reports is a change. A watcher counts as a waiter.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Cancels the wait; the statement runs on.</param>
    /// <returns>The states; the last one is terminal.</returns>
    /// <exception cref="StatementLimitException">It has <see cref="StatementLimitOptions.MaxWaitersPerStatement"/> waiters already.</exception>
    /// <exception cref="StatementNotFoundException">The session has no such statement, or no longer.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed; or it is disposed during the wait, and another manager runs
    /// the statement or the store does not take its terminal state.</exception>
    public IAsyncEnumerable<Statement> WatchAsync(
        string sessionId, StatementHandle handle, CancellationToken cancellationToken = default) =>
        _engine.Waiter.WatchAsync(sessionId, handle, cancellationToken);

    /// <summary>Lists the statements of a session, newest first, without those that have expired.</summary>
    /// <remarks>
    /// For pages, read as many as wanted and continue with <see cref="StatementFilter.After"/> set to the last of them; pages
    /// stay correct while statements are added and removed.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="filter">The filter; its session id is replaced by this session. Null: all statements.</param>
    /// <param name="cancellationToken">Cancels the call between two statements.</param>
    /// <returns>The statements. A list is not a read: it does not refresh an expiry.</returns>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public IAsyncEnumerable<Statement> ListAsync(string sessionId, StatementFilter? filter = null, CancellationToken cancellationToken = default) =>
        _engine.Reader.ListAsync(sessionId, filter, cancellationToken);

    /// <summary>Reads a batch of a result. Batches can be read in any order and more than once.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="number">The batch, from 0.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The batch, or null when the result has no such batch.</returns>
    /// <exception cref="StatementResultException">The statement has no rows: it is live, has failed, was cancelled, or its rows were evicted.</exception>
    /// <exception cref="StatementNotFoundException">The session has no such statement.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<ResultBatch?> ReadBatchAsync(
        string sessionId, StatementHandle handle, int number, CancellationToken cancellationToken = default) =>
        _engine.Reader.ReadBatchAsync(sessionId, handle, number, cancellationToken);

    /// <summary>Reads rows of a result, all or a range of them. At most one batch is in memory.</summary>
    /// <remarks>Batches before the first row of the range are not read.</remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="skip">The number of rows to leave out at the beginning. Beyond the last row, no row is returned.</param>
    /// <param name="take">The greatest number of rows, or null for all that follow.</param>
    /// <param name="cancellationToken">Cancels the call between two rows.</param>
    /// <returns>The rows, each with its cells as Snowflake's text and as typed values.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="skip"/> or <paramref name="take"/> is negative.</exception>
    /// <exception cref="StatementResultException">The statement has no rows: it is live, has failed, was cancelled, or its rows were evicted.</exception>
    /// <exception cref="StatementNotFoundException">The session has no such statement.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released, perhaps between two batches.</exception>
    /// <exception cref="StatementStoreException">The store is unavailable, or a batch is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public IAsyncEnumerable<ResultRow> ReadRowsAsync(
        string sessionId, StatementHandle handle, long skip = 0, long? take = null, CancellationToken cancellationToken = default) =>
        _engine.Results.ReadRowsAsync(sessionId, handle, skip, take, cancellationToken);

    /// <summary>Opens an ADO.NET reader over a result: forward only, batch by batch, with typed columns.</summary>
    /// <remarks>
    /// <c>ReadAsync</c> waits for the store without blocking, <c>Read</c> blocks. The reader holds no resources, and
    /// closing it does not remove the rows. It reads as this session, and throws the exceptions listed here while it reads.
    /// A value that is read as a type that it does not have throws <see cref="ResultValueException"/>. docs/results.md has the CLR type of each column.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Cancels opening.</param>
    /// <returns>The reader, before the first row; for one thread at a time.</returns>
    /// <exception cref="StatementResultException">The statement has no rows: it is live, has failed, was cancelled, or its rows were evicted.</exception>
    /// <exception cref="StatementNotFoundException">The session has no such statement.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released, perhaps between two batches.</exception>
    /// <exception cref="StatementStoreException">The store is unavailable, or a batch is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<DbDataReader> OpenReaderAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken = default) =>
        _engine.Results.OpenReaderAsync(sessionId, handle, cancellationToken);

    /// <summary>Writes a whole result to a stream: one JSON object as a batch is, <c>{"data":[["1","a"],["2",null]]}</c>, in UTF-8,
    /// unpacked, without white space; at most one batch is in memory.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="destination">The stream; it is neither flushed nor closed. A failure before the first batch writes nothing, a later one leaves an incomplete object.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when all is written.</returns>
    /// <exception cref="StatementResultException">The statement has no rows: it is live, has failed, was cancelled, or its rows were evicted.</exception>
    /// <exception cref="StatementNotFoundException">The session has no such statement.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released, perhaps between two batches.</exception>
    /// <exception cref="StatementStoreException">The store is unavailable, or a batch is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask CopyToAsync(
        string sessionId, StatementHandle handle, Stream destination, CancellationToken cancellationToken = default) =>
        _engine.Results.CopyToAsync(sessionId, handle, destination, cancellationToken);

    /// <summary>Cancels a statement and returns what became of it.</summary>
    /// <remarks>
    /// The terminal state is stored before the executor is cancelled, so a slow executor delays no answer, and rows that it still
    /// delivers are refused; but it counts for <see cref="StatementLimitOptions.MaxConcurrentStatements"/> until it returns. Only the
    /// manager that runs a statement can stop its work: for the statement of another manager the request is stored, and that manager
    /// acts on it within a second.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Cancels the call; the statement may or may not be cancelled.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store is unavailable; the statement runs on. Try again.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<CancelResult> CancelAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken = default) =>
        _engine.Canceller.CancelAsync(sessionId, handle, cancellationToken);

    /// <summary>Releases a finished statement: its rows are removed, and its handle answers "expired" from now on.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was released; false while it is live (cancel it first).</returns>
    /// <exception cref="StatementNotFoundException">The session has no such statement.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released before.</exception>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<bool> ReleaseAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken = default) =>
        _engine.Releaser.ReleaseAsync(sessionId, handle, cancellationToken);

    /// <summary>Ends a session: cancels its live statements and removes all of them, without tombstones.</summary>
    /// <remarks>
    /// A statement that is submitted to the session meanwhile may be removed with it or may survive it. The session can be
    /// used again at once, as a new one.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Cancels the call between two statements.</param>
    /// <returns>How many statements were removed.</returns>
    /// <exception cref="StatementStoreException">The store is unavailable; what was not removed yet is still there.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<int> EndSessionAsync(string sessionId, CancellationToken cancellationToken = default) =>
        _engine.Sessions.EndSessionAsync(sessionId, cancellationToken);

    /// <summary>Reads the history of all sessions, newest first. For the host: a user's own history is that of
    /// <see cref="StatementSession.ReadHistoryAsync"/>.</summary>
    /// <remarks>What had ended before the call is in the page, unless the history is unavailable or more than two seconds behind.</remarks>
    /// <param name="filter">Which entries, and from where on; null for all.</param>
    /// <param name="limit">The largest number of entries, from 1 to 10,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page.</returns>
    /// <exception cref="InvalidOperationException">The manager has no history.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    /// <exception cref="ArgumentException"><see cref="HistoryFilter.After"/> is not a position of this history.</exception>
    /// <exception cref="StatementStoreException">The history is unavailable.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<HistoryPage> ReadHistoryAsync(HistoryFilter? filter = null, int limit = 100, CancellationToken cancellationToken = default) =>
        _engine.History.ReadAsync(null, filter, limit, cancellationToken);

    /// <summary>Writes the history of all sessions to a stream, newest first, as one JSON object a line (UTF-8).</summary>
    /// <remarks>Reads page by page: memory use does not grow with the history. The stream is neither flushed nor closed.</remarks>
    /// <param name="target">Where to write.</param>
    /// <param name="filter">Which entries; null for all.</param>
    /// <param name="cancellationToken">Cancels the export between two pages.</param>
    /// <returns>The number of entries.</returns>
    /// <exception cref="InvalidOperationException">The manager has no history.</exception>
    /// <exception cref="StatementStoreException">The history is unavailable.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<long> ExportHistoryAsync(Stream target, HistoryFilter? filter = null, CancellationToken cancellationToken = default) =>
        _engine.History.ExportAsync(target, filter, cancellationToken);

    /// <summary>Erases entries of the history, physically. The statements themselves stay; <see cref="EndSessionAsync"/> removes them.</summary>
    /// <remarks>What ended before the call is erased, also when it was not recorded yet. What ends later is recorded again.</remarks>
    /// <param name="what">Which entries.</param>
    /// <param name="cancellationToken">Cancels the call before it has begun.</param>
    /// <returns>The number of erased entries.</returns>
    /// <exception cref="InvalidOperationException">The manager has no history.</exception>
    /// <exception cref="StatementStoreException">The history is unavailable; call again.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<long> EraseHistoryAsync(HistoryErasure what, CancellationToken cancellationToken = default) =>
        _engine.History.EraseAsync(what, cancellationToken);

    /// <summary>Ends every live statement with the shutdown code, wakes all who wait, and stops.</summary>
    /// <returns>A task that ends within <see cref="MockhausStatementsOptions.ShutdownTimeout"/>.</returns>
    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    /// <summary>The entries of one session.</summary>
    internal ValueTask<HistoryPage> ReadSessionHistoryAsync(string sessionId, HistoryFilter? filter, int limit, CancellationToken cancellationToken) =>
        _engine.History.ReadAsync(sessionId, filter, limit, cancellationToken);

    /// <summary>Checks the store, and counts the live statements of this manager.</summary>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    /// <exception cref="TimeoutException">The store has not answered in time.</exception>
    /// <exception cref="StatementStoreException">The store is unavailable.</exception>
    internal ValueTask<StatementLoad> CheckAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        _engine.CheckAsync(limit, cancellationToken);
}

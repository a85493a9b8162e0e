using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Engine;
using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements;

/// <summary>Gives out handles, runs statements, answers for them, cancels them and lets them expire.</summary>
/// <remarks>
/// <para>Safe for many threads. Every verb takes the session first; another session's handle is "not found" in every
/// one of them, with the same message and the same number of calls to the store.
/// <see cref="OpenSession"/> gives the same verbs for one session.</para>
/// <para>A statement that has been submitted runs on, whatever becomes of its submitter. Disposing ends every live
/// statement with <see cref="StatementErrorCodes.Shutdown"/>, waits for the executors no longer than
/// <see cref="MockhausStatementsOptions.ShutdownTimeout"/>, and leaves store and executor to their owner.</para>
/// <para>What a manager that is gone has left live in the store ends as <see cref="StatementErrorCodes.OwnerLost"/>: when a
/// manager starts on that store, when the store finds that the other is gone (<see cref="IStatementLeases"/>), or when
/// somebody asks for it.</para>
/// </remarks>
public sealed class StatementManager : IAsyncDisposable
{
    private readonly StatementEngine _engine;

    /// <summary>Makes a manager that works at once.</summary>
    /// <param name="store">Where statements are kept. It has to be built with the same options and the same clock.</param>
    /// <param name="executor">What runs them.</param>
    /// <param name="options">The settings, or null for the defaults. They are not to be changed afterwards.</param>
    /// <param name="timeProvider">The clock, or null for the system's.</param>
    /// <param name="logger">Where to log, or null for nowhere. SQL and bindings are never logged. What it throws is ignored.</param>
    /// <param name="meterFactory">What makes the meter, or null for one that any listener finds by its name.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are not valid.</exception>
    public StatementManager(
        IStatementStore store,
        IStatementExecutor executor,
        MockhausStatementsOptions? options = null,
        TimeProvider? timeProvider = null,
        ILogger<StatementManager>? logger = null,
        IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(executor);
        options ??= new();
        new MockhausStatementsOptionsValidator().ThrowIfInvalid(options);
        _engine = new(
            store, executor, options, timeProvider ?? TimeProvider.System, NonThrowingLogger.Wrap(logger), meterFactory, typeof(StatementManager));
    }

    /// <summary>The same verbs for one session. Costs nothing; a session exists as long as it has statements.</summary>
    /// <param name="sessionId">The session; any text that the host uses for one user.</param>
    /// <returns>The session.</returns>
    public StatementSession OpenSession(string sessionId)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        return new(this, sessionId);
    }

    /// <summary>Stores a statement and lets it run. Returns as soon as it is stored.</summary>
    /// <remarks>
    /// With a <see cref="StatementRequest.RequestId"/> that a statement of this session holds, that statement is returned
    /// as it stands, and nothing new runs, unless <see cref="StatementRequest.RequestIdUse"/> says otherwise. In a full session the oldest
    /// finished statements expire (<see cref="StatementLimitOptions.SessionLimit"/>). The token counts until the statement is stored; after that it runs on.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="request">What to run.</param>
    /// <param name="cancellationToken">Gives up before anything is stored.</param>
    /// <returns>The stored statement.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time to live, the timeout or the statement count is out of range.</exception>
    /// <exception cref="StatementLimitException">The SQL is too long, the request id is, the queue is full, or the session is, of live statements; nothing was stored.</exception>
    /// <exception cref="StatementParameterException">A session parameter has a value that cannot be used; nothing was stored.</exception>
    /// <exception cref="StatementConflictException">The handle is taken, or the request id is by another request.</exception>
    /// <exception cref="StatementStoreException">The store did not take it; nothing runs. Should it have been stored after all,
    /// it is ended as failed as soon as the store answers.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<Statement> SubmitAsync(string sessionId, StatementRequest request, CancellationToken cancellationToken = default) =>
        _engine.Submitter.SubmitAsync(sessionId, request, cancellationToken);

    /// <summary>Tells where a statement stands.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The statement as it stands.</returns>
    /// <exception cref="StatementNotFoundException">There is none in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<Statement> GetAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken = default) =>
        _engine.Reader.GetAsync(sessionId, handle, cancellationToken);

    /// <summary>Waits until a statement has ended, or for a while. Wakes at the end, not by polling.</summary>
    /// <remarks>For a statement that another manager runs, the store is asked about ten times a second, and at once when it tells of a
    /// change (<see cref="IStatementChangeFeed"/>).</remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="timeout">How long to wait at most, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="atTimeout">What to do with a statement that is still live then.</param>
    /// <param name="cancellationToken">Gives up; the statement runs on.</param>
    /// <returns>The statement as it stands then: still live when the limit was reached and it goes on.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    /// <exception cref="StatementLimitException">It has <see cref="StatementLimitOptions.MaxWaitersPerStatement"/> waiters already.</exception>
    /// <exception cref="StatementNotFoundException">There is none in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed already, or is disposed meanwhile and another manager runs
    /// the statement or the store does not take its end.</exception>
    public ValueTask<Statement> WaitAsync(
        string sessionId, StatementHandle handle, TimeSpan timeout, WaitTimeoutBehavior atTimeout = WaitTimeoutBehavior.ReturnCurrent, CancellationToken cancellationToken = default) =>
        _engine.Waiter.WaitAsync(sessionId, handle, timeout, atTimeout, cancellationToken);

    /// <summary>Follows a statement: as it stands now, then after each change, until it has ended.</summary>
    /// <remarks>
    /// Never the same twice, and never an older one after a newer; states that a slow reader has missed are left out. Progress
    /// counts as a change when the executor tells it. Counts as a waiter.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Gives up; the statement runs on.</param>
    /// <returns>Its states; the last one is terminal.</returns>
    /// <exception cref="StatementLimitException">It has <see cref="StatementLimitOptions.MaxWaitersPerStatement"/> waiters already.</exception>
    /// <exception cref="StatementNotFoundException">There is none in this session, or no longer.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed already, or is disposed meanwhile and another manager runs
    /// the statement or the store does not take its end.</exception>
    public IAsyncEnumerable<Statement> WatchAsync(
        string sessionId, StatementHandle handle, CancellationToken cancellationToken = default) =>
        _engine.Waiter.WatchAsync(sessionId, handle, cancellationToken);

    /// <summary>Lists the statements of a session, newest first, without those that have expired.</summary>
    /// <remarks>
    /// For pages, take as many as wanted and go on with <see cref="StatementFilter.After"/> set to the last of them; a page
    /// stays right while statements come and go.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="filter">Which ones; its own session id is overruled. Null: all.</param>
    /// <param name="cancellationToken">Gives up between two statements.</param>
    /// <returns>The statements. Being listed is no read: it does not put an expiry off.</returns>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public IAsyncEnumerable<Statement> ListAsync(string sessionId, StatementFilter? filter = null, CancellationToken cancellationToken = default) =>
        _engine.Reader.ListAsync(sessionId, filter, cancellationToken);

    /// <summary>Reads a batch of a result; as often as wanted, in any order.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="number">The batch, from 0.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The batch, or null when the result has no such batch.</returns>
    /// <exception cref="StatementResultException">The statement has no rows: it is live, has failed, was cancelled, or had to give them up.</exception>
    /// <exception cref="StatementNotFoundException">There is no such statement in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<ResultBatch?> ReadBatchAsync(
        string sessionId, StatementHandle handle, int number, CancellationToken cancellationToken = default) =>
        _engine.Reader.ReadBatchAsync(sessionId, handle, number, cancellationToken);

    /// <summary>Reads rows of a result, all or a range of them, batch by batch; never more than one batch is in memory.</summary>
    /// <remarks>A range begins with the batch that has its first row; those before it are not read.</remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="skip">How many rows to leave out at the beginning. Beyond the last row there are none.</param>
    /// <param name="take">How many rows at most, or null for all that follow.</param>
    /// <param name="cancellationToken">Gives up between two rows.</param>
    /// <returns>The rows, each with its cells as Snowflake's text and as typed values.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="skip"/> or <paramref name="take"/> is negative.</exception>
    /// <exception cref="StatementResultException">The statement has no rows: it is live, has failed, was cancelled, or had to give them up.</exception>
    /// <exception cref="StatementNotFoundException">There is no such statement in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released, perhaps between two batches.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell, or a batch is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public IAsyncEnumerable<ResultRow> ReadRowsAsync(
        string sessionId, StatementHandle handle, long skip = 0, long? take = null, CancellationToken cancellationToken = default) =>
        _engine.Results.ReadRowsAsync(sessionId, handle, skip, take, cancellationToken);

    /// <summary>Opens a reader over a result, as ADO.NET has them: forward only, batch by batch, with typed columns.</summary>
    /// <remarks>
    /// <c>ReadAsync</c> waits for the store without blocking, <c>Read</c> blocks. The reader holds nothing that has to be given back, and
    /// the rows are still there when it is closed. It reads as this session, and while it reads fails with the errors that are listed here.
    /// A value that is asked for as something that it is not fails with <see cref="ResultValueException"/>. docs/results.md has the CLR type of each column.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Gives up opening.</param>
    /// <returns>The reader, before the first row; for one thread at a time.</returns>
    /// <exception cref="StatementResultException">The statement has no rows: it is live, has failed, was cancelled, or had to give them up.</exception>
    /// <exception cref="StatementNotFoundException">There is no such statement in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released, perhaps between two batches.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell, or a batch is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<DbDataReader> OpenReaderAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken = default) =>
        _engine.Results.OpenReaderAsync(sessionId, handle, cancellationToken);

    /// <summary>Writes a whole result to a stream: one JSON object as a batch is, <c>{"data":[["1","a"],["2",null]]}</c>, in UTF-8,
    /// unpacked, without white space; never more than one batch is in memory.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="destination">Where to; neither flushed nor closed. What fails before the first batch writes nothing, what fails later leaves half an object.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when all is written.</returns>
    /// <exception cref="StatementResultException">The statement has no rows: it is live, has failed, was cancelled, or had to give them up.</exception>
    /// <exception cref="StatementNotFoundException">There is no such statement in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released, perhaps between two batches.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell, or a batch is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask CopyToAsync(
        string sessionId, StatementHandle handle, Stream destination, CancellationToken cancellationToken = default) =>
        _engine.Results.CopyToAsync(sessionId, handle, destination, cancellationToken);

    /// <summary>Cancels a statement, and tells the truth about it.</summary>
    /// <remarks>
    /// The word comes before the deed: the statement is Cancelled for everybody once that is stored, and then its executor
    /// is told to stop. An executor that takes its time holds up no answer, and what it still delivers is refused; but it
    /// keeps its place among <see cref="StatementLimitOptions.MaxConcurrentStatements"/> until it returns. Only the
    /// manager that runs a statement can stop its work: for another's, the cancel is asked for and stored, and its owner heeds
    /// it within a second.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Gives up; whether the statement is cancelled is then not known.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="StatementExpiredException">It has expired or was released.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell; the statement runs on. Try again.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<CancelResult> CancelAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken = default) =>
        _engine.Canceller.CancelAsync(sessionId, handle, cancellationToken);

    /// <summary>Lets go of a finished statement: its rows are given up and its handle answers "expired" from now on.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was released; not so while it is live (cancel it first).</returns>
    /// <exception cref="StatementNotFoundException">There is none in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released before.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<bool> ReleaseAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken = default) =>
        _engine.Releaser.ReleaseAsync(sessionId, handle, cancellationToken);

    /// <summary>Ends a session: cancels its live statements and removes all of them, without tombstones.</summary>
    /// <remarks>
    /// A statement that is submitted to the session meanwhile may be removed with it or may survive it. The session can be
    /// used again at once, as a new one.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Gives up between two statements.</param>
    /// <returns>How many statements were removed.</returns>
    /// <exception cref="StatementStoreException">The store cannot tell; what was not removed yet is still there.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<int> EndSessionAsync(string sessionId, CancellationToken cancellationToken = default) =>
        _engine.Sessions.EndSessionAsync(sessionId, cancellationToken);

    /// <summary>Ends every live statement with the shutdown code, wakes all who wait, and stops.</summary>
    /// <returns>A task that ends within <see cref="MockhausStatementsOptions.ShutdownTimeout"/>.</returns>
    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    /// <summary>Asks the store how it is, or for a statement that nobody has, and counts those that are live here.</summary>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    /// <exception cref="TimeoutException">The store has not answered in time.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell.</exception>
    internal ValueTask<StatementLoad> CheckAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        _engine.CheckAsync(limit, cancellationToken);
}

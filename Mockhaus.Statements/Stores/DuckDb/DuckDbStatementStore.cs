using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores.DuckDb;
using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Stores;

/// <summary>Keeps statements and their rows in one DuckDB file, where they outlive the process; or in memory, for tests.</summary>
/// <remarks>
/// <para>A change that was acknowledged survives a kill of the process: its task ends when DuckDB's COMMIT has returned, with the
/// log synced to the disk. Changes of many callers are committed together, so that hundreds of them cost what one costs.</para>
/// <para>One process owns a file, and one store of that process has it open; any other store is refused with a message that says what to
/// do. The file can be read with a DuckDB shell (1.5 or later) while no store has it open: see docs/storage-format.md.</para>
/// <para>The store needs about 150 bytes of memory for each statement, and keeps live statements whole. Reading a finished statement asks
/// DuckDB, takes some tenths of a millisecond and blocks its thread for that time; the hybrid store keeps what is read often in
/// memory.</para>
/// <para>After a fatal error of DuckDB (a full disk is one) the file is opened again at the next call. The store is thread-safe.</para>
/// </remarks>
public sealed class DuckDbStatementStore : IStatementStore, IAsyncDisposable
{
    private readonly FileCalls _calls;
    private readonly StatementLister _lister;
    private readonly ExpiredPurger _purger;
    private readonly TimeProvider _timeProvider;

    /// <summary>Opens the file, or creates it. The index of the file is read first, which takes about half a second for a million
    /// statements.</summary>
    /// <param name="options">Where the file is, or null for a database in memory.</param>
    /// <param name="timeProvider">The clock, or null for the system's.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are not valid.</exception>
    /// <exception cref="StatementStoreException">The file cannot be used, or DuckDB's native library is missing (package
    /// DuckDB.NET.Data.Full); the message says why and what to do.</exception>
    public DuckDbStatementStore(DuckDbStoreOptions? options = null, TimeProvider? timeProvider = null)
    {
        options ??= new();
        new DuckDbStoreOptionsValidator().ThrowIfInvalid(options);
        _timeProvider = timeProvider ?? TimeProvider.System;
        _calls = new(options);
        _lister = new(_calls);
        _purger = new(_calls);
    }

    /// <summary>Gets advice for an error of DuckDB when it opens or writes a file. The errors of this store have it already; a host can
    /// use it for files of its own.</summary>
    /// <param name="exception">The exception that DuckDB, or opening the file, has thrown.</param>
    /// <returns>The advice in whole sentences; empty when there is none for such an error.</returns>
    public static string AdviceFor(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return StoreFileErrors.Advice(exception) ?? "";
    }

    /// <inheritdoc/>
    public async ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        cancellationToken.ThrowIfCancellationRequested();
        CheckText(statement.SessionId);
        CheckText(statement.RequestId ?? "");
        while (true)
        {
            var outcome = await _calls.WriteAsync("add", statement.Handle, new AddCommand(statement, maxInSession)).ConfigureAwait(false);
            if (outcome != WriteOutcome.Taken)
            {
                return outcome == WriteOutcome.Written ? StatementWrite.Succeeded(statement) : new(StatementWriteStatus.SessionFull, null);
            }

            if (await FindAsync(statement.Handle, cancellationToken).ConfigureAwait(false) is { } other)
            {
                return new(StatementWriteStatus.HandleTaken, other);
            }

            if (statement.RequestId is { } request
                && await FindByRequestIdAsync(statement.SessionId, request, cancellationToken).ConfigureAwait(false) is { } holder)
            {
                return new(StatementWriteStatus.RequestIdTaken, holder);
            }

            // The other statement was removed in the meantime: the next attempt may succeed.
        }
    }

    /// <inheritdoc/>
    public ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _calls.File.WithIndex(index => index.TryGetLive(handle, out var live) ? live : null) is { } statement
            ? new(EnsureNotDisposed(statement))
            : _calls.ReadAsync("find", handle, () => _calls.File.Reader.Read([handle]).FirstOrDefault());
    }

    /// <inheritdoc/>
    public ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _calls.ReadAsync("find by request id", null, () =>
            _calls.File.WithIndex(index => index.FindHolder(sessionId, requestId)) is { } handle ? _calls.File.Reader.Read([handle]).FirstOrDefault() : null);
    }

    /// <inheritdoc/>
    public async ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        cancellationToken.ThrowIfCancellationRequested();
        var current = await FindAsync(statement.Handle, cancellationToken).ConfigureAwait(false);
        if (current?.Version != expectedVersion)
        {
            return StatementWrite.NotReplaced(current);
        }

        // The request is not written again where it has not changed, but a tombstone must not leave its SQL behind.
        var isMove = StoredStatement.HasSameRequest(current, statement) && !StoredStatement.IsTombstone(statement);
        var change = new ReplaceCommand(statement, expectedVersion, isMove ? StatementRows.Move(statement) : null);
        return await _calls.WriteAsync("replace", statement.Handle, change).ConfigureAwait(false) == WriteOutcome.Written
            ? StatementWrite.Succeeded(statement)
            : StatementWrite.NotReplaced(await FindAsync(statement.Handle, CancellationToken.None).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask RefreshExpiryAsync(
        StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _calls.WriteAsync("refresh expiry", handle, new RefreshExpiryCommand(handle, expectedVersion, expiresAt.UtcTicks, _timeProvider)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        return await _calls.WriteAsync("write a batch of", handle, new BatchCommand(handle, batch)).ConfigureAwait(false) == WriteOutcome.Written;
    }

    /// <inheritdoc/>
    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _calls.ReadAsync("read a batch of", handle, () => _calls.File.Reader.ReadBatch(handle, number));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await _calls.WriteAsync("remove", handle, new RemoveCommand(handle, null)).ConfigureAwait(false) == WriteOutcome.Written;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Statement> ListAsync(StatementFilter filter, CancellationToken cancellationToken) => _lister.ListAsync(filter, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<PurgeResult> PurgeExpiredAsync(
        DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await _purger.PurgeAsync(now, tombstoneRetention, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the changes that wait, and closes the file.</summary>
    /// <returns>A task that ends when another store may open the file.</returns>
    public ValueTask DisposeAsync() => _calls.DisposeAsync();

    /// <summary>A text that a file does not keep as it is could show the statements of one session to another.</summary>
    private static void CheckText(string id)
    {
        if (!StoredStatement.IsText(id))
        {
            throw new ArgumentException("A session id or request id has half a surrogate pair in it, which no file keeps as it is. Use whole characters.");
        }
    }

    private Statement EnsureNotDisposed(Statement statement)
    {
        _calls.ThrowIfDisposed();
        return statement;
    }
}

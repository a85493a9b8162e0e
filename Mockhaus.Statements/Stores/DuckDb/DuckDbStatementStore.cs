using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores.DuckDb;
using Mockhaus.Statements.Stores.Serialization;

namespace Mockhaus.Statements.Stores;

/// <summary>Keeps statements and their rows in one DuckDB file, where they outlive the process; or in memory, for tests.</summary>
/// <remarks>
/// <para>A change that was acknowledged survives a kill of the process: its task ends when DuckDB's COMMIT has returned, with the
/// log synced to the disk. Changes of many callers are committed together, so that hundreds of them cost what one costs.</para>
/// <para>One process owns one file, and one store in it; anything else is refused with a message that says what to do. The file
/// can be read with a DuckDB shell (1.5 or later) while no store has it open: see docs/storage-format.md.</para>
/// <para>About 150 bytes of memory a statement, and live statements whole. A read of what has finished asks DuckDB and
/// costs some tenths of a millisecond, in which it blocks its thread; the hybrid store keeps what is read often in memory.</para>
/// <para>After a fatal error of DuckDB (a full disk is one) the file is opened again at the next call. Safe for many threads.</para>
/// </remarks>
public sealed partial class DuckDbStatementStore : IStatementStore, IAsyncDisposable
{
    private readonly DuckDbFile _file;
    private readonly GroupWriter _writer;
    private readonly TimeProvider _timeProvider;
    private int _disposed;

    /// <summary>Opens the file, or makes it. Takes as long as reading its index does: about half a second for a million statements.</summary>
    /// <param name="options">Where the file is, or null to keep all in memory.</param>
    /// <param name="timeProvider">The clock, or null for the system's.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are not valid.</exception>
    /// <exception cref="StatementStoreException">The file cannot be used, or DuckDB's native library is missing (package DuckDB.NET.Data.Full);
    /// the message says why and what to do.</exception>
    public DuckDbStatementStore(DuckDbStoreOptions? options = null, TimeProvider? timeProvider = null)
    {
        options ??= new();
        new DuckDbStoreOptionsValidator().ThrowIfInvalid(options);
        _timeProvider = timeProvider ?? TimeProvider.System;
        _file = new(options);
        _writer = new(_file.Commit);
    }

    /// <summary>What to do when DuckDB cannot open or write a file: this store's own errors say it, and a host may for files of its own.</summary>
    /// <param name="exception">What DuckDB, or opening the file, has thrown.</param>
    /// <returns>The advice, in whole sentences; empty when nothing is known about such a failure.</returns>
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
            var outcome = await WriteAsync("add", statement.Handle, new AddCommand(statement, maxInSession)).ConfigureAwait(false);
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
        return _file.WithIndex(index => index.TryGetLive(handle, out var live) ? live : null) is { } statement
            ? new(EnsureNotDisposed(statement))
            : ReadAsync("find", handle, () => _file.Read([handle]).FirstOrDefault());
    }

    /// <inheritdoc/>
    public ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ReadAsync("find by request id", null, () =>
            _file.WithIndex(index => index.FindHolder(sessionId, requestId)) is { } handle ? _file.Read([handle]).FirstOrDefault() : null);
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

        // What does not change is not written again, but a tombstone must not leave its SQL behind.
        var isMove = StoredStatement.HasSameRequest(current, statement) && !StoredStatement.IsTombstone(statement);
        var change = new ReplaceCommand(statement, expectedVersion, isMove ? StatementRows.Move(statement) : null);
        return await WriteAsync("replace", statement.Handle, change).ConfigureAwait(false) == WriteOutcome.Written
            ? StatementWrite.Succeeded(statement)
            : StatementWrite.NotReplaced(await FindAsync(statement.Handle, CancellationToken.None).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask RefreshExpiryAsync(
        StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await WriteAsync("refresh expiry", handle, new RefreshExpiryCommand(handle, expectedVersion, expiresAt.UtcTicks, _timeProvider)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        return await WriteAsync("write a batch of", handle, new BatchCommand(handle, batch)).ConfigureAwait(false) == WriteOutcome.Written;
    }

    /// <inheritdoc/>
    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ReadAsync("read a batch of", handle, () => _file.ReadBatch(handle, number));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await WriteAsync("remove", handle, new RemoveCommand(handle, null)).ConfigureAwait(false) == WriteOutcome.Written;
    }

    /// <summary>Writes what is on its way, and closes the file.</summary>
    /// <returns>A task that ends when another store may open it.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _writer.DisposeAsync().ConfigureAwait(false);
            _file.Dispose();
        }
    }

    /// <summary>What a file would bring back as another text could open one session's wall to another.</summary>
    private static void CheckText(string id)
    {
        if (!StoredStatement.IsText(id))
        {
            throw new ArgumentException("A session id or request id has half a surrogate pair in it, which no file keeps as it is. Use whole characters.");
        }
    }

    private async ValueTask<WriteOutcome> WriteAsync(string operation, StatementHandle? handle, WriteCommand change)
    {
        try
        {
            return await _writer.WriteAsync(change).ConfigureAwait(false);
        }
        catch (Exception exception) when (StoreFileErrors.IsDatabase(exception))
        {
            throw StoreFileErrors.Failed(operation, handle, exception);
        }
    }

    /// <summary>Reads on the caller's thread. What fails is tried once more when the file has been looked after.</summary>
    private ValueTask<T> ReadAsync<T>(string operation, StatementHandle? handle, Func<T> read)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        try
        {
            return new(read());
        }
        catch (Exception exception) when (StoreFileErrors.IsDatabase(exception))
        {
            return ReadRecoveredAsync(operation, handle, read);
        }
    }

    private async ValueTask<T> ReadRecoveredAsync<T>(string operation, StatementHandle? handle, Func<T> read)
    {
        await WriteAsync(operation, handle, new FileCommand(_file.Recover)).ConfigureAwait(false);
        try
        {
            return read();
        }
        catch (Exception exception) when (StoreFileErrors.IsDatabase(exception))
        {
            throw StoreFileErrors.Failed(operation, handle, exception);
        }
    }

    private Statement EnsureNotDisposed(Statement statement)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        return statement;
    }
}

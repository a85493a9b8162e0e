using System.Runtime.CompilerServices;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores.PerSession;

namespace Mockhaus.Statements.Stores;

/// <summary>Keeps each persistent session in a DuckDB file of its own, and every other session in memory.</summary>
/// <remarks>
/// <para>A session is persistent from <see cref="OpenAsync"/> to <see cref="CloseAsync"/> or the end of the process. The statements in its
/// file are found again when it is opened again, and not before. A file can be moved to the folder of another store while no
/// store has it open: its name depends on the session id only.</para>
/// <para>The folder belongs to one store of one process, from the first session that the store opens to its end; another store is
/// refused, so that no two of them change the same file.</para>
/// <para>At most <see cref="PerSessionStoreOptions.MaxOpenFiles"/> files are open at once. To open another, the least recently used one
/// that is idle is shut, one without live statements first, and is opened again when it is needed, which takes some tens of
/// milliseconds: with more busy sessions than that, calls wait for it again and again.</para>
/// <para>A file that cannot be opened fails the calls for its own session. Lists and purges over all sessions first process the other
/// sessions, and then throw.</para>
/// <para>No type of DuckDB is used before a session is opened, so sessions in memory need no native library. The store is
/// thread-safe.</para>
/// </remarks>
public sealed class PerSessionStatementStore : IStatementStore, IAsyncDisposable
{
    private readonly SessionFolder? _folder;
    private readonly MemoryStatementStore _memory;
    private readonly OpenFiles _open;
    private readonly SessionDirectory _sessions = new();
    private readonly StatementPlacer _placer;
    private readonly SessionLister _lister;
    private readonly SessionOpener _opener;
    private int _disposed;

    /// <summary>Creates a store without persistent sessions.</summary>
    /// <param name="options">Where the files are, or null for none.</param>
    /// <param name="statementOptions">The times to live, or null for the defaults.</param>
    /// <param name="timeProvider">The clock, or null for the system's.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are not valid.</exception>
    public PerSessionStatementStore(
        PerSessionStoreOptions? options = null, MockhausStatementsOptions? statementOptions = null, TimeProvider? timeProvider = null)
        : this(options ?? new(), statementOptions, timeProvider, null)
    {
    }

    internal PerSessionStatementStore(
        PerSessionStoreOptions options, MockhausStatementsOptions? statementOptions, TimeProvider? timeProvider, Func<string, IStatementStore>? open)
    {
        new PerSessionStoreOptionsValidator().ThrowIfInvalid(options);
        _folder = string.IsNullOrWhiteSpace(options.Folder) ? null : new(options.Folder);
        _memory = new(statementOptions, timeProvider);
        _open = new(
            options.MaxOpenFiles,
            open ?? (path => new DuckDbStatementStore(new() { Path = path, MemoryLimit = options.MemoryLimit }, timeProvider)));
        _placer = new(_sessions, _open, _memory);
        _lister = new(_sessions, _open, _memory);
        _opener = new(_folder, _sessions, _open, _memory, _lister);
    }

    /// <summary>The number of files that are open.</summary>
    internal int OpenFileCount => _open.Count;

    /// <summary>Makes a session persistent: from now on its statements are stored in its file, and those that are in the file already
    /// are found again.</summary>
    /// <remarks>Call it before the first statement of the session. Calling it again has no effect. Live statements that a process which
    /// has ended left in the file fail as "owner lost" when they are read. When it throws, the session is as it was before.</remarks>
    /// <param name="sessionId">The session: any text, without halves of surrogate pairs.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A task that ends when the file is open.</returns>
    /// <exception cref="SessionStorageException">There is no folder for files, the id is no text, the session has statements in memory,
    /// or the file holds statements of another session.</exception>
    /// <exception cref="StatementStoreException">The file cannot be used; the message says why and what to do.</exception>
    public async ValueTask OpenAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        ThrowIfUnusable(cancellationToken);
        await _opener.OpenAsync(sessionId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the persistence of a session: its file is closed, and its statements are not found before it is opened
    /// again.</summary>
    /// <remarks>
    /// <para>Waits for the calls that use the file. A session with live statements is refused, because they could not end any more: wait
    /// for them or cancel them first, or end the session (<see cref="StatementManager.EndSessionAsync"/>), which removes its finished
    /// statements too. A live statement that a process which has ended left in the file counts until it is read.</para>
    /// <para>The session continues in memory: statements that are submitted afterwards are not in the file, and ending the session then
    /// does not change the file. To open it again, end it first. For a session that is not open, the file is removed if so
    /// requested.</para>
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="removeFile">Whether the file, and the log beside it, are deleted.</param>
    /// <param name="cancellationToken">Cancels the operation before anything is closed.</param>
    /// <returns>A task that ends when the file is closed, and deleted if so requested.</returns>
    /// <exception cref="SessionStorageException">The session has live statements. It stays open.</exception>
    /// <exception cref="StatementStoreException">The file is closed, and cannot be deleted.</exception>
    public async ValueTask CloseAsync(string sessionId, bool removeFile, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        ThrowIfUnusable(cancellationToken);
        await _opener.CloseAsync(sessionId, removeFile, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ThrowIfUnusable(cancellationToken);
        return await _placer.AddAsync(statement, maxInSession, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        return _sessions.Find(handle) is { } known
            ? _open.UseAsync(known.File, null, store => store.FindAsync(handle, cancellationToken), cancellationToken)
            : _memory.FindAsync(handle, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        return await _sessions.FindReadyAsync(sessionId, cancellationToken).ConfigureAwait(false) is { } file
            ? await _open.UseAsync(file, null, store => store.FindByRequestIdAsync(sessionId, requestId, cancellationToken), cancellationToken)
                .ConfigureAwait(false)
            : await _memory.FindByRequestIdAsync(sessionId, requestId, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ThrowIfUnusable(cancellationToken);
        if (_sessions.Find(statement.Handle) is not { } known)
        {
            return await _memory.ReplaceAsync(statement, expectedVersion, cancellationToken).ConfigureAwait(false);
        }

        var write = await _open.UseAsync(
            known.File, StatementWrite.NotReplaced(null), store => store.ReplaceAsync(statement, expectedVersion, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        if (write.Written ? statement.IsFinished : write.Current is null or { IsFinished: true })
        {
            // A statement that does not exist was never stored: its addition has failed.
            known.SetLive(false);
        }

        return write;
    }

    /// <inheritdoc/>
    public async ValueTask RefreshExpiryAsync(
        StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        if (_sessions.Find(handle) is not { } known)
        {
            await _memory.RefreshExpiryAsync(handle, expectedVersion, expiresAt, cancellationToken).ConfigureAwait(false);
            return;
        }

        await _open.UseAsync(
            known.File,
            false,
            async store =>
            {
                await store.RefreshExpiryAsync(handle, expectedVersion, expiresAt, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ThrowIfUnusable(cancellationToken);
        return _sessions.Find(handle) is { } known
            ? _open.UseAsync(known.File, false, store => store.WriteBatchAsync(handle, batch, cancellationToken), cancellationToken)
            : _memory.WriteBatchAsync(handle, batch, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        return _sessions.Find(handle) is { } known
            ? _open.UseAsync(known.File, null, store => store.ReadBatchAsync(handle, number, cancellationToken), cancellationToken)
            : _memory.ReadBatchAsync(handle, number, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        if (_sessions.Find(handle) is not { } known)
        {
            return await _memory.RemoveAsync(handle, cancellationToken).ConfigureAwait(false);
        }

        var removed = await _open.UseAsync(
            known.File, false, store => store.RemoveAsync(handle, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (removed)
        {
            _sessions.Remove(handle, known);
        }

        return removed;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Statement> ListAsync(
        StatementFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ThrowIfUnusable(cancellationToken);
        await foreach (var statement in _lister.ListAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            yield return statement;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<PurgeResult> PurgeExpiredAsync(
        DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        return await _lister.PurgeExpiredAsync(now, tombstoneRetention, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes all files, after the calls that use them.</summary>
    /// <returns>A task that ends when another store may open the files.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _open.CloseAsync().ConfigureAwait(false);
            _folder?.Dispose();
            _memory.Dispose();
        }
    }

    private void ThrowIfUnusable(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        cancellationToken.ThrowIfCancellationRequested();
    }
}

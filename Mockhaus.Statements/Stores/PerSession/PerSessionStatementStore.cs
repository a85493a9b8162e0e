using System.Collections.Concurrent;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores.PerSession;

namespace Mockhaus.Statements.Stores;

/// <summary>Keeps each persistent session in a DuckDB file of its own, and every other session in memory.</summary>
/// <remarks>
/// <para>A session is persistent from <see cref="OpenAsync"/> to <see cref="CloseAsync"/> or the end of the process. What is in
/// its file is found again when it is opened again; before that, nobody finds it. A file can be moved to another
/// store's folder while nobody has it open: its name is made of the session's id alone.</para>
/// <para>The folder belongs to one store of one process, from the first session that it opens to its end; another store is
/// refused, so that no two of them change what is in one file.</para>
/// <para>At most <see cref="PerSessionStoreOptions.MaxOpenFiles"/> files are open at once. The one that was used least
/// recently, of the idle ones without live statements if there is one, is shut for another and opened again when it
/// is asked for, which takes some tens of milliseconds: whoever keeps more sessions busy than that waits for it at each turn.</para>
/// <para>A file that cannot be opened fails the calls for its own session. Lists and reclaiming over all sessions first go
/// over the others, and then throw.</para>
/// <para>No type of DuckDB is touched before a session is opened, so sessions in memory need no native library. Safe for many threads.</para>
/// </remarks>
public sealed partial class PerSessionStatementStore : IStatementStore, IAsyncDisposable
{
    private readonly SessionFolder? _folder;
    private readonly MemoryStatementStore _memory;
    private readonly OpenFiles _open;
    private readonly ConcurrentDictionary<string, SessionFile> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<StatementHandle, SessionHandle> _handles = new();

    /// <summary>Held where a place for a session or a handle is decided on; never while anything is waited for.</summary>
    private readonly Lock _placementLock = new();
    private int _disposed;

    /// <summary>Makes a store without any persistent session.</summary>
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
    }

    /// <summary>How many files are open now.</summary>
    internal int OpenFileCount => _open.Count;

    /// <inheritdoc/>
    public async ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ThrowIfUnusable(cancellationToken);
        while (true)
        {
            if (_sessions.TryGetValue(statement.SessionId, out var file))
            {
                if (await TryAddAsync(file, statement, maxInSession, cancellationToken).ConfigureAwait(false) is { } write)
                {
                    return write;
                }
            }
            else if (await TryAddAsync(statement, maxInSession, cancellationToken).ConfigureAwait(false) is { } write)
            {
                return write;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        return _handles.TryGetValue(handle, out var known)
            ? UseAsync(known.File, null, store => store.FindAsync(handle, cancellationToken), cancellationToken)
            : _memory.FindAsync(handle, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        return await FindReadyAsync(sessionId, cancellationToken).ConfigureAwait(false) is { } file
            ? await UseAsync(file, null, store => store.FindByRequestIdAsync(sessionId, requestId, cancellationToken), cancellationToken)
                .ConfigureAwait(false)
            : await _memory.FindByRequestIdAsync(sessionId, requestId, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ThrowIfUnusable(cancellationToken);
        if (!_handles.TryGetValue(statement.Handle, out var known))
        {
            return await _memory.ReplaceAsync(statement, expectedVersion, cancellationToken).ConfigureAwait(false);
        }

        var write = await UseAsync(
            known.File, StatementWrite.NotReplaced(null), store => store.ReplaceAsync(statement, expectedVersion, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        if (write.Written ? statement.IsFinished : write.Current is null or { IsFinished: true })
        {
            // One that is not there never came: its add has failed.
            known.SetLive(false);
        }

        return write;
    }

    /// <inheritdoc/>
    public async ValueTask RefreshExpiryAsync(
        StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        if (!_handles.TryGetValue(handle, out var known))
        {
            await _memory.RefreshExpiryAsync(handle, expectedVersion, expiresAt, cancellationToken).ConfigureAwait(false);
            return;
        }

        await UseAsync(
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
        return _handles.TryGetValue(handle, out var known)
            ? UseAsync(known.File, false, store => store.WriteBatchAsync(handle, batch, cancellationToken), cancellationToken)
            : _memory.WriteBatchAsync(handle, batch, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        return _handles.TryGetValue(handle, out var known)
            ? UseAsync(known.File, null, store => store.ReadBatchAsync(handle, number, cancellationToken), cancellationToken)
            : _memory.ReadBatchAsync(handle, number, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(cancellationToken);
        if (!_handles.TryGetValue(handle, out var known))
        {
            return await _memory.RemoveAsync(handle, cancellationToken).ConfigureAwait(false);
        }

        var removed = await UseAsync(
            known.File, false, store => store.RemoveAsync(handle, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (removed)
        {
            Forget(handle, known);
        }

        return removed;
    }

    /// <summary>Closes all files, after the calls that are inside.</summary>
    /// <returns>A task that ends when others may open them.</returns>
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

    private async ValueTask<T> UseAsync<T>(
        SessionFile file, T gone, Func<IStatementStore, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        if (await _open.EnterAsync(file, cancellationToken).ConfigureAwait(false) is not { } store)
        {
            return gone;
        }

        try
        {
            return await call(store).ConfigureAwait(false);
        }
        finally
        {
            _open.Leave(file);
        }
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Diagnostics;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Stores.Serialization;
using StackExchange.Redis;

namespace Mockhaus.Statements.Redis;

/// <summary>Keeps statements in Redis, where several servers share them.</summary>
/// <remarks>
/// <para>Every change of a statement is one script, which Redis takes as a whole or not at all, and which is safe to be sent twice: calls whose
/// answer is lost are sent again, within <see cref="RedisStoreOptions.CallTimeout"/>, and then throw <see cref="StatementStoreException"/>.
/// Works with one server, with replicas, and with Redis Cluster.</para>
/// <para>What Redis has acknowledged is as safe as Redis keeps it: with its append-only file, it survives the end of the process; replicas get it
/// later, so that a failover can lose the last moments. Redis must not evict (<c>maxmemory-policy noeviction</c>). The health check says where
/// that is not so, and for ten minutes when Redis has lost what it held.</para>
/// <para>Each key has a time to live, longer than the statement's own: what is over is decided by the manager's clock. What adds to a
/// session takes two steps, so a statement whose server dies in between leaves a reservation, which holds its request id for five seconds.
/// Lists go over the sessions' indexes and read the statements' states.</para>
/// <para>Safe for many threads. A connection that the host has made stays the host's.</para>
/// </remarks>
public sealed partial class RedisStatementStore
    : IStatementStore, IStatementStoreHealth, IStatementLeases, IStatementChangeFeed, IStatementSessionActivity, IAsyncDisposable
{
    private readonly RedisConnections _connections;
    private readonly RedisStoreOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly RedisCalls _calls;
    private readonly RedisKeys _keys;
    private readonly RedisSessions _sessions;
    private readonly RedisBatches _batches;
    private readonly RedisChangeFeed _changes;
    private readonly RedisLeases _leases;
    private readonly LiveStatements _live;
    private readonly KeyLifetimes _lifetimes;
    private int _disposed;

    /// <summary>Makes a store on connections of the host's own, which stay its own.</summary>
    /// <param name="connection">For everything but rows.</param>
    /// <param name="rows">For rows, so that polls do not wait behind them; null: the same connection.</param>
    /// <param name="options">The settings, or null for the defaults.</param>
    /// <param name="statementOptions">The times to live, or null for the defaults.</param>
    /// <param name="timeProvider">The clock by which statements expire, or null for the system's. Leases are by that of Redis.</param>
    /// <param name="logger">Where to log, or null for nowhere.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are not valid.</exception>
    public RedisStatementStore(
        IConnectionMultiplexer connection,
        IConnectionMultiplexer? rows = null,
        RedisStoreOptions? options = null,
        MockhausStatementsOptions? statementOptions = null,
        TimeProvider? timeProvider = null,
        ILogger<RedisStatementStore>? logger = null)
        : this(connection, rows ?? connection, isOwn: false, options ?? new(), statementOptions ?? new(), timeProvider ?? TimeProvider.System, logger)
    {
    }

    private RedisStatementStore(
        IConnectionMultiplexer connection,
        IConnectionMultiplexer rows,
        bool isOwn,
        RedisStoreOptions options,
        MockhausStatementsOptions statementOptions,
        TimeProvider timeProvider,
        ILogger<RedisStatementStore>? logger)
    {
        new RedisStoreOptionsValidator().ThrowIfInvalid(options);
        _connections = new(connection, rows, isOwn);
        (_options, _timeProvider) = (options, timeProvider);
        _keys = new(options.KeyPrefix);
        _calls = new(connection.GetDatabase(), options.CallTimeout, isOwn);
        _lifetimes = new(options, statementOptions, timeProvider);
        _sessions = new(_calls, _keys, _lifetimes);
        _batches = new(new(rows.GetDatabase(), options.CallTimeout, isOwn), _keys);
        _changes = new(connection, _keys.Changes);
        _live = new(_calls, _keys, _lifetimes, _sessions);
        _leases = new(_calls, _keys.Owners, options.Lease, logger is null ? NullLogger.Instance : new NonThrowingLogger(logger));
        _leases.Renewed += _live.RenewAsync;
        _leases.Lost += _changes.LoseAll;
    }

    /// <summary>Connects to Redis, with a connection for rows beside the one for everything else.</summary>
    /// <param name="options">The settings; <see cref="RedisStoreOptions.Configuration"/> says where.</param>
    /// <param name="statementOptions">The times to live, or null for the defaults.</param>
    /// <param name="timeProvider">The clock by which statements expire, or null for the system's. Leases are by that of Redis.</param>
    /// <param name="logger">Where to log, or null for nowhere.</param>
    /// <returns>The store; disposing of it closes the connections.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are not valid, or there is no configuration.</exception>
    /// <exception cref="StatementStoreException">Redis cannot be reached, refuses the user or a command that the store needs, or is a replica. With
    /// <c>abortConnect=false</c>, one that cannot be reached is no error: then the store connects when it can.</exception>
    public static async ValueTask<RedisStatementStore> ConnectAsync(
        RedisStoreOptions options,
        MockhausStatementsOptions? statementOptions = null,
        TimeProvider? timeProvider = null,
        ILogger<RedisStatementStore>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        new RedisStoreOptionsValidator().ThrowIfInvalid(options);
        var (connection, rows) = await RedisConnections.ConnectAsync(options).ConfigureAwait(false);
        var store = new RedisStatementStore(connection, rows, isOwn: true, options, statementOptions ?? new(), timeProvider ?? TimeProvider.System, logger);
        await store.CheckAccessAsync(RedisConfiguration.Parse(options.Configuration!).User, logger).ConfigureAwait(false);
        return store;
    }

    /// <inheritdoc/>
    public async ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        var fields = await _calls.CallAsync(
            "find",
            handle,
            _keys.Statement(handle),
            static (database, key) => database.HashGetAsync(key, StoredFields.Names, RedisCalls.Primary),
            cancellationToken).ConfigureAwait(false);
        return StoredFields.Read(handle, fields);
    }

    /// <inheritdoc/>
    public async ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        var holder = await _sessions.FindHolderAsync(sessionId, requestId, cancellationToken).ConfigureAwait(false);
        var statement = holder is { } handle ? await FindAsync(handle, cancellationToken).ConfigureAwait(false) : null;
        return statement?.SessionId == sessionId && statement.RequestId == requestId ? statement : null;
    }

    /// <inheritdoc/>
    public async ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        Check(cancellationToken);
        return await ReplaceAsync(statement, expectedVersion, latestExpiry: null).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask RefreshExpiryAsync(
        StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        var expiry = StoredFields.Microseconds(expiresAt);
        var refreshed = await _calls.ChangeAsync(
            "refresh expiry",
            handle,
            RedisScript.RefreshExpiry,
            [_keys.Statement(handle)],
            expectedVersion,
            expiry,
            StoredFields.Microseconds(_timeProvider.GetUtcNow()),
            _lifetimes.Until(expiresAt),
            StoredFields.Format).ConfigureAwait(false);
        if ((int)refreshed[0] == 1)
        {
            _sessions.UpdateIndex((string)refreshed[1]!, (string?)refreshed[2], handle, expiresAt);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Check(cancellationToken);
        return await _batches.WriteAsync(handle, batch).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        return await _batches.ReadAsync(handle, number, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        Check(cancellationToken);
        return await RemoveAsync(handle, latestExpiry: null).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    IAsyncDisposable IStatementLeases.AcquireLease(StatementOwner owner, Action lost)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(lost);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        return _leases.AcquireLease(owner, lost);
    }

    /// <inheritdoc/>
    ValueTask<bool> IStatementLeases.IsAliveAsync(StatementOwner owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        Check(cancellationToken);
        return _leases.IsAliveAsync(owner, cancellationToken);
    }

    /// <inheritdoc/>
    IDisposable IStatementChangeFeed.Subscribe(Action<StatementHandle?> changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        return _changes.Subscribe(changed);
    }

    /// <summary>Gives the leases back, and closes the connections that this store has made.</summary>
    /// <returns>A task that ends when that is done, within a second or two also when Redis does not answer.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _changes.Dispose();
            await _leases.DisposeAsync().ConfigureAwait(false);
            await _connections.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Where it is, for a person.</summary>
    /// <returns>The servers that were given, without user and password.</returns>
    public override string ToString() =>
        $"Redis at {string.Join(", ", _connections.Main.GetEndPoints(configuredOnly: true).Select(EndPointCollection.ToString))}";

    /// <summary>Every move there is.</summary>
    private async ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, DateTimeOffset? latestExpiry)
    {
        var handle = statement.Handle;
        var known = _live.Find(handle);
        var isLive = !statement.IsFinished;

        // Sent only where it may have changed: texts are most of what a statement has.
        var hasRequest = known is null || !StoredStatement.HasSameRequest(known, statement);
        var isHint = !isLive || statement.CancelRequestedAt is not null;
        RedisValue[] values =
        [
            expectedVersion,
            CallToken.New().ToBytes(),
            statement.IsFinished && statement.Result is null,
            isLive && known is not null ? RedisValue.EmptyString : _lifetimes.For(statement),
            latestExpiry is { } latest ? StoredFields.Microseconds(latest) : RedisValue.EmptyString,
            StoredFields.Format,
            isHint ? _keys.Changes : RedisValue.EmptyString,
            isHint ? _changes.ToHint(handle) : RedisValue.EmptyString,
            _lifetimes.Gone,
            StoredFields.Microseconds(statement.CreatedAt),
            .. StoredFields.ToState(statement),
            .. hasRequest ? [(RedisValue)"q", StoredFields.ToRequest(statement)] : Array.Empty<RedisValue>(),
        ];
        var answer = await _calls.ChangeAsync(
            "replace", handle, RedisScript.Replace, [_keys.Statement(handle), _keys.Gone(handle)], values).ConfigureAwait(false);
        if ((int)answer[0] == 1)
        {
            _live.Note(statement, _leases.IsOwn(statement.Owner));
            if (!isLive)
            {
                _sessions.UpdateIndex(statement.SessionId, statement.RequestId, handle, statement.ExpiresAt);
            }

            return StatementWrite.Succeeded(statement);
        }

        var current = ReadCurrent(handle, answer);
        if (current is null || current.IsFinished)
        {
            _live.Forget(handle);
        }

        return StatementWrite.NotReplaced(current);
    }

    private async ValueTask<bool> RemoveAsync(StatementHandle handle, DateTimeOffset? latestExpiry)
    {
        var answer = await _calls.ChangeAsync(
            "remove",
            handle,
            RedisScript.Remove,
            [_keys.Statement(handle), _keys.Gone(handle)],
            latestExpiry is { } latest ? StoredFields.Microseconds(latest) : RedisValue.EmptyString,
            StoredFields.Format,
            CallToken.New().ToBytes(),
            _lifetimes.Gone,
            _keys.Changes,
            _changes.ToHint(handle)).ConfigureAwait(false);
        _live.Forget(handle);
        if ((int)answer[0] != 1)
        {
            return false;
        }

        await _sessions.ReleaseAsync((string)answer[1]!, (string?)answer[2], handle).ConfigureAwait(false);
        return true;
    }

    private static Statement? ReadCurrent(StatementHandle handle, RedisResult answer) =>
        answer.Length > 1 ? StoredFields.Read(handle, ((RedisValue[])answer!).AsSpan(1)) : null;

    private void Check(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
